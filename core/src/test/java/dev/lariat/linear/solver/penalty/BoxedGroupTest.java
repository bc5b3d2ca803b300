package dev.lariat.linear.solver.penalty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BoxedGroupTest {
  private static final int SIZE = 4;

  private final Random random = new Random(3);

  /** Of each kind: none, 0, and one that is met or is not. */
  private double limit() {
    return switch (random.nextInt(4)) {
      case 0 -> Double.POSITIVE_INFINITY;
      case 1 -> 0;
      default -> 1.5 * random.nextDouble();
    };
  }

  private static double value(double[] u, double soft, double q, double ridge, double[] v) {
    double value = 0;
    double squares = 0;
    for (int i = 0; i < v.length; i++) {
      value += u[i] * v[i] - soft * Math.abs(v[i]);
      squares += v[i] * v[i];
    }
    return value - q * Math.sqrt(squares) - ridge / 2 * squares;
  }

  /** No point within the limits, near the maximiser or anywhere, is better; and the conjugate is the value there. */
  @Test
  void theMaximiserIsOne() {
    int limited = 0;
    int inside = 0;
    for (int trial = 0; trial < 2000; trial++) {
      double soft = trial % 3 == 0 ? 0.3 * random.nextDouble() : 0;
      double q = trial % 7 == 0 ? 0 : random.nextDouble();
      double ridge = 0.1 + random.nextDouble();
      double[] u = new double[SIZE];
      double[] lower = new double[SIZE];
      double[] upper = new double[SIZE];
      Arrays.setAll(u, _ -> random.nextGaussian());
      Arrays.setAll(lower, _ -> -limit());
      Arrays.setAll(upper, _ -> limit());
      var group = new BoxedGroup(u, soft, q, ridge, lower, upper);
      double[] best = group.maximiser();
      double most = value(u, soft, q, ridge, best);
      assertThat(group.conjugate()).as("trial %d", trial).isCloseTo(most, within(1e-12));
      for (int i = 0; i < SIZE; i++) {
        assertThat(best[i]).isBetween(lower[i], upper[i]);
        boolean atLimit = best[i] != 0 && (best[i] == lower[i] || best[i] == upper[i]);
        limited += atLimit ? 1 : 0;
        inside += best[i] != 0 && !atLimit ? 1 : 0;
      }
      for (int other = 0; other < 60; other++) {
        double size = Math.pow(10, -random.nextInt(7));
        double[] v = new double[SIZE];
        Arrays.setAll(v, i -> Math.clamp(best[i] + size * random.nextGaussian(), lower[i], upper[i]));
        assertThat(value(u, soft, q, ridge, v)).as("trial %d", trial).isLessThanOrEqualTo(most + 1e-13);
      }
    }
    assertThat(limited).isGreaterThan(1000);
    assertThat(inside).isGreaterThan(1000);
  }

  /** Without a ridge the conjugate is what a vanishing one leaves, as long as what has no limit pulls less than q. */
  @Test
  void withoutARidgeTheConjugateIsTheLimit() {
    int positive = 0;
    for (int trial = 0; trial < 500; trial++) {
      double[] u = new double[SIZE];
      double[] lower = new double[SIZE];
      double[] upper = new double[SIZE];
      Arrays.setAll(u, _ -> random.nextGaussian());
      Arrays.setAll(lower, _ -> -limit());
      Arrays.setAll(upper, _ -> limit());
      double free = 0;
      for (int i = 0; i < SIZE; i++) {
        free += Double.isInfinite(u[i] > 0 ? upper[i] : lower[i]) ? u[i] * u[i] : 0;
      }
      double q = trial % 5 == 0 ? Math.sqrt(free) : Math.sqrt(free) + 0.5 * random.nextDouble(); // at the edge, too
      double conjugate = new BoxedGroup(u, 0, q, 0, lower, upper).conjugate();
      double near = new BoxedGroup(u, 0, q, 1e-12, lower, upper).conjugate();
      assertThat(conjugate).as("trial %d", trial).isCloseTo(near, within(1e-3));
      assertThat(conjugate).isGreaterThanOrEqualTo(near - 1e-12);
      positive += conjugate > 0 ? 1 : 0;
    }
    assertThat(positive).isGreaterThan(100);
  }
}
