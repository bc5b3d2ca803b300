package dev.lariat.linear;

import dev.lariat.kernel.DenseOps;
import dev.lariat.kernel.Kernels;

/**
 * The loss of a family with one linear predictor, row by row. What it does not know better, the distance, is solved row
 * by row: a family that is no exponential family in η needs nothing else.
 */
abstract class RowwiseDatafit implements Datafit {
  private static final int MAX_ITERATIONS = 60;
  /** A step of η this small changes nothing in double precision. */
  private static final double RESTS = 1e-14;
  /** Predictors beyond this size stand for means that no number holds. */
  private static final double MOST = 700;

  final double[] w; // [rows], sums to 1
  final double[] y; // [rows]

  RowwiseDatafit(double[] w, double[] y) {
    this.w = w;
    this.y = y;
  }

  /** μ of η. */
  abstract double mean(double eta);

  /** η of μ. */
  abstract double link(double mu);

  /** The half deviance of a row. */
  abstract double loss(double y, double eta, double mu);

  /** −∂loss/∂η. */
  abstract double slope(double y, double mu);

  /** ∂²loss/∂η², at least 0. */
  abstract double bend(double y, double mu);

  @Override
  public double evaluate(double[][] eta, double[][] mu) {
    double[] e = eta[0];
    double[] m = mu[0];
    double sum = 0;
    for (int i = 0; i < e.length; i++) {
      m[i] = mean(e[i]);
      sum += w[i] == 0 ? 0 : w[i] * loss(y[i], e[i], m[i]);
    }
    return sum;
  }

  @Override
  public final void residual(double[][] mu, int k, double[] theta) {
    double[] m = mu[0];
    for (int i = 0; i < theta.length; i++) {
      theta[i] = w[i] == 0 ? 0 : w[i] * slope(y[i], m[i]); // μ of a row without weight may be infinite
    }
  }

  @Override
  public final void curvature(double[][] mu, int k, int l, double[] h) {
    double[] m = mu[0];
    for (int i = 0; i < h.length; i++) {
      h[i] = w[i] == 0 ? 0 : w[i] * bend(y[i], m[i]);
    }
  }

  @Override
  public final void product(double[][] mu, double[][] h, double[][] e, double[][] t) {
    DenseOps.multiply(h[0], e[0], t[0]);
  }

  @Override
  public double distance(double[][] mu, double s) {
    if (s == 1) {
      return 0;
    }
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      if (w[i] > 0) {
        sum += w[i] * distance(y[i], mu[0][i], s);
      }
    }
    return sum;
  }

  /**
   * The distance of one row: with η' where the slope is s times that at η, it is f(η) − f(η') − f'(η')(η − η'). A wrong
   * η' would change it by the square of its error.
   */
  double distance(double y, double mu, double s) {
    double eta = link(mu);
    double wanted = s * slope(y, mu);
    double at = eta;
    double low = -MOST;
    double high = MOST;
    for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
      double m = mean(at);
      double rest = slope(y, m) - wanted; // falls in η
      if (rest > 0) {
        low = at;
      } else {
        high = at;
      }
      double next = at + rest / bend(y, m);
      if (!(next >= low && next <= high)) { // equal where it has come to rest
        next = (low + high) / 2;
      }
      boolean done = Math.abs(next - at) <= RESTS * (1 + Math.abs(at));
      at = next;
      if (done) {
        break;
      }
    }
    return Math.max(0, loss(y, eta, mu) - loss(y, at, mean(at)) + wanted * (eta - at));
  }

  /** Of a family with {@link Link#LOG}. */
  abstract static class OfLogLink extends RowwiseDatafit {
    OfLogLink(double[] w, double[] y) {
      super(w, y);
    }

    @Override
    final double mean(double eta) {
      return Kernels.exp(eta);
    }

    @Override
    final double link(double mu) {
      return Kernels.log(mu);
    }
  }
}
