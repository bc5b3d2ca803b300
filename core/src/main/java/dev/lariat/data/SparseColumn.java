package dev.lariat.data;

import java.util.Arrays;
import java.util.Objects;
import java.util.SortedMap;

/** Numbers of which most are 0: only the others are kept. NaN stands for a missing one. */
public final class SparseColumn implements Column {
  private final String name;
  private final int rows;
  private final int[] indices;
  private final double[] values;

  /**
   * @param rows how many rows there are
   * @param indices rows that hold something else than 0, ascending; not copied
   * @param values theirs; not copied
   * @throws IllegalArgumentException if the indices do not ascend within the rows
   * @throws DataException if a value is infinite
   */
  public SparseColumn(String name, int rows, int[] indices, double[] values) {
    this.name = Objects.requireNonNull(name);
    this.rows = rows;
    this.indices = indices;
    this.values = values;
    if (indices.length != values.length) {
      throw new IllegalArgumentException(
          "column '" + name + "': " + indices.length + " indices, but " + values.length + " values");
    }
    int previous = -1;
    for (int i = 0; i < indices.length; i++) {
      if (indices[i] <= previous || indices[i] >= rows) {
        throw new IllegalArgumentException(
            "column '" + name + "': index " + indices[i] + " after " + previous + " of " + rows + " rows");
      }
      if (Double.isInfinite(values[i])) {
        throw new DataException("column '" + name + "', row " + (indices[i] + 1) + ": the value is infinite");
      }
      previous = indices[i];
    }
  }

  /**
   * A column from the values that are not 0.
   *
   * @param rows how many rows there are
   * @param values by row, from 0; NaN where missing
   * @throws IllegalArgumentException if a row is not one of them
   */
  public static SparseColumn of(String name, int rows, SortedMap<Integer, Double> values) {
    return new SparseColumn(name, rows, values.keySet().stream().mapToInt(row -> row).toArray(),
        values.values().stream().mapToDouble(value -> value).toArray());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public ColumnKind kind() {
    return ColumnKind.NUMERIC;
  }

  /** How many values are kept. */
  public int entries() {
    return indices.length;
  }

  /** The row of the i-th kept value; ascending in i. */
  public int entryRow(int i) {
    return indices[i];
  }

  /** The i-th kept value, NaN where missing. */
  public double entryValue(int i) {
    return values[i];
  }

  @Override
  public boolean isMissing(int row) {
    return Double.isNaN(number(row));
  }

  @Override
  public int missing() {
    int count = 0;
    for (double value : values) {
      if (Double.isNaN(value)) {
        count++;
      }
    }
    return count;
  }

  @Override
  public double number(int row) {
    int i = Arrays.binarySearch(indices, Objects.checkIndex(row, rows));
    return i < 0 ? 0 : values[i];
  }

  @Override
  public String text(int row) {
    return Numbers.text(number(row));
  }

  @Override
  public SparseColumn select(int[] selected) {
    return new RowSelection(rows, selected).of(this);
  }

  @Override
  public String toString() {
    return name + ": sparse, " + rows + " rows, " + indices.length + " entries";
  }
}
