package dev.lariat.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The bounds that {@link ElementaryDouble} promises, against decimal numbers of 60 digits. */
class ElementaryDoubleTest {
  private static final MathContext DIGITS = new MathContext(60);
  private static final BigDecimal LN_2 = new BigDecimal(
      "0.693147180559945309417232121458176568075500134360255254120680009493393621969694715605863326996418687");

  private interface Exact {
    BigDecimal of(double x);
  }

  /** eˣ: x = n·ln 2 + 64·r, the series of eʳ, six squarings. */
  private static BigDecimal exp(BigDecimal x) {
    int n = x.divide(LN_2, DIGITS).setScale(0, RoundingMode.HALF_EVEN).intValueExact();
    BigDecimal r = x.subtract(LN_2.multiply(BigDecimal.valueOf(n))).divide(BigDecimal.valueOf(64), DIGITS);
    BigDecimal term = BigDecimal.ONE;
    BigDecimal sum = BigDecimal.ONE;
    for (int i = 1; i < 26; i++) {
      term = term.multiply(r, DIGITS).divide(BigDecimal.valueOf(i), DIGITS);
      sum = sum.add(term, DIGITS);
    }
    for (int i = 0; i < 6; i++) {
      sum = sum.multiply(sum, DIGITS);
    }
    BigDecimal power = BigDecimal.TWO.pow(Math.abs(n), DIGITS);
    return n < 0 ? sum.divide(power, DIGITS) : sum.multiply(power, DIGITS);
  }

  /** log x: from near y the two first terms of log(1 + d), where 1 + d = x·e⁻ʸ and d is about 1e-16. */
  private static BigDecimal log(BigDecimal x, double near) {
    BigDecimal d = x.multiply(exp(new BigDecimal(-near)), DIGITS).subtract(BigDecimal.ONE);
    BigDecimal square = d.multiply(d, DIGITS).divide(BigDecimal.TWO, DIGITS);
    return new BigDecimal(near).add(d).subtract(square);
  }

  private static double error(double x, double y, Exact exact) {
    BigDecimal value = exact.of(x);
    BigDecimal ulp = new BigDecimal(Math.ulp(value.doubleValue()));
    return new BigDecimal(y).subtract(value).abs().divide(ulp, DIGITS).doubleValue();
  }

  /** The largest error over numbers of every size, and more where the reduced interval or the exponent changes. */
  private static void assertBound(int count, double lowest, double highest, DoubleUnaryOperator f, Exact exact,
      double bound) {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    double worst = 0;
    double at = 0;
    for (int i = 0; i < count; i++) {
      double x = switch (i % 4) {
        case 0 -> lowest + (highest - lowest) * random.nextDouble();
        case 1 -> 3 * random.nextDouble() - (lowest < -1 ? 1.5 : Math.min(0, -lowest));
        case 2 -> (random.nextBoolean() ? -1 : 1) * Math.scalb(1 + random.nextDouble(), -1 - random.nextInt(60));
        default -> (random.nextInt(61) - 30 + 0.5) * Math.log(2) + 1e-3 * random.nextGaussian();
      };
      x = Math.clamp(lowest < 0 ? x : Math.abs(x), lowest, highest);
      double error = error(x, f.applyAsDouble(x), exact);
      if (error > worst) {
        worst = error;
        at = x;
      }
    }
    assertThat(worst).as("ULP at %s, seed %d", at, seed).isLessThanOrEqualTo(bound);
  }

  private static void assertBounds(int count) {
    assertBound(count, -745, 709.7, ElementaryDouble::exp, x -> exp(new BigDecimal(x)), ElementaryDouble.EXP_LOG_ULP);
    assertBound(count, -45, 709.7, ElementaryDouble::expm1, x -> exp(new BigDecimal(x)).subtract(BigDecimal.ONE),
        ElementaryDouble.EXPM1_ULP);
    assertBound(count, Double.MIN_VALUE, Double.MAX_VALUE, ElementaryDouble::log,
        x -> log(new BigDecimal(x), StrictMath.log(x)), ElementaryDouble.EXP_LOG_ULP);
    assertBound(count, Math.nextUp(-1.0), Double.MAX_VALUE, ElementaryDouble::log1p,
        x -> log(new BigDecimal(x).add(BigDecimal.ONE), StrictMath.log1p(x)), ElementaryDouble.EXP_LOG_ULP);
  }

  @Test
  void stayWithinTheirBound() {
    assertBounds(1000);
  }

  /** More numbers, where sampling could miss the worst. */
  @Test
  @Tag("slow")
  void stayWithinTheirBoundAtMoreNumbers() {
    assertBounds(20_000);
  }

  @Test
  void keepSpecialValues() {
    double inf = Double.POSITIVE_INFINITY;
    assertThat(ElementaryDouble.exp(-inf)).isZero();
    assertThat(ElementaryDouble.exp(inf)).isEqualTo(inf);
    assertThat(ElementaryDouble.exp(0)).isEqualTo(1);
    assertThat(ElementaryDouble.exp(709.782712893384)).isEqualTo(StrictMath.exp(709.782712893384)).isFinite();
    assertThat(ElementaryDouble.exp(709.7827128933841)).isEqualTo(inf);
    assertThat(ElementaryDouble.exp(-745.1332191019411)).isEqualTo(Double.MIN_VALUE);
    assertThat(ElementaryDouble.exp(-745.1332191019412)).isZero();
    assertThat(ElementaryDouble.exp(Double.NaN)).isNaN();
    assertThat(ElementaryDouble.expm1(-inf)).isEqualTo(-1);
    assertThat(ElementaryDouble.expm1(inf)).isEqualTo(inf);
    assertThat(ElementaryDouble.expm1(709.782712893384)).isFinite();
    assertThat(ElementaryDouble.expm1(Double.MIN_VALUE)).isEqualTo(Double.MIN_VALUE);
    assertThat(ElementaryDouble.expm1(Double.NaN)).isNaN();
    assertThat(ElementaryDouble.log(0)).isEqualTo(-inf);
    assertThat(ElementaryDouble.log(-0.0)).isEqualTo(-inf);
    assertThat(ElementaryDouble.log(1)).isZero();
    assertThat(ElementaryDouble.log(inf)).isEqualTo(inf);
    assertThat(ElementaryDouble.log(-1)).isNaN();
    assertThat(ElementaryDouble.log(Double.MIN_VALUE)).isEqualTo(StrictMath.log(Double.MIN_VALUE));
    assertThat(ElementaryDouble.log(Double.NaN)).isNaN();
    assertThat(ElementaryDouble.log1p(-1)).isEqualTo(-inf);
    assertThat(ElementaryDouble.log1p(Math.nextDown(-1.0))).isNaN();
    assertThat(ElementaryDouble.log1p(inf)).isEqualTo(inf);
    assertThat(ElementaryDouble.log1p(Double.MIN_VALUE)).isEqualTo(Double.MIN_VALUE);
    assertThat(ElementaryDouble.log1p(Double.NaN)).isNaN();
    long minusZero = Double.doubleToLongBits(-0.0);
    assertThat(Double.doubleToLongBits(ElementaryDouble.expm1(-0.0))).isEqualTo(minusZero);
    assertThat(Double.doubleToLongBits(ElementaryDouble.log1p(-0.0))).isEqualTo(minusZero);
  }
}
