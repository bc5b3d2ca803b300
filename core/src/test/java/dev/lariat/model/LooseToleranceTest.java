package dev.lariat.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.linear.DesignMatrix;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.Observations;
import dev.lariat.linear.PathOptions;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A tolerance is reached at every λ, a loose one too. Columns that share a part all move each other's gradients, so
 * that many small moves add up: where each of them is small nothing is solved yet.
 */
class LooseToleranceTest {
  @ParameterizedTest
  @CsvSource({"10000, 400, 5e-3", "10000, 400, 1e-4", "3000, 300, 1e-2", "200, 800, 5e-3", "200, 800, 1e-6"})
  void everyLambdaReachesIt(int rows, int features, double tolerance) {
    var random = new Random(7);
    double[] common = random.doubles(rows, -1, 1).toArray();
    double[][] x = new double[features][rows];
    double[] y = new double[rows];
    for (int j = 0; j < features; j++) {
      for (int i = 0; i < rows; i++) {
        x[j][i] = Math.sqrt(.2) * common[i] * Math.sqrt(3) + Math.sqrt(.8) * random.nextGaussian();
        y[i] += j % (features / 50) == 0 ? x[j][i] * (j % 3 - 1.2) : 0;
      }
    }
    for (int i = 0; i < rows; i++) {
      y[i] += 5 * random.nextGaussian();
    }
    var data = Observations.gaussian(DesignMatrix.dense(x), y);

    LinearPath path = LinearTrainer.fit(data, LinearPenalty.lasso(),
        PathOptions.DEFAULT.withTolerance(tolerance).withEarlyStop(false));

    assertThat(path.points()).allMatch(LinearPath.Point::converged)
        .allMatch(point -> point.gap() <= tolerance)
        .hasSize(100);
    assertThat(path.notes()).isEmpty();
  }
}
