package dev.lariat.linear;

import dev.lariat.data.DataException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * The time until an event, proportional hazards: h(t | x) = h₀(t)·e^η with any h₀; loss −log of the partial likelihood
 * (Cox, 1972, "Regression models and life-tables"), less that of the saturated model. η has no constant: it would
 * cancel.
 *
 * @param ties how events at the same time are counted
 */
public record Cox(Ties ties) implements Family {
  private static final double GROWTH_OF_LAST = 1e-3; // of the deviance explained, over the last λs: glmnet's 100·fdev

  /** How events at the same time are counted. */
  public enum Ties {
    /** Each against all that are at risk then (Breslow, 1974). */
    BRESLOW,
    /** Against the mean of those that remain, whatever their order was (Efron, 1977). */
    EFRON
  }

  /**
   * Who was at risk, and what happened. The arrays are kept, not copied.
   *
   * @param time [rows] of the event, or of the last look, at least 0
   * @param event [rows] whether the event happened then
   * @param start [rows] from when on the row was at risk, below its time; null for the beginning
   * @param stratum [rows] a number each; rows are compared within their stratum only; null for one stratum
   */
  @SuppressWarnings("ArrayRecordComponent") // numbers in bulk, never compared
  public record Times(double[] time, boolean[] event, double[] start, int[] stratum) {
    /**
     * Checks the values.
     *
     * @throws DataException if a time cannot be used, or there is no event
     */
    public Times {
      requireLength("events", event.length, time.length);
      if (start != null) {
        requireLength("starts", start.length, time.length);
      }
      if (stratum != null) {
        requireLength("strata", stratum.length, time.length);
      }
      boolean any = false;
      for (int i = 0; i < time.length; i++) {
        any |= event[i];
        if (!(time[i] >= 0) || Double.isInfinite(time[i])) {
          throw bad(i, "the time is " + time[i] + ": times are finite and at least 0");
        }
        if (start != null && !(start[i] < time[i])) {
          throw bad(i, "the start is " + start[i] + ": it must be before the time, " + time[i]);
        }
      }
      if (!any) {
        throw new DataException("no row has an event: there is nothing to model");
      }
    }

    private static void requireLength(String what, int length, int rows) {
      if (length != rows) {
        throw new IllegalArgumentException(length + " " + what + " for " + rows + " times");
      }
    }

    private static DataException bad(int row, String what) {
      return new DataException(String.format(Locale.ROOT, "row %d: %s", row + 1, what));
    }
  }

  /**
   * The cumulative hazard H₀ of a row with η = 0 of a model, a step function a stratum (Breslow's estimator, or
   * Efron's): the survival of a row is S(t) = exp(−H₀(t)·e^η).
   *
   * @param stratum [steps] the stratum's number, in runs
   * @param time [steps] ascending within a stratum
   * @param cumulative [steps] H₀ from that time on
   */
  @SuppressWarnings("ArrayRecordComponent") // numbers in bulk, never compared
  public record Baseline(int[] stratum, double[] time, double[] cumulative) {
    /** H₀ of a stratum at a time; 0 before its first step. */
    public double at(int number, double t) {
      double value = 0;
      for (int g = 0; g < time.length; g++) {
        if (stratum[g] == number && time[g] <= t) {
          value = cumulative[g];
        }
      }
      return value;
    }
  }

  /** Refuses null. */
  public Cox {
    Objects.requireNonNull(ties);
  }

  @Override
  public String label() {
    return "cox";
  }

  @Override
  public String toString() {
    return label() + " with ties by " + ties.name().toLowerCase(Locale.ROOT);
  }

  /** The relative risk e^η. */
  @Override
  public Link link() {
    return Link.LOG;
  }

  @Override
  public Optional<String> refusal(double y, int classes) {
    return y < 0 ? Optional.of("times cannot be negative") : Optional.empty();
  }

  @Override
  public void requireUsable(Observations data, double[] w, boolean intercept) {
    requireTimes(data);
    boolean any = false;
    boolean weightless = false;
    for (int i = 0; i < w.length; i++) {
      any |= w[i] > 0 && data.times().event()[i];
      weightless |= !(w[i] > 0) && data.times().event()[i];
    }
    if (!any) {
      throw new DataException(
          "no row " + (weightless ? "of positive weight " : "") + "has an event: there is nothing to model");
    }
    double[][] zero = new double[1][w.length];
    if (!(new PartialLikelihood(data.times(), w, ties).evaluate(zero, new double[1][w.length]) > 0)) {
      throw new DataException(
          "no row is at risk when another one has its event (all at one time?): there is nothing to compare");
    }
  }

  /** Not a sum over rows: cross-validation compares partial likelihoods. */
  @Override
  public double deviance(double y, double[] mean) {
    throw new IllegalStateException("the partial likelihood is not a sum over rows");
  }

  @Override
  public Datafit datafit(Observations data, double[] w) {
    requireTimes(data);
    return new PartialLikelihood(data.times(), w, ties);
  }

  private static void requireTimes(Observations data) {
    if (data.times() == null) {
      throw new IllegalArgumentException("the family cox needs the times and events of the rows");
    }
  }

  /** The cumulative hazard of the baseline at each λ of a path that was fitted to these observations. */
  public List<Baseline> baselines(Observations data, LinearPath path) {
    var likelihood = new PartialLikelihood(data.times(), data.normalisedWeights(), ties);
    return path.points().stream().map(point -> {
      double[] eta = point.predict(data.x())[0];
      for (int i = 0; data.offset() != null && i < eta.length; i++) {
        eta[i] += data.offset()[0][i];
      }
      return likelihood.baseline(eta, data.times().stratum());
    }).toList();
  }

  @Override
  public Optional<Cox> survival() {
    return Optional.of(this);
  }

  /**
   * The distance is Σ W·KL(q ‖ p) over the softmaxes of the events, q = p + ε(y − p) with ε = 1 − s, and χ² is ΣW·χ²(y
   * ‖ p). Each divergence is at most ε²χ², and at most ε²/s + ε·log(1 + εχ²), where the logarithm's mean is no more
   * than that of the mean; the weights W sum to no more than those of the rows. The second is the less where few events
   * are compared with many rows.
   */
  @Override
  public double distanceAbout(double s, double square, double weight) {
    double e = 1 - s;
    double mean = square / weight;
    return s == 1 ? 0 : Math.min(e * e * mean, e * e / s + e * Math.log1p(e * mean));
  }

  @Override
  public boolean distanceBoundedByCurvature() {
    return true;
  }

  @Override
  public boolean pathEnds(List<Double> ratios, double patience) {
    double now = ratios.getLast();
    return now - ratios.get(ratios.size() - LEAST_POINTS) < patience * GROWTH_OF_LAST * now;
  }
}
