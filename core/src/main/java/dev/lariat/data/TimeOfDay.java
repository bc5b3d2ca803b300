package dev.lariat.data;

import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneOffset;

/** The time of day as a fraction of the day. */
final class TimeOfDay {
  private TimeOfDay() {}

  /**
   * The fraction that {@code 13:45}, {@code 13:45:10} or {@code 13:45:10.5} names, less its offset if one follows; else
   * NaN.
   */
  static double parse(String text) {
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
