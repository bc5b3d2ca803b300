package dev.lariat.io.table;

/**
 * Some groups of rows of a file, one behind the other.
 *
 * @param first of them, from 0
 * @param end behind the last
 */
public record RowGroups(int first, int end) {
  /** All that a file has. */
  public static final RowGroups ALL = new RowGroups(0, Integer.MAX_VALUE);

  /**
   * One group.
   *
   * @param rows how many
   * @param start where its bytes begin in the file
   * @param end behind them
   */
  public record Group(long rows, long start, long end) {}
}
