package dev.lariat.kernel;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * XᵀX and XᵀWX in float64. A block of rows is packed into panels, two vectors wide, row by row; 4 × panel tiles of the
 * upper triangle run over it. Each element is one chain of fma over the rows in order, from block to block.
 */
final class VectorGram {
  private static final VectorSpecies<Double> D = VectorWidth.DOUBLE;
  private static final int L = D.length();
  /** The width of a panel: 4, 8 or 16 columns, a multiple of a tile's height. */
  private static final int W = 2 * L;
  private static final int ROWS = 256;

  private double[] panels = new double[0];
  private double[] weighted = new double[0];
  private final double[] tile = new double[4 * W];

  void compute(int rows, double[][] columns, double[] weights, double[] gram) {
    int p = columns.length;
    int padded = (p + W - 1) / W * W;
    if (panels.length < padded * ROWS) {
      panels = new double[padded * ROWS];
    }
    if (weights != null && weighted.length < padded * ROWS) {
      weighted = new double[padded * ROWS];
    }
    Arrays.fill(gram, 0, p * p, 0);
    for (int start = 0; start < rows; start += ROWS) {
      int depth = Math.min(ROWS, rows - start);
      pack(start, depth, columns, null, panels);
      if (weights != null) {
        pack(start, depth, columns, weights, weighted);
      }
      double[] left = weights == null ? panels : weighted;
      for (int j = 0; j < p; j += W) {
        int width = Math.min(W, p - j);
        for (int i = 0; i < Math.min(p, j + W); i += 4) {
          int height = Math.min(4, p - i);
          for (int r = 0; r < height; r++) {
            System.arraycopy(gram, (i + r) * p + j, tile, r * W, width);
          }
          tile4(depth, left, i / W * W * depth + i % W, panels, j * depth, tile);
          for (int r = 0; r < height; r++) {
            System.arraycopy(tile, r * W, gram, (i + r) * p + j, width);
          }
        }
      }
    }
    for (int i = 0; i < p; i++) {
      for (int j = 0; j < i; j++) {
        gram[i * p + j] = gram[j * p + i];
      }
    }
  }

  private static void pack(int start, int depth, double[][] columns, double[] weights, double[] panels) {
    int p = columns.length;
    for (int j = 0; j < (p + W - 1) / W * W; j++) {
      int to = j / W * W * depth + j % W;
      if (j >= p) {
        for (int r = 0; r < depth; r++) {
          panels[to + W * r] = 0;
        }
        continue;
      }
      double[] column = columns[j];
      if (weights == null) {
        for (int r = 0; r < depth; r++) {
          panels[to + W * r] = column[start + r];
        }
      } else {
        for (int r = 0; r < depth; r++) {
          panels[to + W * r] = weights[start + r] * column[start + r];
        }
      }
    }
  }

  /** The loop steps by a variable on purpose: see {@link VectorProducts}. */
  private static void tile4(int depth, double[] a, int a0, double[] b, int b0, double[] c) {
    DoubleVector c00 = DoubleVector.fromArray(D, c, 0);
    DoubleVector c01 = DoubleVector.fromArray(D, c, L);
    DoubleVector c10 = DoubleVector.fromArray(D, c, W);
    DoubleVector c11 = DoubleVector.fromArray(D, c, W + L);
    DoubleVector c20 = DoubleVector.fromArray(D, c, 2 * W);
    DoubleVector c21 = DoubleVector.fromArray(D, c, 2 * W + L);
    DoubleVector c30 = DoubleVector.fromArray(D, c, 3 * W);
    DoubleVector c31 = DoubleVector.fromArray(D, c, 3 * W + L);
    for (int p = 0; p < depth * W; p += W) {
      DoubleVector v0 = DoubleVector.fromArray(D, b, b0 + p);
      DoubleVector v1 = DoubleVector.fromArray(D, b, b0 + p + L);
      DoubleVector x = DoubleVector.broadcast(D, a[a0 + p]);
      c00 = x.fma(v0, c00);
      c01 = x.fma(v1, c01);
      x = DoubleVector.broadcast(D, a[a0 + p + 1]);
      c10 = x.fma(v0, c10);
      c11 = x.fma(v1, c11);
      x = DoubleVector.broadcast(D, a[a0 + p + 2]);
      c20 = x.fma(v0, c20);
      c21 = x.fma(v1, c21);
      x = DoubleVector.broadcast(D, a[a0 + p + 3]);
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
