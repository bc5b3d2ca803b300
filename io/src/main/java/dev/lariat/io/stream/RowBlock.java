package dev.lariat.io.stream;

import dev.lariat.io.table.RowGroups;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of a table whose sums are computed together, by one machine.
 *
 * @param file which of the table's, from 0
 * @param groups of rows of the file
 * @param first the number of the first row in the table, from 0
 * @param rows how many
 */
public record RowBlock(int file, RowGroups groups, long first, long rows) {
  private static final long LEAST = 1 << 16;
  /** Sums of products take a square of the columns: of many columns a block has more rows. */
  private static final long A_COLUMN = 256;

  /** How many rows a block has at least, unless its file ends. */
  static long leastRows(int columns) {
    return Math.max(LEAST, A_COLUMN * columns);
  }

  /**
   * The blocks of files.
   *
   * @param groups [files] all that each has
   */
  static List<RowBlock> of(List<List<RowGroups.Group>> groups, long least) {
    var blocks = new ArrayList<RowBlock>();
    long first = 0;
    for (int file = 0; file < groups.size(); file++) {
      List<RowGroups.Group> own = groups.get(file);
      int from = 0;
      long rows = 0;
      for (int group = 0; group < own.size(); group++) {
        rows += own.get(group).rows();
        if (rows >= least || (group == own.size() - 1 && rows > 0)) {
          blocks.add(new RowBlock(file, new RowGroups(from, group + 1), first, rows));
          first += rows;
          rows = 0;
          from = group + 1;
        }
      }
    }
    return blocks;
  }
}
