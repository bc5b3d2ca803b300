package dev.lariat.io.column;

import dev.lariat.data.ColumnKind;
import dev.lariat.data.DataException;
import dev.lariat.data.DateOrder;
import dev.lariat.data.Schema;
import dev.lariat.data.Suggestions;
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
 * @param notation how its numbers are written, as far as the table's start shows it
 * @param pass what is known about its fields
 */
public record ColumnPlan(String file, String unit, String name, int place, int columns, boolean unnamed,
    ColumnKind told, DateOrder order, NumberNotation notation, Pass pass) {
  /** What is known about the fields before they are read. */
  public enum Pass {
    /** Nothing: they are taken for numbers until one is none, and can be read once more. */
    FIRST,
    /** Not all of them are plain numbers; what they are is decided from all of them. */
    TEXTS,
    /** The file itself says that they are texts: those that look like numbers are names. */
    NAMES,
    /** They are read once, by a known kind. */
    ONCE
  }

  private static final Set<String> IDENTIFIERS = Set.of("id", "ids", "idx", "index", "row", "rowid", "row_id",
      "row_number", "rownumber", "rownum", "rownames", "uid", "uuid", "guid", "identifier", "unnamed: 0");
  /** Names of columns that count, but carry meaning. */
  private static final Set<String> COUNTERS = Set.of("x", "t", "time", "second", "minute", "hour", "day", "week",
      "month", "quarter", "year", "date", "age", "step", "epoch", "period", "n", "y", "z", "dose", "level", "size",
      "rank", "order");
  private static final Set<String> CLOCKS = Set.of("timestamp", "time_stamp", "ts", "unixtime", "unix_time", "epoch",
      "epoch_time", "epoch_seconds", "epoch_ms");
  private static final int LEAST_ROWS = 20;
  private static final int LEAST_COLUMNS = 3;

  /** The plan for a column of which nothing is known but perhaps its kind. */
  public static ColumnPlan first(String file, String unit, String name, int place, int columns, ColumnKind told) {
    return new ColumnPlan(file, unit, name, place, columns, false, told, null, NumberNotation.PLAIN, Pass.FIRST);
  }

  /** The plan for a column whose kind is known, and that is read once. */
  public static ColumnPlan told(String file, String unit, int place, int columns, Schema.Field field,
      NumberNotation notation) {
    ColumnKind kind = field.kind() == ColumnKind.CONSTANT ? null : field.kind();
    return new ColumnPlan(file, unit, field.name(), place, columns, false, kind, field.dateOrder(), notation,
        Pass.ONCE);
  }

  /** {@return whether the fields are taken as texts from the first on} */
  public boolean readsText() {
    if (told == null || told == ColumnKind.IDENTIFIER) {
      return pass != Pass.FIRST;
    }
    return switch (told) {
      case CATEGORY, BOOLEAN, DATE, TEXT -> true;
      case NUMERIC -> pass == Pass.TEXTS || pass == Pass.NAMES;
      case IDENTIFIER, CONSTANT -> false;
    };
  }

  /** {@return the option that reads the column as a kind} */
  String asKind(String kind) {
    return Suggestions.kinds(kind, name);
  }

  String identifierNote() {
    return "column '" + name + "' looks like an identifier of the rows and is left out; " + asKind("category");
  }

  /** {@return this plan with another pass} */
  public ColumnPlan pass(Pass other) {
    return new ColumnPlan(file, unit, name, place, columns, unnamed, told, order, notation, other);
  }

  /** {@return this plan for numbers in another notation} */
  public ColumnPlan notation(NumberNotation other) {
    return new ColumnPlan(file, unit, name, place, columns, unnamed, told, order, other, pass);
  }

  /** {@return this plan for a column whose name was left out} */
  public ColumnPlan unnamed(boolean without) {
    return new ColumnPlan(file, unit, name, place, columns, without, told, order, notation, pass);
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
    return (place == 0 && isCount(values) && mayCountRows(values.length))
        || (mayIdentify() && values.length >= LEAST_ROWS && areDifferentWholes(values));
  }

  private boolean named() {
    String lower = name.toLowerCase(Locale.ROOT);
    return unnamed || IDENTIFIERS.contains(lower) || lower.endsWith("_id") || lower.endsWith(" id")
        || lower.endsWith(".id") || name.endsWith("Id") || name.endsWith("ID");
  }

  /** Whether numbers that count so many rows from 0 or 1 in the first column are their numbers. */
  boolean mayCountRows(long rows) {
    return named()
        || (rows >= LEAST_ROWS && columns >= LEAST_COLUMNS && !COUNTERS.contains(name.toLowerCase(Locale.ROOT)));
  }

  /** Whether whole numbers that are all different identify the rows, if there are enough. */
  boolean mayIdentify() {
    return named() && !unnamed;
  }

  /** Whether so many rows are enough to tell an identifier. */
  static boolean isEnough(long rows) {
    return rows >= LEAST_ROWS;
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

  /**
   * Whether numbers are times that are counted from 1970: whole, of a size between the years 2001 and 2128, in a column
   * named like a clock.
   *
   * @return how they are counted, null if they are no times
   */
  DateOrder clock(double[] values) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (!CLOCKS.contains(lower) && !lower.endsWith("_timestamp") && !lower.endsWith("_ts")) {
      return null;
    }
    boolean seconds = true;
    boolean millis = true;
    for (double value : values) {
      boolean whole = Double.isNaN(value) || value == Math.rint(value);
      seconds &= whole && !(value < 1e9 || value >= 5e9);
      millis &= whole && !(value < 1e12 || value >= 5e12);
    }
    return seconds ? DateOrder.EPOCH_SECONDS : millis ? DateOrder.EPOCH_MILLIS : null;
  }
}
