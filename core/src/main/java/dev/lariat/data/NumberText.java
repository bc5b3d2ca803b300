package dev.lariat.data;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * Numbers as readers see them, the same in text, on pages and in reasons; files have all digits. A minus is U+2212, an
 * exponent is written as in options: {@code 3.2e-5}.
 */
public final class NumberText {
  /** From here on a number is written with an exponent: the digits in front of it could not be counted at a look. */
  private static final double LARGE = 1e6;
  /** Below this a number of three digits is written with an exponent. */
  private static final double SMALL = 1e-3;

  /** Of a share in per cent that is nearly 0 or 100. */
  private static final int MOST_DECIMALS = 6;

  private NumberText() {}

  /** {@return three significant digits, for what was measured; a question mark for what is not known} */
  public static String number(double value) {
    double size = Math.abs(value);
    if (Double.isNaN(value)) {
      return "?";
    }
    if (Double.isInfinite(value)) {
      return value < 0 ? "−∞" : "∞";
    }
    if (value == 0) {
      return "0";
    }
    int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : 4;
    return minus(size >= LARGE
        ? scientific(value, 2)
        : size < SMALL ? scientific(value, 1) : String.format(Locale.ROOT, "%." + decimals + "f", value));
  }

  /** {@return two significant digits: more of an error is not known} */
  public static String error(double exact) {
    if (!Double.isFinite(exact)) {
      return number(exact);
    }
    // Rounded before the digits are counted: 0.00996 is 0.010.
    double value = new BigDecimal(exact).round(new MathContext(2)).doubleValue();
    double size = Math.abs(value);
    int decimals = size >= 10 || value == 0 ? 0 : size >= 1 ? 1 : size >= 0.1 ? 2 : size >= 0.01 ? 3 : 4;
    return minus(size != 0 && (size >= LARGE || size < SMALL)
        ? scientific(value, 1)
        : String.format(Locale.ROOT, "%." + decimals + "f", value));
  }

  /**
   * An error that stands beside its number, in the same notation: 0.0754 ± 0.0003, 1.7e-4 ± 8.4e-6.
   *
   * @param exact the error
   * @param beside the number
   */
  public static String error(double exact, double beside) {
    double number = Math.abs(beside);
    double size = Math.abs(exact);
    boolean plain = number == 0 || (number >= SMALL && number < LARGE);
    if (!Double.isFinite(exact) || size == 0) {
      return error(exact);
    }
    if (plain && number != 0 && size < SMALL) {
      BigDecimal rounded = new BigDecimal(exact).setScale(4, RoundingMode.HALF_EVEN);
      return rounded.signum() == 0 ? error(exact) : minus(rounded.toPlainString());
    }
    return !plain && size >= SMALL && size < LARGE ? minus(scientific(exact, 1)) : error(exact);
  }

  /** {@return a difference: two significant digits with their sign, and no sign before 0} */
  public static String signed(double value) {
    return value == 0 ? "0" : (value < 0 ? "−" : "+") + error(Math.abs(value));
  }

  /** {@return a number and its error, which is left out where there is none} */
  public static String measured(double value, double error) {
    return number(value) + (error == 0 ? "" : " ± " + error(error, value));
  }

  /** {@return a setting in full, as options take it, whole numbers without a point} */
  public static String setting(double value) {
    return value == Math.rint(value) && Math.abs(value) < LARGE
        ? String.format(Locale.ROOT, "%.0f", value)
        : Double.toString(value).replace(".0E", "e").replace("E", "e");
  }

  /** {@return a whole number with its thousands apart} */
  public static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** {@return a mean of counts, rounded, with its thousands apart} */
  public static String count(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  /** {@return how many there are of something whose plural ends in s} */
  public static String count(double value, String one) {
    return count(value, one, one + "s");
  }

  /** {@return how many there are of something} */
  public static String count(double value, String one, String many) {
    String count = count(value);
    return count + " " + (count.equals("1") ? one : many);
  }

  /** {@return a share in per cent; only none is 0, and only all are 100} */
  public static String percent(double share) {
    double percent = 100 * share;
    int decimals = percent == 0 || percent == 100 || (percent >= 10 && percent <= 90) ? 0 : 1;
    boolean between = percent > 0 && percent < 100;
    String text = fixed(percent, decimals);
    while (between && text.matches("100[.]0*|0[.]0*")) {
      if (decimals == MOST_DECIMALS) {
        return percent < 1 ? "less than 0.000001 %" : "more than 99.999999 %";
      }
      text = fixed(percent, ++decimals);
    }
    return text + " %";
  }

  /**
   * {@return at most so many significant digits, without zeros at the end; 0 only where the number is exactly 0} For
   * calculations that are followed by hand.
   */
  public static String significant(double number, int digits) {
    if (number == 0) {
      return "0";
    }
    BigDecimal rounded = BigDecimal.valueOf(number)
        .round(new MathContext(digits, RoundingMode.HALF_EVEN))
        .stripTrailingZeros();
    double size = Math.abs(number);
    if (size < 1e-5 || size >= 1e9) {
      String text = String.format(Locale.ROOT, "%." + Math.max(0, rounded.precision() - 1) + "e", rounded);
      return text.replace("e-0", "e−").replace("e-", "e−").replace("e+0", "e").replace("e+", "e").replace('-', '−');
    }
    return rounded.toPlainString().replace('-', '−');
  }

  /** {@return exactly this many decimals} */
  public static String fixed(double number, int decimals) {
    String text = String.format(Locale.ROOT, "%." + decimals + "f", number);
    return text.matches("-0\\.?0*") ? text.substring(1) : text.replace('-', '−');
  }

  /** {@return a number in a table of numbers below each other, where more digits are compared than are said} */
  public static String tabular(double value) {
    double size = Math.abs(value);
    return size == 0 || (size >= 1e-3 && size < 1e4)
        ? String.format(Locale.ROOT, "%.4f", value)
        : String.format(Locale.ROOT, "%.3e", value);
  }

  /** {@return a coefficient: five significant digits} */
  public static String coefficient(double value) {
    double size = Math.abs(value);
    if (size == 0) {
      return "0";
    }
    if (size < 1e-4 || size >= LARGE) {
      return String.format(Locale.ROOT, "%.4e", value);
    }
    int digits = Math.max(0, 4 - (int) Math.floor(Math.log10(size)));
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  private static String scientific(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "e", value)
        .replaceFirst("e\\+0*", "e")
        .replaceFirst("e-0", "e-");
  }

  /** The sign in front; that of an exponent stays as options have it. */
  private static String minus(String text) {
    return text.startsWith("-") ? "−" + text.substring(1) : text;
  }
}
