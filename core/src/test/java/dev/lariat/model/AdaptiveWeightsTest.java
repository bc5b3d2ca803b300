package dev.lariat.model;

import dev.lariat.model.linear.AdaptiveWeights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.data.Folds;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.Task;
import dev.lariat.linear.selection.CrossValidation;
import dev.lariat.linear.Family;
import dev.lariat.linear.DesignMatrix;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.Observations;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.PathOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AdaptiveWeightsTest {
  private static final int ROWS = 90;

  private static double[] values(Column column) {
    double[] out = new double[column.rows()];
    Arrays.setAll(out, column::number);
    return out;
  }

  /** Two of twelve columns matter, at scales of their own. */
  private static Dataset table() {
    var random = new Random(2);
    List<Column> columns = new ArrayList<>();
    double[] y = new double[ROWS];
    for (int j = 0; j < 12; j++) {
      double[] x = new double[ROWS];
      for (int i = 0; i < ROWS; i++) {
        x[i] = (1 + j) * random.nextGaussian();
        y[i] += j == 0 ? 2 * x[i] : j == 5 ? -0.25 * x[i] : 0;
      }
      columns.add(new NumericColumn("x" + j, x));
    }
    for (int i = 0; i < ROWS; i++) {
      y[i] += random.nextGaussian();
    }
    columns.add(new NumericColumn("y", y));
    return Dataset.of("planted", columns).target("y", Task.REGRESSION);
  }

  private static LinearTrainer trainer(Dataset data) {
    return LinearTrainer.of(data, Family.gaussian(), LinearPenalty.lasso())
        .options(PathOptions.DEFAULT.withGrid(20, 1e-2).withEarlyStop(false).withTolerance(1e-10));
  }

  /** The factors of a fit to columns by themselves are one over their correlations with the target. */
  @Test
  void univariateWeightsAreCorrelations() {
    Dataset data = table();
    double[] factors = trainer(data).adaptive(AdaptiveWeights.UNIVARIATE).fit().objective().penalty().factors();
    double[] y = data.target().values();
    double[] correlation = new double[12];
    for (int j = 0; j < 12; j++) {
      double[] x = values(data.column("x" + j));
      double mx = Arrays.stream(x).average().orElseThrow();
      double my = Arrays.stream(y).average().orElseThrow();
      double xy = 0;
      double xx = 0;
      for (int i = 0; i < ROWS; i++) {
        xy += (x[i] - mx) * (y[i] - my);
        xx += (x[i] - mx) * (x[i] - mx);
      }
      correlation[j] = Math.abs(xy / Math.sqrt(xx));
    }
    double largest = Arrays.stream(correlation).max().orElseThrow();
    for (int j = 0; j < 12; j++) {
      assertThat(factors[j]).isCloseTo(largest / correlation[j], within(1e-5 * largest / correlation[j]));
    }
  }

  /** Columns that keep their scale are penalised as they are, so their coefficients count as they are. */
  @Test
  void aColumnThatKeepsItsScaleCountsAsItIs() {
    double[] y = {1, 2, 4, 3, 5, 7};
    double[][] x = {{10, 30, 20, 50, 40, 70}, {1, 0, 2, 1, 3, 2}};
    PathOptions options = PathOptions.DEFAULT.withTolerance(1e-12);
    double[] factors = AdaptiveWeights.UNIVARIATE
        .of(Observations.gaussian(DesignMatrix.dense(x).keepingScale(new boolean[]{true, true}), y),
            LinearPenalty.lasso(), options, () -> new int[6])
        .factors();
    double[] slope = new double[2];
    for (int j = 0; j < 2; j++) {
      double mean = Arrays.stream(x[j]).average().orElseThrow();
      double xy = 0;
      double xx = 0;
      for (int i = 0; i < 6; i++) {
        xy += (x[j][i] - mean) * y[i];
        xx += (x[j][i] - mean) * (x[j][i] - mean);
      }
      slope[j] = xy / xx;
    }
    assertThat(factors[1]).isCloseTo(1, within(1e-9));
    assertThat(factors[0]).isCloseTo(slope[1] / slope[0], within(1e-5 * factors[0]));
  }

  @ParameterizedTest
  @EnumSource
  void thePlantedColumnsEnterFirst(AdaptiveWeights weights) {
    LinearFit fit = trainer(table()).adaptive(weights).fit();
    LinearPath.Point two = fit.path()
        .points()
        .stream()
        .filter(point -> point.nonZeros() == 2)
        .findFirst()
        .orElseThrow();
    assertThat(two.index()[0]).containsExactly(0, 5);
  }

  /** A fold's error is that of weights that have not seen the fold: the rows of the fold may be anything. */
  @ParameterizedTest
  @EnumSource
  void weightsAreFittedInsideTheFold(AdaptiveWeights weights) {
    Dataset data = table();
    int[] fold = new int[ROWS];
    Arrays.setAll(fold, i -> i % 3);
    Folds folds = Folds.given(new NumericColumn("fold", Arrays.stream(fold).asDoubleStream().toArray()));
    LinearTrainer trainer = trainer(data).adaptive(weights);
    CrossValidation cv = trainer.crossValidate(folds).validation().orElseThrow();
    double[] lambdas = cv.path().lambdas();
    double[] mean = new double[lambdas.length];
    for (int f = 0; f < 3; f++) {
      Dataset rest = data.select(folds.training(f));
      LinearFit alone = LinearTrainer.of(rest, Family.gaussian(), LinearPenalty.lasso())
          .options(PathOptions.DEFAULT.withLambdas(lambdas).withTolerance(1e-10))
          .adaptive(weights)
          .fit();
      for (int row : folds.validation(f)) {
        for (int k = 0; k < lambdas.length; k++) {
          LinearPath.Point point = alone.path().points().get(k);
          double eta = point.intercepts()[0];
          for (int j = 0; j < 12; j++) {
            eta += point.dense(0, 12)[j] * data.column("x" + j).number(row);
          }
          double error = data.target().values()[row] - eta;
          mean[k] += error * error / ROWS;
        }
      }
    }
    assertThat(cv.mean()).containsExactly(mean, within(1e-4 * mean[0]));
  }
}
