package dev.lariat.linear.solver.penalty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.linear.LinearPenalty;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every penalty of a path. */
class BlockPenaltyTest {
  private static final int FEATURES = 6;
  private static final double FAR = 5000; // where a search ends

  private final Random random = new Random(3);

  static Stream<LinearPenalty> penalties() {
    double[] lower = {0, -0.2, Double.NEGATIVE_INFINITY, -1, 0, -0.5};
    double[] upper = {0.3, Double.POSITIVE_INFINITY, 0, 1, 0.1, 2};
    return Stream.of(LinearPenalty.lasso(), LinearPenalty.ridge(), LinearPenalty.elasticNet(0.4),
        LinearPenalty.elasticNet(0.7).withFactors(1, 2, 0.5, 1, 3, 1),
        LinearPenalty.elasticNet(0.6).withLimits(lower, upper), LinearPenalty.groupLasso(0, 0, 1, 1, 1, 2),
        new LinearPenalty(0.3, null, new int[]{0, 0, 0, 1, 1, 1}, false, null, null),
        LinearPenalty.elasticNet(0.6).withLimits(mixed(lower, -1), mixed(upper, 1)), grouped(1, 0), grouped(0.4, 0),
        grouped(1, 0.3), grouped(0.4, 0.3));
  }

  /** Limits of the second, third and fourth coefficient alone. */
  private static double[] mixed(double[] limits, int side) {
    double[] some = limits.clone();
    for (int j : new int[]{0, 4, 5}) {
      some[j] = side * Double.POSITIVE_INFINITY;
    }
    return some;
  }

  /** A group of which a coefficient has a limit, one without any, and one coefficient by itself that has both. */
  private static LinearPenalty grouped(double alpha, double sparse) {
    double none = Double.POSITIVE_INFINITY;
    return new LinearPenalty(alpha, null, new int[]{0, 0, 1, 1, 1, 2}, false,
        new double[]{-0.3, -none, -none, -none, -none, -0.2}, new double[]{none, none, none, none, none, 0.4}, sparse);
  }

  private static BlockPenalty at(LinearPenalty penalty, double lambda) {
    double[] scale = new double[FEATURES];
    Arrays.fill(scale, 1);
    return new BlockPenalty(new Blocks(penalty, FEATURES, 1, scale, false), lambda * penalty.alpha(),
        lambda * (1 - penalty.alpha()));
  }

  private double[] point() {
    return random.doubles(FEATURES, -2, 2).toArray();
  }

  private static int[] members(Blocks blocks, int block) {
    int[] all = new int[blocks.size(block)];
    Arrays.setAll(all, i -> blocks.member(block, i));
    return all;
  }

  /** b with the prox of its block at z, curvature h. */
  private static double[] prox(BlockPenalty penalty, int block, double[] z, double[] h) {
    Blocks blocks = penalty.blocks();
    double[] b = new double[FEATURES];
    if (blocks.single(block)) {
      int c = blocks.member(block, 0);
      b[c] = penalty.prox(block, z[c], h[c]);
      return b;
    }
    int[] members = members(blocks, block);
    if (penalty.soft(block) > 0 || blocks.limited(block)) {
      double[][] diagonal = new double[members.length][members.length];
      double[] own = new double[members.length];
      for (int i = 0; i < members.length; i++) {
        diagonal[i][i] = h[members[i]];
      }
      penalty.prox(block, diagonal, blocks.of(block, z), own);
      for (int i = 0; i < members.length; i++) {
        b[members[i]] = own[i];
      }
      return b;
    }
    double[] solution = penalty.prox(block, Arrays.stream(members).mapToDouble(c -> z[c]).toArray(),
        Arrays.stream(members).mapToDouble(c -> h[c]).toArray());
    for (int i = 0; i < members.length; i++) {
      b[members[i]] = solution[i];
    }
    return b;
  }

  private static double objective(BlockPenalty penalty, int block, double[] z, double[] h, double[] b) {
    double value = penalty.value(block, b);
    for (int c : members(penalty.blocks(), block)) {
      value += h[c] * b[c] * b[c] / 2 - z[c] * b[c];
    }
    return value;
  }

  @ParameterizedTest
  @MethodSource("penalties")
  void theProxIsTheMinimiserAndViolatesNothing(LinearPenalty description) {
    for (double lambda : List.of(0.05, 0.4, 1.5)) {
      BlockPenalty penalty = at(description, lambda);
      Blocks blocks = penalty.blocks();
      for (int block = 0; block < blocks.count(); block++) {
        double[] z = point();
        double[] h = random.doubles(FEATURES, 0.2, 2).toArray();
        double[] b = prox(penalty, block, z, h);
        double[] gradient = new double[FEATURES]; // of −(½hb² − zb)
        Arrays.setAll(gradient, c -> z[c] - h[c] * b[c]);
        assertThat(penalty.violation(block, b, gradient)).isCloseTo(0, within(1e-10));
        double least = objective(penalty, block, z, h, b);
        for (int trial = 0; trial < 100; trial++) {
          double[] other = b.clone();
          for (int c : members(blocks, block)) {
            other[c] = Math.clamp(b[c] + 0.3 * random.nextGaussian(), blocks.lower(c), blocks.upper(c));
          }
          assertThat(objective(penalty, block, z, h, other)).isGreaterThanOrEqualTo(least - 1e-12);
        }
      }
    }
  }

  /** Ω*(u) = sup uᵀv − Ω(v): the gap is 0 at the optimum, and no v gives a smaller one. */
  @ParameterizedTest
  @MethodSource("penalties")
  void theGapIsThatOfTheConjugate(LinearPenalty description) {
    BlockPenalty penalty = at(description, 0.5);
    Blocks blocks = penalty.blocks();
    for (int block = 0; block < blocks.count(); block++) {
      double[] z = point();
      double[] h = random.doubles(FEATURES, 0.2, 2).toArray();
      double[] best = prox(penalty, block, z, h);
      double[] gradient = new double[FEATURES];
      Arrays.setAll(gradient, c -> z[c] - h[c] * best[c]);
      assertThat(penalty.gap(block, best, gradient, 1)).isCloseTo(0, within(1e-10));
      double s = penalty.feasibleScale(block, z);
      double[] b = prox(penalty, block, point(), h);
      double gap = penalty.gap(block, b, z, s);
      for (int trial = 0; trial < 200; trial++) {
        double[] v = new double[FEATURES];
        for (int c : members(blocks, block)) {
          v[c] = Math.clamp(3 * random.nextGaussian(), blocks.lower(c), blocks.upper(c));
        }
        double bound = penalty.value(block, b) - penalty.value(block, v)
            + s * (blocks.dot(block, z, v) - blocks.dot(block, z, b));
        assertThat(bound).isLessThanOrEqualTo(gap + 1e-10);
      }
    }
  }

  /**
   * The gap against a search for the best v, which knows nothing of thresholds: for blocks with limits and without them
   * in one penalty it is neither below nor above, and at a scale that is a hundredth above the feasible one the search
   * leaves all bounds.
   */
  @ParameterizedTest
  @MethodSource("penalties")
  void theGapIsWhatASearchFinds(LinearPenalty description) {
    BlockPenalty penalty = at(description, 0.5);
    Blocks blocks = penalty.blocks();
    for (int block = 0; block < blocks.count(); block++) {
      for (int trial = 0; trial < 4 && !blocks.free(block); trial++) {
        double[] z = point();
        double[] b = prox(penalty, block, point(), random.doubles(FEATURES, 0.2, 2).toArray());
        double s = penalty.ridge(block) > 0 ? 1 : penalty.feasibleScale(block, z);
        double found = searched(penalty, block, z, s);
        double gap = penalty.value(block, b) + found - s * blocks.dot(block, z, b);
        assertThat(penalty.gap(block, b, z, s)).as("block %d, trial %d", block, trial).isCloseTo(gap, within(1e-3));
        if (s < 1) {
          assertThat(searched(penalty, block, z, 1.01 * s)).isGreaterThan(found + FAR / 1000);
        }
      }
    }
  }

  /** What is not penalised, but limited: at its optimum there is no gap, elsewhere there is that to the limit. */
  @Test
  void aFreeGroupWithLimitsHasAGap() {
    BlockPenalty penalty = at(grouped(1, 0).withFactors(0, 0, 1, 1, 1, 1), 0.5);
    assertThat(penalty.blocks().free(0)).isTrue();
    double[] b = {-0.1, 7, 0, 0, 0, 0};
    assertThat(penalty.gap(0, b, new double[]{-2, 0, 0, 0, 0, 0}, 1)).isCloseTo(0.4, within(1e-12));
    b[0] = -0.3;
    assertThat(penalty.gap(0, b, new double[]{-2, 0, 0, 0, 0, 0}, 1)).isZero();
  }

  /** max s·zᵀv − Ω(v) over the block's limits, none of which is beyond {@link #FAR}. */
  private static double searched(BlockPenalty penalty, int block, double[] z, double s) {
    return searched(penalty, block, z, s, new double[FEATURES], 0);
  }

  private static double searched(BlockPenalty penalty, int block, double[] z, double s, double[] v, int place) {
    Blocks blocks = penalty.blocks();
    if (place == blocks.size(block)) {
      return s * blocks.dot(block, z, v) - penalty.value(block, v);
    }
    int c = blocks.member(block, place);
    double low = Math.max(-FAR, blocks.lower(c));
    double high = Math.min(FAR, blocks.upper(c));
    double golden = (Math.sqrt(5) - 1) / 2;
    double best = Double.NEGATIVE_INFINITY;
    while (high - low > 1e-5) {
      double left = high - golden * (high - low);
      double right = low + golden * (high - low);
      v[c] = left;
      double atLeft = searched(penalty, block, z, s, v, place + 1);
      v[c] = right;
      double atRight = searched(penalty, block, z, s, v, place + 1);
      best = Math.max(best, Math.max(atLeft, atRight));
      if (atLeft < atRight) {
        low = left;
      } else {
        high = right;
      }
    }
    v[c] = 0;
    return Math.max(best, searched(penalty, block, z, s, v, place + 1));
  }

  @Test
  void aPenaltyOverAFactorIsThatOfTheLossOverIt() {
    BlockPenalty penalty = at(LinearPenalty.elasticNet(0.4), 0.8);
    double[] b = point();
    assertThat(penalty.over(4).value(0, b)).isCloseTo(penalty.value(0, b) / 4, within(1e-15));
    assertThat(penalty.over(1)).isSameAs(penalty);
  }
}
