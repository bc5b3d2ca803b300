package dev.lariat.cli.explain;

import dev.lariat.data.NumberText;
import java.util.List;
import java.util.stream.Collectors;

/** Numbers, vectors and symbols of the calculations that pages follow by hand. */
final class Notation {
  private Notation() {}

  /** Eight significant digits. */
  static String of(double number) {
    return NumberText.significant(number, 8);
  }

  /**
   * A weight: a whole number shows that it is none by chance with .0, and only a 0 that trainers have too is plain 0.
   */
  static String weight(double exact, float trained) {
    String text = of(exact);
    return exact == Math.rint(exact) && Math.abs(exact) < 1e6 && (exact != 0 || trained != 0) ? text + ".0" : text;
  }

  /** {@code (1.5, 0.5)}, or the number alone. */
  static String vector(List<Double> numbers) {
    String inside = numbers.stream().map(Notation::of).collect(Collectors.joining(", "));
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
