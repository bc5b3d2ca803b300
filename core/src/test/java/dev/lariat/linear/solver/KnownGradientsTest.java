package dev.lariat.linear.solver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.linear.DesignMatrix;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.Observations;
import dev.lariat.linear.PathOptions;
import dev.lariat.linear.solver.penalty.BlockPenalty;
import dev.lariat.linear.solver.rounding.RoundedColumns;
import dev.lariat.parallel.Workers;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Gradients that are at hand, and those that need not be, against a fresh pass over all columns. */
class KnownGradientsTest {
  private static final int ROWS = 200;
  private static final int FEATURES = 700;
  private static final int CLASSES = 3;

  /** As the words of texts: a class has some of its own. */
  private static ScaledProblem problem() {
    var random = new SplittableRandom(5);
    double[] y = new double[ROWS];
    int[][] rows = new int[FEATURES][];
    Arrays.setAll(y, _ -> random.nextInt(CLASSES));
    for (int j = 0; j < FEATURES; j++) {
      int word = j;
      rows[j] = IntStream.range(0, ROWS)
          .filter(i -> random.nextDouble() < (word < 60 && word % CLASSES == y[i] ? 0.3 : 0.05))
          .toArray();
    }
    int[] start = new int[FEATURES + 1];
    for (int j = 0; j < FEATURES; j++) {
      start[j + 1] = start[j] + rows[j].length;
    }
    int[] row = Arrays.stream(rows).flatMapToInt(Arrays::stream).toArray();
    double[] value = random.doubles(row.length, 0.5, 1.5).toArray();
    double[] w = new double[ROWS];
    Arrays.fill(w, 1.0 / ROWS);
    var data = Observations.multinomial(DesignMatrix.sparse(ROWS, start, row, value), y, CLASSES);
    return new ScaledProblem(data, w, LinearPenalty.lasso(), PathOptions.DEFAULT, RoundedColumns.alone(data.x()),
        new Workers(1));
  }

  private static double[] fresh(RowIterate at) {
    double[] gradient = new double[at.gradient.length];
    for (int c = 0; c < gradient.length; c++) {
      int k = c / FEATURES;
      gradient[c] = at.problem.gradient(c - k * FEATURES, at.theta()[k], at.thetaSums(k, k + 1)[k]);
    }
    return gradient;
  }

  @Test
  void whatMattersHasItsExactGradientAndTheRestIsBelowItsThreshold() {
    ScaledProblem problem = problem();
    try (var workers = new Workers(2)) {
      var at = new RowIterate(problem, workers);
      var step = new NewtonStep(at, workers);
      int[] mattering = new int[problem.blocks.count()];
      at.polish();
      at.allGradients(problem.penaltyAt(0), mattering);
      double lambda = problem.blocks.largestEntry(at.gradient, true);
      int left = 0;
      for (int round = 0; round < 12; round++) {
        lambda *= 0.9;
        BlockPenalty penalty = problem.penaltyAt(lambda);
        for (int inner = 0; inner < 3; inner++) {
          int count = at.allGradients(penalty, mattering);
          double[] fresh = fresh(at);
          boolean[] matters = new boolean[mattering.length];
          for (int a = 0; a < count; a++) {
            int c = problem.blocks.member(mattering[a], 0);
            assertThat(at.gradient[c]).as("%d", c).isEqualTo(fresh[c]);
            assertThat(matters[mattering[a]]).isFalse();
            matters[mattering[a]] = true;
          }
          int[] ordered = IntStream.range(0, matters.length).filter(block -> matters[block]).toArray();
          problem.blocks.order(ordered, count);
          assertThat(Arrays.copyOf(mattering, count)).isEqualTo(ordered);
          for (int block = 0; block < matters.length; block++) {
            int c = problem.blocks.member(block, 0);
            if (!matters[block]) {
              left++;
              assertThat(at.b[c]).isZero();
              assertThat(Math.abs(fresh[c])).isLessThan(lambda);
              assertThat(Math.abs(at.gradient[c])).isLessThan(lambda);
            }
          }
          step.step(penalty, mattering, count, new Depth(1e-9, 1e-12, 0.5), 1);
          at.polish();
          at.gradients(penalty, mattering, count); // which are known to the next pass
        }
      }
      assertThat(left).isGreaterThan(FEATURES);
      assertThat(Arrays.stream(at.b).filter(b -> b != 0).count()).isGreaterThan(20);
    }
  }

  /** Class after class, each with the gradients of the fit that the others have led to. */
  @Test
  void stepsDoNotDependOnWhetherGradientsAreAtHand() {
    ScaledProblem problem = problem();
    try (var workers = new Workers(1)) {
      double[][] ends = new double[2][];
      for (int known = 0; known < 2; known++) {
        var at = new RowIterate(problem, workers);
        var step = new NewtonStep(at, workers);
        int[] all = problem.blocks.all();
        for (int round = 0; round < 3; round++) {
          at.polish();
          System.arraycopy(fresh(at), 0, at.gradient, 0, at.gradient.length);
          if (known == 1) {
            at.gradients(problem.penaltyAt(0.004), all, all.length);
          }
          double loss = at.loss();
          step.step(problem.penaltyAt(0.004), all, all.length, new Depth(1e-9, 1e-12, 0.5), 1);
          assertThat(at.loss()).isLessThan(loss);
        }
        ends[known] = at.b.clone();
        int moved = 0;
        for (int k = 0; k < CLASSES; k++) {
          moved += Arrays.stream(at.b, k * FEATURES, (k + 1) * FEATURES).anyMatch(b -> b != 0) ? 1 : 0;
        }
        assertThat(moved).isEqualTo(CLASSES);
      }
      assertThat(ends[1]).isEqualTo(ends[0]);
    }
  }
}
