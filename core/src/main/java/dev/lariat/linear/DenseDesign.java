package dev.lariat.linear;

import dev.lariat.kernel.DenseOps;
import dev.lariat.kernel.Kernels;

/** Columns as arrays of doubles. */
final class DenseDesign extends DesignMatrix {
  /** Rows of a sum of columns that stay in the nearest cache. */
  private static final int CACHED = 2048;
  /** Columns for which a panel of products would be mostly empty. */
  private static final int FEW = 2;

  private final double[][] column; // [columns][rows]
  private final double[] shift; // [columns]

  private DenseDesign(double[][] column, double[] shift) {
    super(column[0].length, column.length);
    this.column = column;
    this.shift = shift;
  }

  static DenseDesign of(double[][] columns) {
    if (columns.length == 0) {
      throw new IllegalArgumentException("a design matrix needs at least one column");
    }
    int n = columns[0].length;
    double[][] stored = new double[columns.length][];
    double[] shift = new double[columns.length];
    for (int j = 0; j < columns.length; j++) {
      double[] x = columns[j];
      if (x.length != n) {
        throw new IllegalArgumentException("column " + j + " has " + x.length + " rows, the first has " + n);
      }
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < n; i++) {
        if (!Double.isFinite(x[i])) {
          throw notFinite(i, j, x[i]);
        }
        sum += x[i];
        squares += x[i] * x[i];
      }
      shift[j] = n == 0 ? 0 : shift(n, sum, squares);
      stored[j] = x;
      if (shift[j] != 0) {
        stored[j] = new double[n];
        for (int i = 0; i < n; i++) {
          stored[j][i] = x[i] - shift[j];
        }
      }
    }
    return new DenseDesign(stored, shift);
  }

  @Override
  DenseDesign part(int[] wanted, int[] chosen) {
    DenseDesign whole = columns(wanted);
    double[][] some = new double[wanted.length][chosen.length];
    for (int a = 0; a < some.length; a++) {
      for (int r = 0; r < chosen.length; r++) {
        some[a][r] = whole.column[a][chosen[r]];
      }
    }
    return new DenseDesign(some, whole.shift);
  }

  @Override
  DenseDesign columns(int[] wanted) {
    double[][] some = new double[wanted.length][];
    double[] shifts = new double[wanted.length];
    for (int a = 0; a < wanted.length; a++) {
      some[a] = column[wanted[a]];
      shifts[a] = shift[wanted[a]];
    }
    return new DenseDesign(some, shifts);
  }

  @Override
  DenseDesign view() {
    return new DenseDesign(column, shift);
  }

  @Override
  public boolean sparse() {
    return false;
  }

  private double[][] arrays(int[] features) {
    double[][] columns = new double[features.length][];
    for (int a = 0; a < features.length; a++) {
      columns[a] = column[features[a]];
    }
    return columns;
  }

  @Override
  public void gather(int j, int[] rows, int count, double[] factor, double[] out) {
    double[] d = column[j];
    for (int r = 0; r < count; r++) {
      out[r] = factor[r] * d[rows[r]];
    }
  }

  @Override
  public long entries() {
    return (long) rows() * columns();
  }

  @Override
  public double shift(int j) {
    return shift[j];
  }

  @Override
  public double dot(int j, double[] v) {
    return DenseOps.dot(column[j], v, v.length);
  }

  @Override
  public double round(int j, float[] out) {
    double[] d = column[j];
    double length = Math.sqrt(DenseOps.dot(d, d, d.length));
    double factor = length > 0 ? 1 / length : 0;
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) (factor * d[i]);
    }
    return length;
  }

  @Override
  public void axpy(int j, double f, double[] v) {
    DenseOps.axpy(f, column[j], v, v.length);
  }

  @Override
  public void combine(int[] j, double[] f, int count, int from, int to, double[] v) {
    Kernels kernels = DenseOps.kernels();
    double[][] columns = new double[count][];
    for (int a = 0; a < count; a++) {
      columns[a] = column[j[a]];
    }
    for (int begin = from; begin < to; begin += CACHED) {
      kernels.combine(begin, Math.min(begin + CACHED, to), count, f, columns, v);
    }
  }

  @Override
  public void axpy(int j, double f, double[] h, double[] v) {
    double[] d = column[j];
    for (int i = 0; i < v.length; i++) {
      v[i] += f * h[i] * d[i];
    }
  }

  @Override
  public double squares(int j, double[] h) {
    return DenseOps.kernels().weightedDot(h.length, h, 0, column[j], 0, column[j], 0);
  }

  @Override
  public void products(int j, int[] others, int count, double[] h, double[] scratch, double[] out) {
    DenseOps.multiply(h, column[j], scratch);
    for (int a = 0; a < count; a++) {
      out[a] = DenseOps.dot(column[others[a]], scratch, scratch.length);
    }
  }

  @Override
  public void products(int[] left, double[][] weights, int[] right, int[] counts, double[] out) {
    if (left.length <= FEW) {
      double[] scratch = new double[rows()];
      for (int a = 0; a < left.length; a++) {
        DenseOps.multiply(weights[a], column[left[a]], scratch);
        for (int l = 0; l < counts[a]; l++) {
          out[l * left.length + a] = DenseOps.dot(column[right[l]], scratch, scratch.length);
        }
      }
      return;
    }
    DenseOps.kernels().products(rows(), arrays(left), weights, arrays(right), counts, out);
  }
}
