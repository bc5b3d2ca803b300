package dev.lariat.data.encoding;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/** Columns of which only the entries other than 0 are kept, one after the other (CSC), in arrays or outside memory. */
public final class SparseMatrix {
  private final int rows;
  private final int[] starts; // [columns + 1]
  private final int[] indices; // [entries] rows, ascending within a column; null outside memory
  private final double[] values; // [entries]
  private final MemorySegment indicesOutside; // [entries] int; null in memory
  private final MemorySegment valuesOutside; // [entries] double

  private SparseMatrix(int rows, int[] starts, int[] indices, double[] values, MemorySegment indicesOutside,
      MemorySegment valuesOutside, long room) {
    this.rows = rows;
    this.starts = starts;
    this.indices = indices;
    this.values = values;
    this.indicesOutside = indicesOutside;
    this.valuesOutside = valuesOutside;
    int entries = starts[starts.length - 1];
    if (starts[0] != 0 || entries > room) {
      throw new IllegalArgumentException("starts name " + entries + " entries, there is room for " + room);
    }
  }

  /**
   * @param rows how many rows
   * @param starts where each column's entries start, and the number of entries at the end; not copied
   * @param indices the entries' rows, ascending within a column; not copied
   * @param values the entries; not copied
   */
  public SparseMatrix(int rows, int[] starts, int[] indices, double[] values) {
    this(rows, starts, indices, values, null, null, Math.min(indices.length, values.length));
  }

  /**
   * Outside memory.
   *
   * @param starts where each column's entries start, and the number of entries at the end; not copied
   * @param indices an int for each entry; not copied
   * @param values a double for each entry; not copied
   */
  public SparseMatrix(int rows, int[] starts, MemorySegment indices, MemorySegment values) {
    this(rows, starts, null, null, indices, values,
        Math.min(indices.byteSize() / Integer.BYTES, values.byteSize() / Double.BYTES));
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
    return indices == null ? indicesOutside.getAtIndex(ValueLayout.JAVA_INT, entry) : indices[entry];
  }

  /** The value of an entry. */
  public double value(int entry) {
    return values == null ? valuesOutside.getAtIndex(ValueLayout.JAVA_DOUBLE, entry) : values[entry];
  }

  /** The entry at a place, 0 if none is kept there. */
  public double get(int row, int column) {
    Objects.checkIndex(row, rows);
    int from = starts[column];
    int to = starts[column + 1];
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (row(middle) < row) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from < starts[column + 1] && row(from) == row ? value(from) : 0;
  }
}
