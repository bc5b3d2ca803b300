package dev.lariat.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.linear.DesignMatrix;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.Observations;
import dev.lariat.linear.PathOptions;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Columns that are never penalised and have limits: where they rest at one, the intercept and the others are solved for
 * that place. The oracle is the loss's own slope, of which the certificate takes for granted that it is 0.
 */
class UnpenalisedLimitsTest {
  private static final int ROWS = 90;
  private static final int FEATURES = 5;
  private static final double LIMIT = 0.15;

  private final double[][] x = new double[FEATURES][ROWS];
  private final double[] eta = new double[ROWS];
  private final double[] weight = new double[ROWS];
  private final SplittableRandom random = new SplittableRandom(11);

  private Observations observations(String family, boolean weighted) {
    for (int i = 0; i < ROWS; i++) {
      double common = random.nextGaussian();
      for (int j = 0; j < FEATURES; j++) {
        x[j][i] = 2 + j + common + random.nextGaussian();
      }
      eta[i] = 0.9 * (x[0][i] - 2) - 0.7 * (x[3][i] - 5) + 0.3 * (x[1][i] - 3);
      weight[i] = weighted ? random.nextInt(4) : 1;
    }
    var design = DesignMatrix.dense(x);
    double[] y = switch (family) {
      case "gaussian" -> Arrays.stream(eta).map(e -> 4 + e + random.nextGaussian()).toArray();
      case "binomial" -> Arrays.stream(eta).map(e -> random.nextDouble() < 1 / (1 + Math.exp(-e)) ? 1 : 0).toArray();
      case "poisson" -> Arrays.stream(eta).map(e -> Math.rint(Math.exp(0.5 * e) + random.nextDouble())).toArray();
      default -> Arrays.stream(eta).map(e -> e + random.nextGaussian() > 0.5 ? 2 : random.nextInt(2)).toArray();
    };
    Observations data = switch (family) {
      case "gaussian" -> Observations.gaussian(design, y);
      case "binomial" -> Observations.binomial(design, y);
      case "poisson" -> Observations.poisson(design, y);
      default -> Observations.multinomial(design, y, 3);
    };
    return data.withWeights(weight);
  }

  /** [predictors][rows] y − μ. */
  private double[][] residuals(String family, Observations data, LinearPath.Point point) {
    int predictors = point.intercepts().length;
    double[][] r = new double[predictors][ROWS];
    for (int i = 0; i < ROWS; i++) {
      double sum = 0;
      for (int k = 0; k < predictors; k++) {
        double[] b = point.dense(k, FEATURES);
        r[k][i] = point.intercepts()[k];
        for (int j = 0; j < FEATURES; j++) {
          r[k][i] += b[j] * x[j][i];
        }
        sum += Math.exp(r[k][i]);
      }
      for (int k = 0; k < predictors; k++) {
        r[k][i] = switch (family) {
          case "gaussian" -> data.y()[i] - r[k][i];
          case "binomial" -> data.y()[i] - 1 / (1 + Math.exp(-r[k][i]));
          case "poisson" -> data.y()[i] - Math.exp(r[k][i]);
          default -> (data.y()[i] == k ? 1 : 0) - Math.exp(r[k][i]) / sum;
        };
      }
    }
    return r;
  }

  @ParameterizedTest
  @CsvSource({"gaussian,false", "gaussian,true", "binomial,false", "binomial,true", "poisson,false", "poisson,true",
      "multinomial,false", "multinomial,true"})
  void whatRestsAtALimitLeavesTheOthersSolved(String family, boolean weighted) {
    Observations data = observations(family, weighted);
    double inf = Double.POSITIVE_INFINITY;
    var penalty = new LinearPenalty(0.6, new double[]{0, 1, 1, 0, 0}, null, false,
        new double[]{-LIMIT, -inf, -inf, 0, -LIMIT}, new double[]{LIMIT, inf, LIMIT, inf, LIMIT}, 0);
    LinearPath path = LinearTrainer.fit(data, penalty, PathOptions.DEFAULT.withTolerance(1e-10).withGrid(30, 1e-3));
    double total = Arrays.stream(weight).sum();
    double scale = family.equals("multinomial") ? 1 : Math.sqrt(path.nullDeviance() / total);
    boolean rested = false;
    for (LinearPath.Point point : path.points()) {
      assertThat(point.converged()).as("λ %s", point.lambda()).isTrue();
      assertThat(point.devianceRatio()).isGreaterThan(-1e-12);
      double[][] r = residuals(family, data, point);
      for (int k = 0; k < r.length; k++) {
        double[] b = point.dense(k, FEATURES);
        double sum = 0;
        for (int i = 0; i < ROWS; i++) {
          sum += weight[i] * r[k][i] / total;
        }
        assertThat(sum).as("intercept %d at λ %s", k, point.lambda()).isCloseTo(0, within(1e-8 * scale));
        for (int j : new int[]{0, 3, 4}) {
          double pull = 0;
          for (int i = 0; i < ROWS; i++) {
            pull += weight[i] * r[k][i] * x[j][i] / total;
          }
          boolean high = b[j] >= penalty.upper()[j] * (1 - 1e-12);
          boolean low = b[j] <= penalty.lower()[j] * (1 - 1e-12);
          assertThat(b[j]).isBetween(penalty.lower()[j] * (1 + 1e-12), penalty.upper()[j] * (1 + 1e-12));
          rested |= high || low;
          if (high ? pull < 0 : low ? pull > 0 : pull != 0) {
            assertThat(pull).as("column %d of %d at λ %s", j, k, point.lambda()).isCloseTo(0, within(1e-7 * scale));
          }
        }
      }
    }
    assertThat(rested).isTrue();
  }
}
