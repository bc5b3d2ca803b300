package dev.lariat.linear;

import dev.lariat.kernel.DenseOps;
import dev.lariat.kernel.Kernels;
import java.util.Optional;

/** A number above 0 whose standard deviation grows with its mean e^η; loss y/μ − 1 − log(y/μ). */
public record Gamma() implements Family {
  @Override
  public String label() {
    return "gamma";
  }

  @Override
  public String toString() {
    return label();
  }

  @Override
  public Link link() {
    return Link.LOG;
  }

  @Override
  public Optional<String> refusal(double y, int classes) {
    return y > 0
        ? Optional.empty()
        : Optional.of("a gamma target must be above 0" + (y == 0 ? ": with zeros take tweedie" : ""));
  }

  @Override
  public void requireUsable(Observations data, double[] w, boolean intercept) {
    data.requireVaried(w, intercept);
  }

  @Override
  public double deviance(double y, double[] mean) {
    double r = y / mean[0];
    return 2 * (r - 1 - Kernels.log(r));
  }

  @Override
  public Datafit datafit(Observations data, double[] w) {
    return new Ratios(w, data.y());
  }

  @Override
  public boolean glmnetRidgeStartsAtIntercept() {
    return false;
  }

  private static final class Ratios extends RowwiseDatafit.OfLogLink {
    private final double[] logY;
    private final double[] grown; // [rows] y/μ − 1

    Ratios(double[] w, double[] y) {
      super(w, y);
      logY = new double[y.length];
      grown = new double[y.length];
      for (int i = 0; i < y.length; i++) {
        logY[i] = Kernels.log(y[i]);
      }
    }

    /** With u = η − log y the loss is e^−u − 1 + u, so that nothing cancels where y/μ is near 1. */
    @Override
    public double evaluate(double[][] eta, double[][] mu) {
      double[] e = eta[0];
      int n = e.length;
      Kernels kernels = DenseOps.kernels();
      for (int i = 0; i < n; i++) {
        grown[i] = logY[i] - e[i];
      }
      kernels.expm1(n, grown, 0, grown, 0);
      kernels.exp(n, e, 0, mu[0], 0);
      double loss = 0;
      for (int i = 0; i < n; i++) {
        loss += w[i] == 0 ? 0 : w[i] * (grown[i] + (e[i] - logY[i]));
      }
      return loss;
    }

    @Override
    double loss(double y, double eta, double mu) {
      return y / mu - 1 - Kernels.log(y / mu);
    }

    @Override
    double slope(double y, double mu) {
      return y / mu - 1;
    }

    @Override
    double bend(double y, double mu) {
      return y / mu;
    }

    /** The slope is s times as large where the ratio y/μ is q = 1 + s(y/μ − 1). */
    @Override
    double distance(double y, double mu, double s) {
      double r = y / mu;
      double q = 1 + s * (r - 1);
      return Math.max(0, Divergence.part(q, r) - q + r);
    }
  }
}
