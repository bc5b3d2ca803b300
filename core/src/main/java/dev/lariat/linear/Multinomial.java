package dev.lariat.linear;

import dev.lariat.kernel.DenseOps;
import dev.lariat.kernel.Kernels;
import java.util.Arrays;
import java.util.Optional;

/** One of several classes; loss −log softmax(η). */
public record Multinomial() implements Family {
  @Override
  public String label() {
    return "multinomial";
  }

  @Override
  public String toString() {
    return label();
  }

  @Override
  public Link link() {
    return Link.SOFTMAX;
  }

  @Override
  public int predictors(int classes) {
    return classes;
  }

  @Override
  public void requireClasses(int classes) {
    if (classes < 2) {
      throw new IllegalArgumentException("multinomial needs at least 2 classes, got " + classes);
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
    return -2 * Kernels.log(Divergence.clip(mean[(int) y]));
  }

  @Override
  public Datafit datafit(Observations data, double[] w) {
    return new Softmax(w, data.y(), data.classes());
  }

  private static final class Softmax implements Datafit {
    /** A sum that falls to e^−4 of itself keeps fourteen digits. */
    private static final double MOST = 4;

    private final double[] w; // [rows], sums to 1
    private final double[] y; // [rows]
    private final int classes;
    private final double[] max; // [rows] of η; scratch
    private final double[] sum; // [rows] Σ e^(η − max), then its logarithm; scratch

    Softmax(double[] w, double[] y, int classes) {
      this.w = w;
      this.y = y;
      this.classes = classes;
      max = new double[y.length];
      sum = new double[y.length];
    }

    @Override
    public double evaluate(double[][] eta, double[][] mu) {
      int n = y.length;
      Kernels kernels = DenseOps.kernels();
      System.arraycopy(eta[0], 0, max, 0, n);
      for (int k = 1; k < classes; k++) {
        double[] e = eta[k];
        for (int i = 0; i < n; i++) {
          max[i] = Math.max(max[i], e[i]);
        }
      }
      Arrays.fill(sum, 0);
      for (int k = 0; k < classes; k++) {
        double[] e = eta[k];
        double[] m = mu[k];
        for (int i = 0; i < n; i++) {
          m[i] = e[i] - max[i];
        }
        kernels.exp(n, m, 0, m, 0);
        for (int i = 0; i < n; i++) {
          sum[i] += m[i];
        }
      }
      for (int k = 0; k < classes; k++) {
        double[] m = mu[k];
        for (int i = 0; i < n; i++) {
          m[i] /= sum[i];
        }
      }
      kernels.log(n, sum, 0, sum, 0);
      double loss = 0;
      for (int i = 0; i < n; i++) {
        loss += w[i] * (sum[i] + max[i] - eta[(int) y[i]][i]);
      }
      return loss;
    }

    /** With t the growth of Σ e^η: one exponential a row. */
    @Override
    public double evaluate(double[][] eta, int k, double[] change, double[][] before, double loss, double[][] mu) {
      double[] own = before[k];
      double most = 0;
      for (double value : change) {
        most = Math.max(most, Math.abs(value));
      }
      if (!(most <= MOST)) {
        return evaluate(eta, mu);
      }
      int n = y.length;
      Kernels kernels = DenseOps.kernels();
      kernels.expm1(n, change, 0, sum, 0);
      for (int i = 0; i < n; i++) {
        sum[i] *= own[i];
        max[i] = 1 / (1 + sum[i]);
      }
      for (int l = 0; l < classes; l++) {
        double[] from = before[l];
        double[] to = mu[l];
        for (int i = 0; i < n; i++) {
          to[i] = (l == k ? from[i] + sum[i] : from[i]) * max[i];
        }
      }
      kernels.log1p(n, sum, 0, sum, 0);
      double grown = 0;
      for (int i = 0; i < n; i++) {
        grown += w[i] * (y[i] == k ? sum[i] - change[i] : sum[i]);
      }
      return loss + grown;
    }

    @Override
    public void residual(double[][] mu, int k, double[] theta) {
      double[] m = mu[k];
      for (int i = 0; i < theta.length; i++) {
        theta[i] = w[i] * ((y[i] == k ? 1 : 0) - m[i]);
      }
    }

    @Override
    public void curvature(double[][] mu, int k, int l, double[] h) {
      double[] m = mu[k];
      double[] other = mu[l];
      double own = k == l ? 1 : 0;
      for (int i = 0; i < h.length; i++) {
        h[i] = w[i] * m[i] * (own - other[i]);
      }
    }

    @Override
    public void product(double[][] mu, double[][] h, double[][] e, double[][] t) {
      Arrays.fill(sum, 0);
      for (int k = 0; k < classes; k++) {
        for (int i = 0; i < sum.length; i++) {
          sum[i] += mu[k][i] * e[k][i];
        }
      }
      for (int k = 0; k < classes; k++) {
        for (int i = 0; i < sum.length; i++) {
          t[k][i] = w[i] * mu[k][i] * (e[k][i] - sum[i]);
        }
      }
    }

    /** With q = μ + (1 − s)(y − μ) the Kullback–Leibler divergence of q from μ. */
    @Override
    public double distance(double[][] mu, double s) {
      if (s == 1) {
        return 0;
      }
      for (int i = 0; i < y.length; i++) {
        max[i] = mu[(int) y[i]][i];
      }
      return Divergence.towardsOwn(w, max, s, sum);
    }
  }
}
