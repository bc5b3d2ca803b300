package dev.lariat.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every family: a newcomer comes in by {@link Family#known}. */
class FamilyContractTest {
  private static final int ROWS = 12;
  private static final int CLASSES = 4;

  private final Random random = new Random(1);

  static Stream<Family> families() {
    return Family.known().stream();
  }

  private static int classes(Family family) {
    return switch (family.task()) {
      case REGRESSION -> family.targets(CLASSES) > 1 ? CLASSES : 1;
      case CLASSIFICATION -> family.predictors(CLASSES) == 1 ? 2 : CLASSES;
    };
  }

  /** Targets that the family accepts: whole numbers from 0 or 1 on are classes, counts and reals alike. */
  private double[] targets(Family family) {
    int most = family.task() == dev.lariat.data.Task.CLASSIFICATION ? classes(family) : 6;
    double[] y = new double[ROWS * family.targets(classes(family))];
    for (int i = 0; i < y.length; i++) {
      do {
        y[i] = random.nextInt(most);
      } while (family.refusal(y[i], classes(family)).isPresent());
    }
    return y;
  }

  private double[] weights() {
    double[] w = new double[ROWS];
    Arrays.setAll(w, i -> i == 3 ? 0 : 0.5 + random.nextDouble());
    double sum = Arrays.stream(w).sum();
    Arrays.setAll(w, i -> w[i] / sum);
    return w;
  }

  private Observations observations(Family family, double[] y) {
    Cox.Times times = null;
    if (family instanceof Cox) {
      boolean[] event = new boolean[ROWS];
      int[] stratum = new int[ROWS];
      double[] start = new double[ROWS];
      for (int i = 0; i < ROWS; i++) {
        event[i] = i % 4 != 1;
        stratum[i] = i % 3 == 0 ? 7 : 2;
        start[i] = y[i] - 1 - random.nextInt(4);
      }
      times = new Cox.Times(y, event, start, stratum);
    }
    return new Observations(DesignMatrix.dense(new double[][]{new double[ROWS]}), family, y, classes(family), null,
        null, times);
  }

  private double[][] predictors(Family family) {
    double[][] eta = new double[family.predictors(classes(family))][ROWS];
    for (double[] e : eta) {
      Arrays.setAll(e, i -> 1.5 * random.nextGaussian());
    }
    return eta;
  }

  private static double[][] like(double[][] eta) {
    return new double[eta.length][eta[0].length];
  }

  @ParameterizedTest
  @MethodSource("families")
  void gradientAndCurvatureAreDerivativesOfTheLoss(Family family) {
    Datafit fit = family.datafit(observations(family, targets(family)), weights());
    double[][] eta = predictors(family);
    double[][] mu = like(eta);
    double step = 1e-5;
    for (int k = 0; k < eta.length; k++) {
      for (int i = 0; i < ROWS; i++) {
        double old = eta[k][i];
        eta[k][i] = old + step;
        double up = fit.evaluate(eta, mu);
        double[][] thetaUp = residuals(fit, mu);
        eta[k][i] = old - step;
        double down = fit.evaluate(eta, mu);
        double[][] thetaDown = residuals(fit, mu);
        eta[k][i] = old;
        fit.evaluate(eta, mu);
        assertThat(-residuals(fit, mu)[k][i]).isCloseTo((up - down) / (2 * step), within(1e-8));
        double[] h = new double[ROWS];
        for (int l = 0; l < eta.length && !fit.coupled(); l++) {
          fit.curvature(mu, k, l, h);
          assertThat(h[i]).isCloseTo((thetaDown[l][i] - thetaUp[l][i]) / (2 * step), within(1e-8));
        }
      }
    }
  }

  /** A loss that couples rows: its product is its derivative, below its diagonal bound. */
  @ParameterizedTest
  @MethodSource("families")
  void theProductIsTheDerivativeOfTheGradient(Family family) {
    Datafit fit = family.datafit(observations(family, targets(family)), weights());
    double[][] eta = predictors(family);
    double[][] e = predictors(family);
    double[][] mu = like(eta);
    double step = 1e-5;
    double[][][] theta = new double[2][][];
    for (int side = 0; side < 2; side++) {
      double[][] moved = like(eta);
      for (int k = 0; k < eta.length; k++) {
        for (int i = 0; i < ROWS; i++) {
          moved[k][i] = eta[k][i] + (side == 0 ? step : -step) * e[k][i];
        }
      }
      fit.evaluate(moved, mu);
      theta[side] = residuals(fit, mu);
    }
    fit.evaluate(eta, mu);
    double[][] t = like(eta);
    fit.product(mu, diagonal(fit, mu), e, t);
    double form = 0;
    double bound = 0;
    double[] h = new double[ROWS];
    for (int k = 0; k < eta.length; k++) {
      fit.curvature(mu, k, k, h);
      for (int i = 0; i < ROWS; i++) {
        assertThat(t[k][i]).isCloseTo((theta[1][k][i] - theta[0][k][i]) / (2 * step), within(1e-7));
        form += e[k][i] * t[k][i];
        bound += h[i] * e[k][i] * e[k][i];
      }
    }
    assertThat(form).isGreaterThanOrEqualTo(0);
    if (fit.coupled()) {
      assertThat(form).isLessThanOrEqualTo(bound);
    }
  }

  private static double[][] diagonal(Datafit fit, double[][] mu) {
    double[][] h = like(mu);
    for (int k = 0; k < h.length; k++) {
      fit.curvature(mu, k, k, h[k]);
    }
    return h;
  }

  private static double[][] residuals(Datafit fit, double[][] mu) {
    double[][] theta = like(mu);
    for (int k = 0; k < theta.length; k++) {
      fit.residual(mu, k, theta[k]);
    }
    return theta;
  }

  @ParameterizedTest
  @MethodSource("families")
  void theProductIsTheCurvatureTimesItsVector(Family family) {
    Datafit fit = family.datafit(observations(family, targets(family)), weights());
    if (fit.coupled()) {
      return; // the curvature is a bound
    }
    double[][] eta = predictors(family);
    double[][] mu = like(eta);
    fit.evaluate(eta, mu);
    double[][] e = predictors(family);
    double[][] t = like(eta);
    fit.product(mu, diagonal(fit, mu), e, t);
    double form = 0;
    for (int k = 0; k < eta.length; k++) {
      double[] expected = new double[ROWS];
      double[] h = new double[ROWS];
      for (int l = 0; l < eta.length; l++) {
        fit.curvature(mu, k, l, h);
        for (int i = 0; i < ROWS; i++) {
          expected[i] += h[i] * e[l][i];
        }
      }
      assertThat(t[k]).containsExactly(expected, within(1e-12));
      for (int i = 0; i < ROWS; i++) {
        form += e[k][i] * t[k][i];
      }
    }
    assertThat(form).as("eᵀWe: the loss is convex").isGreaterThanOrEqualTo(0);
  }

  @ParameterizedTest
  @MethodSource("families")
  void whereOnePredictorHasChangedTheLossIsTheSame(Family family) {
    Datafit fit = family.datafit(observations(family, targets(family)), weights());
    double[][] eta = predictors(family);
    for (double size : new double[]{1e-6, 1, 20}) { // the last in one go would cost digits
      for (int k = 0; k < eta.length; k++) {
        double[][] before = like(eta);
        double loss = fit.evaluate(eta, before);
        double[][] there = eta.clone();
        there[k] = Arrays.stream(eta[k]).map(e -> e + size * random.nextGaussian()).toArray();
        double[] change = new double[ROWS];
        for (int i = 0; i < ROWS; i++) {
          change[i] = there[k][i] - eta[k][i];
        }
        double[][] mu = like(eta);
        double got = fit.evaluate(there, k, change, before, loss, mu);
        double[][] expected = like(eta);
        double whole = fit.evaluate(there, expected);
        assertThat(got).isCloseTo(whole, within(1e-13 * (1 + Math.abs(whole))));
        for (int l = 0; l < eta.length; l++) {
          for (int i = 0; i < ROWS; i++) {
            assertThat(mu[l][i]).isCloseTo(expected[l][i], within(1e-12 * Math.abs(expected[l][i])));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void theMeansAreThoseOfTheLoss(Family family) {
    double[][] eta = predictors(family);
    double[][] mu = like(eta);
    Datafit fit = family.datafit(observations(family, targets(family)), weights());
    if (fit.coupled()) {
      return; // what it calls means are parts of sums
    }
    fit.evaluate(eta, mu);
    double[] mean = new double[classes(family)];
    for (int i = 0; i < ROWS; i++) {
      family.mean(eta, i, mean, 0);
      double[] ofLoss = new double[eta.length];
      for (int k = 0; k < eta.length; k++) {
        ofLoss[k] = mu[k][i];
      }
      // of two classes with one predictor the second one's
      assertThat(Arrays.copyOfRange(mean, mean.length - eta.length, mean.length)).containsExactly(ofLoss,
          within(1e-14 * Math.max(1, Arrays.stream(mean).max().orElseThrow())));
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void theLossIsHalfTheDevianceAndZeroWhereTheModelIsSaturated(Family family) {
    double[] y = targets(family);
    double[] w = weights();
    Datafit fit = family.datafit(observations(family, y), w);
    if (fit.coupled()) {
      return; // no row has a deviance of its own
    }
    double[][] eta = predictors(family);
    double[][] mu = like(eta);
    double loss = fit.evaluate(eta, mu);
    double deviance = 0;
    double[] mean = new double[classes(family)];
    for (int i = 0; i < ROWS; i++) {
      family.mean(eta, i, mean, 0);
      deviance += w[i] * family.deviance(y, i, mean);
    }
    assertThat(loss).isCloseTo(deviance / 2, within(1e-12 * (1 + loss)));
    // Newton's way down, a row by itself: the saturated model
    for (int iteration = 0; iteration < 200; iteration++) {
      fit.evaluate(eta, mu);
      for (int k = 0; k < eta.length; k++) {
        double[] theta = new double[ROWS];
        double[] h = new double[ROWS];
        fit.residual(mu, k, theta);
        fit.curvature(mu, k, k, h);
        for (int i = 0; i < ROWS; i++) {
          eta[k][i] += w[i] == 0 || h[i] == 0 ? 0 : Math.clamp(theta[i] / h[i] / eta.length, -0.5, 0.5);
        }
      }
    }
    assertThat(fit.evaluate(eta, mu)).isCloseTo(0, within(1e-9));
  }

  /** By Fenchel and Young the distance is 0 at s = 1 alone, grows with |1 − s|, and is at most the loss at s = 0. */
  @ParameterizedTest
  @MethodSource("families")
  void theDistanceIsThatOfADualPoint(Family family) {
    Datafit fit = family.datafit(observations(family, targets(family)), weights());
    double[][] eta = predictors(family);
    double[][] mu = like(eta);
    double loss = fit.evaluate(eta, mu);
    double last = 0;
    for (double s : List.of(1.0, 0.999, 0.9, 0.6, 0.3, 0.0)) {
      fit.evaluate(eta, mu);
      double distance = fit.distance(mu, s);
      assertThat(distance).as("at s = %s", s).isGreaterThanOrEqualTo(last);
      last = distance;
    }
    assertThat(last).as("F + F*(0), F* ≥ 0 as no loss is below 0").isCloseTo(loss, within(1e-9 * (1 + loss)));
    // the supremum in F* is over all predictors: none gives more
    double s = 0.7;
    double[][] theta = residuals(fit, mu);
    double distance = fit.distance(mu, s);
    for (int trial = 0; trial < 200; trial++) {
      double[][] other = predictors(family);
      double bound = loss;
      for (int k = 0; k < eta.length; k++) {
        for (int i = 0; i < ROWS; i++) {
          bound += s * theta[k][i] * (eta[k][i] - other[k][i]);
        }
      }
      bound -= fit.evaluate(other, like(eta));
      assertThat(bound).isLessThanOrEqualTo(distance + 1e-12);
    }
  }

  /**
   * The Newton of {@link RowwiseDatafit}, for families that are no exponential ones, on one where the answer is known.
   */
  @ParameterizedTest
  @MethodSource("families")
  void theGeneralDistanceIsTheParticularOne(Family family) {
    double[] y = targets(family);
    if (!(family.datafit(observations(family, y), weights()) instanceof RowwiseDatafit known)) {
      return;
    }
    var general = new RowwiseDatafit(known.w, known.y) {
      @Override
      double mean(double eta) {
        return known.mean(eta);
      }

      @Override
      double link(double mu) {
        return known.link(mu);
      }

      @Override
      double loss(double target, double eta, double mu) {
        return known.loss(target, eta, mu);
      }

      @Override
      double slope(double target, double mu) {
        return known.slope(target, mu);
      }

      @Override
      double bend(double target, double mu) {
        return known.bend(target, mu);
      }
    };
    double[][] eta = predictors(family);
    double[][] mu = like(eta);
    assertThat(general.evaluate(eta, mu)).isCloseTo(known.evaluate(eta, mu), within(1e-12));
    for (double s : List.of(0.99, 0.9, 0.5, 0.1)) {
      assertThat(general.distance(mu, s)).isCloseTo(known.distance(mu, s), within(1e-10));
    }
  }

  @org.junit.jupiter.api.Test
  void everyFamilyIsKnownByName() {
    assertThat(Family.known().stream().map(Object::getClass).toList())
        .as("Family.known() and Family.of list every family")
        .containsExactlyInAnyOrder(Family.class.getPermittedSubclasses());
    for (Family family : Family.known()) {
      assertThat(Family.of(family.label())).isEqualTo(family);
    }
  }
}
