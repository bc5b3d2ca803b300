package dev.lariat.linear;

/** Compressed sparse columns. */
final class SparseMatrix extends DesignMatrix {
  private final int[] start; // [columns + 1]
  private final int[] row; // [entries]
  private final double[] value; // [entries]

  SparseMatrix(int rows, int[] start, int[] row, double[] value) {
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

  @Override
  public long entries() {
    return start[columns()];
  }

  @Override
  void addColumns(int[] index, double[] factor, int[] rows, double[] out) {
    double[] all = new double[rows()];
    for (int a = 0; a < index.length; a++) {
      axpy(index[a], factor[a], all);
    }
    for (int r = 0; r < rows.length; r++) {
      out[r] += all[rows[r]];
    }
  }

  @Override
  double shift(int j) {
    return 0;
  }

  @Override
  double dot(int j, double[] v) {
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
  void axpy(int j, double f, double[] v) {
    for (int e = start[j]; e < start[j + 1]; e++) {
      v[row[e]] += f * value[e];
    }
  }

  @Override
  void axpy(int j, double f, double[] h, double[] v) {
    for (int e = start[j]; e < start[j + 1]; e++) {
      v[row[e]] += f * h[row[e]] * value[e];
    }
  }

  @Override
  double squares(int j, double[] h) {
    double s = 0;
    for (int e = start[j]; e < start[j + 1]; e++) {
      s += h[row[e]] * value[e] * value[e];
    }
    return s;
  }

  @Override
  void products(int j, int[] others, int count, double[] h, double[] scratch, double[] out) {
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
}
