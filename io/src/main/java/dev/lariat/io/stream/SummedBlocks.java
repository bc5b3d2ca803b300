package dev.lariat.io.stream;

import dev.lariat.data.Dataset;
import dev.lariat.data.stream.BlockSums;

/**
 * Cuts the rows of a pass into blocks. They end with the first group of rows with which there are enough of them, and
 * with a file: so the same files have the same blocks, whoever reads them.
 */
final class SummedBlocks<S> {
  private final BlockSums<S> sums;
  private final long least;
  private S block; // null between two of them
  private long inBlock;
  private long rows;

  /** @param least rows of a block that does not end with its file */
  SummedBlocks(BlockSums<S> sums, long least) {
    this.sums = sums;
    this.least = least;
  }

  /** @param mayEnd whether a block may end behind these rows */
  void add(Dataset next, boolean mayEnd) {
    if (block == null) {
      block = sums.empty();
    }
    sums.add(block, next, rows);
    rows += next.rows();
    inBlock += next.rows();
    if (mayEnd && inBlock >= least) {
      end();
    }
  }

  /** Ends the block, if one has begun. */
  void end() {
    if (block != null) {
      sums.join(block);
      block = null;
      inBlock = 0;
    }
  }

  long rows() {
    return rows;
  }
}
