package dev.lariat.linear.solver;

import dev.lariat.linear.Observations;

/**
 * The loss of a family at linear predictors η, with what a proximal Newton method and its certificate need.
 *
 * <p>Losses are half deviances, Σ w_i·½dev(y_i, μ_i) with Σw = 1: zero for a saturated model.
 */
abstract sealed class Likelihood {
  final double[] w; // [rows], sums to 1
  final double[] y; // [rows]

  private Likelihood(double[] w, double[] y) {
    this.w = w;
    this.y = y;
  }

  static Likelihood of(Observations data, double[] w) {
    return switch (data.family()) {
      case GAUSSIAN -> new Gaussian(w, data.y());
      case BINOMIAL -> new Binomial(w, data.y());
      case MULTINOMIAL -> new Multinomial(w, data.y(), data.classes());
      case POISSON -> new Poisson(w, data.y());
    };
  }

  /** The number of linear predictors. */
  int predictors() {
    return 1;
  }

  /** Fills the means μ [predictors][rows] and returns the loss. */
  abstract double evaluate(double[][] eta, double[][] mu);

  /** θ_i = w_i(y_i − μ_i), the negative gradient for predictor k. */
  void residual(double[][] mu, int k, double[] theta) {
    double[] m = mu[k];
    for (int i = 0; i < theta.length; i++) {
      theta[i] = w[i] * (y[i] - m[i]);
    }
  }

  /** h_i = w_i ∂μ_ik/∂η_ik. */
  abstract void curvature(double[][] mu, int k, double[] h);

  /**
   * A bound on the curvature of all predictors at once, 2 max_k μ_k(1 − μ_k) ≥ the largest eigenvalue of diag(μ) − μμᵀ;
   * uses {@code scratch} [rows].
   */
  final void curvatureBound(double[][] mu, double[] h, double[] scratch) {
    curvature(mu, 0, h);
    for (int l = 1; l < mu.length; l++) {
      curvature(mu, l, scratch);
      for (int i = 0; i < h.length; i++) {
        h[i] = Math.max(h[i], scratch[i]);
      }
    }
    for (int i = 0; i < h.length; i++) {
      h[i] *= 2;
    }
  }

  /**
   * F(η) + F*(−sθ) + s⟨θ, η⟩ ≥ 0: how far the scaled residual sθ is from being dual to η. With q = μ + (1 − s)(y − μ)
   * it is the Kullback–Leibler divergence of q from μ (½(1 − s)²‖y − μ‖² for gaussian), so it is 0 at s = 1 and never
   * cancels.
   */
  abstract double distance(double[][] mu, double s);

  private static double divergence(double q, double mu) {
    return q <= 0 ? 0 : q * Math.log(q / mu);
  }

  private static final class Gaussian extends Likelihood {
    Gaussian(double[] w, double[] y) {
      super(w, y);
    }

    @Override
    double evaluate(double[][] eta, double[][] mu) {
      double[] e = eta[0];
      double[] m = mu[0];
      double loss = 0;
      for (int i = 0; i < e.length; i++) {
        m[i] = e[i];
        double r = y[i] - e[i];
        loss += w[i] * r * r;
      }
      return loss / 2;
    }

    @Override
    void curvature(double[][] mu, int k, double[] h) {
      System.arraycopy(w, 0, h, 0, h.length);
    }

    @Override
    double distance(double[][] mu, double s) {
      double loss = 0;
      for (int i = 0; i < y.length; i++) {
        double r = y[i] - mu[0][i];
        loss += w[i] * r * r;
      }
      return (1 - s) * (1 - s) * loss / 2;
    }
  }

  private static final class Binomial extends Likelihood {
    Binomial(double[] w, double[] y) {
      super(w, y);
    }

    @Override
    double evaluate(double[][] eta, double[][] mu) {
      double[] e = eta[0];
      double[] m = mu[0];
      double loss = 0;
      for (int i = 0; i < e.length; i++) {
        // log(1 + e^η) − yη without overflow
        double t = Math.exp(-Math.abs(e[i]));
        m[i] = e[i] >= 0 ? 1 / (1 + t) : t / (1 + t);
        loss += w[i] * (Math.log(1 + t) + Math.max(e[i], 0) - y[i] * e[i]);
      }
      return loss;
    }

    @Override
    void curvature(double[][] mu, int k, double[] h) {
      double[] m = mu[0];
      for (int i = 0; i < h.length; i++) {
        h[i] = w[i] * m[i] * (1 - m[i]);
      }
    }

    @Override
    double distance(double[][] mu, double s) {
      if (s == 1) {
        return 0;
      }
      double sum = 0;
      for (int i = 0; i < y.length; i++) {
        if (w[i] > 0) {
          double m = mu[0][i];
          double q = m + (1 - s) * (y[i] - m);
          sum += w[i] * (divergence(q, m) + divergence(1 - q, 1 - m));
        }
      }
      return sum;
    }
  }

  private static final class Multinomial extends Likelihood {
    private final int classes;

    Multinomial(double[] w, double[] y, int classes) {
      super(w, y);
      this.classes = classes;
    }

    @Override
    int predictors() {
      return classes;
    }

    @Override
    double evaluate(double[][] eta, double[][] mu) {
      double loss = 0;
      for (int i = 0; i < y.length; i++) {
        double max = Double.NEGATIVE_INFINITY;
        for (double[] e : eta) {
          max = Math.max(max, e[i]);
        }
        double sum = 0;
        for (int k = 0; k < classes; k++) {
          double t = Math.exp(eta[k][i] - max);
          mu[k][i] = t;
          sum += t;
        }
        for (int k = 0; k < classes; k++) {
          mu[k][i] /= sum;
        }
        loss += w[i] * (Math.log(sum) + max - eta[(int) y[i]][i]);
      }
      return loss;
    }

    @Override
    void residual(double[][] mu, int k, double[] theta) {
      double[] m = mu[k];
      for (int i = 0; i < theta.length; i++) {
        theta[i] = w[i] * ((y[i] == k ? 1 : 0) - m[i]);
      }
    }

    @Override
    void curvature(double[][] mu, int k, double[] h) {
      double[] m = mu[k];
      for (int i = 0; i < h.length; i++) {
        h[i] = w[i] * m[i] * (1 - m[i]);
      }
    }

    @Override
    double distance(double[][] mu, double s) {
      if (s == 1) {
        return 0;
      }
      double sum = 0;
      for (int k = 0; k < classes; k++) {
        for (int i = 0; i < y.length; i++) {
          if (w[i] > 0) {
            double m = mu[k][i];
            sum += w[i] * divergence(m + (1 - s) * ((y[i] == k ? 1 : 0) - m), m);
          }
        }
      }
      return sum;
    }
  }

  private static final class Poisson extends Likelihood {
    private final double[] logY; // 0 where y is 0

    Poisson(double[] w, double[] y) {
      super(w, y);
      logY = new double[y.length];
      for (int i = 0; i < y.length; i++) {
        logY[i] = y[i] == 0 ? 0 : Math.log(y[i]);
      }
    }

    /**
     * Half the deviance: y(eᵘ − 1 − u) with u = η − log y, row by row. Σ(μ − yη) less its value for the saturated model
     * loses all digits where counts are large and well fitted, and then no step of the line search seems to help.
     */
    @Override
    double evaluate(double[][] eta, double[][] mu) {
      double[] e = eta[0];
      double[] m = mu[0];
      double loss = 0;
      for (int i = 0; i < e.length; i++) {
        double u = e[i] - logY[i];
        double rest;
        if (y[i] > 0 && Math.abs(u) < 0.5) {
          double grown = Math.expm1(u);
          m[i] = y[i] + y[i] * grown;
          rest = y[i] * (grown - u);
        } else {
          m[i] = Math.exp(e[i]);
          rest = m[i] - y[i] - y[i] * u;
        }
        loss += w[i] == 0 ? 0 : w[i] * rest;
      }
      return loss;
    }

    @Override
    void curvature(double[][] mu, int k, double[] h) {
      for (int i = 0; i < h.length; i++) {
        h[i] = w[i] * mu[0][i];
      }
    }

    @Override
    double distance(double[][] mu, double s) {
      if (s == 1) {
        return 0;
      }
      double sum = 0;
      for (int i = 0; i < y.length; i++) {
        if (w[i] > 0) {
          double m = mu[0][i];
          double q = m + (1 - s) * (y[i] - m);
          sum += w[i] * (divergence(q, m) - q + m);
        }
      }
      return sum;
    }
  }
}
