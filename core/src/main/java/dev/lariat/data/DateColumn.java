package dev.lariat.data;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Days, counted from 1970-01-01; the time of day is the fraction. NaN stands for a missing one. */
public final class DateColumn implements Column {
  private final String name;
  private final double[] days;
  private final DateOrder order;

  /**
   * @param days since 1970-01-01, one per row; not copied: the caller gives the array away
   * @param order how the table writes its dates
   */
  public DateColumn(String name, double[] days, DateOrder order) {
    this.name = Objects.requireNonNull(name);
    this.days = days;
    this.order = Objects.requireNonNull(order);
  }

  /** A column of dates, null where missing; where they are text, they are written year first. */
  public static DateColumn of(String name, List<LocalDate> dates) {
    return new DateColumn(name,
        dates.stream().mapToDouble(date -> date == null ? Double.NaN : date.toEpochDay()).toArray(),
        DateOrder.YEAR_FIRST);
  }

  /** A column of dates with the time of day, which counts as UTC; null where missing. */
  public static DateColumn ofTimes(String name, List<LocalDateTime> times) {
    return new DateColumn(name,
        times.stream().mapToDouble(time -> time == null ? Double.NaN : DateOrder.days(time)).toArray(),
        DateOrder.YEAR_FIRST);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int rows() {
    return days.length;
  }

  @Override
  public ColumnKind kind() {
    return ColumnKind.DATE;
  }

  /** How the table writes its dates. */
  public DateOrder order() {
    return order;
  }

  @Override
  public boolean isMissing(int row) {
    return Double.isNaN(days[row]);
  }

  /** Days since 1970-01-01. */
  @Override
  public double number(int row) {
    return days[row];
  }

  /** The date as ISO 8601 has it, to the second. */
  @Override
  public String text(int row) {
    if (isMissing(row)) {
      return null;
    }
    long seconds = Math.round(days[row] * 86_400);
    LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(seconds, 86_400L));
    int time = Math.floorMod(seconds, 86_400);
    return time == 0 ? day.toString() : day.atTime(LocalTime.ofSecondOfDay(time)).toString();
  }

  @Override
  public DateColumn select(int[] rows) {
    double[] selected = new double[rows.length];
    Arrays.setAll(selected, i -> days[rows[i]]);
    return new DateColumn(name, selected, order);
  }

  @Override
  public String toString() {
    return name + ": date, " + rows() + " rows";
  }
}
