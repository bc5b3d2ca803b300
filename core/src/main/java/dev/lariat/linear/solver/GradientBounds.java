package dev.lariat.linear.solver;

import dev.lariat.kernel.DenseOps;
import dev.lariat.kernel.Kernels;
import dev.lariat.linear.solver.penalty.BlockPenalty;
import dev.lariat.linear.solver.penalty.Blocks;
import dev.lariat.parallel.Workers;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * The gradients of all coefficients, without reading the columns that cannot matter. The residuals of earlier full
 * passes, θ₁ and θ₂, are references: now {@code θ = a₁θ₁ + a₂θ₂ + δ}, and by Cauchy and Schwarz
 * {@code |x̃_jᵀθ| ≤ |a₁x̃_jᵀθ₁ + a₂x̃_jᵀθ₂| + ‖x̃_j‖·‖δ‖}, of a column with few entries by Hölder
 * {@code … + ‖x̃_j‖₁·max|δ|}. A single zero coefficient for which that is below its threshold λα·f_j fulfils its KKT
 * condition and adds nothing to the duality gap, whatever its gradient exactly is: it gets the estimate, which the same
 * threshold bounds. (As in gap-safe screening, but around computed points instead of the unknown solution.) What is
 * left is read in single precision first, half of the bytes, with a bound of the rounding; only what is not zero or may
 * exceed its threshold is computed in double precision.
 */
final class GradientBounds {
  private static final double ROUNDING = 1e-9;
  /** The share of columns to be read beyond which all are, and become a new reference. */
  private static final double SHARE = 0.4;
  /** The same of sparse ones: one that lies alone costs three times as much as those that follow each other. */
  private static final double SPARSE_SHARE = 0.15;
  private static final int REFERENCES = 2;
  /** Fewer values stay in the caches: a copy in single precision would not pay. */
  private static final long FEWEST_ROUNDED = 2_000_000;
  /** More would take more memory than a user expects: half a gigabyte. */
  private static final long MOST_ROUNDED = 1 << 27;
  private static final int LANES = 16; // sums that a product of floats runs in
  private static final double UNIT = 0x1p-24; // of rounding to a float
  /**
   * Roundings of a product beside those along a lane: of both factors, of the tree over lanes, and as many to spare.
   */
  private static final int MORE_ROUNDINGS = 12;

  private final ScaledProblem problem;
  private final Workers workers;
  private final Blocks blocks;
  private final double[] norm; // [features] √(Σ w x̃²)
  private final double[] sum; // [features] Σ |x̃|; null of dense columns, which it does not bound better
  private final float[][] rounded; // [features][rows] x/s in single precision; null where all is read as it is
  private final double[] length; // [features] √(Σ (x/s)²), with `rounded`
  private final float[][] small; // [predictors][rows] θ over its largest value
  private final double[] largest; // [predictors]
  private final double[] error; // [predictors] bound of the rounding of x̃_jᵀθ over `length`
  private final Deque<Reference> references = new ArrayDeque<>(); // the newest first
  private final double[][] share; // [references][predictors] a
  private final double[] distance; // [predictors] √(Σ δ²/w)
  private final double[] farthest; // [predictors] max |δ|
  private final int[] pending; // [coefficients] to be read
  private final boolean[] exact; // [coefficients] of the pending ones: to be computed in double precision
  private final int[] known; // [coefficients] the θ of which the exact gradient is at hand
  private int present = 1; // θ
  private int many; // blocks that matter

  /** Where gradients are known: θ [predictors][rows], x̃ᵀθ [coefficients], its error over `length` [predictors]. */
  @SuppressWarnings("ArrayRecordComponent") // numbers in bulk, never compared
  private record Reference(double[][] theta, double[] gradient, double[] error) {}

  GradientBounds(ScaledProblem problem, Workers workers) {
    this.problem = problem;
    this.workers = workers;
    blocks = problem.blocks;
    int p = problem.features;
    int coefficients = p * problem.predictors;
    share = new double[REFERENCES][problem.predictors];
    distance = new double[problem.predictors];
    farthest = new double[problem.predictors];
    pending = new int[coefficients];
    exact = new boolean[coefficients];
    known = new int[coefficients];
    norm = new double[p];
    sum = problem.x.sparse() ? new double[p] : null;
    long entries = problem.x.entries();
    boolean copied = !problem.x.sparse() && blocks.allSingle() && entries >= FEWEST_ROUNDED && entries <= MOST_ROUNDED;
    rounded = copied ? new float[p][] : null;
    length = new double[copied ? p : 0];
    small = new float[problem.predictors][copied ? problem.rows : 0];
    largest = new double[problem.predictors];
    error = new double[problem.predictors];
    workers.forRange(p, entries, (from, to) -> {
      for (int j = from; j < to; j++) {
        measure(j);
      }
    });
  }

  private void measure(int j) {
    double s = problem.scale[j];
    if (s == 0) {
      return;
    }
    double shift = problem.x.shift(j);
    double squares = problem.x.squares(j, problem.w);
    if (!problem.intercept && shift != 0) {
      squares += 2 * shift * problem.x.dot(j, problem.w) + shift * shift;
    }
    norm[j] = Math.sqrt(Math.max(0, squares)) / s;
    if (sum != null) {
      sum[j] = (problem.x.size(j) + (problem.intercept ? 0 : problem.rows * Math.abs(shift))) / s;
    }
    if (rounded != null) {
      rounded[j] = new float[problem.rows];
      length[j] = problem.x.round(j, 1 / s, rounded[j]);
    }
  }

  /**
   * x/s in single precision, [features][rows]; null where all is read as it is, and in place of columns that are left
   * out. Not to be modified.
   */
  float[][] rounded() {
    return rounded;
  }

  /** θ is another one from here on. */
  void moved() {
    present++;
  }

  /** The exact gradient of a coefficient is at hand, until θ moves. */
  void know(int c) {
    known[c] = present;
  }

  /** Whether it is. */
  boolean knows(int c) {
    return known[c] == present;
  }

  /**
   * Fills {@code gradient}; with an intercept θ must sum to zero to rounding.
   *
   * @param mattering takes the blocks that may break their KKT condition or add to the duality gap, in the order of
   * {@link Blocks#order}
   * @return how many these are
   */
  int update(BlockPenalty penalty, double[][] theta, double[] sums, double[] b, double[] gradient, int[] mattering) {
    if (!blocks.allSingle() || penalty.l1() == 0) {
      Arrays.fill(exact, true);
      compute(theta, sums, gradient, allPending());
      return blocks.all(mattering);
    }
    many = 0;
    int count = references.isEmpty() ? gradient.length : bound(penalty, theta, b, gradient, mattering);
    if (count > (sum == null ? SHARE : SPARSE_SHARE) * gradient.length) {
      read(penalty, theta, sums, b, gradient, allPending());
      refer(theta, gradient);
      look(penalty, b, gradient, mattering);
    } else if (count > 0) {
      read(penalty, theta, sums, b, gradient, count);
    }
    blocks.order(mattering, many);
    return many;
  }

  /** Computes the pending gradients, in double precision only where single precision does not do. */
  private void read(BlockPenalty penalty, double[][] theta, double[] sums, double[] b, double[] gradient, int count) {
    if (rounded == null) {
      Arrays.fill(exact, true);
    } else {
      round(theta);
      readRounded(penalty, sums, b, gradient, count);
    }
    compute(theta, sums, gradient, count);
  }

  /** Makes θ, of which all gradients were read, the newest reference, in place of the oldest one. */
  private void refer(double[][] theta, double[] gradient) {
    Reference old = references.size() == REFERENCES ? references.removeLast() : null;
    double[][] residual = old == null ? new double[theta.length][problem.rows] : old.theta;
    for (int k = 0; k < theta.length; k++) {
      System.arraycopy(theta[k], 0, residual[k], 0, residual[k].length);
    }
    double[] there = old == null ? new double[gradient.length] : old.gradient;
    System.arraycopy(gradient, 0, there, 0, there.length);
    references.addFirst(new Reference(residual, there, rounded == null ? new double[theta.length] : error.clone()));
  }

  /** Looks which blocks matter where all gradients were read. */
  private void look(BlockPenalty penalty, double[] b, double[] gradient, int[] mattering) {
    many = 0;
    for (int block = 0; block < blocks.count(); block++) {
      int c = blocks.member(block, 0);
      if (!cleared(penalty, c, b, gradient[c], 0)) {
        mattering[many++] = block;
      }
    }
  }

  /**
   * All coefficients whose gradients are not known, those of a feature side by side: its column is read once, and then
   * from the cache; returns how many these are.
   */
  private int allPending() {
    int predictors = problem.predictors;
    int count = 0;
    for (int a = 0; a < pending.length; a++) {
      int c = a % predictors * problem.features + a / predictors;
      if (!knows(c)) {
        pending[count++] = c;
      }
    }
    return count;
  }

  /**
   * Fills the gradients that the references bound, and collects those of the others that are not known; returns how
   * many these are.
   */
  private int bound(BlockPenalty penalty, double[][] theta, double[] b, double[] gradient, int[] mattering) {
    Reference first = references.getFirst();
    Reference second = references.getLast(); // the same where there is one
    int p = problem.features;
    int count = 0;
    for (int k = 0; k < theta.length; k++) {
      project(k, theta[k], first.theta[k], references.size() == 1 ? null : second.theta[k]);
      double a = share[0][k];
      double a2 = share[1][k];
      double slack = Math.abs(a) * first.error[k] + Math.abs(a2) * second.error[k];
      for (int j = 0; j < p; j++) {
        int c = k * p + j;
        if (knows(c)) {
          mattering[many++] = blocks.blockOf(c);
          continue;
        }
        double estimate = a * first.gradient[c] + a2 * second.gradient[c];
        double spread = norm[j] * distance[k];
        if (sum != null) {
          spread = Math.min(spread, sum[j] * farthest[k]);
        }
        spread += rounded == null ? 0 : slack * length[j];
        if (cleared(penalty, c, b, estimate, spread)) {
          gradient[c] = estimate;
        } else {
          pending[count++] = c;
          if (blocks.includes(c)) {
            mattering[many++] = blocks.blockOf(c);
          }
        }
      }
    }
    return count;
  }

  private boolean cleared(BlockPenalty penalty, int c, double[] b, double estimate, double spread) {
    return blocks.includes(c) && b[c] == 0
        && Math.abs(estimate) + spread < penalty.threshold(blocks.blockOf(c)) * (1 - ROUNDING);
  }

  /** The least squares of θ by the references; any shares would do, as δ is measured. */
  private void project(int k, double[] theta, double[] first, double[] second) {
    double[] w = problem.w;
    double aa = 0;
    double ab = 0;
    double bb = 0;
    double at = 0;
    double bt = 0;
    for (int i = 0; i < theta.length; i++) {
      if (w[i] > 0) {
        double a = first[i];
        double b = second == null ? 0 : second[i];
        aa += a * a / w[i];
        ab += a * b / w[i];
        bb += b * b / w[i];
        at += a * theta[i] / w[i];
        bt += b * theta[i] / w[i];
      }
    }
    double determinant = aa * bb - ab * ab;
    boolean both = determinant > ROUNDING * aa * bb;
    double a = both ? (at * bb - bt * ab) / determinant : aa > 0 ? at / aa : 0;
    double a2 = both ? (bt * aa - at * ab) / determinant : 0;
    double rest = 0;
    double most = 0;
    for (int i = 0; i < theta.length; i++) {
      if (w[i] > 0) {
        double d = theta[i] - a * first[i] - (second == null ? 0 : a2 * second[i]);
        rest += d * d / w[i];
        most = Math.max(most, Math.abs(d));
      }
    }
    share[0][k] = a;
    share[1][k] = a2;
    distance[k] = Math.sqrt(rest);
    farthest[k] = most;
  }

  /** Takes θ in single precision. */
  private void round(double[][] theta) {
    for (int k = 0; k < theta.length; k++) {
      double most = 0;
      double squares = 0;
      for (double value : theta[k]) {
        most = Math.max(most, Math.abs(value));
        squares += value * value;
      }
      largest[k] = most;
      for (int i = 0; i < small[k].length; i++) {
        small[k][i] = most > 0 ? (float) (theta[k][i] / most) : 0;
      }
      error[k] = (problem.rows / LANES + MORE_ROUNDINGS) * UNIT * Math.sqrt(squares)
          + problem.rows * most * Float.MIN_NORMAL;
    }
  }

  /** Reads the pending columns in single precision, and says which of them must be computed exactly. */
  private void readRounded(BlockPenalty penalty, double[] sums, double[] b, double[] gradient, int count) {
    int p = problem.features;
    workers.forRange(count, (long) problem.rows * count, (from, to) -> {
      Kernels kernels = DenseOps.kernels();
      for (int a = from; a < to; a++) {
        int c = pending[a];
        int k = c / p;
        int j = c - k * p;
        exact[c] = true;
        if (rounded[j] != null) {
          double value = largest[k] * kernels.dot(problem.rows, rounded[j], 0, small[k], 0);
          gradient[c] = problem.intercept ? value : value + problem.x.shift(j) * sums[k] / problem.scale[j];
          exact[c] = !cleared(penalty, c, b, gradient[c], error[k] * length[j]);
        }
      }
    });
  }

  private void compute(double[][] theta, double[] sums, double[] gradient, int count) {
    int p = problem.features;
    long work = problem.x.entries() / p * count;
    problem.passed(count);
    workers.forRange(count, work, (from, to) -> {
      for (int a = from; a < to; a++) {
        int k = pending[a] / p;
        if (exact[pending[a]]) {
          gradient[pending[a]] = problem.gradient(pending[a] - k * p, theta[k], sums[k]);
        }
      }
    });
  }
}
