package dev.lariat.io.column;

import dev.lariat.data.ColumnKind;
import dev.lariat.data.DataException;
import dev.lariat.data.DateOrder;
import dev.lariat.data.Schema;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * How a column is to be read.
 *
 * @param file the table's name, for messages
 * @param unit what messages count, {@code line} or {@code row}
 * @param name the column's name
 * @param place its place among the table's columns, from 0
 * @param columns how many columns the table has
 * @param unnamed whether the header names it with nothing
 * @param told what it holds, null to find it
 * @param order how its dates are written, null to find it
 * @param point what parts whole and fraction
 * @param asText whether its fields are known not to be all numbers
 */
public record ColumnPlan(String file, String unit, String name, int place, int columns, boolean unnamed,
    ColumnKind told, DateOrder order, char point, boolean asText) {
  private static final Set<String> IDENTIFIERS = Set.of("id", "ids", "idx", "index", "row", "rowid", "row_id",
      "row_number", "rownumber", "rownum", "rownames", "uid", "uuid", "guid", "identifier", "unnamed: 0");
  /** Names of columns that count, but carry meaning. */
  private static final Set<String> COUNTERS = Set.of("x", "t", "time", "second", "minute", "hour", "day", "week",
      "month", "quarter", "year", "date", "age", "step", "epoch", "period", "n", "y", "z", "dose", "level", "size",
      "rank", "order");
  private static final int LEAST_ROWS = 20;
  private static final int LEAST_COLUMNS = 3;

  /** The plan for a column whose kind is known. */
  public static ColumnPlan told(String file, String unit, int place, int columns, Schema.Field field, char point) {
    ColumnKind kind = field.kind() == ColumnKind.CONSTANT ? null : field.kind();
    return new ColumnPlan(file, unit, field.name(), place, columns, false, kind, field.dateOrder(), point, false);
  }

  boolean readsText() {
    if (told == null) {
      return asText;
    }
    return switch (told) {
      case CATEGORY, BOOLEAN, DATE -> true;
      case IDENTIFIER -> asText;
      case NUMERIC, CONSTANT -> false;
    };
  }

  /** {@return this plan for numbers with a decimal comma} */
  public ColumnPlan withComma() {
    return new ColumnPlan(file, unit, name, place, columns, unnamed, told, order, ',', false);
  }

  /** {@return this plan for fields that are not all numbers} */
  public ColumnPlan withText() {
    return new ColumnPlan(file, unit, name, place, columns, unnamed, told, order, point, true);
  }

  /** {@return what to throw for a value that cannot be read, with its place} */
  public DataException error(long line, String what) {
    return new DataException(file + ", " + unit + " " + line + ", column '" + name + "': " + what);
  }

  /**
   * Whether numbers only identify the rows: whole, all different, and named like an identifier; or counting the rows in
   * a first column that has no name for something that counts.
   */
  boolean isRowNumber(double[] values) {
    String lower = name.toLowerCase(Locale.ROOT);
    boolean named = unnamed || IDENTIFIERS.contains(lower) || lower.endsWith("_id") || lower.endsWith(" id")
        || lower.endsWith(".id") || name.endsWith("Id") || name.endsWith("ID");
    if (place == 0 && isCount(values)
        && (named || (values.length >= LEAST_ROWS && columns >= LEAST_COLUMNS && !COUNTERS.contains(lower)))) {
      return true;
    }
    return named && !unnamed && values.length >= LEAST_ROWS && areDifferentWholes(values);
  }

  private static boolean isCount(double[] values) {
    if (values.length < 2 || (values[0] != 0 && values[0] != 1)) {
      return false;
    }
    for (int row = 1; row < values.length; row++) {
      if (values[row] != values[row - 1] + 1) {
        return false;
      }
    }
    return true;
  }

  private static boolean areDifferentWholes(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    for (int i = 0; i < sorted.length; i++) {
      if (sorted[i] != Math.rint(sorted[i]) || (i > 0 && sorted[i] == sorted[i - 1])) {
        return false;
      }
    }
    return true;
  }
}
