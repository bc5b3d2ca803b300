package dev.lariat.io.stream;

import dev.lariat.io.column.TableMarks;
import dev.lariat.io.table.FieldRows;
import dev.lariat.io.table.RowGroups;
import dev.lariat.io.table.TableReader;
import java.util.List;
import java.util.Optional;

/** Rows from the first to the last, any number of times, wherever they lie. */
sealed interface Passes permits FilePasses, PackedPasses {
  /** Takes rows. */
  interface Visitor {
    /** {@return whether more rows are wanted} */
    boolean take(FieldRows.Part part);

    /** A file ends. */
    default void fileEnds() {
      // Mostly it does not matter.
    }
  }

  /** Passes over all rows. */
  void all(FieldRows.Wish wish, Visitor visitor);

  /** Reads the first rows, as many as the visitor wants, which is no pass. */
  void first(FieldRows.Wish wish, Visitor visitor);

  /** {@return how many columns the rows have} */
  int columns();

  /** {@return what is known of columns without a look at the rows; empty where nothing is} */
  Optional<TableReader.Ranges> ranges();

  /** {@return what is known of how numbers are written before the columns are} */
  TableMarks marks();

  /** {@return what should be said of where the rows come from} */
  List<String> notes();

  /** {@return [files] the groups of rows that others can read; none where a file is read from its start only} */
  List<List<RowGroups.Group>> groups();

  /** How many passes were made. */
  int passes();

  /** Begins a pass that others make. */
  void passElsewhere();

  /** What is read of a pass that others make. */
  void progress(double share);
}
