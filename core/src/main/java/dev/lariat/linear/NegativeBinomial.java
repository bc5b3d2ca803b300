package dev.lariat.linear;

import dev.lariat.kernel.Kernels;
import java.util.Map;
import java.util.Optional;

/**
 * A count that varies more than a Poisson count does: variance μ + μ²/θ, mean μ = e^η; loss y·log(y/μ) − (y + θ)·log((y
 * + θ)/(μ + θ)).
 *
 * @param theta θ, above 0; the larger the nearer to Poisson
 */
public record NegativeBinomial(double theta) implements Family {
  /**
   * Checks θ.
   *
   * @throws IllegalArgumentException if it is not a finite number above 0
   */
  public NegativeBinomial {
    if (!(theta > 0) || Double.isInfinite(theta)) {
      throw new IllegalArgumentException("theta of negative-binomial must be finite and above 0, not " + theta);
    }
  }

  @Override
  public String label() {
    return "negative-binomial";
  }

  @Override
  public String toString() {
    return label() + " with theta " + theta;
  }

  @Override
  public Map<String, Double> parameters() {
    return Map.of("theta", theta);
  }

  @Override
  public Family with(String parameter, double value) {
    return parameter.equals("theta") ? new NegativeBinomial(value) : Family.super.with(parameter, value);
  }

  @Override
  public Link link() {
    return Link.LOG;
  }

  @Override
  public Optional<String> refusal(double y, int classes) {
    return y < 0 ? Optional.of("negative binomial counts cannot be negative") : Optional.empty();
  }

  @Override
  public void requireUsable(Observations data, double[] w, boolean intercept) {
    data.requirePositive(w);
    data.requireVaried(w, intercept);
  }

  @Override
  public double deviance(double y, double[] mean) {
    return 2 * (Divergence.part(y, mean[0]) - (y + theta) * Kernels.log((y + theta) / (mean[0] + theta)));
  }

  @Override
  public Datafit datafit(Observations data, double[] w) {
    return new SpreadCounts(w, data.y(), theta);
  }

  @Override
  public boolean glmnetRidgeStartsAtIntercept() {
    return false;
  }

  private static final class SpreadCounts extends RowwiseDatafit.OfLogLink {
    private final double theta;

    SpreadCounts(double[] w, double[] y, double theta) {
      super(w, y);
      this.theta = theta;
    }

    /** With u = η − log y it is (y + θ)·log(1 + y(e^u − 1)/(y + θ)) − yu, whose parts are small where u is. */
    @Override
    double loss(double y, double eta, double mu) {
      if (y == 0) {
        return theta * Kernels.log1p(mu / theta);
      }
      double u = eta - Kernels.log(y);
      return (y + theta) * Kernels.log1p(y * Kernels.expm1(u) / (y + theta)) - y * u;
    }

    @Override
    double slope(double y, double mu) {
      return theta * (y - mu) / (theta + mu);
    }

    @Override
    double bend(double y, double mu) {
      return theta * mu / (theta + mu) * ((theta + y) / (theta + mu));
    }

    /** The slope is c = s times as large where μ is q = θ(y − c)/(θ + c). */
    @Override
    double distance(double y, double mu, double s) {
      double c = s * slope(y, mu);
      double q = theta * (y - c) / (theta + c);
      double first = q > 0 ? (y - c) * Kernels.log(q / mu) : 0;
      return Math.max(0, first - (y + theta) * Kernels.log((q + theta) / (mu + theta)));
    }
  }
}
