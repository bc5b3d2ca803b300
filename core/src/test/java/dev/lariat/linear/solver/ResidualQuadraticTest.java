package dev.lariat.linear.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.linear.DesignMatrix;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.Observations;
import dev.lariat.linear.PathOptions;
import dev.lariat.linear.solver.rounding.RoundedColumns;
import dev.lariat.parallel.Workers;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The model on the rows against H and g by plain loops, over columns that single precision suits and others. */
class ResidualQuadraticTest {
  private static final int ROWS = 300;
  private static final int FEATURES = 9;

  /** Four of words, three far from 0, one of them not in every row, one too small for a float and one too large. */
  private static double[][] columns() {
    var random = new SplittableRandom(11);
    double[][] columns = new double[FEATURES][ROWS];
    for (int i = 0; i < ROWS; i++) {
      for (int j = 0; j < 4; j++) {
        columns[j][i] = random.nextInt(4) == 0 ? random.nextGaussian() : 0;
      }
      columns[4][i] = 1000 + random.nextGaussian();
      columns[5][i] = 1.7e9 + 25_000 * random.nextDouble(); // seconds of a day since 1970
      columns[6][i] = random.nextInt(4) == 0 ? 1e-46 * random.nextDouble() : 0; // a float has 0
      columns[8][i] = i == 7 ? 0 : 1.7e12 + 60_000 * random.nextDouble();
      columns[7][i] = random.nextInt(4) == 0 ? 1e39 * random.nextDouble() : 0; // a float has ∞
    }
    return columns;
  }

  private static DesignMatrix sparse(double[][] columns) {
    int[] start = new int[columns.length + 1];
    int[] row = new int[columns.length * ROWS];
    double[] value = new double[row.length];
    int e = 0;
    for (int j = 0; j < columns.length; j++) {
      for (int i = 0; i < ROWS; i++) {
        if (columns[j][i] != 0) {
          row[e] = i;
          value[e++] = columns[j][i];
        }
      }
      start[j + 1] = e;
    }
    return DesignMatrix.sparse(ROWS, start, Arrays.copyOf(row, e), Arrays.copyOf(value, e));
  }

  /** Σ h x_c x_d, both centred by these weights with an intercept, over their scales. */
  private static double curvature(double[] h, double[] c, double[] d, boolean intercept, double scale) {
    double meanC = 0;
    double meanD = 0;
    double sum = 0;
    for (int i = 0; i < ROWS; i++) {
      meanC += h[i] * c[i];
      meanD += h[i] * d[i];
      sum += h[i];
    }
    double product = 0;
    for (int i = 0; i < ROWS; i++) {
      product += intercept
          ? h[i] * ((c[i] - meanC / sum) / scale) * (d[i] - meanD / sum)
          : h[i] * (c[i] / scale) * d[i];
    }
    return product;
  }

  @ParameterizedTest
  @CsvSource({"true, 1", "false, 1", "true, 3", "false, 3"})
  void gradientsFollowTheMovesWhateverTheColumns(boolean intercept, int classes) {
    double[][] columns = columns();
    var random = new SplittableRandom(3);
    double[] y = random.doubles(ROWS).map(v -> Math.floor(v * Math.max(2, classes))).toArray();
    Family family = classes == 1 ? Family.binomial() : Family.multinomial();
    DesignMatrix x = sparse(columns);
    double[] w = new double[ROWS];
    Arrays.fill(w, 1.0 / ROWS);
    var problem = new ScaledProblem(new Observations(x, family, y, Math.max(2, classes), null, null), w,
        LinearPenalty.lasso(), PathOptions.DEFAULT.withIntercept(intercept), RoundedColumns.alone(x), new Workers(1));
    double[][] eta = problem.startingPredictors();
    for (double[] values : eta) {
      Arrays.setAll(values, _ -> random.nextGaussian());
    }
    double[][] mu = new double[classes][ROWS];
    problem.datafit.evaluate(eta, mu);
    double[][] theta = new double[classes][ROWS];
    double[][] h = new double[classes][ROWS];
    for (int k = 0; k < classes; k++) {
      problem.datafit.residual(mu, k, theta[k]);
      problem.datafit.curvature(mu, k, k, h[k]);
      for (int i = 0; i < ROWS && classes > 1; i++) {
        h[k][i] *= 2; // the bound of a softmax
      }
      if (intercept) { // as after an intercept was solved for
        double mean = Arrays.stream(theta[k]).average().orElseThrow();
        for (int i = 0; i < ROWS; i++) {
          theta[k][i] -= mean;
        }
      }
    }
    double[] expected = new double[FEATURES * classes];
    for (int c = 0; c < expected.length; c++) {
      int j = c % FEATURES;
      for (int i = 0; i < ROWS; i++) {
        expected[c] += theta[c / FEATURES][i] * columns[j][i] / problem.scale[j];
      }
    }
    var model = new ResidualQuadratic(problem);
    model.start(theta, mu, IntStream.range(0, expected.length).toArray(), expected.length, expected, 0);
    double size = 1e-12;
    for (int c = 0; c < expected.length; c++) {
      int j = c % FEATURES;
      assertThat(model.gradient(c)).as("at the start: %d", c).isCloseTo(expected[c], within(1e-9));
      double own = curvature(h[c / FEATURES], columns[j], columns[j], intercept, problem.scale[j]) / problem.scale[j];
      assertThat(model.curvature(c, c)).as("of %d", c).isCloseTo(own, within(1e-3 * own));
    }
    for (int move = 0; move < 200; move++) {
      int c = random.nextInt(expected.length);
      int k = c / FEATURES;
      int j = c % FEATURES;
      double delta = random.nextGaussian() / model.curvature(c, c);
      model.move(c, delta);
      for (int d = 0; d < FEATURES; d++) {
        double change = delta * curvature(h[k], columns[j], columns[d], intercept, problem.scale[j]) / problem.scale[d];
        expected[k * FEATURES + d] -= change;
        size = Math.max(size, Math.abs(change));
      }
    }
    for (int c = 0; c < expected.length; c++) {
      assertThat(model.gradient(c)).as("of %d", c).isCloseTo(expected[c], within(3e-4 * size));
    }
    double[] step = new double[classes];
    model.addConstants(0, 1, step);
    double[] sums = {0, 0};
    for (int i = 0; i < ROWS; i++) {
      sums[0] += h[0][i] * columns[0][i];
      sums[1] += h[0][i];
    }
    assertThat(step[0]).isCloseTo(-sums[0] / sums[1], within(1e-7 * Math.abs(sums[0] / sums[1]))); // of d̃
  }
}
