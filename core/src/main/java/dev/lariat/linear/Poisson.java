package dev.lariat.linear;

import dev.lariat.kernel.Kernels;
import java.util.List;
import java.util.Optional;

/** A count; loss e^η − yη, up to a constant. */
public record Poisson() implements Family {
  private static final double GROWTH_OF_LAST = 1e-4; // of the deviance explained, over the last λs: glmnet's 10·fdev

  @Override
  public String label() {
    return "poisson";
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
    return y < 0 ? Optional.of("Poisson counts cannot be negative") : Optional.empty();
  }

  @Override
  public void requireUsable(Observations data, double[] w, boolean intercept) {
    data.requirePositive(w);
    data.requireVaried(w, intercept);
  }

  @Override
  public double deviance(double y, double[] mean) {
    return 2 * (Divergence.part(y, mean[0]) - y + mean[0]);
  }

  @Override
  public boolean distanceBoundedByCurvature() {
    return true;
  }

  @Override
  public Datafit datafit(Observations data, double[] w) {
    return new Counts(w, data.y());
  }

  @Override
  public boolean pathEnds(List<Double> ratios, double patience) {
    double now = ratios.getLast();
    return now - ratios.get(ratios.size() - LEAST_POINTS) < patience * GROWTH_OF_LAST * now;
  }

  private static final class Counts extends RowwiseDatafit.OfLogLink {
    /** Nearer to log y than this, e^u − 1 is computed as such. */
    private static final double NEAR = 0.5;

    private final double[] logY; // 0 where y is 0

    Counts(double[] w, double[] y) {
      super(w, y);
      logY = new double[y.length];
      for (int i = 0; i < y.length; i++) {
        logY[i] = y[i] == 0 ? 0 : Kernels.log(y[i]);
      }
    }

    /**
     * Half the deviance: y(eᵘ − 1 − u) with u = η − log y, row by row. Σ(μ − yη) less its value for the saturated model
     * loses all digits where counts are large and well fitted, and then no step of the line search seems to help.
     */
    @Override
    public double evaluate(double[][] eta, double[][] mu) {
      double[] e = eta[0];
      double[] m = mu[0];
      double loss = 0;
      for (int i = 0; i < e.length; i++) {
        double u = e[i] - logY[i];
        double rest;
        if (y[i] > 0 && Math.abs(u) < NEAR) {
          double grown = Kernels.expm1(u);
          m[i] = y[i] + y[i] * grown;
          rest = y[i] * (grown - u);
        } else {
          m[i] = Kernels.exp(e[i]);
          rest = m[i] - y[i] - y[i] * u;
        }
        loss += w[i] == 0 ? 0 : w[i] * rest;
      }
      return loss;
    }

    @Override
    double loss(double y, double eta, double mu) {
      return Divergence.part(y, mu) - y + mu;
    }

    @Override
    double slope(double y, double mu) {
      return y - mu;
    }

    @Override
    double bend(double y, double mu) {
      return mu;
    }

    /** With q = μ + (1 − s)(y − μ) the Kullback–Leibler divergence of q from μ. */
    @Override
    double distance(double y, double mu, double s) {
      double q = mu + (1 - s) * (y - mu);
      return Divergence.part(q, mu) - q + mu;
    }
  }
}
