package dev.lariat.linear.solver;

import dev.lariat.kernel.DenseOps;

/**
 * A quadratic model that keeps the working residual {@code u = θ − h∘Δη}, a value a row and predictor: a move costs the
 * column's entries ("naive updates"). For sparse columns and for working sets too large for a Gram matrix.
 *
 * <p>Sparse columns stay sparse: an intercept that is minimised out at any time is {@code t = Σu/Σh}, so gradients are
 * {@code (dᵀu − t·dᵀh)/s} without the column ever being centred.
 */
final class ResidualQuadratic implements Quadratic {
  private final ScaledProblem problem;
  private final int features;
  private final double[][] u; // [predictors][rows]
  private final double[] sum; // [predictors] Σu
  private final double[] constant; // [predictors] the change of the predictor's constant, without an intercept
  private final double[] h; // [rows]
  private final double[] dh; // [features] dᵀh, filled for the working set
  private final double[] diagonal; // [features]
  private double hSum;

  ResidualQuadratic(ScaledProblem problem) {
    this.problem = problem;
    features = problem.features;
    u = new double[problem.predictors][problem.rows];
    sum = new double[problem.predictors];
    constant = new double[problem.predictors];
    h = new double[problem.rows];
    dh = new double[features];
    diagonal = new double[features];
  }

  /**
   * Starts anew at θ [predictors][rows], for predictor k or for all (k &lt; 0), with curvature h, for these
   * coefficients.
   */
  void start(double[][] theta, int k, double[] curvature, int[] coefficients, int count) {
    System.arraycopy(curvature, 0, h, 0, h.length);
    hSum = DenseOps.sum(h);
    for (int l = 0; l < u.length; l++) {
      if (k < 0 || l == k) {
        System.arraycopy(theta[l], 0, u[l], 0, h.length);
        sum[l] = DenseOps.sum(u[l]);
        constant[l] = 0;
      }
    }
    for (int a = 0; a < count; a++) {
      int j = coefficients[a] % features;
      dh[j] = problem.x.dot(j, h);
      double s = problem.scale[j];
      double shift = problem.x.shift(j);
      double squares = problem.x.squares(j, h);
      double centred = problem.intercept
          ? squares - dh[j] * dh[j] / hSum
          : squares + 2 * shift * dh[j] + shift * shift * hSum;
      diagonal[j] = Math.max(0, centred) / (s * s);
    }
  }

  @Override
  public double gradient(int c) {
    int k = c / features;
    int j = c - k * features;
    double raw = problem.x.dot(j, u[k]);
    double t = problem.intercept ? sum[k] / hSum : constant[k];
    raw -= t * dh[j];
    if (!problem.intercept) {
      raw += problem.x.shift(j) * (sum[k] - t * hSum);
    }
    return raw / problem.scale[j];
  }

  @Override
  public void move(int c, double delta) {
    int k = c / features;
    int j = c - k * features;
    double f = delta / problem.scale[j];
    problem.x.axpy(j, -f, h, u[k]);
    sum[k] -= f * dh[j];
    constant[k] += f * problem.x.shift(j);
  }

  @Override
  public double curvature(int c, int d) {
    int k = c / features;
    if (k != d / features) {
      return 0;
    }
    int i = c - k * features;
    int j = d - k * features;
    if (i == j) {
      return diagonal[i];
    }
    double[] out = new double[1];
    problem.x.products(i, new int[]{j}, 1, h, new double[problem.rows], out);
    double raw = out[0];
    double si = problem.x.shift(i);
    double sj = problem.x.shift(j);
    raw += problem.intercept ? -dh[i] * dh[j] / hSum : si * dh[j] + sj * dh[i] + si * sj * hSum;
    return raw / (problem.scale[i] * problem.scale[j]);
  }

  /** dᵀh/Σh: the column's mean under the curvature. */
  double meanColumn(int j) {
    return dh[j] / hSum;
  }

  @Override
  public boolean newton(int[] support, int count, double[] b, BlockPenalty blocks, double tolerance) {
    return false;
  }
}
