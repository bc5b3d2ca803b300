package dev.lariat.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ElementaryTest {
  /** A prime, so that every mantissa pattern is met at some exponent. */
  private static final int STRIDE = 10_007;

  private interface FloatFunction {
    float apply(float x);
  }

  /**
   * The largest error in units in the last place of the exact result, over every {@code stride}-th float that is not
   * NaN.
   */
  private static double largestError(FloatFunction f, DoubleUnaryOperator exact, int stride) {
    double worst = 0;
    for (long bits = 0; bits < 1L << 32; bits += stride) {
      float x = Float.intBitsToFloat((int) bits);
      if (Float.isNaN(x)) {
        continue;
      }
      double e = exact.applyAsDouble(x);
      float y = f.apply(x);
      if ((float) e == y || (Double.isNaN(e) && Float.isNaN(y))) {
        continue;
      }
      double error = Math.abs(y - e) / Math.ulp((float) e);
      assertThat(error).as("at %s: %s, exact %s", x, y, e).isNotNaN();
      worst = Math.max(worst, error);
    }
    return worst;
  }

  @ParameterizedTest
  @ValueSource(ints = STRIDE)
  void staysWithinItsBound(int stride) {
    assertThat(largestError(Elementary::exp, StrictMath::exp, stride)).isLessThanOrEqualTo(Elementary.EXP_LOG_ULP);
    assertThat(largestError(Elementary::log, StrictMath::log, stride)).isLessThanOrEqualTo(Elementary.EXP_LOG_ULP);
    assertThat(largestError(Elementary::tanh, StrictMath::tanh, stride)).isLessThanOrEqualTo(Elementary.OTHERS_ULP);
    assertThat(largestError(x -> x > 0 ? 0 : Elementary.expm1(x), x -> x > 0 ? 0 : StrictMath.expm1(x), stride))
        .isLessThanOrEqualTo(Elementary.OTHERS_ULP);
    assertThat(largestError(Elementary::sigmoid, x -> 1 / (1 + StrictMath.exp(-x)), stride))
        .isLessThanOrEqualTo(Elementary.OTHERS_ULP);
    assertThat(largestError(Elementary::erf, ElementaryTest::erf, stride * 31))
        .isLessThanOrEqualTo(Elementary.OTHERS_ULP);
  }

  /** More of the floats, where sampling could miss the worst. */
  @Test
  @Tag("slow")
  void staysWithinItsBoundOnAFinerGrid() {
    staysWithinItsBound(3001);
  }

  @Test
  void keepsSpecialValues() {
    float inf = Float.POSITIVE_INFINITY;
    assertThat(Elementary.exp(-inf)).isZero();
    assertThat(Elementary.exp(inf)).isEqualTo(inf);
    assertThat(Elementary.exp(0)).isEqualTo(1);
    assertThat(Elementary.log(0)).isEqualTo(-inf);
    assertThat(Elementary.log(-0f)).isEqualTo(-inf);
    assertThat(Elementary.log(1)).isZero();
    assertThat(Elementary.log(inf)).isEqualTo(inf);
    assertThat(Elementary.log(-1)).isNaN();
    assertThat(Elementary.log(Float.MIN_VALUE)).isEqualTo((float) Math.log(Float.MIN_VALUE));
    assertThat(Elementary.tanh(inf)).isEqualTo(1);
    assertThat(Elementary.erf(-inf)).isEqualTo(-1);
    assertThat(Elementary.sigmoid(-inf)).isZero();
    assertThat(Elementary.sigmoid(0)).isEqualTo(0.5f);
    assertThat(Float.floatToIntBits(Elementary.tanh(-0f))).isEqualTo(Float.floatToIntBits(-0f));
    assertThat(Float.floatToIntBits(Elementary.erf(-0f))).isEqualTo(Float.floatToIntBits(-0f));
  }

  @ParameterizedTest
  @EnumSource(Nonlinearity.class)
  void nanStaysNan(Nonlinearity f) {
    assertThat(Elementary.apply(f, 0.1f, Float.NaN)).isNaN();
    assertThat(Elementary.exp(Float.NaN)).isNaN();
    assertThat(Elementary.log(Float.NaN)).isNaN();
  }

  /** Central differences in float64 of the exact functions. */
  @ParameterizedTest
  @EnumSource(Nonlinearity.class)
  void valueAndGradientAreThoseOfTheFormula(Nonlinearity f) {
    float slope = 0.3f;
    for (float z = -12; z < 12; z += 0.0371f) {
      float y = Elementary.apply(f, slope, z);
      assertThat(Math.abs(y - exact(f, slope, z))).as("%s(%s)", f, z)
          .isLessThanOrEqualTo(4 * Math.ulp(Math.max(Math.abs(z), 1)));
      float state = f.state() == Nonlinearity.State.INPUT ? z : y;
      double difference = (exact(f, slope, z + 1e-5) - exact(f, slope, z - 1e-5)) / 2e-5;
      assertThat(Math.abs(Elementary.gradient(f, slope, state, 1) - difference)).as("%s'(%s)", f, z).isLessThan(2e-6);
    }
  }

  /** Where the formula goes over into the identity there is no step, and far out nothing overflows. */
  @Test
  void mishIsTheIdentityFarOut() {
    for (float z : new float[]{19.99f, 20, 20.01f, 60, 1e30f}) {
      assertThat(Elementary.apply(Nonlinearity.MISH, 0, z)).isEqualTo(z);
      assertThat(Elementary.gradient(Nonlinearity.MISH, 0, z, 1)).isEqualTo(1);
    }
    assertThat(Elementary.apply(Nonlinearity.MISH, 0, -90)).isBetween(-1e-30f, 0f);
  }

  private static double exact(Nonlinearity f, double slope, double z) {
    return switch (f) {
      case IDENTITY -> z;
      case RELU -> Math.max(z, 0);
      case LEAKY_RELU -> z < 0 ? (float) slope * z : z;
      case GELU -> z * 0.5 * (1 + erf(z / Math.sqrt(2)));
      case SILU -> z / (1 + Math.exp(-z));
      case SELU -> 1.0507009873554805 * (z > 0 ? z : 1.6732632423543772 * Math.expm1(z));
      case ELU -> z > 0 ? z : Math.expm1(z);
      case MISH -> z * Math.tanh(Math.log1p(Math.exp(z)));
      case TANH -> Math.tanh(z);
      case SIGMOID -> 1 / (1 + Math.exp(-z));
    };
  }

  /** Series for small x, Lentz's continued fraction of erfc beyond: Abramowitz and Stegun 7.1.6 and 7.1.14. */
  private static double erf(double x) {
    double a = Math.abs(x);
    if (a > 6) {
      return Math.signum(x);
    }
    if (a < 2.5) {
      double term = 1;
      double sum = 1;
      for (int n = 1; n < 100; n++) {
        term *= 2 * a * a / (2 * n + 1);
        sum += term;
      }
      return x * 2 / Math.sqrt(Math.PI) * Math.exp(-a * a) * sum;
    }
    double fraction = a;
    for (int n = 60; n > 0; n--) {
      fraction = a + n / 2.0 / fraction;
    }
    return Math.signum(x) * (1 - Math.exp(-a * a) / Math.sqrt(Math.PI) / fraction);
  }
}
