package dev.lariat.explain;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * A number together with how it was written down: {@code 1.5 − 0.1·(1 + 0.1·sign(1.5))} and 1.39. Arithmetic is decimal
 * with 34 digits, so that what a user types as 0.1 is 0.1 and five steps of 0.1 down from 0.5 end at 0, which neither
 * 32 nor 64 bits give.
 *
 * @param value the number
 * @param text as written, with the numbers in place of the symbols
 * @param rank of the outermost operation, which decides where parentheses are needed
 */
record Term(BigDecimal value, String text, Rank rank) {
  /** From what binds least to what binds most. */
  enum Rank {
    SUM, NEGATIVE, PRODUCT, ATOM
  }

  private static final MathContext DIGITS = MathContext.DECIMAL128;
  private static final int SHOWN_DIGITS = 8;
  private static final BigDecimal SHOWN_PLAIN_FROM = new BigDecimal("1e-5");

  static Term of(double number) {
    return of(BigDecimal.valueOf(number)); // the shortest decimal of that double: what was typed
  }

  static Term of(BigDecimal value) {
    return new Term(value, shown(value), value.signum() < 0 ? Rank.NEGATIVE : Rank.ATOM);
  }

  /** The same number, written as its value and not as it came about. */
  Term evaluated() {
    return of(value);
  }

  Term plus(Term other) {
    return new Term(value.add(other.value, DIGITS), text + " + " + other.above(Rank.SUM), Rank.SUM);
  }

  Term minus(Term other) {
    return new Term(value.subtract(other.value, DIGITS), text + " − " + other.above(Rank.SUM), Rank.SUM);
  }

  Term times(Term other) {
    return new Term(value.multiply(other.value, DIGITS), above(Rank.NEGATIVE) + "·" + other.above(Rank.NEGATIVE),
        Rank.PRODUCT);
  }

  Term over(Term other) {
    return new Term(value.divide(other.value, DIGITS), above(Rank.NEGATIVE) + "/" + other.above(Rank.PRODUCT),
        Rank.PRODUCT);
  }

  Term squared() {
    return new Term(value.multiply(value, DIGITS), above(Rank.PRODUCT) + "²", Rank.ATOM);
  }

  Term power(int exponent) {
    return new Term(value.pow(exponent, DIGITS), above(Rank.PRODUCT) + Names.superscript(exponent), Rank.ATOM);
  }

  Term root() {
    return new Term(value.sqrt(DIGITS), "√" + above(Rank.PRODUCT), Rank.ATOM);
  }

  Term sign() {
    return new Term(BigDecimal.valueOf(value.signum()), "sign(" + text + ")", Rank.ATOM);
  }

  /** {@code sign(this)·max(|this| − threshold, 0)}. */
  Term soft(Term threshold) {
    BigDecimal rest = value.abs().subtract(threshold.value, DIGITS);
    BigDecimal shrunk = rest.signum() <= 0 ? BigDecimal.ZERO : value.signum() < 0 ? rest.negate() : rest;
    return new Term(shrunk, "soft(" + text + ", " + threshold.text + ")", Rank.ATOM);
  }

  boolean isZero() {
    return value.signum() == 0;
  }

  /** {@code text = value}, or the text alone where it is the value already. */
  String equation() {
    String result = shown(value);
    return text.equals(result) ? text : text + " = " + result;
  }

  private String above(Rank around) {
    return rank.compareTo(around) > 0 ? text : "(" + text + ")";
  }

  /**
   * At most eight significant digits, with the sign that print uses for minus; 0 only where the number is exactly 0.
   */
  static String shown(BigDecimal number) {
    if (number.signum() == 0) {
      return "0";
    }
    BigDecimal rounded = number.round(new MathContext(SHOWN_DIGITS, RoundingMode.HALF_EVEN)).stripTrailingZeros();
    String digits = rounded.abs().compareTo(SHOWN_PLAIN_FROM) < 0 || rounded.precision() - rounded.scale() > 12
        ? scientific(rounded)
        : rounded.toPlainString();
    return digits.startsWith("-") ? "−" + digits.substring(1) : digits;
  }

  private static String scientific(BigDecimal number) {
    int exponent = number.precision() - number.scale() - 1;
    return number.scaleByPowerOfTen(-exponent).stripTrailingZeros().toPlainString() + "e" + exponent;
  }
}
