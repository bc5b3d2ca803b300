package dev.lariat.linear.solver.algebra;

import dev.lariat.kernel.DenseOps;
import java.util.Arrays;

/** The rows of a symmetric matrix that grows and shrinks, in double precision or, in half of the memory, in single. */
public abstract sealed class SymmetricRows {
  private static final int FEWEST = 16;

  private int capacity = FEWEST;

  /** None yet. */
  public static SymmetricRows of(boolean single) {
    return single ? new InSingle() : new InDouble();
  }

  /** Makes room for so many members in all. */
  public final void reserve(int size, int members) {
    int wanted = capacity;
    while (wanted < members) {
      wanted *= 2;
    }
    if (wanted > capacity) {
      capacity = wanted;
      resize(size, capacity);
    }
  }

  /** For how many members there is room. */
  public final int capacity() {
    return capacity;
  }

  /** Gives the first {@code size} rows, and their number, this room. */
  abstract void resize(int size, int room);

  /**
   * Takes rows [from, size) and their columns.
   *
   * @param lower [size − from] of each row the elements up to the diagonal
   */
  public abstract void take(int from, int size, double[][] lower);

  /** Leaves the rows and columns of these members alone, which ascend. */
  public abstract void keep(int[] members, int count);

  /** Element (a, c). */
  public abstract double at(int a, int c);

  /** v += f·row_a, over the first {@code size} elements. */
  public abstract void add(int a, double f, double[] v, int size);

  private static final class InDouble extends SymmetricRows {
    private double[][] row = new double[FEWEST][];

    @Override
    void resize(int size, int room) {
      row = Arrays.copyOf(row, room);
      for (int a = 0; a < size; a++) {
        row[a] = Arrays.copyOf(row[a], room);
      }
    }

    @Override
    public void take(int from, int size, double[][] lower) {
      for (int a = from; a < size; a++) {
        row[a] = new double[capacity()];
        System.arraycopy(lower[a - from], 0, row[a], 0, a + 1);
        for (int c = 0; c < a; c++) {
          row[c][a] = row[a][c];
        }
      }
    }

    @Override
    public void keep(int[] members, int count) {
      for (int a = 0; a < count; a++) {
        double[] from = row[members[a]];
        for (int d = 0; d < count; d++) {
          from[d] = from[members[d]];
        }
        row[a] = from;
      }
    }

    @Override
    public double at(int a, int c) {
      return row[a][c];
    }

    @Override
    public void add(int a, double f, double[] v, int size) {
      DenseOps.axpy(f, row[a], v, size);
    }
  }

  private static final class InSingle extends SymmetricRows {
    private float[][] row = new float[FEWEST][];

    @Override
    void resize(int size, int room) {
      row = Arrays.copyOf(row, room);
      for (int a = 0; a < size; a++) {
        row[a] = Arrays.copyOf(row[a], room);
      }
    }

    @Override
    public void take(int from, int size, double[][] lower) {
      for (int a = from; a < size; a++) {
        row[a] = new float[capacity()];
        for (int c = 0; c <= a; c++) {
          row[a][c] = (float) lower[a - from][c];
          row[c][a] = row[a][c];
        }
      }
    }

    @Override
    public void keep(int[] members, int count) {
      for (int a = 0; a < count; a++) {
        float[] from = row[members[a]];
        for (int d = 0; d < count; d++) {
          from[d] = from[members[d]];
        }
        row[a] = from;
      }
    }

    @Override
    public double at(int a, int c) {
      return row[a][c];
    }

    @Override
    public void add(int a, double f, double[] v, int size) {
      DenseOps.kernels().axpy(size, f, row[a], 0, v, 0);
    }
  }
}
