package dev.lariat.linear.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.linear.DesignMatrix;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.Observations;
import dev.lariat.linear.PathOptions;
import dev.lariat.linear.solver.rounding.RoundedColumns;
import dev.lariat.parallel.Workers;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A model in single precision is that of double precision to rounding, and says where that is not enough. */
class SinglePrecisionGramTest {
  private static final int ROWS = 700;
  private static final int FEATURES = 150;

  /** @param twins how far the columns of a pair are from each other */
  private static ScaledProblem problem(double twins) {
    var random = new SplittableRandom(9);
    double[][] x = new double[FEATURES][ROWS];
    double[] y = new double[ROWS];
    for (int j = 0; j < FEATURES; j++) {
      for (int i = 0; i < ROWS; i++) {
        x[j][i] = j % 2 == 0 ? 3 + random.nextGaussian() : x[j - 1][i] + twins * random.nextGaussian();
        y[i] += j < 5 ? x[j][i] - 3 : 0;
      }
    }
    Arrays.setAll(y, i -> y[i] + random.nextGaussian() > 0 ? 1 : 0);
    double[] w = new double[ROWS];
    Arrays.fill(w, 1.0 / ROWS);
    DesignMatrix columns = DesignMatrix.dense(x);
    return new ScaledProblem(Observations.binomial(columns, y), w, LinearPenalty.lasso(), PathOptions.DEFAULT,
        RoundedColumns.alone(columns), new Workers(1));
  }

  private static Curvature curvature(ScaledProblem problem, RowIterate at, Workers workers) {
    var rounded = RoundedColumns.alone(problem.x);
    rounded.make(workers);
    var curvature = new Curvature(problem, workers, rounded);
    curvature.take(at.means());
    return curvature;
  }

  private static GramQuadratic filled(ScaledProblem problem, Curvature curvature) {
    var gram = new GramQuadratic(problem, curvature);
    int[] all = problem.blocks.all();
    gram.add(all, 5);
    gram.add(all, FEATURES);
    return gram;
  }

  @Test
  void itsElementsAreThoseOfDoublePrecisionAtAnyNumberOfThreads() {
    ScaledProblem problem = problem(1);
    try (var workers = new Workers(3); var alone = new Workers(1)) {
      var at = new RowIterate(problem, workers);
      at.polish();
      GramQuadratic single = filled(problem, curvature(problem, at, workers));
      GramQuadratic one = filled(problem, curvature(problem, at, alone));
      Curvature exactly = curvature(problem, at, workers);
      exactly.makeExact();
      GramQuadratic exact = filled(problem, exactly);
      int rounded = 0;
      for (int c = 0; c < FEATURES; c++) {
        for (int d = 0; d < FEATURES; d++) {
          double size = Math.sqrt(exact.curvature(c, c) * exact.curvature(d, d));
          assertThat(single.curvature(c, d)).isCloseTo(exact.curvature(c, d), within(1e-5 * size));
          assertThat(single.curvature(c, d)).isEqualTo(single.curvature(d, c)).isEqualTo(one.curvature(c, d));
          rounded += single.curvature(c, d) == exact.curvature(c, d) ? 0 : 1;
        }
      }
      assertThat(rounded).isPositive();
    }
  }

  @Test
  void aSupportThatItDoesNotTellApartIsNotSolvedFor() {
    ScaledProblem problem = problem(1e-4);
    try (var workers = new Workers(1)) {
      var at = new RowIterate(problem, workers);
      at.polish();
      int[] all = problem.blocks.all();
      double[] gradient = new double[FEATURES];
      Arrays.setAll(gradient, j -> problem.gradient(j, at.theta()[0], at.thetaSums(0, 1)[0]));
      for (boolean exact : new boolean[]{false, true}) {
        Curvature curvature = curvature(problem, at, workers);
        if (exact) {
          curvature.makeExact();
        }
        GramQuadratic gram = filled(problem, curvature);
        gram.setGradients(all, FEATURES, gradient, 1);
        double[] b = new double[FEATURES];
        Arrays.fill(b, 1e-3);
        double[] before = b.clone();
        assertThat(gram.newton(all, FEATURES, b, problem.penaltyAt(1e-6), 1e-9)).isEqualTo(exact);
        assertThat(gram.blurred()).isNotEqualTo(exact);
        assertThat(Arrays.equals(b, before)).isNotEqualTo(exact);
        gram.clear();
        assertThat(gram.blurred()).isFalse();
      }
    }
  }
}
