package dev.lariat.linear;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** Compressed sparse columns. What is computed with them does not depend on where their entries are. */
abstract sealed class SparseDesign extends DesignMatrix {
  private final int[] start; // [columns + 1]

  private SparseDesign(int rows, int[] start) {
    super(rows, start.length - 1);
    this.start = start;
  }

  /** Of entries in memory. */
  static SparseDesign of(int rows, int[] start, int[] row, double[] value) {
    require(start, Math.min(row.length, value.length));
    return checked(new InMemory(rows, start, row, value));
  }

  /** Of entries outside of it, an int and a double each. */
  static SparseDesign of(int rows, int[] start, MemorySegment row, MemorySegment value) {
    require(start, Math.min(row.byteSize() / Integer.BYTES, value.byteSize() / Double.BYTES));
    return checked(new Outside(rows, start, row, value));
  }

  private static void require(int[] start, long entries) {
    if (start[0] != 0 || start[start.length - 1] > entries) {
      throw new IllegalArgumentException(
          "column starts run from " + start[0] + " to " + start[start.length - 1] + " over " + entries + " entries");
    }
  }

  private static SparseDesign checked(SparseDesign x) {
    for (int j = 0; j < x.columns(); j++) {
      int last = -1;
      for (int e = x.start[j]; e < x.start[j + 1]; e++) {
        int row = x.row(e);
        if (row <= last || row >= x.rows()) {
          throw new IllegalArgumentException("column " + j + ": row " + row + " after " + last + " of " + x.rows());
        }
        last = row;
        if (!Double.isFinite(x.value(e))) {
          throw notFinite(row, j, x.value(e));
        }
      }
    }
    return x;
  }

  abstract int row(int entry);

  abstract double value(int entry);

  private static final class InMemory extends SparseDesign {
    private final int[] row; // [entries]
    private final double[] value; // [entries]

    InMemory(int rows, int[] start, int[] row, double[] value) {
      super(rows, start);
      this.row = row;
      this.value = value;
    }

    @Override
    int row(int entry) {
      return row[entry];
    }

    @Override
    double value(int entry) {
      return value[entry];
    }

    @Override
    SparseDesign view() {
      return new InMemory(rows(), super.start, row, value);
    }
  }

  private static final class Outside extends SparseDesign {
    private final MemorySegment row; // [entries]
    private final MemorySegment value; // [entries]

    Outside(int rows, int[] start, MemorySegment row, MemorySegment value) {
      super(rows, start);
      this.row = row;
      this.value = value;
    }

    @Override
    int row(int entry) {
      return row.getAtIndex(ValueLayout.JAVA_INT, entry);
    }

    @Override
    double value(int entry) {
      return value.getAtIndex(ValueLayout.JAVA_DOUBLE, entry);
    }

    @Override
    SparseDesign view() {
      return new Outside(rows(), super.start, row, value);
    }
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
      for (int e = start[wanted[a]]; e < start[wanted[a] + 1]; e++) {
        starts[a + 1] += place[row(e)] < 0 ? 0 : 1;
      }
    }
    int[] rows = new int[starts[wanted.length]];
    double[] values = new double[rows.length];
    int count = 0;
    for (int j : wanted) {
      for (int e = start[j]; e < start[j + 1]; e++) {
        int at = place[row(e)];
        if (at >= 0) {
          rows[count] = at;
          values[count++] = value(e);
        }
      }
    }
    return new InMemory(chosen.length, starts, rows, values);
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
      for (int e = start[wanted[a]], to = starts[a]; to < starts[a + 1]; e++, to++) {
        rows[to] = row(e);
        values[to] = value(e);
      }
    }
    return new InMemory(rows(), starts, rows, values);
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
  public long entries(int j) {
    return (long) start[j + 1] - start[j];
  }

  @Override
  public int pack(int j, double[] h, double[] u, int[] rows, float[] values, int at, double[] sums) {
    int to = at;
    double first = 0;
    double second = 0;
    double copied = 0;
    double copiedSquares = 0;
    double error = 0;
    double lost = 0;
    for (int e = start[j]; e < start[j + 1]; e++, to++) {
      int i = row(e);
      double x = value(e);
      rows[to] = i;
      float copy = (float) x;
      double less = x - copy;
      values[to] = copy;
      first += h[i] * x;
      second += h[i] * x * x;
      copied += h[i] * copy;
      copiedSquares += h[i] * copy * copy;
      error += h[i] * less * less;
      lost += u[i] * less;
    }
    sums[0] = first;
    sums[1] = second;
    sums[2] = copied;
    sums[3] = copiedSquares;
    sums[4] = error;
    sums[5] = lost;
    return to;
  }

  @Override
  public double shift(int j) {
    return 0;
  }

  @Override
  public double dot(int j, double[] v) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int e = start[j];
    int end = start[j + 1];
    for (; e + 3 < end; e += 4) {
      s0 += value(e) * v[row(e)];
      s1 += value(e + 1) * v[row(e + 1)];
      s2 += value(e + 2) * v[row(e + 2)];
      s3 += value(e + 3) * v[row(e + 3)];
    }
    for (; e < end; e++) {
      s0 += value(e) * v[row(e)];
    }
    return s0 + s1 + (s2 + s3);
  }

  @Override
  public double round(int j, double factor, float[] out) {
    Arrays.fill(out, 0);
    double squares = 0;
    for (int e = start[j]; e < start[j + 1]; e++) {
      double v = factor * value(e);
      out[row(e)] = (float) v;
      squares += v * v;
    }
    return Math.sqrt(squares);
  }

  @Override
  public void axpy(int j, double f, double[] v) {
    for (int e = start[j]; e < start[j + 1]; e++) {
      v[row(e)] += f * value(e);
    }
  }

  @Override
  public void axpy(int j, double f, double[] h, double[] v) {
    for (int e = start[j]; e < start[j + 1]; e++) {
      v[row(e)] += f * h[row(e)] * value(e);
    }
  }

  @Override
  public double squares(int j, double[] h) {
    double s = 0;
    for (int e = start[j]; e < start[j + 1]; e++) {
      s += h[row(e)] * value(e) * value(e);
    }
    return s;
  }

  @Override
  public void products(int j, int[] others, int count, double[] h, double[] scratch, double[] out) {
    for (int e = start[j]; e < start[j + 1]; e++) {
      scratch[row(e)] = h[row(e)] * value(e);
    }
    for (int a = 0; a < count; a++) {
      out[a] = dot(others[a], scratch);
    }
    for (int e = start[j]; e < start[j + 1]; e++) {
      scratch[row(e)] = 0;
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
