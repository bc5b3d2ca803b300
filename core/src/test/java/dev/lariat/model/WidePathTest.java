package dev.lariat.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.linear.DesignMatrix;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.Observations;
import dev.lariat.linear.PathOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables with so many columns that they are read in single precision first: nothing that matters is overlooked. */
@Tag("slow")
class WidePathTest {
  private static final int FEATURES = 9_000;

  /** Columns far from 0, rows without weight; the conditions are looked at by plain loops. */
  @ParameterizedTest
  @ValueSource(strings = {"gaussian", "binomial"})
  void everyPointIsOptimalAtAnyNumberOfThreads(String family) {
    Family known = family.equals("gaussian") ? Family.gaussian() : Family.binomial();
    var p = new RandomProblem(known, 240, FEATURES, 1, true, true, 77);
    Observations data = new Observations(DesignMatrix.dense(p.columns), known, p.y, p.classes, p.weights, p.offset);
    PathOptions options = PathOptions.DEFAULT.withTolerance(1e-9)
        .withGrid(6, 0.05)
        .withEarlyStop(false)
        .withIntercept(family.equals("gaussian"));
    LinearPath path = LinearTrainer.fit(data, LinearPenalty.lasso(), options);
    LinearPath shared = LinearTrainer.fit(data, LinearPenalty.lasso(), options.withThreads(3));
    var optimality = new Optimality(p, LinearPenalty.lasso(), options);
    for (int k = 0; k < path.points().size(); k++) {
      LinearPath.Point point = path.points().get(k);
      assertThat(point.gap()).isLessThanOrEqualTo(1e-9);
      double[] dense = point.dense(0, FEATURES);
      double[] gradient = optimality.gradient(point);
      double most = 3e-4 * path.points().getFirst().lambda();
      for (int j = 0; j < FEATURES; j++) {
        double violation = dense[j] == 0
            ? Math.abs(gradient[j]) - point.lambda()
            : Math.abs(gradient[j] - point.lambda() * Math.signum(dense[j]));
        assertThat(violation).as("KKT of feature %d at λ %s", j, point.lambda()).isLessThan(most);
      }
      assertThat(shared.points().get(k).dense(0, FEATURES)).isEqualTo(dense);
    }
    assertThat(path.points().getLast().nonZeros()).isGreaterThan(8);
  }
}
