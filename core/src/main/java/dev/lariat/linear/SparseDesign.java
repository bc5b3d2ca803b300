package dev.lariat.linear;

import java.util.Arrays;

/** Compressed sparse columns. */
final class SparseDesign extends DesignMatrix {
  private final int[] start; // [columns + 1]
  private final int[] row; // [entries]
  private final double[] value; // [entries]

  SparseDesign(int rows, int[] start, int[] row, double[] value) {
    super(rows, start.length - 1);
    if (start[0] != 0 || start[start.length - 1] > Math.min(row.length, value.length)) {
      throw new IllegalArgumentException("column starts run from " + start[0] + " to " + start[start.length - 1]
          + " over " + row.length + " rows and " + value.length + " values");
    }
    for (int j = 0; j + 1 < start.length; j++) {
      int last = -1;
      for (int e = start[j]; e < start[j + 1]; e++) {
        if (row[e] <= last || row[e] >= rows) {
          throw new IllegalArgumentException("column " + j + ": row " + row[e] + " after " + last + " of " + rows);
        }
        last = row[e];
        if (!Double.isFinite(value[e])) {
          throw notFinite(row[e], j, value[e]);
        }
      }
    }
    this.start = start;
    this.row = row;
    this.value = value;
  }

  /** The same columns, which were checked before. */
  private SparseDesign(SparseDesign same) {
    super(same.rows(), same.columns());
    this.start = same.start;
    this.row = same.row;
    this.value = same.value;
  }

  @Override
  public SparseDesign selectRows(int[] wanted) {
    int[] place = new int[rows()];
    Arrays.fill(place, -1);
    for (int r = 0; r < wanted.length; r++) {
      place[wanted[r]] = r;
    }
    int[] starts = new int[start.length];
    for (int j = 0; j + 1 < start.length; j++) {
      starts[j + 1] = starts[j];
      for (int e = start[j]; e < start[j + 1]; e++) {
        starts[j + 1] += place[row[e]] < 0 ? 0 : 1;
      }
    }
    int[] rows = new int[starts[columns()]];
    double[] values = new double[rows.length];
    int count = 0;
    for (int e = start[0]; e < start[columns()]; e++) {
      if (place[row[e]] >= 0) {
        rows[count] = place[row[e]];
        values[count++] = value[e];
      }
    }
    return new SparseDesign(wanted.length, starts, rows, values);
  }

  @Override
  SparseDesign columns(int[] wanted) {
    int[] starts = new int[wanted.length + 1];
    for (int a = 0; a < wanted.length; a++) {
      starts[a + 1] = starts[a] + start[wanted[a] + 1] - start[wanted[a]];
    }
    int[] rows = new int[starts[wanted.length]];
    double[] values = new double[rows.length];
    for (int a = 0; a < wanted.length; a++) {
      System.arraycopy(row, start[wanted[a]], rows, starts[a], starts[a + 1] - starts[a]);
      System.arraycopy(value, start[wanted[a]], values, starts[a], starts[a + 1] - starts[a]);
    }
    return new SparseDesign(rows(), starts, rows, values);
  }

  @Override
  SparseDesign view() {
    return new SparseDesign(this);
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
    return start[columns()];
  }

  @Override
  public double shift(int j) {
    return 0;
  }

  @Override
  public double dot(int j, double[] v) {
    double s0 = 0;
    double s1 = 0;
    int e = start[j];
    int end = start[j + 1];
    for (; e + 1 < end; e += 2) {
      s0 += value[e] * v[row[e]];
      s1 += value[e + 1] * v[row[e + 1]];
    }
    return e < end ? s0 + s1 + value[e] * v[row[e]] : s0 + s1;
  }

  @Override
  public double round(int j, double factor, float[] out) {
    Arrays.fill(out, 0);
    double squares = 0;
    for (int e = start[j]; e < start[j + 1]; e++) {
      double v = factor * value[e];
      out[row[e]] = (float) v;
      squares += v * v;
    }
    return Math.sqrt(squares);
  }

  @Override
  public void axpy(int j, double f, double[] v) {
    for (int e = start[j]; e < start[j + 1]; e++) {
      v[row[e]] += f * value[e];
    }
  }

  @Override
  public void combine(int[] j, double[] f, int count, int from, int to, double[] v) {
    for (int a = 0; a < count; a++) {
      for (int e = start[j[a]]; e < start[j[a] + 1]; e++) {
        if (row[e] >= from && row[e] < to) {
          v[row[e]] += f[a] * value[e];
        }
      }
    }
  }

  @Override
  public void axpy(int j, double f, double[] h, double[] v) {
    for (int e = start[j]; e < start[j + 1]; e++) {
      v[row[e]] += f * h[row[e]] * value[e];
    }
  }

  @Override
  public double squares(int j, double[] h) {
    double s = 0;
    for (int e = start[j]; e < start[j + 1]; e++) {
      s += h[row[e]] * value[e] * value[e];
    }
    return s;
  }

  @Override
  public void products(int j, int[] others, int count, double[] h, double[] scratch, double[] out) {
    for (int e = start[j]; e < start[j + 1]; e++) {
      scratch[row[e]] = h[row[e]] * value[e];
    }
    for (int a = 0; a < count; a++) {
      out[a] = dot(others[a], scratch);
    }
    for (int e = start[j]; e < start[j + 1]; e++) {
      scratch[row[e]] = 0;
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
