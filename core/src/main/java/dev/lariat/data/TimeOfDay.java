package dev.lariat.data;

import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneOffset;

/** The time of day as a fraction of the day. */
public final class TimeOfDay {
  private static final double NOON = 0.5;

  private TimeOfDay() {}

  /**
   * The fraction that {@code 13:45}, {@code 13:45:10}, {@code 13:45:10.5} or {@code 1:45 PM} names, less its offset if
   * one follows; else NaN. 12 AM is the day's beginning, 12 PM its noon.
   */
  public static double parse(String text) {
    boolean after = text.regionMatches(true, Math.max(0, text.length() - 2), "pm", 0, 2);
    if (after || text.regionMatches(true, Math.max(0, text.length() - 2), "am", 0, 2)) {
      double half = of(text.substring(0, text.length() - 2).strip()) % NOON;
      boolean named = text.strip().matches("(0?[1-9]|1[0-2]):.*");
      return named ? half + (after ? NOON : 0) : Double.NaN;
    }
    return of(text);
  }

  private static double of(String text) {
    int zone = 0;
    while (zone < text.length() && text.charAt(zone) != 'Z' && text.charAt(zone) != '+' && text.charAt(zone) != '-') {
      zone++;
    }
    try {
      String time = text.substring(0, zone).strip();
      double day = LocalTime.parse(time.indexOf(':') == 1 ? "0" + time : time).toNanoOfDay() / 86_400e9;
      return zone == text.length() ? day : day - ZoneOffset.of(text.substring(zone)).getTotalSeconds() / 86_400.0;
    } catch (DateTimeException _) {
      return Double.NaN;
    }
  }
}
