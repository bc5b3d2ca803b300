package dev.lariat.cli.word;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A time in an option: 90s, 10m or 2h; a number alone is seconds. */
public final class TimeWord {
  private static final Pattern TIME = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*(s|m|h|)");
  private static final double MINUTE = 60;
  private static final double HOUR = 3600;

  private TimeWord() {}

  /**
   * {@return the time}
   *
   * @param option for the message
   */
  public static Duration of(String option, String text) {
    Matcher time = TIME.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!time.matches()) {
      throw new IllegalArgumentException(option + ": '" + text + "' is not a time; write 90s, 10m or 2h");
    }
    double seconds = Double.parseDouble(time.group(1)) * switch (time.group(2)) {
      case "m" -> MINUTE;
      case "h" -> HOUR;
      default -> 1;
    };
    return Duration.ofMillis(Math.round(1000 * seconds));
  }
}
