package dev.lariat.linear.solver;

import dev.lariat.linear.DesignMatrix;
import java.util.Arrays;

/**
 * The sparse columns of a working set side by side, in single precision, with their products with the weights of the
 * rows: what sweeps pass over again and again lies in the order in which it is passed over.
 */
final class PackedColumns {
  /** More entries would not stay in a cache either. */
  private static final long MOST = 4_000_000;

  private int[] start = new int[16]; // [columns + 1]
  private int[] row = new int[64];
  private float[] value = new float[64]; // d̃
  private float[] weighted = new float[64]; // h d̃
  private final double[] sums = new double[3];
  private int count;

  /** Whether there is room for some more entries. */
  boolean suits(long entries) {
    return start[count] + entries <= MOST;
  }

  /** Forgets all columns. */
  void clear() {
    count = 0;
  }

  /**
   * Adds a column d as d̃, which is d in single precision, and h d̃, which is rounded too; returns its place.
   *
   * @param h weights of the rows
   */
  int add(DesignMatrix x, int j, double[] h) {
    long entries = start[count] + x.entries(j);
    if (start.length <= count + 1) {
      start = Arrays.copyOf(start, 2 * start.length);
    }
    if (row.length < entries) {
      int room = (int) Math.min(MOST, 2 * entries);
      row = Arrays.copyOf(row, room);
      value = Arrays.copyOf(value, room);
      weighted = Arrays.copyOf(weighted, room);
    }
    start[count + 1] = x.pack(j, h, row, value, weighted, start[count], sums);
    return count++;
  }

  /** Forgets the column that was added last; what is told of it stays. */
  void removeLast() {
    count--;
  }

  /** Σ h d̃ of the column that was added last. */
  double first() {
    return sums[0];
  }

  /** Its Σ h d̃ d̃. */
  double second() {
    return sums[1];
  }

  /** Its Σ h (d − d̃)², and what rounding h d̃ took from its square. */
  double error() {
    return sums[2];
  }

  /** Σ v d̃ of the column at a place. */
  double dot(int place, double[] v) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int e = start[place];
    int end = start[place + 1];
    for (; e + 3 < end; e += 4) {
      s0 += value[e] * v[row[e]];
      s1 += value[e + 1] * v[row[e + 1]];
      s2 += value[e + 2] * v[row[e + 2]];
      s3 += value[e + 3] * v[row[e + 3]];
    }
    for (; e < end; e++) {
      s0 += value[e] * v[row[e]];
    }
    return s0 + s1 + (s2 + s3);
  }

  /** v += f·h d̃. */
  void axpy(int place, double f, double[] v) {
    int end = start[place + 1];
    for (int e = start[place]; e < end; e++) {
      v[row[e]] += f * weighted[e];
    }
  }
}
