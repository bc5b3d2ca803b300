package dev.lariat.handover.source;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers as one writes them in code: the shortest digits that give the same double back. */
public final class NumberLiteral {
  private NumberLiteral() {}

  /** For example {@code 0.001}, {@code 1e-7}, {@code 2.0}; Java, Python and R read it. */
  public static String of(double value) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
    }
    var exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    int exponent = exact.precision() - exact.scale() - 1;
    if (value == 0 || (exponent >= -4 && exponent < 7)) {
      String plain = exact.toPlainString();
      return plain.contains(".") ? plain : plain + ".0";
    }
    return exact.scaleByPowerOfTen(-exponent).stripTrailingZeros().toPlainString() + "e" + exponent;
  }

  /** For people: products such as 2·0.0035 without the last digit's noise. */
  public static String tidy(double value) {
    return Double.isFinite(value) ? of(new BigDecimal(value).round(new MathContext(12)).doubleValue()) : of(value);
  }

}
