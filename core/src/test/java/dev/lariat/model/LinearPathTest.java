package dev.lariat.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.linear.DesignMatrix;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.Observations;
import dev.lariat.linear.PathOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every family × penalty × storage × weights, offset, factors, limits: optimal at every λ, dense as sparse. */
@Tag("slow")
class LinearPathTest {
  private static final int FEATURES = 24;

  static Stream<Arguments> problems() {
    List<Arguments> all = new ArrayList<>();
    for (Family family : Family.known()) {
      for (String penalty : List.of("lasso", "ridge", "net", "group", "sparse", "factors", "limits", "group limits",
          "a group's limits", "sparse limits", "classes", "class groups", "class limits", "class group limits")) {
        if (penalty.startsWith("class") && family.predictors(3) == 1) {
          continue;
        }
        for (int variant = 0; variant < 4; variant++) {
          all.add(Arguments.of(family, penalty, variant));
        }
      }
    }
    return all.stream();
  }

  static LinearPenalty penalty(String name) {
    double[] factors = new double[FEATURES];
    Arrays.setAll(factors, j -> j == 2 || j == 7 ? 0 : j == 4 ? Double.POSITIVE_INFINITY : 0.5 + j % 3);
    double[] lower = new double[FEATURES];
    double[] upper = new double[FEATURES];
    Arrays.setAll(lower, j -> j % 3 == 0 ? 0 : j % 3 == 1 ? -0.05 : Double.NEGATIVE_INFINITY);
    Arrays.setAll(upper, j -> j % 4 == 0 ? 0.04 : Double.POSITIVE_INFINITY);
    int[] groups = new int[FEATURES];
    Arrays.setAll(groups, j -> j / 3);
    return switch (name) {
      case "lasso" -> LinearPenalty.lasso();
      case "ridge" -> LinearPenalty.ridge();
      case "net" -> LinearPenalty.elasticNet(0.4);
      case "group" -> LinearPenalty.groupLasso(groups);
      case "sparse" -> new LinearPenalty(0.9, null, groups, false, null, null, 0.4);
      case "factors" -> LinearPenalty.elasticNet(0.8).withFactors(factors);
      case "limits" -> LinearPenalty.lasso().withLimits(lower, upper);
      case "group limits" -> LinearPenalty.groupLasso(groups).withLimits(lower, upper);
      case "a group's limits" -> {
        Arrays.fill(lower, 3, FEATURES, Double.NEGATIVE_INFINITY);
        Arrays.fill(upper, 3, FEATURES, Double.POSITIVE_INFINITY);
        yield LinearPenalty.groupLasso(groups).withLimits(lower, upper);
      }
      case "sparse limits" -> new LinearPenalty(0.9, null, groups, false, lower, upper, 0.4);
      case "classes" -> LinearPenalty.lasso().withGroupedClasses();
      case "class groups" -> LinearPenalty.groupLasso(groups).withGroupedClasses();
      case "class limits" -> LinearPenalty.lasso().withGroupedClasses().withLimits(lower, upper);
      case "class group limits" -> LinearPenalty.groupLasso(groups).withGroupedClasses().withLimits(lower, upper);
      default -> throw new IllegalArgumentException(name);
    };
  }

  @Test
  void largeCountsThatFitWellReachAnyTolerance() {
    // Six columns that grow together with the counts, as in Longley's table: the loss is a thousandth of its terms.
    int rows = 16;
    double[][] columns = new double[6][rows];
    double[] counts = new double[rows];
    var random = new Random(1);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < 6; j++) {
        columns[j][i] = (j + 1) * (i + 0.5 * random.nextGaussian());
      }
      counts[i] = Math.rint(6000 + 70 * (i + random.nextGaussian()));
    }
    PathOptions options = PathOptions.DEFAULT.withTolerance(1e-12).withEarlyStop(false);
    LinearPath path = LinearTrainer.fit(Observations.poisson(DesignMatrix.dense(columns), counts),
        LinearPenalty.lasso(), options);
    assertThat(path.points()).hasSize(100).allSatisfy(point -> {
      assertThat(point.converged()).isTrue();
      assertThat(point.gap()).isLessThanOrEqualTo(1e-12);
    });
  }

  @ParameterizedTest
  @MethodSource("problems")
  void everyPointIsOptimal(Family family, String name, int variant) {
    boolean weighted = variant % 2 == 1;
    boolean offset = variant >= 2;
    double density = variant == 0 || variant == 3 ? 1 : 0.2;
    var p = new RandomProblem(family, variant == 2 ? 40 : 90, FEATURES, density, weighted, offset, 100 + variant);
    LinearPenalty penalty = penalty(name);
    PathOptions options = PathOptions.DEFAULT.withTolerance(1e-12)
        .withGrid(10, 1e-2)
        .withEarlyStop(false)
        .withStandardize(variant != 1)
        .withIntercept(variant != 3);
    LinearPath dense = LinearTrainer.fit(p.dense(), penalty, options);
    LinearPath sparse = LinearTrainer.fit(p.sparse(), penalty, options.withLambdas(dense.lambdas()));
    var optimality = new Optimality(p, penalty, options);
    assertThat(dense.points()).hasSize(10);
    for (int k = 0; k < 10; k++) {
      LinearPath.Point point = dense.points().get(k);
      assertThat(point.gap()).as("gap at λ %s", point.lambda()).isLessThanOrEqualTo(1e-12);
      // a violation v leaves a gap of v²/2 over the curvature, to which a ridge adds λ
      double most = 2e-5 * Math.sqrt(1 + point.lambda() * (1 - penalty.alpha()));
      assertThat(optimality.violation(point)).as("KKT at λ %s", point.lambda()).isLessThan(most);
      LinearPath.Point other = sparse.points().get(k);
      assertThat(other.gap()).isLessThanOrEqualTo(1e-12);
      assertThat(optimality.violation(other)).isLessThan(most);
      assertThat(other.devianceRatio()).isCloseTo(point.devianceRatio(), within(1e-6));
    }
  }
}
