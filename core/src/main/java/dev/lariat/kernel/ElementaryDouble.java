package dev.lariat.kernel;

/**
 * exp, expm1, log and log1p in float64, one element at a time: the definition whose bits the vector kernels repeat. The
 * polynomials are minimax fits on the reduced interval (Remez' exchange, computed with 200 bits). Largest errors,
 * tested against decimal numbers of 60 digits (ElementaryDoubleTest): {@value #EXP_LOG_ULP} ULP of the exact value, of
 * expm1 {@value #EXPM1_ULP} ULP.
 */
final class ElementaryDouble {
  static final double EXP_LOG_ULP = 1;
  static final double EXPM1_ULP = 1.25;

  /** 1.5·2⁵²: adding it to |x| < 2⁵¹ rounds x to the nearest integer, which then stands in the lowest bits. */
  static final double ROUNDER = 0x1.8p52;
  static final long ROUNDER_BITS = 0x4338000000000000L;
  static final double LOG2_E = 0x1.71547652b82fep0;
  /** The leading 42 bits of ln 2: its product with an exponent of at most 11 bits is exact. */
  static final double LN2_HIGH = 0x1.62e42fefa38p-1;
  static final double LN2_LOW = 0x1.ef35793c7673p-45;
  /** Beyond these eˣ is 0 and ∞ in float64. */
  static final double EXP_LOWEST = -746;
  static final double EXP_HIGHEST = 710;
  /** Below this eˣ − 1 is −1 in float64. */
  static final double EXPM1_LOWEST = -40;
  /** Where |x| is below this, eˣ − 1 is x in float64. */
  static final double EXPM1_TINY = 0x1p-54;

  /** Bits of the significand, without the leading one. */
  static final int FRACTION_BITS = 52;
  static final long BIAS = 1023;
  /** Added to an exponent before it is halved: not every processor can shift negative numbers of 64 bits. */
  static final long EXPONENT_OFFSET = 2048;

  // eʳ = 1 + r + r²·q(r), |r| ≤ ½·ln 2, relative error 2^-60
  static final double E0 = 0x1.0000000000000p-1;
  static final double E1 = 0x1.5555555555555p-3;
  static final double E2 = 0x1.5555555555555p-5;
  static final double E3 = 0x1.11111111107a1p-7;
  static final double E4 = 0x1.6c16c16c16e0ep-10;
  static final double E5 = 0x1.a01a01a9e52c0p-13;
  static final double E6 = 0x1.a01a01a13cf02p-16;
  static final double E7 = 0x1.71de0616a951fp-19;
  static final double E8 = 0x1.27e4ec198862cp-22;
  static final double E9 = 0x1.af489fc2f75f3p-26;
  static final double E10 = 0x1.1f51d36b1eae9p-29;

  // log((1 + s)/(1 − s)) = 2s + s·z·p(z), z = s², |s| ≤ (√2 − 1)/(√2 + 1), relative error 2^-58
  static final double L0 = 0x1.555555555558fp-1;
  static final double L1 = 0x1.9999999980ad5p-2;
  static final double L2 = 0x1.249249415e6c5p-2;
  static final double L3 = 0x1.c71c526b4918cp-3;
  static final double L4 = 0x1.74662e084fd26p-3;
  static final double L5 = 0x1.39a32d7239659p-3;
  static final double L6 = 0x1.2ef8de8340d9dp-3;
  static final long SQRT_HALF_BITS = 0x3FE6A09E667F3BCDL;
  static final long MANTISSA = 0xFFFFFFFFFFFFFL;
  static final double TWO_54 = 0x1p54;
  /** 2⁵², in whose lowest bits an integer is put: so it becomes a number without a conversion. */
  static final long INTEGER_BITS = 0x4330000000000000L;
  static final double INTEGER = 0x1p52;
  /** Added to an exponent before it is read as such an integer, which cannot be negative. */
  static final long LOG_OFFSET = 1024;
  static final long LOG_OFFSET_BITS = LOG_OFFSET << FRACTION_BITS;

  private ElementaryDouble() {}

  /** {@return eˣ; 0, subnormal and ∞ where they belong} */
  static double exp(double x) {
    double t = x > EXP_HIGHEST ? EXP_HIGHEST : x;
    t = t < EXP_LOWEST ? EXP_LOWEST : t;
    double shifted = Math.fma(t, LOG2_E, ROUNDER);
    double n = shifted - ROUNDER;
    double high = Math.fma(n, -LN2_HIGH, t);
    double r = Math.fma(n, -LN2_LOW, high);
    // what the rounding of r has lost
    double lost = Math.fma(n, -LN2_LOW, high - r);
    double p = Math.fma(r * r, expRest(r), lost) + r + 1;
    // 2ⁿ in two factors, so that a subnormal result is rounded once
    long power = Double.doubleToRawLongBits(shifted) - ROUNDER_BITS + EXPONENT_OFFSET;
    long half = power >>> 1;
    return p * powerOf2(half - EXPONENT_OFFSET / 2) * powerOf2(power - half - EXPONENT_OFFSET / 2);
  }

  /** {@return (eʳ − 1 − r)/r², |r| ≤ ½·ln 2} */
  private static double expRest(double r) {
    double q = Math.fma(E10, r, E9);
    q = Math.fma(q, r, E8);
    q = Math.fma(q, r, E7);
    q = Math.fma(q, r, E6);
    q = Math.fma(q, r, E5);
    q = Math.fma(q, r, E4);
    q = Math.fma(q, r, E3);
    q = Math.fma(q, r, E2);
    q = Math.fma(q, r, E1);
    return Math.fma(q, r, E0);
  }

  private static double powerOf2(long n) {
    return Double.longBitsToDouble((n + BIAS) << FRACTION_BITS);
  }

  /** {@return eˣ − 1, accurate near 0 too} */
  static double expm1(double x) {
    double t = x > EXP_HIGHEST ? EXP_HIGHEST : x;
    t = t < EXPM1_LOWEST ? EXPM1_LOWEST : t;
    double shifted = Math.fma(t, LOG2_E, ROUNDER);
    double n = shifted - ROUNDER;
    double high = Math.fma(n, -LN2_HIGH, t);
    double r = Math.fma(n, -LN2_LOW, high);
    double lost = Math.fma(n, -LN2_LOW, high - r);
    // half of the result, because 2ⁿ may be too large by one: its large part, and what the rounding of that has lost
    double scale = powerOf2(Double.doubleToRawLongBits(shifted) - ROUNDER_BITS - 1);
    double large = Math.fma(scale, r, scale - 0.5);
    double small = Math.fma(scale, r, scale - 0.5 - large);
    double half = large + Math.fma(scale, Math.fma(r * r, expRest(r), lost), small);
    return Math.abs(x) < EXPM1_TINY ? x : half + half;
  }

  /** {@return the natural logarithm; −∞ at ±0, NaN below} */
  static double log(double x) {
    boolean subnormal = x < Double.MIN_NORMAL;
    double y = logOf(subnormal ? x * TWO_54 : x, subnormal ? 54 : 0, 0);
    return logEnds(x, y);
  }

  /** {@return log(1 + x), accurate near 0 too; −∞ at −1, NaN below} */
  static double log1p(double x) {
    double u = 1 + x;
    // what the rounding of 1 + x has lost
    double rounded = u - 1;
    double lost = x - rounded + (1 - (u - rounded));
    double y = logEnds(u, logOf(u, 0, lost / u));
    return x == 0 ? x : y;
  }

  /**
   * {@return log u − shift·ln 2 + more, for a normal u} With u = 2ᵉ·(1 + f), √½ ≤ 1 + f < √2, and s = f/(2 + f) it is
   * log(1 + f) = f − f²/2 + s·(f²/2 + z·p(z)), in which f is exact and the rest is small.
   */
  private static double logOf(double u, double shift, double more) {
    long bits = Double.doubleToRawLongBits(u) - SQRT_HALF_BITS;
    double e = Double.longBitsToDouble(((bits + LOG_OFFSET_BITS) >>> FRACTION_BITS) | INTEGER_BITS)
        - (INTEGER + LOG_OFFSET) - shift;
    double f = Double.longBitsToDouble((bits & MANTISSA) + SQRT_HALF_BITS) - 1;
    double s = f / (f + 2);
    double z = s * s;
    double p = Math.fma(L6, z, L5);
    p = Math.fma(p, z, L4);
    p = Math.fma(p, z, L3);
    p = Math.fma(p, z, L2);
    p = Math.fma(p, z, L1);
    p = Math.fma(p, z, L0);
    double square = f * f * 0.5;
    double large = Math.fma(e, LN2_HIGH, f);
    double lost = Math.fma(e, LN2_HIGH, -large) + f;
    double small = Math.fma(s, Math.fma(z, p, square), Math.fma(e, LN2_LOW, more)) + lost;
    return large - (square - small);
  }

  private static double logEnds(double x, double y) {
    double result = x < Double.POSITIVE_INFINITY ? y : x;
    result = x == 0 ? Double.NEGATIVE_INFINITY : result;
    return x < 0 ? Double.NaN : result;
  }
}
