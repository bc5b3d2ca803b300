package dev.lariat.explain;

/** Symbols with their index or exponent. */
final class Names {
  private Names() {}

  /** θ₁ for ("θ", 0). */
  static String indexed(String symbol, int index) {
    return symbol + digits(index + 1, "₀₁₂₃₄₅₆₇₈₉");
  }

  /** ¹² for 12. */
  static String superscript(int exponent) {
    return digits(exponent, "⁰¹²³⁴⁵⁶⁷⁸⁹");
  }

  private static String digits(int number, String alphabet) {
    StringBuilder text = new StringBuilder();
    for (char digit : Integer.toString(number).toCharArray()) {
      text.append(alphabet.charAt(digit - '0'));
    }
    return text.toString();
  }
}
