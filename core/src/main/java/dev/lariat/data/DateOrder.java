package dev.lariat.data;

import java.time.DateTimeException;
import java.time.LocalDate;

/** In which order a date's parts are written: {@code 2026-07-30}, {@code 30.07.2026} or {@code 07/30/2026}. */
public enum DateOrder {
  /** Year, month, day, as ISO 8601 has it. */
  YEAR_FIRST,
  /** Day, month, year. */
  DAY_FIRST,
  /** Month, day, year. */
  MONTH_FIRST;

  /**
   * The day that the text names, as days since 1970-01-01; a time of day after it ({@code 13:45}, {@code 13:45:10.5},
   * with a {@code T} or a blank before it) is the fraction. An offset such as {@code +02:00} shifts it to UTC. The
   * parts are separated by {@code -}, {@code /} or {@code .}, the year has four digits.
   *
   * @return NaN if the text is no such date
   */
  public double parse(String text) {
    int end = 0;
    while (end < text.length() && text.charAt(end) != 'T' && text.charAt(end) != ' ') {
      end++;
    }
    double day = day(text, end);
    if (Double.isNaN(day) || end == text.length()) {
      return day;
    }
    return day + TimeOfDay.parse(text.substring(end + 1));
  }

  private double day(String text, int end) {
    int first = digits(text, 0, end);
    if (first == 0 || first >= end) {
      return Double.NaN;
    }
    char separator = text.charAt(first);
    if (separator != '-' && separator != '/' && separator != '.') {
      return Double.NaN;
    }
    int second = digits(text, first + 1, end);
    if (second == first + 1 || second >= end || text.charAt(second) != separator) {
      return Double.NaN;
    }
    int third = digits(text, second + 1, end);
    if (third != end || third == second + 1) {
      return Double.NaN;
    }
    boolean yearFirst = this == YEAR_FIRST;
    int yearLength = yearFirst ? first : third - second - 1;
    int dayLength = yearFirst ? third - second - 1 : first;
    if (yearLength != 4 || dayLength > 2 || second - first - 1 > 2) {
      return Double.NaN;
    }
    int a = Integer.parseInt(text, 0, first, 10);
    int b = Integer.parseInt(text, first + 1, second, 10);
    int c = Integer.parseInt(text, second + 1, third, 10);
    try {
      return switch (this) {
        case YEAR_FIRST -> LocalDate.of(a, b, c).toEpochDay();
        case DAY_FIRST -> LocalDate.of(c, b, a).toEpochDay();
        case MONTH_FIRST -> LocalDate.of(c, a, b).toEpochDay();
      };
    } catch (DateTimeException _) {
      return Double.NaN;
    }
  }

  private static int digits(String text, int from, int end) {
    int i = from;
    while (i < end && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
      i++;
    }
    return i;
  }
}
