package dev.lariat.data;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;

/**
 * In which order a date's parts are written: {@code 2026-07-30}, {@code 30.07.2026}, {@code 07/30/2026}, with the
 * month's name, or counted from 1970.
 */
public enum DateOrder {
  /** Year, month, day, as ISO 8601 has it. */
  YEAR_FIRST,
  /** Day, month, year. */
  DAY_FIRST,
  /** Month, day, year. */
  MONTH_FIRST,
  /** With the month's English name or its first three letters: {@code Jan 1 2000}, {@code 1 January, 2000}. */
  MONTH_NAMED,
  /** Seconds since 1970-01-01. */
  EPOCH_SECONDS,
  /** Milliseconds since 1970-01-01. */
  EPOCH_MILLIS;

  private static final double SECONDS_OF_DAY = 86_400;
  private static final double NANOS_OF_DAY = 86_400e9;
  private static final double MILLIS_OF_DAY = 86_400_000;
  private static final List<String> MONTHS = List.of("january", "february", "march", "april", "may", "june", "july",
      "august", "september", "october", "november", "december");
  private static final int SHORT_NAME = 3;
  /** A date without separators: 20260730. */
  private static final int COMPACT = 8;

  /** {@return whether its dates are plain numbers, so that nothing but a word of the user says that they are dates} */
  public boolean isNumber() {
    return this == EPOCH_SECONDS || this == EPOCH_MILLIS;
  }

  /** {@return the days since 1970-01-01 of a number in this order; the number itself where dates are no numbers} */
  public double days(double number) {
    return switch (this) {
      case EPOCH_SECONDS -> number / SECONDS_OF_DAY;
      case EPOCH_MILLIS -> number / MILLIS_OF_DAY;
      case YEAR_FIRST, DAY_FIRST, MONTH_FIRST, MONTH_NAMED -> number;
    };
  }

  /** {@return days since 1970-01-01, with the time of day as the fraction} */
  public static double days(LocalDateTime time) {
    return time.toLocalDate().toEpochDay() + time.toLocalTime().toNanoOfDay() / NANOS_OF_DAY;
  }

  /**
   * The day that the text names, as days since 1970-01-01; a time of day after it ({@code 13:45}, {@code 13:45:10.5},
   * with a {@code T} or a blank before it) is the fraction. An offset such as {@code +02:00} shifts it to UTC. The
   * parts are separated by {@code -}, {@code /} or {@code .}, the year has four digits. Between the parts of a date
   * with a month's name stand blanks, commas or hyphens.
   *
   * @return NaN if the text is no such date
   */
  public double parse(String text) {
    if (isNumber()) {
      return days(Numbers.parse(text));
    }
    if (this == MONTH_NAMED) {
      return parseNamed(text);
    }
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

  private static double parseNamed(String text) {
    String[] words = text.strip().split("[ ,-]+", 5);
    if (words.length < 3) {
      return Double.NaN;
    }
    boolean monthFirst = !words[0].isEmpty() && Character.isLetter(words[0].charAt(0));
    int month = month(words[monthFirst ? 0 : 1]);
    String day = words[monthFirst ? 1 : 0];
    if (month == 0 || !day.matches("\\d{1,2}") || !words[2].matches("\\d{4}")) {
      return Double.NaN;
    }
    double time = words.length == 3
        ? 0
        : TimeOfDay.parse(text.substring(text.indexOf(words[2]) + words[2].length()).strip());
    try {
      return LocalDate.of(Integer.parseInt(words[2]), month, Integer.parseInt(day)).toEpochDay() + time;
    } catch (DateTimeException _) {
      return Double.NaN;
    }
  }

  /** The month, from 1, that an English name or its first three letters name; 0 for none. */
  private static int month(String word) {
    String lower = word.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    for (int i = 0; i < MONTHS.size(); i++) {
      String whole = MONTHS.get(i);
      if (lower.equals(whole) || lower.equals(whole.substring(0, SHORT_NAME)) || (lower.equals("sept") && i == 8)) {
        return i + 1;
      }
    }
    return 0;
  }

  private double day(String text, int end) {
    int first = digits(text, 0, end);
    if (this == YEAR_FIRST && end == COMPACT && first == COMPACT) {
      return parse(text.substring(0, 4) + "-" + text.substring(4, 6) + "-" + text.substring(6));
    }
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
        case MONTH_NAMED, EPOCH_SECONDS, EPOCH_MILLIS -> Double.NaN;
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
