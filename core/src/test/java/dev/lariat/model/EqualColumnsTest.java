package dev.lariat.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.linear.DesignMatrix;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.Observations;
import dev.lariat.linear.PathOptions;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts of words that stand in the same texts are equal columns: one of them is in a lasso, or a share of each. */
class EqualColumnsTest {
  private static final int ROWS = 150;
  private static final int FEATURES = 60;
  private static final int COPIES = 3; // of each column, one after the other

  @ParameterizedTest
  @ValueSource(doubles = {1e-7, 1e-11})
  void roundingLetsNoneIn(double tolerance) {
    var random = new SplittableRandom(3);
    double[][] x = new double[FEATURES][];
    double[] y = new double[ROWS];
    for (int j = 0; j < FEATURES; j++) {
      x[j] = j % COPIES == 0 ? random.doubles(ROWS, -1, 1).toArray() : x[j - 1].clone();
    }
    for (int i = 0; i < ROWS; i++) {
      y[i] = random.nextGaussian() + 2 * x[0][i] - 1.5 * x[3][i] + x[6][i] > 0 ? 1 : 0;
    }
    requireNone(DesignMatrix.dense(x), y, tolerance);
  }

  /** Sweeps over sparse columns pass over copies in single precision. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-7, 1e-10})
  void norBesideSparseOnes(double tolerance) {
    var random = new SplittableRandom(5);
    int[] start = new int[FEATURES + 1];
    int[] row = new int[FEATURES * ROWS];
    double[] value = new double[row.length];
    double[] signal = new double[ROWS];
    for (int j = 0; j < FEATURES; j++) {
      start[j + 1] = start[j];
      for (int i = 0; i < ROWS; i++) {
        int copied = start[j] - start[Math.max(0, j - 1)];
        if (j % COPIES == 0 ? random.nextInt(6) == 0 : start[j + 1] - start[j] < copied) {
          int e = start[j + 1]++;
          row[e] = j % COPIES == 0 ? i : row[e - copied];
          value[e] = j % COPIES == 0 ? random.nextDouble(0.1, 1) : value[e - copied];
          signal[row[e]] += j < 9 ? (j % 2 == 0 ? 2 : -1.5) * value[e] : 0;
        }
      }
    }
    double[] y = Arrays.stream(signal).map(eta -> random.nextGaussian() + eta > 0 ? 1 : 0).toArray();
    requireNone(DesignMatrix.sparse(ROWS, start, row, value), y, tolerance);
  }

  private static void requireNone(DesignMatrix x, double[] y, double tolerance) {
    LinearPath path = LinearTrainer.fit(Observations.binomial(x, y), LinearPenalty.lasso(),
        PathOptions.DEFAULT.withTolerance(tolerance));
    assertThat(path.points()).allSatisfy(point -> {
      assertThat(point.converged()).isTrue();
      assertThat(Arrays.stream(point.coefficient()[0]).map(Math::abs)).allMatch(size -> size > 1e-10);
    });
  }
}
