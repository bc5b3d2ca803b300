package dev.lariat.linear;

import dev.lariat.data.DataException;
import dev.lariat.data.encoding.SparseMatrix;
import java.util.Locale;

/**
 * The inputs of a linear model, column by column: rows are observations, columns are features. Immutable.
 *
 * <p>A column j is stored as {@code d_j + shift_j}: columns whose mean is far from zero (years, timestamps) are
 * centred, so that products with them do not cancel; sparse ones only if they have an entry in every row, so that they
 * stay sparse.
 */
public abstract sealed class DesignMatrix permits DenseDesign, SparseDesign {
  /** A mean beyond this many standard deviations loses digits in products. */
  private static final double FAR = 3;

  private final int rows;
  private final int columns;
  private boolean[] keepScale; // [columns], null where none does

  DesignMatrix(int rows, int columns) {
    if (rows < 1 || columns < 1) {
      throw new IllegalArgumentException("a design matrix needs rows and columns: " + rows + "×" + columns);
    }
    this.rows = rows;
    this.columns = columns;
  }

  /**
   * Dense columns.
   *
   * @param columns one array a feature, all of the same length; kept, not copied: do not modify them afterwards
   * @throws DataException if a value is NaN or infinite
   */
  public static DesignMatrix dense(double[][] columns) {
    return DenseDesign.of(columns);
  }

  /**
   * Compressed sparse columns (CSC). The arrays are kept, not copied.
   *
   * @param rows the number of rows
   * @param columnStart [columns + 1] where each column's entries start; the last is the number of entries
   * @param rowIndex [entries] rows, ascending within a column
   * @param values [entries]
   * @throws DataException if a value is NaN or infinite
   */
  public static DesignMatrix sparse(int rows, int[] columnStart, int[] rowIndex, double[] values) {
    return sparse(new SparseMatrix(rows, columnStart, rowIndex, values));
  }

  /**
   * The same of columns that may be outside memory; whatever holds them must last as long as the matrix.
   *
   * @throws DataException if a value is NaN or infinite
   */
  public static DesignMatrix sparse(SparseMatrix columns) {
    return SparseDesign.of(columns);
  }

  /** The number of observations. */
  public final int rows() {
    return rows;
  }

  /** The number of features. */
  public final int columns() {
    return columns;
  }

  /**
   * These columns, some of which are never standardised: their scale says something.
   *
   * @param keep [columns] whether a column keeps its scale; kept, not copied
   */
  public final DesignMatrix keepingScale(boolean[] keep) {
    if (keep.length != columns) {
      throw new IllegalArgumentException(keep.length + " columns told of " + columns);
    }
    DesignMatrix same = view();
    same.keepScale = keep;
    return same;
  }

  /** Some of these columns, in this order. */
  public final DesignMatrix select(int[] wanted) {
    return keeping(wanted, columns(wanted));
  }

  /**
   * A copy of some rows of some of these columns, and of nothing else.
   *
   * @param wanted columns, in this order
   * @param chosen rows, ascending, each once
   */
  public final DesignMatrix select(int[] wanted, int[] chosen) {
    return keeping(wanted, part(wanted, chosen));
  }

  private DesignMatrix keeping(int[] wanted, DesignMatrix some) {
    if (keepScale != null) {
      some.keepScale = new boolean[wanted.length];
      for (int a = 0; a < wanted.length; a++) {
        some.keepScale[a] = keepScale[wanted[a]];
      }
    }
    return some;
  }

  /** A matrix of these columns alone. */
  abstract DesignMatrix columns(int[] wanted);

  /** A matrix of these columns' rows alone, a copy. */
  abstract DesignMatrix part(int[] wanted, int[] chosen);

  /** Another matrix of the same columns. */
  abstract DesignMatrix view();

  /** Whether a column is never standardised. */
  public final boolean keepsScale(int column) {
    return keepScale != null && keepScale[column];
  }

  /** Whether only the values other than 0 are stored. */
  public abstract boolean sparse();

  /** The number of stored values. */
  public abstract long entries();

  /** {@code out += factor · x_j}, on the original scale; {@code out} is modified. */
  public final void addColumn(int column, double factor, double[] out) {
    axpy(column, factor, out);
    double shift = shift(column);
    if (shift != 0) {
      for (int i = 0; i < rows; i++) {
        out[i] += factor * shift;
      }
    }
  }

  /** What was subtracted from column {@code j} when it was stored. */
  public abstract double shift(int j);

  /** Σ d_ij v_i. */
  public abstract double dot(int j, double[] v);

  /**
   * Rounds a dense column over its length to single precision.
   *
   * @param out [rows] overwritten
   * @return the length, √(Σ d_ij²)
   * @throws UnsupportedOperationException if the columns are sparse
   */
  public double round(int j, float[] out) {
    throw new UnsupportedOperationException("sparse columns are packed");
  }

  /** v += f·d_j. */
  public abstract void axpy(int j, double f, double[] v);

  /**
   * v_i += Σ_a f_a·d_{i,j_a} for the first {@code count} of these dense columns, of the rows from {@code from} to
   * {@code to}.
   *
   * @throws UnsupportedOperationException if the columns are sparse
   */
  public void combine(int[] j, double[] f, int count, int from, int to, double[] v) {
    throw new UnsupportedOperationException("sparse columns are added one by one");
  }

  /** v_i += f·h_i·d_ij. */
  public abstract void axpy(int j, double f, double[] h, double[] v);

  /** Σ h_i d_ij². */
  public abstract double squares(int j, double[] h);

  /**
   * Σ |d_ij| of a sparse column.
   *
   * @throws UnsupportedOperationException if the columns are dense
   */
  public double size(int j) {
    throw new UnsupportedOperationException("dense columns are measured by their squares");
  }

  /** How many values of a column are stored. */
  public long entries(int j) {
    return rows;
  }

  /**
   * Copies the stored values of a sparse column in single precision.
   *
   * @param row takes their rows from {@code at} on, {@code value} the values and {@code weighted} their products with h
   * @param sums takes of the copies c and the products g: Σ g_i, Σ g_i c_ij, and Σ h_i (d_ij − c_ij)² + |Σ (g_i − h_i
   * c_ij) c_ij|
   * @return behind the last of them
   * @throws UnsupportedOperationException if the columns are dense
   */
  public int pack(int j, double[] h, int[] row, float[] value, float[] weighted, int at, double[] sums) {
    throw new UnsupportedOperationException("a dense column has no rows to tell");
  }

  /** Σ h_i d_ij d_il for each l of {@code others[0..count)}, into {@code out}; {@code scratch} has a zero a row. */
  public abstract void products(int j, int[] others, int count, double[] h, double[] scratch, double[] out);

  /**
   * Σ h_ai d_ia d_il for each a of {@code left}, with weights of its own, and each l of the first {@code counts_a} of
   * {@code right}.
   *
   * @param weights [left][rows]
   * @param out [right][left], row by row; what it holds behind the counts is not said
   */
  public abstract void products(int[] left, double[][] weights, int[] right, int[] counts, double[] out);

  /** {@code out_r = factor_r · d_{rows_r, j}} for the first {@code count} rows. */
  public abstract void gather(int j, int[] rows, int count, double[] factor, double[] out);

  /** What is subtracted from a column of so many values with these sums, so that products with it do not cancel. */
  static double shift(int values, double sum, double squares) {
    double mean = sum / values;
    return mean * mean * values > FAR * FAR * Math.max(0, squares - mean * sum) ? mean : 0;
  }

  static DataException notFinite(int row, int column, double value) {
    return new DataException(String.format(Locale.ROOT,
        "row %d, column %d of the design matrix is %s; fill in or drop it first", row + 1, column + 1, value));
  }
}
