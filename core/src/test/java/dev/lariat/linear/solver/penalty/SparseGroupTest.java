package dev.lariat.linear.solver.penalty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.linear.LinearPenalty;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SparseGroupTest {
  private static final int SIZE = 5;

  /** One group of five with the given share of the lasso. */
  private static BlockPenalty penalty(double share, double l1, double l2) {
    double[] scale = new double[SIZE];
    Arrays.fill(scale, 1);
    return new BlockPenalty(
        new Blocks(new LinearPenalty(1, null, new int[SIZE], false, null, null, share), SIZE, 1, scale, false), l1, l2);
  }

  private static double[][] curvature(Random random) {
    double[][] a = new double[SIZE][SIZE];
    for (double[] row : a) {
      Arrays.setAll(row, _ -> random.nextGaussian());
    }
    double[][] h = new double[SIZE][SIZE];
    for (int i = 0; i < SIZE; i++) {
      for (int j = 0; j < SIZE; j++) {
        for (int k = 0; k < SIZE; k++) {
          h[i][j] += a[i][k] * a[j][k] / SIZE;
        }
        h[i][j] += i == j ? 0.05 : 0; // else it may be singular
      }
    }
    return h;
  }

  private static double objective(BlockPenalty penalty, double[][] h, double[] z, double[] v) {
    double sum = penalty.value(0, v);
    for (int i = 0; i < SIZE; i++) {
      sum -= z[i] * v[i];
      for (int j = 0; j < SIZE; j++) {
        sum += h[i][j] * v[i] * v[j] / 2;
      }
    }
    return sum;
  }

  /** At the minimum the gradient is in the subdifferential, and no neighbour is lower, wherever the way began. */
  @Test
  void theMinimumIsOne() {
    var random = new Random(1);
    int whole = 0;
    int single = 0;
    for (int trial = 0; trial < 300; trial++) {
      BlockPenalty penalty = penalty(0.1 + 0.8 * random.nextDouble(), 0.2 + random.nextDouble(), trial % 3 * 0.3);
      double[][] h = curvature(random);
      double[] z = new double[SIZE];
      double size = trial % 4 == 0 ? 0.4 : 1.5;
      Arrays.setAll(z, _ -> size * random.nextGaussian());
      double[] v = new double[SIZE];
      if (trial % 2 == 1) {
        Arrays.setAll(v, _ -> 5 * random.nextGaussian());
      }
      penalty.prox(0, h, z, v);
      double[] gradient = new double[SIZE];
      for (int i = 0; i < SIZE; i++) {
        gradient[i] = z[i];
        for (int j = 0; j < SIZE; j++) {
          gradient[i] -= h[i][j] * v[j];
        }
      }
      assertThat(penalty.violation(0, v, gradient)).as("trial %d", trial).isLessThan(1e-7);
      // with a ridge part the dual point is the gradient itself
      assertThat(penalty.gap(0, v, gradient, penalty.l2() > 0 ? 1 : penalty.feasibleScale(0, gradient)))
          .isLessThan(1e-5 * (1 + penalty.value(0, v)));
      double least = objective(penalty, h, z, v);
      for (int near = 0; near < 50; near++) {
        double[] other = v.clone();
        other[random.nextInt(SIZE)] += 1e-3 * random.nextGaussian();
        assertThat(objective(penalty, h, z, other)).isGreaterThanOrEqualTo(least - 1e-12);
      }
      int zeros = (int) Arrays.stream(v).filter(value -> value == 0).count();
      whole += zeros == SIZE ? 1 : 0;
      single += zeros > 0 && zeros < SIZE ? 1 : 0;
    }
    assertThat(whole).as("groups that are 0").isGreaterThan(10);
    assertThat(single).as("groups of which a part is 0").isGreaterThan(20);
  }

  /** The scaled gradient is just within the dual ball, and the group just stays 0 at its entry. */
  @Test
  void theEdgesAreSharp() {
    var random = new Random(2);
    for (int trial = 0; trial < 100; trial++) {
      BlockPenalty penalty = penalty(0.3, 0.5, 0);
      double[] g = new double[SIZE];
      Arrays.setAll(g, _ -> 3 * random.nextGaussian());
      double[] zero = new double[SIZE];
      double s = penalty.feasibleScale(0, g);
      double[] scaled = Arrays.stream(g).map(value -> s * value).toArray();
      assertThat(penalty.violation(0, zero, scaled)).isEqualTo(0, within(1e-12));
      double entry = penalty.blocks().largestEntry(g, true);
      assertThat(penalty(0.3, entry, 0).violation(0, zero, g)).isLessThan(1e-12);
      assertThat(penalty(0.3, entry * (1 - 1e-9), 0).violation(0, zero, g)).isPositive();
      assertThat(penalty.blocks().enters(0, g, entry * (1 - 1e-9))).isTrue();
      assertThat(penalty.blocks().enters(0, g, entry * (1 + 1e-9))).isFalse();
    }
  }

  /** A share of 0 is the group lasso, of 1 the lasso. */
  @Test
  void atTheEndsItIsWhatIsKnown() {
    double[] g = {3, -1, 0.2, 0, 2};
    double[] b = {1, -2, 0, 0, 0.5};
    assertThat(penalty(0, 0.7, 0).value(0, b)).isCloseTo(0.7 * Math.sqrt(5) * Math.sqrt(5.25), within(1e-12));
    BlockPenalty lasso = penalty(1, 0.7, 0);
    assertThat(lasso.blocks().allSingle()).isTrue();
    assertThat(lasso.blocks().largestEntry(g, true)).isEqualTo(3);
  }
}
