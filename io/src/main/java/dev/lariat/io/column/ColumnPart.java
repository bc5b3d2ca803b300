package dev.lariat.io.column;

import dev.lariat.data.DataException;

/** Takes what the fields of a column are in some of the rows. */
interface ColumnPart {
  /** No field holds a value. */
  void missing(int rows);

  /**
   * All are numbers.
   *
   * @param values NaN where missing
   * @param points what their points are
   * @param infinite what to throw for an infinite one among them; null where there is none
   */
  void numbers(double[] values, GroupedPoints points, DataException infinite);

  /**
   * Texts.
   *
   * @param codes into the pool, −1 where missing
   */
  void texts(int[] codes, TextPool pool);

  /** Numbers came before the first text, so that they have to be read once more, as texts. */
  void mixed();
}
