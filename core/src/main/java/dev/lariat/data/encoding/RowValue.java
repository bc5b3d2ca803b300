package dev.lariat.data.encoding;

import dev.lariat.data.BooleanColumn;
import dev.lariat.data.DataException;
import dev.lariat.data.DateOrder;
import dev.lariat.data.Numbers;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Locale;

/**
 * Plain Java values as the cells of a table. A number may be any {@link Number}, a {@link Boolean} or a text that
 * spells one; yes or no a {@link Boolean}, 0 or 1, or a word for it; a date any of {@code java.time}'s dates, with or
 * without the time of day, or a text as the training table wrote it; a level any object, by its text. Null, NaN and
 * blank texts are missing.
 */
public final class RowValue {
  private RowValue() {}

  private static boolean missing(Object value) {
    return value == null || (value instanceof CharSequence text && text.toString().isBlank())
        || (value instanceof Double number && number.isNaN()) || (value instanceof Float single && single.isNaN());
  }

  /**
   * The number that a value is; NaN where it is missing.
   *
   * @throws DataException if it is none
   */
  public static double number(String column, Object value) {
    if (missing(value)) {
      return Double.NaN;
    }
    double number = switch (value) {
      case Number given -> given.doubleValue();
      case Boolean truth -> truth ? 1 : 0;
      default -> Numbers.parse(value.toString().strip());
    };
    if (!Double.isFinite(number)) {
      throw unfit(column, value, "a number");
    }
    return number;
  }

  /** 0 for no and 1 for yes; NaN where it is missing. */
  static double bool(String column, Object value) {
    if (missing(value)) {
      return Double.NaN;
    }
    int truth = switch (value) {
      case Boolean given -> given ? 1 : 0;
      case Number number -> number.doubleValue() == 0 ? 0 : number.doubleValue() == 1 ? 1 : -1;
      default -> BooleanColumn.meaning(value.toString().strip());
    };
    if (truth < 0) {
      throw unfit(column, value, "yes or no");
    }
    return truth;
  }

  /** Days since 1970-01-01, with the time of day in UTC as the fraction; NaN where it is missing. */
  static double days(String column, DateOrder order, Object value) {
    if (missing(value)) {
      return Double.NaN;
    }
    double days = switch (value) {
      case LocalDate date -> date.toEpochDay();
      case LocalDateTime time -> DateOrder.days(time);
      case Instant instant -> DateOrder.days(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
      case OffsetDateTime time -> DateOrder.days(time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime());
      case ZonedDateTime time -> DateOrder.days(time.withZoneSameInstant(ZoneOffset.UTC).toLocalDateTime());
      case Number number when order.isNumber() -> order.days(number.doubleValue());
      default -> order.parse(value.toString().strip());
    };
    if (!Double.isFinite(days)) {
      throw unfit(column, value, "a date");
    }
    return days;
  }

  /** The text of a level; null where it is missing. */
  static String level(Object value) {
    return missing(value) ? null : value instanceof String text ? text : value.toString();
  }

  private static DataException unfit(String column, Object value, String what) {
    return new DataException(String.format(Locale.ROOT, "column '%s': '%s' (%s) is not %s, as it was in training",
        column, value, value.getClass().getSimpleName(), what));
  }
}
