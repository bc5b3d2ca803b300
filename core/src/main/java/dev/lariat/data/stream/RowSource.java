package dev.lariat.data.stream;

import dev.lariat.data.Dataset;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A table that is never in memory as a whole: its rows can be passed over, any number of times, in one order. */
public interface RowSource {
  /**
   * What the columns hold: a table with the same columns by the same kinds, in which every level, and the least and the
   * largest number of a column are in some row, and a missing value if one is missing. Its rows are none of the
   * table's.
   */
  Dataset specimen();

  /**
   * Passes over all rows.
   *
   * @param visitor gets them in their order, some at a time, with the specimen's columns; always the same ones together
   * @throws dev.lariat.data.DataException if the rows are not those of the passes before
   */
  void pass(Consumer<Dataset> visitor);

  /**
   * Passes over all rows, and adds them up.
   *
   * @throws dev.lariat.data.DataException if the rows are not those of the passes before
   */
  <S> void sum(BlockSums<S> sums);

  /**
   * Looks at the first rows, which is no pass.
   *
   * @param enough gets them in their order, some at a time, until it has enough
   */
  void first(Predicate<Dataset> enough);

  /** How many rows there are. */
  long rows();

  /** How often the rows were passed over so far, whatever for. */
  int passes();
}
