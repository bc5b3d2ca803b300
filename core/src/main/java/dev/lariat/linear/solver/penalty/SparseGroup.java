package dev.lariat.linear.solver.penalty;

import java.util.Arrays;

/**
 * A group under a norm and the lasso at once, {@code Ω(v) = q‖v‖₂ + s‖v‖₁} (Simon, Friedman, Hastie and Tibshirani,
 * 2013, "A sparse-group lasso"): a whole group may be 0, and single coefficients of one that is not. With S the soft
 * threshold, S(u)_i = sign(u_i)·max(0, |u_i| − s), a group whose negative gradient is u stays 0 where ‖S(u)‖₂ ≤ q.
 */
final class SparseGroup {
  private static final int MAX_SWEEPS = 2000;
  private static final int MAX_NEWTON = 60; // for one coefficient; it needs a handful
  private static final int BISECTIONS = 60; // as many as a double has digits, and some
  private static final double RESTS = 1e-15; // a change, relative to the gradients, that is rounding

  private SparseGroup() {}

  static double soft(double u, double s) {
    return u > s ? u - s : u < -s ? u + s : 0;
  }

  /** ‖S(u)‖₂ of {@code scale·u}. */
  static double softNorm(double[] u, double scale, double s) {
    double sum = 0;
    for (double value : u) {
      double t = soft(scale * value, s);
      sum += t * t;
    }
    return Math.sqrt(sum);
  }

  /** The largest t ≤ 1 for which ‖S(t·u)‖₂ ≤ q. */
  static double feasibleScale(double[] u, double s, double q) {
    if (softNorm(u, 1, s) <= q) {
      return 1;
    }
    double low = 0;
    double high = 1;
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = (low + high) / 2;
      if (softNorm(u, middle, s) <= q) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The smallest strength at which the group stays 0, where s and q grow with it by these factors. */
  static double entry(double[] u, double soft, double norm) {
    double high = 0;
    for (double value : u) {
      high = Math.max(high, Math.abs(value));
    }
    high /= soft; // there nothing is left of u
    double low = 0;
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = (low + high) / 2;
      if (softNorm(u, 1, middle * soft) <= middle * norm) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  /**
   * The minimiser of {@code ½vᵀHv − zᵀv + Ω(v) + ridge/2·‖v‖²} within limits. Where the group is not 0 its norm is
   * smooth and the rest separates, so that coordinate descent gets there; out of 0 leads one step of proximal gradient
   * descent, and what has fallen below the value at 0 never returns to it.
   *
   * @param v where to start; overwritten
   */
  static void minimise(double[][] h, double[] z, double s, double q, double ridge, double[] lower, double[] upper,
      double[] v) {
    if (new BoxedGroup(z, s, q, ridge, lower, upper).entry() <= q) {
      Arrays.fill(v, 0);
      return;
    }
    if (norm(v) == 0) {
      leaveZero(h, z, s, q, ridge, lower, upper, v);
    }
    descend(h, z, s, q, ridge, lower, upper, v);
    if (norm(v) == 0) { // the start was worse than 0, which is no minimum
      leaveZero(h, z, s, q, ridge, lower, upper, v);
      descend(h, z, s, q, ridge, lower, upper, v);
    }
  }

  private static void leaveZero(double[][] h, double[] z, double s, double q, double ridge, double[] lower,
      double[] upper, double[] v) {
    double bound = 0; // of H's largest eigenvalue (Gershgorin)
    for (double[] row : h) {
      double sum = 0;
      for (double value : row) {
        sum += Math.abs(value);
      }
      bound = Math.max(bound, sum);
    }
    if (bound + ridge > 0) {
      double[] start = new BoxedGroup(z, s, q, bound + ridge, lower, upper).maximiser();
      System.arraycopy(start, 0, v, 0, v.length);
    }
  }

  private static void descend(double[][] h, double[] z, double s, double q, double ridge, double[] lower,
      double[] upper, double[] v) {
    double size = 0;
    for (double value : z) {
      size = Math.max(size, Math.abs(value));
    }
    for (int sweep = 0; sweep < MAX_SWEEPS; sweep++) {
      double worst = 0;
      for (int i = 0; i < v.length; i++) {
        double d = h[i][i] + ridge;
        if (!(d > 0)) {
          continue;
        }
        double rest = z[i];
        double others = 0;
        for (int j = 0; j < v.length; j++) {
          if (j != i) {
            rest -= h[i][j] * v[j];
            others += v[j] * v[j];
          }
        }
        double value = others == 0
            ? soft(rest, s + q) / d
            : Math.signum(rest) * single(Math.abs(rest) - s, d, q, others);
        value = Math.clamp(value, lower[i], upper[i]);
        worst = Math.max(worst, Math.abs(value - v[i]) * d);
        v[i] = value;
      }
      if (worst <= RESTS * size) {
        return;
      }
    }
  }

  /**
   * The root x ≥ 0 of {@code d·x + q·x/√(x² + r) = a}: the left side grows and is concave, so Newton's steps from 0 do
   * not overshoot.
   */
  private static double single(double a, double d, double q, double r) {
    if (a <= 0) {
      return 0;
    }
    double x = 0;
    for (int iteration = 0; iteration < MAX_NEWTON; iteration++) {
      double root = Math.sqrt(x * x + r);
      double next = x + (a - d * x - q * x / root) / (d + q * r / (root * root * root));
      if (!(next > x * (1 + RESTS))) {
        break;
      }
      x = next;
    }
    return x;
  }

  private static double norm(double[] v) {
    double sum = 0;
    for (double value : v) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }
}
