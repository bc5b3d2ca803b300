package dev.lariat.io.column;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers of a column while it is read: in one array if their count was known before, else in blocks, so that growing
 * copies nothing.
 */
public final class GrowingDoubles {
  private static final int BLOCK = 4096;

  private List<double[]> full = new ArrayList<>();
  private double[] last;
  private int used; // of the last block
  private int before; // in the full blocks

  /** @param expected how many there will be; 0 if that is not known */
  public GrowingDoubles(int expected) {
    last = new double[expected > 0 ? expected : BLOCK];
  }

  /** Takes the next number. */
  public void add(double value) {
    if (used == last.length) {
      full.add(last);
      before += used;
      last = new double[BLOCK];
      used = 0;
    }
    last[used++] = value;
  }

  /** Takes the next numbers. */
  void add(double[] values, int from, int count) {
    int taken = 0;
    while (taken < count) {
      if (used == last.length) {
        full.add(last);
        before += used;
        last = new double[BLOCK];
        used = 0;
      }
      int n = Math.min(count - taken, last.length - used);
      System.arraycopy(values, from + taken, last, used, n);
      used += n;
      taken += n;
    }
  }

  /** {@return how many there are} */
  public int size() {
    return before + used;
  }

  /** All numbers in one array; this object lets go of its own. */
  public double[] take() {
    double[] all = last;
    if (!full.isEmpty()) {
      all = new double[size()];
      int at = 0;
      for (double[] block : full) {
        System.arraycopy(block, 0, all, at, block.length);
        at += block.length;
      }
      System.arraycopy(last, 0, all, at, used);
    } else if (used < last.length) {
      all = Arrays.copyOf(last, used);
    }
    full = new ArrayList<>();
    last = new double[0];
    used = 0;
    before = 0;
    return all;
  }
}
