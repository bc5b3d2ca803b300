package dev.lariat.linear;

import dev.lariat.kernel.Kernels;
import java.util.Map;
import java.util.Optional;

/**
 * A number that is often 0 and else above it, as the sum of a random number of payments is: variance μᵖ, mean μ = e^η;
 * loss y²⁻ᵖ/((1−p)(2−p)) − yμ¹⁻ᵖ/(1−p) + μ²⁻ᵖ/(2−p) (Jørgensen, 1987, "Exponential dispersion models").
 *
 * @param power p, between 1 (counts) and 2 (gamma)
 */
public record Tweedie(double power) implements Family {
  /**
   * Checks the power.
   *
   * @throws IllegalArgumentException if it is not between 1 and 2
   */
  public Tweedie {
    if (!(power > 1 && power < 2)) {
      throw new IllegalArgumentException("the power of tweedie must lie between 1 and 2, not " + power
          + (power == 1 ? ": that is poisson" : power == 2 ? ": that is gamma" : ""));
    }
  }

  @Override
  public String label() {
    return "tweedie";
  }

  @Override
  public String toString() {
    return label() + " with power " + power;
  }

  @Override
  public Map<String, Double> parameters() {
    return Map.of("power", power);
  }

  @Override
  public Family with(String parameter, double value) {
    return parameter.equals("power") ? new Tweedie(value) : Family.super.with(parameter, value);
  }

  @Override
  public Link link() {
    return Link.LOG;
  }

  @Override
  public Optional<String> refusal(double y, int classes) {
    return y < 0 ? Optional.of("a tweedie target cannot be negative") : Optional.empty();
  }

  @Override
  public void requireUsable(Observations data, double[] w, boolean intercept) {
    data.requirePositive(w);
    data.requireVaried(w, intercept);
  }

  @Override
  public double deviance(double y, double[] mean) {
    double a = 2 - power;
    double b = 1 - power;
    double rest = y == 0 ? 0 : raised(y, a) / (a * b) - y * raised(mean[0], b) / b;
    return 2 * (rest + raised(mean[0], a) / a);
  }

  @Override
  public Datafit datafit(Observations data, double[] w) {
    return new Payments(w, data.y(), power);
  }

  @Override
  public boolean glmnetRidgeStartsAtIntercept() {
    return false;
  }

  private static double raised(double base, double exponent) {
    return Kernels.exp(exponent * Kernels.log(base));
  }

  /** The distance of a row above 0 has no closed form: the superclass solves for it. */
  private static final class Payments extends RowwiseDatafit.OfLogLink {
    private final double a; // 2 − p
    private final double b; // 1 − p

    Payments(double[] w, double[] y, double power) {
      super(w, y);
      a = 2 - power;
      b = 1 - power;
    }

    /** With u = η − log y it is y²⁻ᵖ((e^au − 1)/a − (e^bu − 1)/b), whose parts are small where u is. */
    @Override
    double loss(double y, double eta, double mu) {
      if (y == 0) {
        return Kernels.exp(a * eta) / a;
      }
      double u = eta - Kernels.log(y);
      return raised(y, a) * (Kernels.expm1(a * u) / a - Kernels.expm1(b * u) / b);
    }

    @Override
    double slope(double y, double mu) {
      double logMu = Kernels.log(mu);
      return (y == 0 ? 0 : y * Kernels.exp(b * logMu)) - Kernels.exp(a * logMu);
    }

    @Override
    double bend(double y, double mu) {
      double logMu = Kernels.log(mu);
      return (y == 0 ? 0 : -b * y * Kernels.exp(b * logMu)) + a * Kernels.exp(a * logMu);
    }

    /** Of a row of 0 the slope −μᵃ is s times as large where η is less by −log(s)/a. */
    @Override
    double distance(double y, double mu, double s) {
      return y == 0 ? raised(mu, a) / a * (1 - s + Divergence.part(s, 1)) : super.distance(y, mu, s);
    }
  }
}
