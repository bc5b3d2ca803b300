package dev.lariat.studio.table;

import dev.lariat.data.Column;

/** A value of a table as one would type it. */
public final class TypedCell {
  /** Whole numbers up to here are written without a point, and none of their digits is lost. */
  private static final double EXACT = 1e15;

  private TypedCell() {}

  /** {@return the value; empty where it is missing} */
  public static String typed(Column column, int row) {
    if (column.isMissing(row)) {
      return "";
    }
    return switch (column.kind()) {
      case NUMERIC -> {
        double value = column.number(row);
        yield value == Math.rint(value) && Math.abs(value) < EXACT
            ? String.valueOf((long) value)
            : String.valueOf(value);
      }
      case BOOLEAN -> column.number(row) > 0 ? "yes" : "no";
      case CATEGORY, DATE, TEXT, IDENTIFIER, CONSTANT -> column.text(row);
    };
  }
}
