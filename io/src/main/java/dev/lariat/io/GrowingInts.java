package dev.lariat.io;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** Codes of a column while it is read, in blocks, so that growing copies nothing. */
final class GrowingInts {
  private static final int BLOCK = 4096;

  private List<int[]> full = new ArrayList<>();
  private int[] last = new int[BLOCK];
  private int used;

  void add(int value) {
    if (used == BLOCK) {
      full.add(last);
      last = new int[BLOCK];
      used = 0;
    }
    last[used++] = value;
  }

  void forEach(IntConsumer action) {
    for (int[] block : full) {
      for (int code : block) {
        action.accept(code);
      }
    }
    for (int i = 0; i < used; i++) {
      action.accept(last[i]);
    }
  }

  int size() {
    return full.size() * BLOCK + used;
  }

  /** All codes in one array; this object lets go of its own. */
  int[] take() {
    int[] all = new int[size()];
    int at = 0;
    for (int[] block : full) {
      System.arraycopy(block, 0, all, at, BLOCK);
      at += BLOCK;
    }
    System.arraycopy(last, 0, all, at, used);
    full = new ArrayList<>();
    last = new int[BLOCK];
    used = 0;
    return all;
  }
}
