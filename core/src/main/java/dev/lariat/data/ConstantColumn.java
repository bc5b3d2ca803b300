package dev.lariat.data;

import java.util.Objects;

/** The same value in every row, or none in any. */
public final class ConstantColumn implements Column {
  private final String name;
  private final int rows;
  private final String value;

  /** @param value what every row holds; null if every row is missing */
  public ConstantColumn(String name, int rows, String value) {
    this.name = Objects.requireNonNull(name);
    this.rows = rows;
    this.value = value;
  }

  /** A column that holds the same in every row; null if every row is missing. */
  public static ConstantColumn of(String name, int rows, String value) {
    return new ConstantColumn(name, rows, value);
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
    return ColumnKind.CONSTANT;
  }

  @Override
  public boolean isMissing(int row) {
    return value == null;
  }

  @Override
  public double number(int row) {
    return Numbers.parse(value);
  }

  @Override
  public String text(int row) {
    return value;
  }

  @Override
  public ConstantColumn select(int[] selected) {
    return new ConstantColumn(name, selected.length, value);
  }

  @Override
  public String toString() {
    return name + ": " + (value == null ? "all missing" : "constant " + value) + ", " + rows + " rows";
  }
}
