package dev.lariat.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.data.DataException;
import dev.lariat.linear.selection.CrossValidation;
import dev.lariat.linear.DesignMatrix;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.selection.Measure;
import dev.lariat.linear.Observations;
import dev.lariat.linear.PathOptions;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Problems whose solution is a formula, the promises about bits and rules, and data that cannot be used. */
class ClosedFormTest {
  private static final PathOptions EXACT = PathOptions.DEFAULT.withTolerance(1e-12);

  /** Columns of a Hadamard matrix: orthogonal, mean 0, variance 1. */
  private static double[][] orthonormal() {
    double[][] x = new double[7][64];
    for (int j = 0; j < x.length; j++) {
      for (int i = 0; i < 64; i++) {
        x[j][i] = Integer.bitCount(i & (j + 1)) % 2 == 0 ? 1 : -1;
      }
    }
    return x;
  }

  private static double[] noisy(double[][] x, long seed) {
    var random = new SplittableRandom(seed);
    double[] y = new double[x[0].length];
    Arrays.setAll(y, i -> 5 + 2 * x[0][i] - x[3][i] + random.nextGaussian());
    return y;
  }

  @Test
  void orthonormalLassoIsTheSoftThreshold() {
    double[][] x = orthonormal();
    double[] y = noisy(x, 1);
    double lambda = 0.25;
    var point = LinearTrainer
        .fit(Observations.gaussian(DesignMatrix.dense(x), y), LinearPenalty.lasso(), EXACT.withLambdas(lambda))
        .points()
        .get(0);
    double[] beta = point.dense(0, 7);
    for (int j = 0; j < 7; j++) {
      double z = 0;
      for (int i = 0; i < 64; i++) {
        z += x[j][i] * y[i] / 64;
      }
      double expected = Math.signum(z) * Math.max(0, Math.abs(z) - lambda);
      assertThat(beta[j]).isCloseTo(expected, within(1e-12));
    }
    assertThat(point.nonZeros()).isBetween(2, 6);
  }

  @Test
  void ridgeSolvesTheNormalEquations() {
    var p = new RandomProblem(Family.gaussian(), 60, 5, 1, false, false, 3);
    double lambda = 0.7;
    var options = EXACT.withStandardize(false).withLambdas(lambda);
    double[] beta = LinearTrainer.fit(p.dense(), LinearPenalty.ridge(), options).points().get(0).dense(0, 5);
    double[][] centred = new double[5][60];
    for (int j = 0; j < 5; j++) {
      double mean = Arrays.stream(p.columns[j]).average().orElseThrow();
      for (int i = 0; i < 60; i++) {
        centred[j][i] = p.columns[j][i] - mean;
      }
    }
    for (int j = 0; j < 5; j++) {
      // (XᵀX/n + λ)β = Xᵀy/n
      double left = lambda * beta[j];
      double right = 0;
      for (int i = 0; i < 60; i++) {
        right += centred[j][i] * p.y[i] / 60;
        for (int k = 0; k < 5; k++) {
          left += centred[j][i] * centred[k][i] * beta[k] / 60;
        }
      }
      assertThat(left).isCloseTo(right, within(1e-7));
    }
  }

  @Test
  void denseIsSparse() {
    var p = new RandomProblem(Family.binomial(), 80, 12, 0.3, true, true, 4);
    LinearPath dense = LinearTrainer.fit(p.dense(), LinearPenalty.elasticNet(0.5), EXACT.withGrid(8, 0.05));
    LinearPath sparse = LinearTrainer.fit(p.sparse(), LinearPenalty.elasticNet(0.5),
        EXACT.withLambdas(dense.lambdas()));
    for (int k = 0; k < dense.points().size(); k++) {
      double[] a = dense.points().get(k).dense(0, 12);
      double[] b = sparse.points().get(k).dense(0, 12);
      for (int j = 0; j < 12; j++) {
        assertThat(a[j]).isCloseTo(b[j], within(1e-5));
      }
    }
  }

  @Test
  void threadsChangeNoBit() {
    var p = new RandomProblem(Family.gaussian(), 400, 30, 1, false, false, 5);
    int[] fold = new int[400];
    Arrays.setAll(fold, i -> i % 5);
    CrossValidation one = LinearTrainer.crossValidate(p.dense(), LinearPenalty.lasso(), PathOptions.DEFAULT, fold,
        Measure.MSE);
    CrossValidation three = LinearTrainer.crossValidate(p.dense(), LinearPenalty.lasso(),
        PathOptions.DEFAULT.withThreads(3), fold, Measure.MSE);
    assertThat(three.mean()).isEqualTo(one.mean());
    assertThat(three.path().points().getLast().coefficient()).isEqualTo(one.path().points().getLast().coefficient());
  }

  @Test
  void oneStandardErrorGoesTowardsTheStrongerPenalty() {
    var p = new RandomProblem(Family.gaussian(), 100, 20, 1, false, false, 6);
    int[] fold = new int[100];
    Arrays.setAll(fold, i -> i % 10);
    for (Measure measure : new Measure[]{Measure.MSE, Measure.MAE}) {
      CrossValidation cv = LinearTrainer.crossValidate(p.dense(), LinearPenalty.lasso(), PathOptions.DEFAULT, fold,
          measure);
      assertThat(cv.lambdaOneSe()).isGreaterThan(cv.lambdaMin());
      assertThat(cv.mean()[cv.oneSeIndex()])
          .isLessThanOrEqualTo(cv.mean()[cv.minIndex()] + cv.standardError()[cv.minIndex()]);
    }
  }

  @Test
  void separableClassesHaveAPath() {
    double[][] x = {{-2, -1, 1, 2}, {1, 1, 1, 1}, {-2, -1, 1, 2}};
    LinearPath path = LinearTrainer.fit(Observations.binomial(DesignMatrix.dense(x), new double[]{0, 0, 1, 1}),
        LinearPenalty.lasso(), PathOptions.DEFAULT);
    assertThat(path.points()).allMatch(LinearPath.Point::converged);
    assertThat(path.notes()).anyMatch(note -> note.contains("constant"));
  }

  @Test
  void noPenaltyWithMoreFeaturesThanRowsIsNotUnique() {
    var p = new RandomProblem(Family.gaussian(), 10, 20, 1, false, false, 7);
    LinearPath path = LinearTrainer.fit(p.dense(), LinearPenalty.lasso(), PathOptions.DEFAULT.withLambdas(0.1, 0));
    assertThat(path.notes()).anyMatch(note -> note.contains("not unique"));
  }

  @Test
  void unusableDataIsNamed() {
    var x = DesignMatrix.dense(new double[][]{{1, 2, 3}});
    assertThatThrownBy(() -> Observations.poisson(x, new double[]{1, -2, 3})).isInstanceOf(DataException.class)
        .hasMessageContaining("row 2")
        .hasMessageContaining("negative");
    assertThatThrownBy(() -> DesignMatrix.dense(new double[][]{{1, Double.NaN}})).isInstanceOf(DataException.class)
        .hasMessageContaining("row 2, column 1");
    assertThatThrownBy(() -> LinearTrainer.fit(Observations.gaussian(x, new double[]{4, 4, 4}), LinearPenalty.lasso(),
        PathOptions.DEFAULT)).isInstanceOf(DataException.class).hasMessageContaining("constant");
    assertThatThrownBy(() -> LinearTrainer.fit(Observations.binomial(x, new double[]{1, 1, 1}), LinearPenalty.lasso(),
        PathOptions.DEFAULT)).isInstanceOf(DataException.class).hasMessageContaining("class 0");
    assertThatThrownBy(() -> Observations.gaussian(x, new double[]{1, 2, 3}).withWeights(new double[3]))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("all observation weights are 0");
    assertThatThrownBy(() -> LinearPenalty.lasso().withLimits(new double[]{1}, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("include 0");
  }
}
