package dev.lariat.data;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Real numbers; NaN stands for a missing one. Infinite numbers are refused. */
public final class NumericColumn implements Column {
  private final String name;
  private final double[] values;

  /**
   * @param values one per row; not copied: the caller gives the array away
   * @throws DataException if a value is infinite
   */
  public NumericColumn(String name, double[] values) {
    this.name = Objects.requireNonNull(name);
    this.values = values;
    for (int row = 0; row < values.length; row++) {
      if (Double.isInfinite(values[row])) {
        throw new DataException(
            "column '" + name + "', row " + (row + 1) + ": the value is infinite; leave it empty if it is not known");
      }
    }
  }

  /** A column of these numbers, NaN where missing. */
  public static NumericColumn of(String name, double... values) {
    return new NumericColumn(name, values.clone());
  }

  /** A column of these numbers, null where missing. */
  public static NumericColumn of(String name, List<? extends Number> values) {
    return new NumericColumn(name,
        values.stream().mapToDouble(value -> value == null ? Double.NaN : value.doubleValue()).toArray());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int rows() {
    return values.length;
  }

  @Override
  public ColumnKind kind() {
    return ColumnKind.NUMERIC;
  }

  @Override
  public boolean isMissing(int row) {
    return Double.isNaN(values[row]);
  }

  @Override
  public double number(int row) {
    return values[row];
  }

  @Override
  public String text(int row) {
    return Numbers.text(values[row]);
  }

  /** A copy of all values, NaN where missing. */
  public double[] toArray() {
    return values.clone();
  }

  @Override
  public NumericColumn select(int[] rows) {
    double[] selected = new double[rows.length];
    Arrays.setAll(selected, i -> values[rows[i]]);
    return new NumericColumn(name, selected);
  }

  @Override
  public String toString() {
    return name + ": numeric, " + rows() + " rows";
  }
}
