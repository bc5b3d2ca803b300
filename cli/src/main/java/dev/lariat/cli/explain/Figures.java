package dev.lariat.cli.explain;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Numbers as the pages show them. */
final class Figures {
  private Figures() {}

  /** At most this many significant digits, without zeros at the end; 0 only where the number is exactly 0. */
  static String of(double number, int digits) {
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

  /** Eight significant digits. */
  static String of(double number) {
    return of(number, 8);
  }

  /**
   * A weight: a whole number shows that it is none by chance with .0, and only a 0 that trainers have too is plain 0.
   */
  static String weight(double exact, float trained) {
    String text = of(exact);
    return exact == Math.rint(exact) && Math.abs(exact) < 1e6 && (exact != 0 || trained != 0) ? text + ".0" : text;
  }

  /** Exactly this many decimals. */
  static String fixed(double number, int decimals) {
    String text = String.format(Locale.ROOT, "%." + decimals + "f", number);
    return text.matches("-0\\.?0*") ? text.substring(1) : text.replace('-', '−');
  }

  /** {@code (1.5, 0.5)}, or the number alone. */
  static String vector(List<Double> numbers) {
    String inside = numbers.stream().map(Figures::of).collect(Collectors.joining(", "));
    return numbers.size() == 1 ? inside : "(" + inside + ")";
  }

  /** θ₁ for ("θ", 0). */
  static String indexed(String symbol, int index) {
    StringBuilder text = new StringBuilder(symbol);
    for (char digit : Integer.toString(index + 1).toCharArray()) {
      text.append("₀₁₂₃₄₅₆₇₈₉".charAt(digit - '0'));
    }
    return text.toString();
  }
}
