package dev.lariat.data.stream;

/**
 * Rows of numbers that come once, in any order, and are then read as often as somebody wants, sorted: more than there
 * is memory for.
 */
public interface OrderedStore {
  /** Takes rows. */
  @FunctionalInterface
  interface Visitor {
    /**
     * The next rows.
     *
     * @param rows [count × width] row by row; valid until it returns
     */
    void take(double[] rows, int count);
  }

  /**
   * Begins anew.
   *
   * @param rows that will come, at most
   * @param width numbers of each
   * @param keys how many of them, the first, the rows are sorted by, ascending; rows with equal keys stay in the order
   * in which they came
   * @throws java.io.UncheckedIOException if there is no room for them
   */
  void expect(long rows, int width, int keys);

  /**
   * Takes a row.
   *
   * @param row [width] without NaN among its keys; not modified
   * @throws java.io.UncheckedIOException if it cannot be kept
   */
  void add(double[] row);

  /** Passes over all rows in their order; no more may be added. */
  void pass(Visitor visitor);
}
