package dev.lariat.linear.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.linear.DesignMatrix;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.Observations;
import dev.lariat.linear.PathOptions;
import dev.lariat.linear.solver.rounding.RoundedColumns;
import dev.lariat.linear.solver.penalty.BlockPenalty;
import dev.lariat.linear.solver.rounding.RoundedVector;
import dev.lariat.parallel.Workers;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A gradient in single precision serves where it shows that its coefficient rests, and nowhere else. */
class SinglePrecisionGradientsTest {
  private static final int ROWS = 500;
  private static final int FEATURES = 4_200; // with the rows enough for a copy in single precision
  private static final int CLASSES = 3;
  private static final int OUTLIER = 17;

  /** Columns of very different size and far from zero, the first few of which count; the last is 0 in all rows. */
  private static double[][] columns(SplittableRandom random) {
    double[][] x = new double[FEATURES][ROWS];
    for (int j = 0; j < FEATURES - 1; j++) {
      double size = Math.pow(10, j % 9 - 4);
      double mean = j % 5 == 0 ? 7 * size : 0;
      Arrays.setAll(x[j], _ -> mean + size * random.nextGaussian());
    }
    x[OUTLIER][7] = 1e3 * x[OUTLIER][8]; // eight bits leave nearly all of the rest of it
    return x;
  }

  private static ScaledProblem problem(boolean intercept, boolean several, boolean coarse, Workers workers) {
    var random = new SplittableRandom(5);
    double[][] x = columns(random);
    double[] y = new double[ROWS];
    for (int i = 0; i < ROWS; i++) {
      double eta = x[1][i] / 1e-3 + x[2][i] / 1e-2 + random.nextGaussian();
      y[i] = several ? Math.clamp((long) Math.floor(eta / 2) + 1, 0, CLASSES - 1) : eta;
    }
    double[] w = new double[ROWS];
    Arrays.setAll(w, i -> i % 10 == 0 ? 0 : 1); // as if these were a fold
    double sum = Arrays.stream(w).sum();
    Arrays.setAll(w, i -> w[i] / sum);
    DesignMatrix design = DesignMatrix.dense(x);
    Observations data = several ? Observations.multinomial(design, y, CLASSES) : Observations.gaussian(design, y);
    return new ScaledProblem(data, w, LinearPenalty.lasso(), PathOptions.DEFAULT.withIntercept(intercept),
        coarse ? RoundedColumns.coarse(design) : RoundedColumns.alone(design), workers);
  }

  @ParameterizedTest
  @CsvSource({"true,false,false", "true,false,true", "false,false,true", "true,true,true", "true,true,false"})
  void whatIsNotExactRests(boolean intercept, boolean several, boolean coarse) {
    try (var workers = new Workers(2)) {
      ScaledProblem problem = problem(intercept, several, coarse, workers);
      var at = new RowIterate(problem, workers);
      var step = new NewtonStep(at, workers);
      int[] mattering = new int[problem.blocks.count()];
      at.polish();
      at.allGradients(problem.penaltyAt(0), mattering);
      double largest = problem.blocks.largestEntry(at.gradient, true);
      int[] all = problem.blocks.all();
      int estimated = 0;
      int exact = 0;
      for (double share : new double[]{0.9, 0.7, 0.5}) {
        BlockPenalty penalty = problem.penaltyAt(share * largest);
        for (int round = 0; round < 2; round++) {
          at.polish();
          at.gradients(penalty, all, all.length);
          for (int c = 0; c < at.gradient.length; c++) {
            int k = c / FEATURES;
            double fresh = problem.gradient(c - k * FEATURES, at.theta()[k], at.thetaSums(k, k + 1)[k]);
            if (at.gradient[c] == fresh) {
              exact++;
            } else {
              estimated++;
              assertThat(at.b[c]).isZero();
              assertThat(Math.abs(fresh)).isLessThan(share * largest);
              assertThat(Math.abs(at.gradient[c])).isLessThan(share * largest);
              assertThat(at.gradient[c]).isCloseTo(fresh, within(1e-5 * largest));
            }
          }
          // the same fit under another penalty: nothing that was shown for this one is taken for granted
          BlockPenalty weaker = problem.penaltyAt(0.8 * share * largest);
          int count = at.allGradients(weaker, mattering);
          boolean[] matters = new boolean[problem.blocks.count()];
          for (int a = 0; a < count; a++) {
            matters[mattering[a]] = true;
          }
          for (int block = 0; block < matters.length; block++) {
            int c = problem.blocks.member(block, 0);
            int k = c / FEATURES;
            double fresh = problem.gradient(c - k * FEATURES, at.theta()[k], at.thetaSums(k, k + 1)[k]);
            if (!matters[block]) {
              assertThat(Math.abs(fresh)).isLessThan(0.8 * share * largest);
            }
          }
          count = at.allGradients(penalty, mattering);
          at.gradients(penalty, mattering, count);
          step.step(penalty, mattering, count, new Depth(1e-9, 1e-12, 0.5), 1);
        }
      }
      assertThat(estimated).isGreaterThan(FEATURES);
      assertThat(exact).isGreaterThan(6);
      assertThat(Arrays.stream(at.b).filter(b -> b != 0).count()).isGreaterThan(1);
    }
  }

  /** Else the cases in eight bits would pass without them. */
  @Test
  void eightBitsAreRead() {
    try (var workers = new Workers(2)) {
      double[][] gradients = new double[2][];
      int[] left = new int[2];
      for (int coarse = 0; coarse < 2; coarse++) {
        ScaledProblem problem = problem(true, false, coarse == 1, workers);
        var at = new RowIterate(problem, workers);
        var step = new NewtonStep(at, workers);
        int[] mattering = new int[problem.blocks.count()];
        at.polish();
        at.allGradients(problem.penaltyAt(0), mattering);
        BlockPenalty penalty = problem.penaltyAt(0.2 * problem.blocks.largestEntry(at.gradient, true));
        int count = at.allGradients(penalty, mattering); // the reference
        step.step(penalty, mattering, count, new Depth(1e-9, 1e-12, 0.5), 1);
        at.polish();
        left[coarse] = problem.blocks.count() - at.allGradients(penalty, mattering);
        gradients[coarse] = at.gradient.clone();
      }
      assertThat(left[1]).isEqualTo(left[0]).isGreaterThan(FEATURES / 2);
      int others = 0;
      for (int c = 0; c < FEATURES; c++) {
        others += gradients[0][c] == gradients[1][c] ? 0 : 1;
      }
      assertThat(others).isGreaterThan(FEATURES / 10);
    }
  }

  @Test
  void aCopyThatFitsShareIsTheSameWhoeverMakesIt() {
    DesignMatrix design = DesignMatrix.dense(columns(new SplittableRandom(6)));
    try (var workers = new Workers(3); var alone = new Workers(1)) {
      var shared = RoundedColumns.coarse(design);
      var own = RoundedColumns.coarse(design);
      shared.make(workers);
      own.make(alone);
      for (int j = 0; j < FEATURES; j++) {
        assertThat(shared.column(j)).isEqualTo(own.column(j));
        double squares = 0;
        for (float value : shared.column(j)) {
          squares += (double) value * value;
        }
        assertThat(squares).isCloseTo(j == FEATURES - 1 ? 0 : 1, within(1e-6));
        assertThat(shared.length(j)).isEqualTo(own.length(j));
      }
      var v = new RoundedVector(ROWS);
      double[] exactly = new SplittableRandom(7).doubles(ROWS, -3, 3).toArray();
      v.take(exactly);
      for (int j = 0; j < FEATURES; j++) {
        double product = design.dot(j, exactly);
        assertThat(shared.length(j) * shared.dot(j, v)).isCloseTo(product, within(shared.length(j) * v.error()));
        double bound = shared.coarseError(j, v);
        assertThat(shared.length(j) * shared.coarseDot(j, v)).isCloseTo(product, within(shared.length(j) * bound));
        assertThat(bound).isLessThan((j == OUTLIER ? 1 : 0.02) * v.length());
      }
      float[] before = shared.column(0);
      shared.make(alone);
      assertThat(shared.column(0)).isSameAs(before);
    }
  }
}
