package dev.lariat.kernel;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * XᵀX, XᵀWX and BᵀWA in float64. A block of rows of the weighted side is packed into panels, two vectors wide, row by
 * row; four columns of the other side, as they are, run along each panel. Each element is one chain of fma over the
 * rows in order, from block to block.
 */
final class VectorGram {
  private static final VectorSpecies<Double> D = VectorWidth.DOUBLE;
  private static final int L = D.length();
  /** The width of a panel: 4, 8 or 16 columns. */
  private static final int W = 2 * L;
  private static final int ROWS = 256;
  private static final int STRIP = 16;

  private double[] panels = new double[0];
  private final double[] tile = new double[4 * W];

  void compute(int rows, double[][] columns, double[] weights, double[] gram) {
    int p = columns.length;
    double[][] each = null;
    if (weights != null) {
      each = new double[p][];
      Arrays.fill(each, weights);
    }
    int[] counts = new int[p];
    Arrays.fill(counts, p);
    compute(rows, columns, each, columns, true, counts, gram);
    for (int i = 0; i < p; i++) {
      mirror(i, p, gram);
    }
  }

  private static void mirror(int i, int p, double[] gram) {
    for (int j = 0; j < i; j++) {
      gram[j * p + i] = gram[i * p + j];
    }
  }

  void compute(int rows, double[][] left, double[][] weights, double[][] right, int[] counts, double[] out) {
    compute(rows, left, weights, right, false, counts, out);
  }

  /** @param lower whether only elements of the lower triangle are wanted, with some more beside it */
  private void compute(int rows, double[][] left, double[][] weights, double[][] right, boolean lower, int[] counts,
      double[] out) {
    int m = left.length;
    if (panels.length < padded(m) * ROWS) {
      panels = new double[padded(m) * ROWS];
    }
    Arrays.fill(out, 0, right.length * m, 0);
    for (int start = 0; start < rows; start += ROWS) {
      int depth = Math.min(ROWS, rows - start);
      pack(start, depth, left, weights, panels);
      for (int i = 0; i < m; i += W) {
        int width = Math.min(W, m - i);
        int count = 0;
        for (int c = i; c < i + width; c++) {
          count = Math.max(count, counts[c]);
        }
        for (int j = lower ? i : 0; j < count; j += 4) {
          addTile(start, depth, i, width, right, j, count, m, out);
        }
      }
    }
  }

  // A method of its own: as a loop within loops it was compiled anew for each of them while a first path waited.
  private void addTile(int start, int depth, int i, int width, double[][] right, int j, int count, int m,
      double[] out) {
    int height = Math.min(4, count - j);
    for (int r = 0; r < height; r++) {
      System.arraycopy(out, (j + r) * m + i, tile, r * W, width);
    }
    columns4(depth, right[j], right[Math.min(j + 1, count - 1)], right[Math.min(j + 2, count - 1)],
        right[Math.min(j + 3, count - 1)], start, panels, i * depth, tile);
    for (int r = 0; r < height; r++) {
      System.arraycopy(tile, r * W, out, (j + r) * m + i, width);
    }
  }

  private static int padded(int columns) {
    return (columns + W - 1) / W * W;
  }

  /** Packs columns, with weights of their own where there are some; the last panel is filled up with zeros. */
  private static void pack(int start, int depth, double[][] columns, double[][] weights, double[] panels) {
    int p = columns.length;
    for (int j = 0; j < padded(p); j += W) {
      // a few rows of all columns of a panel at a time: what is written stays in the cache
      for (int r = 0; r < depth; r += STRIP) {
        int strip = Math.min(STRIP, depth - r);
        for (int c = j; c < j + W; c++) {
          int to = j * depth + r * W + c - j;
          if (c >= p) {
            clear(strip, panels, to);
          } else if (weights == null) {
            pack(strip, columns[c], start + r, panels, to);
          } else {
            pack(strip, columns[c], weights[c], start + r, panels, to);
          }
        }
      }
    }
  }

  private static void clear(int count, double[] panels, int to) {
    for (int r = 0; r < count; r++) {
      panels[to + W * r] = 0;
    }
  }

  private static void pack(int count, double[] column, int from, double[] panels, int to) {
    for (int r = 0; r < count; r++) {
      panels[to + W * r] = column[from + r];
    }
  }

  private static void pack(int count, double[] column, double[] weights, int from, double[] panels, int to) {
    for (int r = 0; r < count; r++) {
      panels[to + W * r] = weights[from + r] * column[from + r];
    }
  }

  /** Four columns as they are times a panel. */
  private static void columns4(int depth, double[] a0, double[] a1, double[] a2, double[] a3, int from, double[] b,
      int b0, double[] c) {
    DoubleVector c00 = DoubleVector.fromArray(D, c, 0);
    DoubleVector c01 = DoubleVector.fromArray(D, c, L);
    DoubleVector c10 = DoubleVector.fromArray(D, c, W);
    DoubleVector c11 = DoubleVector.fromArray(D, c, W + L);
    DoubleVector c20 = DoubleVector.fromArray(D, c, 2 * W);
    DoubleVector c21 = DoubleVector.fromArray(D, c, 2 * W + L);
    DoubleVector c30 = DoubleVector.fromArray(D, c, 3 * W);
    DoubleVector c31 = DoubleVector.fromArray(D, c, 3 * W + L);
    for (int p = 0; p < depth; p++) {
      DoubleVector v0 = DoubleVector.fromArray(D, b, b0 + p * W);
      DoubleVector v1 = DoubleVector.fromArray(D, b, b0 + p * W + L);
      DoubleVector x = DoubleVector.broadcast(D, a0[from + p]);
      c00 = x.fma(v0, c00);
      c01 = x.fma(v1, c01);
      x = DoubleVector.broadcast(D, a1[from + p]);
      c10 = x.fma(v0, c10);
      c11 = x.fma(v1, c11);
      x = DoubleVector.broadcast(D, a2[from + p]);
      c20 = x.fma(v0, c20);
      c21 = x.fma(v1, c21);
      x = DoubleVector.broadcast(D, a3[from + p]);
      c30 = x.fma(v0, c30);
      c31 = x.fma(v1, c31);
    }
    c00.intoArray(c, 0);
    c01.intoArray(c, L);
    c10.intoArray(c, W);
    c11.intoArray(c, W + L);
    c20.intoArray(c, 2 * W);
    c21.intoArray(c, 2 * W + L);
    c30.intoArray(c, 3 * W);
    c31.intoArray(c, 3 * W + L);
  }
}
