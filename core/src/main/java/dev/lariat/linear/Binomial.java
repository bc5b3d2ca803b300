package dev.lariat.linear;

import dev.lariat.kernel.DenseOps;
import dev.lariat.kernel.Kernels;
import java.util.Optional;

/** One of two classes; loss −log p, p = 1/(1 + e^−η) for the second class. */
public record Binomial() implements Family {
  @Override
  public String label() {
    return "binomial";
  }

  @Override
  public String toString() {
    return label();
  }

  @Override
  public Link link() {
    return Link.LOGIT;
  }

  @Override
  public void requireClasses(int classes) {
    if (classes != 2) {
      throw new IllegalArgumentException(
          "binomial needs 2 classes, got " + classes + (classes > 2 ? ": use multinomial" : ""));
    }
  }

  @Override
  public Optional<String> refusal(double y, int classes) {
    return Observations.refusalOfClass(y, classes);
  }

  @Override
  public void requireUsable(Observations data, double[] w, boolean intercept) {
    data.requireEveryClass(w);
  }

  @Override
  public double deviance(double y, double[] mean) {
    double p = Divergence.clip(mean[1]);
    return -2 * Kernels.log(y == 1 ? p : 1 - p);
  }

  @Override
  public boolean distanceBoundedByCurvature() {
    return true;
  }

  @Override
  public Datafit datafit(Observations data, double[] w) {
    return new Logistic(w, data.y());
  }

  private static final class Logistic extends RowwiseDatafit {
    private final double[] power; // [rows] e^−|η|; scratch
    private final double[] rest; // [rows] log(1 + e^−|η|); scratch

    Logistic(double[] w, double[] y) {
      super(w, y);
      power = new double[y.length];
      rest = new double[y.length];
    }

    /** log(1 + e^η) − yη without overflow, in vectors. */
    @Override
    public double evaluate(double[][] eta, double[][] mu) {
      double[] e = eta[0];
      double[] m = mu[0];
      int n = e.length;
      for (int i = 0; i < n; i++) {
        power[i] = -Math.abs(e[i]);
      }
      Kernels kernels = DenseOps.kernels();
      kernels.exp(n, power, 0, power, 0);
      kernels.log1p(n, power, 0, rest, 0);
      double loss = 0;
      for (int i = 0; i < n; i++) {
        double t = power[i];
        m[i] = (e[i] >= 0 ? 1 : t) / (1 + t);
        loss += w[i] == 0 ? 0 : w[i] * (rest[i] + Math.max(e[i], 0) - y[i] * e[i]);
      }
      return loss;
    }

    @Override
    double mean(double eta) {
      double t = Kernels.exp(-Math.abs(eta));
      return (eta >= 0 ? 1 : t) / (1 + t);
    }

    @Override
    double link(double mu) {
      return Kernels.log(mu / (1 - mu));
    }

    @Override
    double loss(double y, double eta, double mu) {
      return Kernels.log1p(Kernels.exp(-Math.abs(eta))) + Math.max(eta, 0) - y * eta;
    }

    @Override
    double slope(double y, double mu) {
      return y - mu;
    }

    @Override
    double bend(double y, double mu) {
      return mu * (1 - mu);
    }

    /** With q = μ + (1 − s)(y − μ) the Kullback–Leibler divergence of q from μ. */
    @Override
    public double distance(double[][] mu, double s) {
      if (s == 1) {
        return 0;
      }
      double[] m = mu[0];
      for (int i = 0; i < m.length; i++) {
        power[i] = y[i] == 1 ? m[i] : 1 - m[i];
      }
      return Divergence.towardsOwn(w, power, s, rest);
    }
  }
}
