package dev.lariat.linear;

import dev.lariat.data.encoding.SparseMatrix;
import java.util.Arrays;

/**
 * Compressed sparse columns. A column that has an entry in every row and is far from 0, such as a time, is read
 * centred, as dense ones are kept.
 */
final class SparseDesign extends DesignMatrix {
  private final SparseMatrix x;
  private final double[] shift; // [columns]

  private SparseDesign(SparseMatrix x, double[] shift) {
    super(x.rows(), x.columns());
    this.x = x;
    this.shift = shift;
  }

  static SparseDesign of(SparseMatrix x) {
    double[] shift = new double[x.columns()];
    for (int j = 0; j < shift.length; j++) {
      int last = -1;
      double sum = 0;
      double squares = 0;
      for (int e = x.columnStart(j); e < x.columnStart(j + 1); e++) {
        int row = x.row(e);
        double value = x.value(e);
        if (row <= last || row >= x.rows()) {
          throw new IllegalArgumentException("column " + j + ": row " + row + " after " + last + " of " + x.rows());
        }
        if (!Double.isFinite(value)) {
          throw notFinite(row, j, value);
        }
        last = row;
        sum += value;
        squares += value * value;
      }
      // what is not stored is 0, and stays so
      boolean full = x.columnStart(j + 1) - x.columnStart(j) == x.rows();
      shift[j] = full ? shift(x.rows(), sum, squares) : 0;
    }
    return new SparseDesign(x, shift);
  }

  @Override
  SparseDesign view() {
    return new SparseDesign(x, shift);
  }

  @Override
  SparseDesign part(int[] wanted, int[] chosen) {
    int[] place = new int[rows()];
    Arrays.fill(place, -1);
    for (int r = 0; r < chosen.length; r++) {
      place[chosen[r]] = r;
    }
    int[] starts = new int[wanted.length + 1];
    for (int a = 0; a < wanted.length; a++) {
      starts[a + 1] = starts[a];
      for (int e = start(wanted[a]); e < end(wanted[a]); e++) {
        starts[a + 1] += place[x.row(e)] < 0 ? 0 : 1;
      }
    }
    int[] rows = new int[starts[wanted.length]];
    double[] values = new double[rows.length];
    int count = 0;
    for (int j : wanted) {
      for (int e = start(j); e < end(j); e++) {
        int at = place[x.row(e)];
        if (at >= 0) {
          rows[count] = at;
          values[count++] = x.value(e);
        }
      }
    }
    return new SparseDesign(new SparseMatrix(chosen.length, starts, rows, values), shifts(wanted));
  }

  @Override
  SparseDesign columns(int[] wanted) {
    int[] starts = new int[wanted.length + 1];
    for (int a = 0; a < wanted.length; a++) {
      starts[a + 1] = starts[a] + end(wanted[a]) - start(wanted[a]);
    }
    int[] rows = new int[starts[wanted.length]];
    double[] values = new double[rows.length];
    for (int a = 0; a < wanted.length; a++) {
      for (int e = start(wanted[a]), to = starts[a]; to < starts[a + 1]; e++, to++) {
        rows[to] = x.row(e);
        values[to] = x.value(e);
      }
    }
    return new SparseDesign(new SparseMatrix(rows(), starts, rows, values), shifts(wanted));
  }

  private double[] shifts(int[] wanted) {
    return Arrays.stream(wanted).mapToDouble(this::shift).toArray();
  }

  private int start(int j) {
    return x.columnStart(j);
  }

  private int end(int j) {
    return x.columnStart(j + 1);
  }

  @Override
  public boolean sparse() {
    return true;
  }

  @Override
  public void gather(int j, int[] rows, int count, double[] factor, double[] out) {
    double[] d = new double[rows()];
    axpy(j, 1, d);
    for (int r = 0; r < count; r++) {
      out[r] = factor[r] * d[rows[r]];
    }
  }

  @Override
  public long entries() {
    return x.entries();
  }

  @Override
  public long entries(int j) {
    return (long) end(j) - start(j);
  }

  @Override
  public int pack(int j, double[] h, int[] rows, float[] values, float[] weighted, int at, double[] sums) {
    double less = shift[j];
    int to = at;
    double first = 0;
    double second = 0;
    double error = 0;
    double rounded = 0;
    for (int e = start(j), end = end(j); e < end; e++, to++) {
      int i = x.row(e);
      double d = x.value(e) - less;
      float copy = (float) d;
      double rest = d - copy;
      double exact = h[i] * copy;
      float product = (float) exact;
      rows[to] = i;
      values[to] = copy;
      weighted[to] = product;
      first += product;
      second += (double) product * copy;
      error += h[i] * rest * rest;
      rounded += (product - exact) * copy;
    }
    sums[0] = first;
    sums[1] = second;
    sums[2] = error + Math.abs(rounded);
    return to;
  }

  @Override
  public double shift(int j) {
    return shift[j];
  }

  @Override
  public double dot(int j, double[] v) {
    double less = shift[j];
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int e = start(j);
    int end = end(j);
    for (; e + 3 < end; e += 4) {
      s0 += (x.value(e) - less) * v[x.row(e)];
      s1 += (x.value(e + 1) - less) * v[x.row(e + 1)];
      s2 += (x.value(e + 2) - less) * v[x.row(e + 2)];
      s3 += (x.value(e + 3) - less) * v[x.row(e + 3)];
    }
    for (; e < end; e++) {
      s0 += (x.value(e) - less) * v[x.row(e)];
    }
    return s0 + s1 + (s2 + s3);
  }

  @Override
  public void axpy(int j, double f, double[] v) {
    double less = shift[j];
    for (int e = start(j), end = end(j); e < end; e++) {
      v[x.row(e)] += f * (x.value(e) - less);
    }
  }

  @Override
  public void axpy(int j, double f, double[] h, double[] v) {
    double less = shift[j];
    for (int e = start(j), end = end(j); e < end; e++) {
      v[x.row(e)] += f * h[x.row(e)] * (x.value(e) - less);
    }
  }

  @Override
  public double squares(int j, double[] h) {
    double less = shift[j];
    double s = 0;
    for (int e = start(j), end = end(j); e < end; e++) {
      double d = x.value(e) - less;
      s += h[x.row(e)] * d * d;
    }
    return s;
  }

  @Override
  public double size(int j) {
    double less = shift[j];
    double s = 0;
    for (int e = start(j), end = end(j); e < end; e++) {
      s += Math.abs(x.value(e) - less);
    }
    return s;
  }

  @Override
  public void products(int j, int[] others, int count, double[] h, double[] scratch, double[] out) {
    axpy(j, 1, h, scratch); // which holds zeros
    for (int a = 0; a < count; a++) {
      out[a] = dot(others[a], scratch);
    }
    for (int e = start(j); e < end(j); e++) {
      scratch[x.row(e)] = 0;
    }
  }

  @Override
  public void products(int[] left, double[][] weights, int[] right, int[] counts, double[] out) {
    double[] scratch = new double[rows()];
    double[] products = new double[right.length];
    for (int a = 0; a < left.length; a++) {
      products(left[a], right, counts[a], weights[a], scratch, products);
      for (int l = 0; l < counts[a]; l++) {
        out[l * left.length + a] = products[l];
      }
    }
  }
}
