package dev.lariat.net.training;

import dev.lariat.kernel.Philox;

/**
 * The order in which an epoch takes the rows. Rows in an array are shuffled all together. Rows that a file stands for
 * are shuffled in two steps, so that what is read at a time lies in few places: the blocks of the file, then the rows
 * within a window of so many blocks. A table that fits into a window is shuffled as an array is.
 */
final class EpochOrder {
  /** Rows that are read one after the other: of 100 inputs 100 kB. */
  static final int BLOCK = 256;
  /** Rows that are shuffled together: of 100 inputs 100 MB, which the system's cache of files holds. */
  static final int WINDOW = 1 << 18;

  private EpochOrder() {}

  /**
   * Fills in an order.
   *
   * @param order overwritten: all numbers from 0 on
   * @param together how many rows may be shuffled together
   */
  static void fill(int[] order, Philox random, int together) {
    if (order.length <= together) {
      for (int i = 0; i < order.length; i++) {
        order[i] = i;
      }
      random.shuffle(order);
      return;
    }
    int[] blocks = new int[Math.ceilDiv(order.length, BLOCK)];
    for (int b = 0; b < blocks.length; b++) {
      blocks[b] = b;
    }
    random.shuffle(blocks);
    int at = 0;
    for (int block : blocks) {
      int end = (int) Math.min(order.length, (block + 1L) * BLOCK);
      for (int row = block * BLOCK; row < end; row++) {
        order[at++] = row;
      }
    }
    int[] window = new int[together];
    for (int from = 0; from < order.length; from += together) {
      int count = Math.min(together, order.length - from);
      window = count == together ? window : new int[count];
      System.arraycopy(order, from, window, 0, count);
      random.shuffle(window);
      System.arraycopy(window, 0, order, from, count);
    }
  }
}
