package dev.lariat.io.table;

import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.Schema;
import dev.lariat.io.column.ColumnPlan;
import dev.lariat.io.column.ColumnRange;
import dev.lariat.io.column.TableMarks;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A file of one of the formats, from which its table can be read. */
public sealed interface TableReader permits CsvTable, ParquetTable, SvmlightTable {
  /**
   * The reader for a file, by the file's first bytes.
   *
   * @throws DataException if it is no table; the message says what it is
   * @throws UncheckedIOException if it cannot be read
   */
  static TableReader of(Path file, TableOptions options) {
    Source source = new Source(file);
    return switch (TableFormat.of(source)) {
      case CSV -> new CsvTable(source, options);
      case PARQUET -> ParquetTable.open(source, options);
      case SVMLIGHT -> new SvmlightTable(source, options);
    };
  }

  /**
   * The reader for a text of which another machine has read all bytes.
   *
   * @param cuts as they are there
   * @throws DataException if it is no text
   * @throws UncheckedIOException if it cannot be read
   */
  static TableReader of(Path file, TableOptions options, RowGroups.Cuts cuts) {
    Source source = new Source(file);
    return switch (TableFormat.of(source)) {
      case CSV -> new CsvTable(source, options, cuts);
      case SVMLIGHT -> new SvmlightTable(source, options, cuts);
      case PARQUET -> throw new DataException(file + " is no text, as it was");
    };
  }

  /**
   * The whole table, its kinds found from all rows where they are not told.
   *
   * @throws DataException if it is a table that cannot be used; the message says where
   * @throws UncheckedIOException if it cannot be read
   */
  Dataset read();

  /**
   * The schema's columns by the schema's kinds, some rows at a time.
   *
   * @param rows how many rows a chunk has; the last has fewer
   * @throws DataException if a required column is not there; while streaming, if a value is not of the column's kind
   * @throws UncheckedIOException if it cannot be read
   */
  TableStream stream(Schema schema, int rows);

  /**
   * The columns' names, in the table's order.
   *
   * @throws DataException if it is a table that cannot be used; the message says where
   * @throws UncheckedIOException if it cannot be read
   */
  List<String> names();

  /**
   * The fields, some rows at a time.
   *
   * @param wish which columns to read, and how
   * @param rows how many rows a part has; the last has fewer
   * @throws DataException if it is a table that cannot be used; the message says where
   * @throws UncheckedIOException if it cannot be read
   */
  FieldRows fields(FieldRows.Wish wish, int rows);

  /**
   * The groups of rows that can be read without those before them; none where a file has to be read from its start.
   *
   * @param rows of a part: a text is cut behind each, other files have groups of their own
   */
  default List<RowGroups.Group> groups(int rows) {
    return cuts(rows).map(RowGroups.Cuts::groups).orElse(List.of());
  }

  /** {@return where a text is cut into the {@link #groups}; empty for other files, and where it cannot be cut} */
  default Optional<RowGroups.Cuts> cuts(int rows) {
    return Optional.empty();
  }

  /**
   * The fields of some of the {@link #groups}.
   *
   * @throws DataException as {@link #fields(FieldRows.Wish, int)}, or if the file has no such groups
   */
  FieldRows fields(FieldRows.Wish wish, int rows, RowGroups groups);

  /** {@return what is known of how the table writes numbers before its columns are} */
  default TableMarks marks() {
    return new TableMarks(false);
  }

  /**
   * What a file says of its columns without its rows.
   *
   * @param rows how many there are
   * @param plans of all columns that can be read, in order
   * @param columns those of which something is known
   */
  record Ranges(long rows, List<ColumnPlan> plans, Map<String, ColumnRange> columns) {}

  /** {@return what the file says of its columns by itself; empty where it says nothing} */
  default Optional<Ranges> ranges() {
    return Optional.empty();
  }

  /** {@return how many numbers the whole table is, about} */
  long size();

  /** {@return what should be said about the file} */
  default List<String> notes() {
    return List.of();
  }
}
