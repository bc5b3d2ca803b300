package dev.lariat.io.column;

import dev.lariat.data.NumberText;
import dev.lariat.data.TimeOfDay;
import java.util.List;
import java.util.stream.IntStream;

/** Times of day that stand without a date, {@code 13:30} or {@code 1:30 pm}: they are read as hours. */
final class ClockTimes {
  private static final int HOURS_OF_DAY = 24;

  private ClockTimes() {}

  /** {@return whether the texts are such times, all of them} */
  static boolean are(List<String> texts) {
    return !texts.isEmpty() && texts.stream().noneMatch(text -> Double.isNaN(hours(text)));
  }

  /** {@return the hours since midnight that a time of day names; NaN if it is none} */
  static double hours(String text) {
    return text.indexOf(':') < 0 ? Double.NaN : HOURS_OF_DAY * TimeOfDay.parse(text);
  }

  /** {@return the hours of each text of a pool; NaN where it is no time} */
  static double[] hours(TextPool pool) {
    return IntStream.range(0, pool.size()).mapToDouble(text -> hours(pool.text(text))).toArray();
  }

  static String note(ColumnPlan plan, String example) {
    return "column '" + plan.name() + "' is read as hours of the day, " + Quoted.of(example) + " as "
        + NumberText.number(hours(example)) + "; " + plan.asKind("category") + " reads it as names";
  }
}
