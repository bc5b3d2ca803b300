package dev.lariat.data.encoding;

import java.util.Arrays;
import java.util.Objects;

/** Columns of which only the entries other than 0 are kept, one after the other (CSC). */
public final class SparseMatrix {
  private final int rows;
  private final int[] starts; // [columns + 1]
  private final int[] indices; // [entries] rows, ascending within a column
  private final double[] values; // [entries]

  /**
   * @param rows how many rows
   * @param starts where each column's entries start, and the number of entries at the end; not copied
   * @param indices the entries' rows, ascending within a column; not copied
   * @param values the entries; not copied
   */
  public SparseMatrix(int rows, int[] starts, int[] indices, double[] values) {
    this.rows = rows;
    this.starts = starts;
    this.indices = indices;
    this.values = values;
    int entries = starts[starts.length - 1];
    if (starts[0] != 0 || entries > indices.length || entries > values.length) {
      throw new IllegalArgumentException("starts name " + entries + " entries, there are " + indices.length
          + " indices and " + values.length + " values");
    }
  }

  /** How many rows there are. */
  public int rows() {
    return rows;
  }

  /** How many columns there are. */
  public int columns() {
    return starts.length - 1;
  }

  /** How many entries there are. */
  public int entries() {
    return starts[starts.length - 1];
  }

  /** Where the column's entries start; {@code columnStart(columns())} is the number of entries. */
  public int columnStart(int column) {
    return starts[column];
  }

  /** The row of an entry. */
  public int row(int entry) {
    return indices[entry];
  }

  /** The value of an entry. */
  public double value(int entry) {
    return values[entry];
  }

  /** The arrays themselves, not copied, for those who compute on them: columns + 1 starts. Not to be modified. */
  public int[] starts() {
    return starts;
  }

  /** The entries' rows, not copied; not to be modified. May be longer than {@link #entries()}. */
  public int[] indices() {
    return indices;
  }

  /** The entries' values, not copied; not to be modified. May be longer than {@link #entries()}. */
  public double[] values() {
    return values;
  }

  /** The entry at a place, 0 if none is kept there. */
  public double get(int row, int column) {
    int at = Arrays.binarySearch(indices, starts[column], starts[column + 1], Objects.checkIndex(row, rows));
    return at < 0 ? 0 : values[at];
  }
}
