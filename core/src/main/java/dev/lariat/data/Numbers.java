package dev.lariat.data;

import java.util.Locale;

/** Numbers as the text by which a level or a class is named, and back. */
public final class Numbers {
  private Numbers() {}

  /** The shortest text that names the number: whole numbers without a point, null for NaN. */
  public static String text(double value) {
    if (Double.isNaN(value)) {
      return null;
    }
    long whole = (long) value;
    return whole == value && Math.abs(value) < 1e15 ? Long.toString(whole) : Double.toString(value);
  }

  /** What a number can begin with: digits, signs, a point, {@code NaN} and {@code Infinity}. */
  private static final String BEGINNINGS = "0123456789+-.NI";

  /** The number that the text spells out; NaN if it is null or does not. */
  public static double parse(String text) {
    if (text == null || !mayBegin(text) || "fFdD".indexOf(text.charAt(text.length() - 1)) >= 0
        || text.toLowerCase(Locale.ROOT).indexOf('x') >= 0) {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException _) {
      return Double.NaN;
    }
  }

  /** Words are many, and to find by an exception that one is no number takes a microsecond. */
  private static boolean mayBegin(String text) {
    int at = 0;
    while (at < text.length() && text.charAt(at) <= ' ') { // what Double.parseDouble trims
      at++;
    }
    return at < text.length() && BEGINNINGS.indexOf(text.charAt(at)) >= 0;
  }
}
