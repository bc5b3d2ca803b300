package dev.lariat.io.column;

import java.util.regex.Pattern;

/** Which numbers a text may mean. */
public final class NumberTexts {
  private static final Pattern THOUSANDS = Pattern.compile("[+-]?[1-9]\\d{0,2}(,\\d{3})+");

  private NumberTexts() {}

  /** Whether it is a number with a decimal point, or whole. */
  public static boolean isNumber(String text) {
    return !Double.isNaN(DecimalParser.parse(text.toCharArray(), 0, text.length(), '.'));
  }

  /** Whether it is a number with a decimal comma. */
  public static boolean isDecimalComma(String text) {
    return text.indexOf(',') >= 0 && !Double.isNaN(DecimalParser.parse(text.toCharArray(), 0, text.length(), ','));
  }

  /** Whether it is a whole number in which commas part thousands; with one comma it may as well be a decimal comma. */
  public static boolean isThousands(String text) {
    return THOUSANDS.matcher(text).matches();
  }
}
