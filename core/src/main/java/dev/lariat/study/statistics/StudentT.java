package dev.lariat.study.statistics;

/**
 * Student's t distribution, for the intervals of the study. Absolute error of the probabilities below 1e-10 for 1 to
 * 1e6 degrees of freedom.
 *
 * <p>The distribution function is the regularised incomplete beta function, P(T &gt; t) = ½·I<sub>x</sub>(ν/2, ½) with
 * x = ν/(ν + t²) (Abramowitz and Stegun 1964, 26.7.1 and 26.5.8), by its continued fraction (ibid.) and Lentz's method.
 * Logarithms and exponentials are {@link StrictMath}'s, so that a verdict has the same bits everywhere.
 */
final class StudentT {
  private StudentT() {}

  /**
   * The inverse of {@link #cumulative}.
   *
   * @param p a probability in (0, 1)
   * @param degreesOfFreedom at least 1
   * @return t with P(T ≤ t) = p
   */
  static double quantile(double p, double degreesOfFreedom) {
    if (!(p > 0 && p < 1)) {
      throw new IllegalArgumentException("probability " + p + " is not between 0 and 1");
    }
    if (p < 0.5) {
      return -quantile(1 - p, degreesOfFreedom);
    }
    double low = 0;
    double high = 1;
    while (cumulative(high, degreesOfFreedom) < p) {
      low = high;
      high *= 2;
    }
    while (true) {
      double middle = 0.5 * (low + high);
      if (middle <= low || middle >= high) {
        return high;
      }
      if (cumulative(middle, degreesOfFreedom) < p) {
        low = middle;
      } else {
        high = middle;
      }
    }
  }

  /** P(T ≤ t). */
  static double cumulative(double t, double degreesOfFreedom) {
    if (!(degreesOfFreedom >= 1)) {
      throw new IllegalArgumentException("degrees of freedom " + degreesOfFreedom + " is below 1");
    }
    double square = t * t;
    double tail = square < degreesOfFreedom
        ? 0.5 - 0.5 * incompleteBeta(square / (degreesOfFreedom + square), 0.5, 0.5 * degreesOfFreedom)
        : 0.5 * incompleteBeta(degreesOfFreedom / (degreesOfFreedom + square), 0.5 * degreesOfFreedom, 0.5);
    return t > 0 ? 1 - tail : tail;
  }

  /** I<sub>x</sub>(a, b). */
  private static double incompleteBeta(double x, double a, double b) {
    if (x <= 0) {
      return 0;
    }
    if (x >= 1) {
      return 1;
    }
    double front = StrictMath
        .exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * StrictMath.log(x) + b * StrictMath.log1p(-x));
    // The fraction converges fast below the mean of the distribution; above it the other tail is taken.
    return x < (a + 1) / (a + b + 2) ? front * fraction(x, a, b) / a : 1 - front * fraction(1 - x, b, a) / b;
  }

  private static double fraction(double x, double a, double b) {
    double tiny = 1e-300;
    double c = 1;
    double d = 1 / nonZero(1 - (a + b) * x / (a + 1), tiny);
    double value = d;
    for (int m = 1; m < 10_000; m++) {
      double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
      d = 1 / nonZero(1 + even * d, tiny);
      c = nonZero(1 + even / c, tiny);
      value *= d * c;
      double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
      d = 1 / nonZero(1 + odd * d, tiny);
      c = nonZero(1 + odd / c, tiny);
      double change = d * c;
      value *= change;
      if (Math.abs(change - 1) < 1e-16) {
        break;
      }
    }
    return value;
  }

  private static double nonZero(double value, double tiny) {
    return Math.abs(value) < tiny ? tiny : value;
  }

  /** ln Γ(x) for x ≥ ½: Stirling's series after shifting x to 10 or more (Abramowitz and Stegun 1964, 6.1.41). */
  private static double logGamma(double x) {
    double shift = 1;
    double z = x;
    while (z < 10) {
      shift *= z;
      z += 1;
    }
    double r = 1 / (z * z);
    double series = (1.0 / 12
        + r * (-1.0 / 360 + r * (1.0 / 1260 + r * (-1.0 / 1680 + r * (1.0 / 1188 + r * (-691.0 / 360360 + r / 156))))))
        / z;
    return (z - 0.5) * StrictMath.log(z) - z + 0.5 * StrictMath.log(2 * Math.PI) + series - StrictMath.log(shift);
  }
}
