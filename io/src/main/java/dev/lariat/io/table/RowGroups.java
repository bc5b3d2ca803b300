package dev.lariat.io.table;

import java.nio.charset.Charset;
import java.util.List;

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
   * @param line with which it begins, from 1; 0 in a file without lines
   */
  public record Group(long rows, long start, long end, long line) {}

  /**
   * Where a text is cut into groups. All of its bytes have to be read to tell that, so it is told to who reads some of
   * them.
   *
   * @param charset of the text
   * @param columns their names where all rows tell them, as in svmlight files; else none
   * @param groups all of them
   */
  public record Cuts(Charset charset, List<String> columns, List<Group> groups) {}
}
