package dev.lariat.io;

import java.util.ArrayList;
import java.util.List;

/** Numbers of a column while it is read, in blocks, so that growing copies nothing. */
final class GrowingDoubles {
  private static final int BLOCK = 4096;

  private List<double[]> full = new ArrayList<>();
  private double[] last = new double[BLOCK];
  private int used;

  void add(double value) {
    if (used == BLOCK) {
      full.add(last);
      last = new double[BLOCK];
      used = 0;
    }
    last[used++] = value;
  }

  int size() {
    return full.size() * BLOCK + used;
  }

  /** All numbers in one array; this object lets go of its own. */
  double[] take() {
    double[] all = new double[size()];
    int at = 0;
    for (double[] block : full) {
      System.arraycopy(block, 0, all, at, BLOCK);
      at += BLOCK;
    }
    System.arraycopy(last, 0, all, at, used);
    full = new ArrayList<>();
    last = new double[BLOCK];
    used = 0;
    return all;
  }
}
