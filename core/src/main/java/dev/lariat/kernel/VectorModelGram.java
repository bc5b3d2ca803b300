package dev.lariat.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * BᵀWA in single precision. A block of rows of the weighted side is packed into panels, a vector wide, row by row;
 * eight columns of the other side, as they are, run along each panel. Each element of a block is one chain of fma over
 * its rows in order; blocks are added in double precision.
 */
final class VectorModelGram {
  private static final VectorSpecies<Float> F = VectorWidth.FLOAT;
  private static final int L = F.length();
  private static final int ROWS = PlainKernels.MODEL_ROWS;
  private static final int HEIGHT = 8;
  private static final int STRIP = 16;

  private float[] panels = new float[0];
  private final float[] tile = new float[HEIGHT * L];
  private final float[][] some = new float[HEIGHT][];

  void compute(int rows, float[][] left, float[] weights, float[][] right, int[] counts, double[] out) {
    int m = left.length;
    int padded = (m + L - 1) / L * L;
    if (panels.length < padded * ROWS) {
      panels = new float[padded * ROWS];
    }
    Arrays.fill(out, 0, right.length * m, 0);
    for (int start = 0; start < rows; start += ROWS) {
      int depth = Math.min(ROWS, rows - start);
      pack(start, depth, left, weights, padded, panels);
      for (int i = 0; i < m; i += L) {
        int width = Math.min(L, m - i);
        int count = 0;
        for (int c = i; c < i + width; c++) {
          count = Math.max(count, counts[c]);
        }
        for (int j = 0; j < count; j += HEIGHT) {
          addTile(start, depth, i, width, right, j, Math.min(HEIGHT, count - j), m, out);
        }
      }
    }
    Arrays.fill(some, null);
  }

  // A method of its own, as in VectorGram: as a loop within loops it would be compiled anew for each of them.
  private void addTile(int start, int depth, int i, int width, float[][] right, int j, int height, int m,
      double[] out) {
    for (int r = 0; r < HEIGHT; r++) {
      some[r] = right[j + Math.min(r, height - 1)];
    }
    columns8(depth, some, start, panels, i * depth, tile);
    for (int r = 0; r < height; r++) {
      int to = (j + r) * m + i;
      for (int c = 0; c < width; c++) {
        out[to + c] += tile[r * L + c];
      }
    }
  }

  private static void pack(int start, int depth, float[][] columns, float[] weights, int padded, float[] panels) {
    int p = columns.length;
    for (int j = 0; j < padded; j += L) {
      // a few rows of all columns of a panel at a time: what is written stays in the cache
      for (int r = 0; r < depth; r += STRIP) {
        int strip = Math.min(STRIP, depth - r);
        for (int c = j; c < j + L; c++) {
          int to = j * depth + r * L + c - j;
          if (c < p) {
            pack(strip, columns[c], weights, start + r, panels, to);
          } else {
            clear(strip, panels, to);
          }
        }
      }
    }
  }

  private static void clear(int count, float[] panels, int to) {
    for (int r = 0; r < count; r++) {
      panels[to + L * r] = 0;
    }
  }

  private static void pack(int count, float[] column, float[] weights, int from, float[] panels, int to) {
    for (int r = 0; r < count; r++) {
      panels[to + L * r] = weights[from + r] * column[from + r];
    }
  }

  /** Eight columns as they are times a panel. */
  private static void columns8(int depth, float[][] a, int from, float[] b, int b0, float[] c) {
    float[] a0 = a[0];
    float[] a1 = a[1];
    float[] a2 = a[2];
    float[] a3 = a[3];
    float[] a4 = a[4];
    float[] a5 = a[5];
    float[] a6 = a[6];
    float[] a7 = a[7];
    FloatVector c0 = FloatVector.zero(F);
    FloatVector c1 = c0;
    FloatVector c2 = c0;
    FloatVector c3 = c0;
    FloatVector c4 = c0;
    FloatVector c5 = c0;
    FloatVector c6 = c0;
    FloatVector c7 = c0;
    for (int p = 0; p < depth; p++) {
      FloatVector v = FloatVector.fromArray(F, b, b0 + p * L);
      c0 = FloatVector.broadcast(F, a0[from + p]).fma(v, c0);
      c1 = FloatVector.broadcast(F, a1[from + p]).fma(v, c1);
      c2 = FloatVector.broadcast(F, a2[from + p]).fma(v, c2);
      c3 = FloatVector.broadcast(F, a3[from + p]).fma(v, c3);
      c4 = FloatVector.broadcast(F, a4[from + p]).fma(v, c4);
      c5 = FloatVector.broadcast(F, a5[from + p]).fma(v, c5);
      c6 = FloatVector.broadcast(F, a6[from + p]).fma(v, c6);
      c7 = FloatVector.broadcast(F, a7[from + p]).fma(v, c7);
    }
    c0.intoArray(c, 0);
    c1.intoArray(c, L);
    c2.intoArray(c, 2 * L);
    c3.intoArray(c, 3 * L);
    c4.intoArray(c, 4 * L);
    c5.intoArray(c, 5 * L);
    c6.intoArray(c, 6 * L);
    c7.intoArray(c, 7 * L);
  }
}
