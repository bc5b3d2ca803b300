package dev.lariat.io.column;

import java.math.BigInteger;

/**
 * Decimal numbers to the nearest double, bit for bit what {@link Double#parseDouble} gives, without making a String.
 *
 * <p>Up to 19 digits are read into w, so that the number is w·10^q. Where both w and 10^|q| are exact doubles, one
 * multiplication or division rounds correctly (Clinger 1990). Else w·5^q is formed to 128 bits, which decides the
 * rounding in all but a few cases (Lemire 2021, "Number parsing at a gigabyte per second"); those few go to
 * {@code parseDouble}.
 */
public final class DecimalParser {
  private static final double[] EXACT = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14,
      1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  private static final int MOST_DIGITS = 19;
  private static final int MOST_EXPONENT = 100_000;

  private DecimalParser() {}

  /**
   * The number that the characters spell: an optional sign, digits with an optional point, an optional exponent.
   *
   * @param point the decimal point, or comma
   * @return NaN if they spell no number; infinite if it is too large for a double
   */
  public static double parse(char[] text, int offset, int length, char point) {
    int at = offset;
    int end = offset + length;
    if (at == end) {
      return Double.NaN;
    }
    boolean negative = text[at] == '-';
    if (negative || text[at] == '+') {
      at++;
    }
    long w = 0;
    int first = at;
    while (at < end && isDigit(text[at])) {
      w = 10 * w + (text[at++] - '0');
    }
    int digits = at - first;
    int exponent = 0;
    if (at < end && text[at] == point) {
      int fraction = ++at;
      while (at < end && isDigit(text[at])) {
        w = 10 * w + (text[at++] - '0');
      }
      exponent = fraction - at;
      digits -= exponent;
    }
    if (digits == 0) {
      return Double.NaN;
    }
    int written = 0;
    if (at < end && (text[at] == 'e' || text[at] == 'E')) {
      at++;
      boolean below = at < end && text[at] == '-';
      if (at < end && (below || text[at] == '+')) {
        at++;
      }
      int from = at;
      while (at < end && isDigit(text[at])) {
        written = Math.min(MOST_EXPONENT, 10 * written + (text[at++] - '0'));
      }
      if (at == from) {
        return Double.NaN;
      }
      written = below ? -written : written;
    }
    if (at != end) {
      return Double.NaN;
    }
    if (digits > MOST_DIGITS) {
      return manyDigits(text, offset, length, point, first, written);
    }
    return toDouble(negative, w, exponent + written, text, offset, length, point);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** More digits than fit: leading zeros may be the reason, else the number lies between w and w + 1. */
  private static double manyDigits(char[] text, int offset, int length, char point, int first, int written) {
    boolean negative = text[offset] == '-';
    long w = 0;
    int kept = 0;
    int exponent = written;
    boolean afterPoint = false;
    boolean cut = false;
    for (int at = first; at < offset + length && (isDigit(text[at]) || text[at] == point); at++) {
      if (text[at] == point) {
        afterPoint = true;
      } else if (kept < MOST_DIGITS) {
        w = 10 * w + (text[at] - '0');
        kept += w == 0 ? 0 : 1;
        exponent -= afterPoint ? 1 : 0;
      } else {
        cut |= text[at] != '0';
        exponent += afterPoint ? 0 : 1;
      }
    }
    double below = toDouble(negative, w, exponent, text, offset, length, point);
    return !cut || below == toDouble(negative, w + 1, exponent, text, offset, length, point)
        ? below
        : exact(text, offset, length, point);
  }

  /** w·10^q, w taken as unsigned. */
  private static double toDouble(boolean negative, long w, int q, char[] text, int offset, int length, char point) {
    double size;
    if (w >>> 53 == 0 && q >= -22 && q <= 22) {
      size = q < 0 ? w / EXACT[-q] : w * EXACT[q];
    } else if (w == 0 || q < PowersOfFive.LEAST) {
      // Less than 2^64·10^-343, far below half of the least double.
      size = 0;
    } else if (q > PowersOfFive.MOST) {
      size = Double.POSITIVE_INFINITY;
    } else {
      size = eiselLemire(w, q);
      if (Double.isNaN(size)) {
        return exact(text, offset, length, point);
      }
    }
    return negative ? -size : size;
  }

  /** NaN where 128 bits do not decide, and for subnormal numbers. */
  private static double eiselLemire(long number, int q) {
    int zeros = Long.numberOfLeadingZeros(number);
    long w = number << zeros;
    long high5 = PowersOfFive.high(q);
    long high = Math.unsignedMultiplyHigh(w, high5);
    long low = w * high5;
    if ((high & 0x1FF) == 0x1FF) {
      long more = Math.unsignedMultiplyHigh(w, PowersOfFive.low(q));
      low += more;
      if (Long.compareUnsigned(low, more) < 0) {
        high++;
      }
      if (low == -1L && (q < -27 || q > 55)) {
        return Double.NaN;
      }
    }
    int upper = (int) (high >>> 63);
    long mantissa = high >>> (upper + 9);
    // floor(q·log2(10)) + 63, exact for these q; 1023 is the bias.
    int power = ((217706 * q) >> 16) + 63 + upper - zeros + 1023;
    if (power <= 0) {
      return Double.NaN;
    }
    // Half-way between two doubles: only for small q can the product be exact; then to even.
    if (Long.compareUnsigned(low, 1) <= 0 && q >= -4 && q <= 23 && (mantissa & 3) == 1
        && mantissa << (upper + 9) == high) {
      mantissa &= ~1L;
    }
    mantissa = (mantissa + (mantissa & 1)) >>> 1;
    if (mantissa >= 1L << 53) {
      mantissa = 1L << 52;
      power++;
    }
    return power >= 0x7FF
        ? Double.POSITIVE_INFINITY
        : Double.longBitsToDouble((mantissa & ~(1L << 52)) | (long) power << 52);
  }

  private static double exact(char[] text, int offset, int length, char point) {
    String plain = new String(text, offset, length);
    return Double.parseDouble(point == '.' ? plain : plain.replace(point, '.'));
  }

  /** 5^q to 128 bits, the first of which is 1: truncated for q ≥ 0, rounded up for q &lt; 0. */
  private static final class PowersOfFive {
    static final int LEAST = -342;
    static final int MOST = 308;
    private static final long[] BITS = table();

    private PowersOfFive() {}

    static long high(int q) {
      return BITS[2 * (q - LEAST)];
    }

    static long low(int q) {
      return BITS[2 * (q - LEAST) + 1];
    }

    private static long[] table() {
      long[] bits = new long[2 * (MOST - LEAST + 1)];
      BigInteger five = BigInteger.valueOf(5);
      BigInteger power = BigInteger.ONE;
      for (int q = 0; q <= -LEAST; q++) {
        if (q <= MOST) {
          int excess = power.bitLength() - 128;
          store(bits, q, excess > 0 ? power.shiftRight(excess) : power.shiftLeft(-excess));
        }
        if (q > 0) {
          // 2^b/5^q, with b such that there are 128 bits or more before the cut.
          int b = q <= 27 ? power.bitLength() + 127 : 2 * power.bitLength() + 128;
          BigInteger inverse = BigInteger.ONE.shiftLeft(b).divide(power).add(BigInteger.ONE);
          store(bits, -q, inverse.shiftRight(Math.max(0, inverse.bitLength() - 128)));
        }
        power = power.multiply(five);
      }
      return bits;
    }

    private static void store(long[] bits, int q, BigInteger value) {
      bits[2 * (q - LEAST)] = value.shiftRight(64).longValue();
      bits[2 * (q - LEAST) + 1] = value.longValue();
    }
  }
}
