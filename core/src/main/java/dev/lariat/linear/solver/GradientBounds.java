package dev.lariat.linear.solver;

import dev.lariat.linear.solver.penalty.BlockPenalty;
import dev.lariat.linear.solver.penalty.Blocks;
import dev.lariat.parallel.Workers;

/**
 * The gradients of all coefficients, without a pass over the columns that cannot matter. Since the last full pass, at
 * residuals θ₀, the residuals have become θ = aθ₀ + δ; by Cauchy and Schwarz
 * {@code |x̃_jᵀθ| ≤ a|x̃_jᵀθ₀| + ‖x̃_j‖·‖δ‖}. A single zero coefficient for which that is below its threshold λα·f_j
 * fulfils its KKT condition and adds nothing to the duality gap, whatever its gradient exactly is: it gets the estimate
 * a·x̃_jᵀθ₀, which the same threshold bounds. (As in gap-safe screening, but around a computed point instead of the
 * unknown solution.)
 */
final class GradientBounds {
  private static final double ROUNDING = 1e-9;
  private static final double SHARE = 0.25; // of columns to be computed beyond which all are, and become the new
                                            // reference

  private final ScaledProblem problem;
  private final Workers workers;
  private final Blocks blocks;
  private final double[] norm; // [features] √(Σ w x̃²)
  private final double[][] residual; // [predictors][rows] θ₀
  private final double[] first; // [coefficients] x̃ᵀθ₀
  private final double[] scale; // [predictors] a
  private final double[] distance; // [predictors] √(Σ δ²/w)
  private final int[] pending; // [coefficients]
  private boolean there;

  GradientBounds(ScaledProblem problem, Workers workers) {
    this.problem = problem;
    this.workers = workers;
    blocks = problem.blocks;
    int p = problem.features;
    residual = new double[problem.predictors][problem.rows];
    first = new double[p * problem.predictors];
    scale = new double[problem.predictors];
    distance = new double[problem.predictors];
    pending = new int[first.length];
    norm = new double[p];
    for (int j = 0; j < p; j++) {
      double s = problem.scale[j];
      if (s != 0) {
        double shift = problem.x.shift(j);
        double squares = problem.x.squares(j, problem.w);
        if (!problem.intercept && shift != 0) {
          squares += 2 * shift * problem.x.dot(j, problem.w) + shift * shift;
        }
        norm[j] = Math.sqrt(Math.max(0, squares)) / s;
      }
    }
  }

  /** Fills {@code gradient}; with an intercept θ must sum to zero to rounding. */
  void update(BlockPenalty penalty, double[][] theta, double[] sums, double[] b, double[] gradient) {
    int p = problem.features;
    int count = 0;
    if (there && blocks.allSingle() && penalty.l1() > 0) {
      for (int k = 0; k < theta.length; k++) {
        project(k, theta[k]);
        for (int j = 0; j < p; j++) {
          int c = k * p + j;
          double estimate = scale[k] * first[c];
          if (blocks.includes(c) && b[c] == 0
              && Math.abs(estimate) + norm[j] * distance[k] < penalty.threshold(blocks.blockOf(c)) * (1 - ROUNDING)) {
            gradient[c] = estimate;
          } else {
            pending[count++] = c;
          }
        }
      }
    }
    if (count > 0 && count <= SHARE * first.length) {
      compute(theta, sums, gradient, count);
      return;
    }
    if (count == 0 && there && blocks.allSingle() && penalty.l1() > 0) {
      return;
    }
    for (int c = 0; c < first.length; c++) {
      pending[c] = c;
    }
    compute(theta, sums, gradient, first.length);
    System.arraycopy(gradient, 0, first, 0, first.length);
    for (int k = 0; k < theta.length; k++) {
      System.arraycopy(theta[k], 0, residual[k], 0, theta[k].length);
    }
    there = true;
  }

  private void project(int k, double[] theta) {
    double[] old = residual[k];
    double[] w = problem.w;
    double product = 0;
    double square = 0;
    for (int i = 0; i < theta.length; i++) {
      if (w[i] > 0) {
        product += theta[i] * old[i] / w[i];
        square += old[i] * old[i] / w[i];
      }
    }
    double a = square > 0 ? product / square : 0;
    double rest = 0;
    for (int i = 0; i < theta.length; i++) {
      if (w[i] > 0) {
        double d = theta[i] - a * old[i];
        rest += d * d / w[i];
      }
    }
    scale[k] = a;
    distance[k] = Math.sqrt(rest);
  }

  private void compute(double[][] theta, double[] sums, double[] gradient, int count) {
    int p = problem.features;
    long work = problem.x.entries() / p * count;
    workers.forRange(count, work, (from, to) -> {
      for (int a = from; a < to; a++) {
        int k = pending[a] / p;
        gradient[pending[a]] = problem.gradient(pending[a] - k * p, theta[k], sums[k]);
      }
    });
  }
}
