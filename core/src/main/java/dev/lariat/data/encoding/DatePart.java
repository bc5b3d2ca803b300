package dev.lariat.data.encoding;

import java.time.LocalDate;

/** What a model sees of a date. */
public enum DatePart {
  /** The year. */
  YEAR,
  /** The month, 1 to 12. */
  MONTH,
  /** The day of the week, Monday 1 to Sunday 7. */
  WEEKDAY,
  /** Days since 1970-01-01, the time of day as fraction. */
  DAY,
  /** The time of day in hours, 0 to 24, to the second. */
  HOUR;

  private static final double SECONDS_OF_DAY = 86_400;
  private static final double SECONDS_OF_HOUR = 3_600;

  /** The part of a date given in days since 1970-01-01; NaN for NaN. */
  public double of(double days) {
    if (Double.isNaN(days) || this == DAY) {
      return days;
    }
    LocalDate date = LocalDate.ofEpochDay((long) Math.floor(days));
    return switch (this) {
      case YEAR -> date.getYear();
      case MONTH -> date.getMonthValue();
      case WEEKDAY -> date.getDayOfWeek().getValue();
      case DAY -> days;
      case HOUR -> Math.rint((days - Math.floor(days)) * SECONDS_OF_DAY) / SECONDS_OF_HOUR;
    };
  }
}
