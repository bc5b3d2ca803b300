package dev.lariat.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.linear.DesignMatrix;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.Observations;
import dev.lariat.linear.PathOptions;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
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

  /**
   * Pairs of columns that differ by less than a model in single precision can tell, and targets that depend on how they
   * differ: the path goes on in double precision where single precision would lead uphill.
   */
  @ParameterizedTest
  @ValueSource(strings = {"gaussian", "binomial"})
  void columnsThatSinglePrecisionCannotTellApartAreFitted(String family) {
    int rows = 250;
    var random = new SplittableRandom(8);
    double[][] x = new double[8_200][rows];
    double[] eta = new double[rows];
    for (int j = 0; j < x.length; j++) {
      for (int i = 0; i < rows; i++) {
        x[j][i] = j % 2 == 0 ? random.nextGaussian() : x[j - 1][i] + 3e-4 * random.nextGaussian();
        eta[i] += j < 24 ? (j % 2 == 0 ? 1000 : -1000) * x[j][i] : 0;
      }
    }
    double[] y = new double[rows];
    boolean gaussian = family.equals("gaussian");
    Arrays.setAll(y, i -> gaussian ? eta[i] : eta[i] + 0.5 * random.nextGaussian() > 0 ? 1 : 0);
    Observations data = gaussian
        ? Observations.gaussian(DesignMatrix.dense(x), y)
        : Observations.binomial(DesignMatrix.dense(x), y);
    PathOptions options = PathOptions.DEFAULT.withTolerance(1e-8)
        .withGrid(8, gaussian ? 1e-4 : 0.05)
        .withEarlyStop(false);
    LinearPath path = LinearTrainer.fit(data, LinearPenalty.lasso(), options.withThreads(1));
    LinearPath shared = LinearTrainer.fit(data, LinearPenalty.lasso(), options.withThreads(3));
    for (int k = 0; k < path.points().size(); k++) {
      LinearPath.Point point = path.points().get(k);
      assertThat(point.gap()).as("λ %s", point.lambda()).isLessThanOrEqualTo(1e-8);
      assertThat(shared.points().get(k).dense(0, x.length)).isEqualTo(point.dense(0, x.length));
    }
  }

  /** Sums of a support's columns, and its products with the rows, are shared out where they are large. */
  @ParameterizedTest
  @ValueSource(strings = {"binomial", "multinomial", "grouped"})
  void aLargeSupportHasTheSameBitsAtAnyNumberOfThreads(String family) {
    Family known = family.equals("binomial") ? Family.binomial() : Family.multinomial();
    int features = 150;
    var p = new RandomProblem(known, 2_000, features, 1, true, false, 5);
    Observations data = new Observations(DesignMatrix.dense(p.columns), known, p.y, p.classes, p.weights, p.offset);
    LinearPenalty penalty = family.equals("grouped")
        ? LinearPenalty.lasso().withGroupedClasses()
        : LinearPenalty.lasso();
    PathOptions options = PathOptions.DEFAULT.withTolerance(1e-10).withGrid(5, 0.002).withEarlyStop(false);
    LinearPath path = LinearTrainer.fit(data, penalty, options.withThreads(1));
    LinearPath shared = LinearTrainer.fit(data, penalty, options.withThreads(3));
    for (int k = 0; k < path.points().size(); k++) {
      LinearPath.Point point = path.points().get(k);
      assertThat(point.gap()).isLessThanOrEqualTo(1e-10);
      for (int l = 0; l < point.index().length; l++) {
        assertThat(shared.points().get(k).dense(l, features)).isEqualTo(point.dense(l, features));
      }
    }
    assertThat(path.points().getLast().nonZeros()).isGreaterThan(100);
  }

  /** Classes over sparse columns are stepped one after the other, in single precision. */
  @Test
  void aSparsePathOfClassesIsOptimalAndHasTheSameBitsAtAnyNumberOfThreads() {
    int features = 2_000;
    var p = new RandomProblem(Family.multinomial(), 1_000, features, 0.05, true, true, 31);
    PathOptions options = PathOptions.DEFAULT.withTolerance(1e-9).withGrid(6, 0.2).withEarlyStop(false);
    LinearPath path = LinearTrainer.fit(p.sparse(), LinearPenalty.lasso(), options.withThreads(1));
    LinearPath shared = LinearTrainer.fit(p.sparse(), LinearPenalty.lasso(), options.withThreads(3));
    var optimality = new Optimality(p, LinearPenalty.lasso(), options);
    for (int k = 0; k < path.points().size(); k++) {
      LinearPath.Point point = path.points().get(k);
      assertThat(point.gap()).isLessThanOrEqualTo(1e-9);
      assertThat(optimality.violation(point)).isLessThan(1e-3 * path.points().getFirst().lambda());
      for (int l = 0; l < point.index().length; l++) {
        assertThat(shared.points().get(k).dense(l, features)).isEqualTo(point.dense(l, features));
        assertThat(shared.points().get(k).intercepts()).isEqualTo(point.intercepts());
      }
    }
    assertThat(path.points().getLast().nonZeros()).isGreaterThan(50);
  }
}
