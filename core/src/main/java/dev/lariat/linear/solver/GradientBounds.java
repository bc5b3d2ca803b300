package dev.lariat.linear.solver;

import dev.lariat.linear.solver.rounding.RoundedColumns;
import dev.lariat.linear.solver.penalty.BlockPenalty;
import dev.lariat.linear.solver.penalty.Blocks;
import dev.lariat.linear.solver.rounding.RoundedVector;
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
 * threshold bounds. (As in gap-safe screening, but around computed points instead of the unknown solution.) For what is
 * left {@code x̃_jᵀδ} is read in eight bits, an eighth of the bytes: what they leave of a column, some hundredths of
 * it, counts only as far as θ has moved. Then θ is read in single precision, with a bound of the rounding; only what is
 * not zero or may exceed its threshold is computed in double precision.
 */
final class GradientBounds {
  private static final double ROUNDING = 1e-9;
  /** The share of columns to be read beyond which all are, and become a new reference. */
  private static final double SHARE = 0.4;
  /** The same of columns of which eight bits have not shown enough. */
  private static final double COARSE_SHARE = 0.03;
  /** The same of sparse ones: one that lies alone costs three times as much as those that follow each other. */
  private static final double SPARSE_SHARE = 0.15;
  private static final int REFERENCES = 2;
  private static final int BYTES = 4; // of an int

  private final ScaledProblem problem;
  private final Workers workers;
  private final Blocks blocks;
  private final double[] sum; // [features] Σ |x̃|; null of dense columns, which it does not bound better
  private final RoundedColumns rounded; // null where all is read as it is
  private final double[] length; // [features] √(Σ (d/s)²), with `rounded`
  private final RoundedVector[] small; // [predictors] θ, with `rounded`
  private final RoundedVector[] way; // [predictors] δ, with copies in eight bits
  private final double[] delta; // [rows]
  private final double[] farthest; // [predictors] max |δ|
  private final boolean[] open; // [coefficients] whether a gradient may matter, as far as is known
  private final double[] slack; // [predictors] bound of the error of the estimate over `length`
  private final Deque<Reference> references = new ArrayDeque<>(); // the newest first
  private final double[][] share; // [references][predictors] a
  private final double[] distance; // [predictors] √(Σ δ²/w)
  private final int[] pending; // [coefficients] to be read
  private final boolean[] exact; // [coefficients] of the pending ones: to be computed in double precision
  private final int[] known; // [coefficients] the θ of which the exact gradient is at hand
  private final int[] estimated; // [coefficients] the same of one that was read in single precision
  private final int[] inSingle; // [predictors] the θ that is at hand in single precision
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
    estimated = new int[coefficients];
    inSingle = new int[problem.predictors];
    sum = problem.x.sparse() ? new double[p] : null;
    rounded = blocks.allSingle() && problem.rounded.worthwhile() ? problem.rounded : null;
    length = new double[rounded == null ? 0 : p];
    small = vectors(rounded != null);
    way = vectors(coarse());
    delta = new double[problem.rows];
    open = new boolean[coefficients];
    slack = new double[problem.predictors];
    if (rounded != null) {
      rounded.make(workers);
    }
    for (int j = 0; j < p; j++) {
      double s = problem.scale[j];
      if (s != 0 && sum != null) {
        sum[j] = (problem.x.size(j) + (problem.intercept ? 0 : problem.rows * Math.abs(problem.shift(j)))) / s;
      }
      if (s != 0 && rounded != null) {
        length[j] = rounded.length(j) / s;
      }
    }
  }

  private RoundedVector[] vectors(boolean used) {
    var vectors = new RoundedVector[problem.predictors];
    Arrays.setAll(vectors, _ -> new RoundedVector(used ? problem.rows : 0));
    return vectors;
  }

  /** The columns in single precision; null where all is read as it is. */
  RoundedColumns rounded() {
    return rounded;
  }

  /** θ is another one from here on. */
  void moved() {
    present++;
  }

  /** Whether it is. */
  boolean knows(int c) {
    return known[c] == present;
  }

  /**
   * Fills the gradients of some blocks: exactly, but for those of which single precision shows that they cannot matter.
   */
  void update(BlockPenalty penalty, int[] set, int count, double[][] theta, double[] sums, double[] b,
      double[] gradient) {
    boolean single = rounded != null && penalty.l1() > 0;
    for (int a = 0; single && a < count; a++) {
      int k = blocks.member(set[a], 0) / problem.features;
      round(k, theta[k]);
    }
    workers.forRange(count, problem.x.entries() / problem.features * count, (from, to) -> {
      for (int a = from; a < to; a++) {
        for (int i = 0; i < blocks.size(set[a]); i++) {
          int c = blocks.member(set[a], i);
          if (!single || b[c] != 0 || !shownToRest(penalty, c, sums, b, gradient)) {
            int k = c / problem.features;
            gradient[c] = problem.gradient(c - k * problem.features, theta[k], sums[k]);
            known[c] = present;
          }
        }
      }
    });
  }

  /** Reads a column in single precision; whether that shows that its coefficient cannot matter. */
  private boolean shownToRest(BlockPenalty penalty, int c, double[] sums, double[] b, double[] gradient) {
    int k = c / problem.features;
    int j = c - k * problem.features;
    if (!(length[j] > 0)) {
      return false;
    }
    double value = length[j] * rounded.dot(j, small[k]);
    gradient[c] = problem.intercept ? value : value + problem.x.shift(j) * sums[k] / problem.scale[j];
    estimated[c] = present;
    return cleared(penalty, c, b, gradient[c], small[k].error() * length[j]);
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
    int count = gradient.length;
    if (!references.isEmpty()) {
      bound(penalty, theta, b, gradient);
      count = collect(mattering);
    }
    if (count > (coarse() ? COARSE_SHARE : sum == null ? SHARE : SPARSE_SHARE) * gradient.length) {
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
      for (int k = 0; k < theta.length; k++) {
        round(k, theta[k]);
      }
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
    references
        .addFirst(new Reference(residual, there, Arrays.stream(small).mapToDouble(RoundedVector::error).toArray()));
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
   * Fills the gradients with what references and eight bits say of them, and opens those that are not bounded enough.
   */
  private void bound(BlockPenalty penalty, double[][] theta, double[] b, double[] gradient) {
    Reference first = references.getFirst();
    Reference second = references.getLast(); // the same where there is one
    for (int k = 0; k < theta.length; k++) {
      project(k, theta[k], first.theta[k], references.size() == 1 ? null : second.theta[k]);
      slack[k] = Math.abs(share[0][k]) * first.error[k] + Math.abs(share[1][k]) * second.error[k];
    }
    long work = coarse() ? (long) problem.rows * gradient.length / BYTES : gradient.length;
    workers.forRange(gradient.length, work, (from, to) -> {
      for (int c = from; c < to; c++) {
        open[c] = open(penalty, c, first, second, b, gradient);
      }
    });
  }

  private boolean coarse() {
    return rounded != null && rounded.hasCoarse();
  }

  /** Whether a coefficient may matter; fills its gradient. */
  private boolean open(BlockPenalty penalty, int c, Reference first, Reference second, double[] b, double[] gradient) {
    if (knows(c) || !blocks.includes(c) || rests(penalty, c, b, gradient)) {
      return false;
    }
    int k = c / problem.features;
    int j = c - k * problem.features;
    gradient[c] = share[0][k] * first.gradient[c] + share[1][k] * second.gradient[c];
    estimated[c] = 0;
    if (b[c] != 0) {
      return true;
    }
    double spread = problem.norm[j] * distance[k];
    if (sum != null) {
      spread = Math.min(spread, sum[j] * farthest[k]);
    }
    double rounding = rounded == null ? 0 : slack[k] * length[j];
    return !cleared(penalty, c, b, gradient[c], spread + rounding)
        && !(coarse() && readCoarse(penalty, c, b, gradient, rounding));
  }

  /** Whether single precision has shown that a coefficient cannot matter at the present θ. */
  private boolean rests(BlockPenalty penalty, int c, double[] b, double[] gradient) {
    return estimated[c] == present
        && cleared(penalty, c, b, gradient[c], small[c / problem.features].error() * length[c % problem.features]);
  }

  /**
   * Reads the way from the references in eight bits; whether that shows that a coefficient cannot matter.
   *
   * @param rounding bound of the error of the gradient at hand, which is the references' part
   */
  private boolean readCoarse(BlockPenalty penalty, int c, double[] b, double[] gradient, double rounding) {
    int k = c / problem.features;
    int j = c - k * problem.features;
    double value = gradient[c] + length[j] * rounded.coarseDot(j, way[k]);
    value += problem.intercept ? 0 : problem.x.shift(j) * way[k].sum() / problem.scale[j];
    if (!cleared(penalty, c, b, value, rounding + rounded.coarseError(j, way[k]) * length[j])) {
      return false;
    }
    gradient[c] = value;
    return true;
  }

  /** Collects the coefficients that are open, and the blocks that matter; returns how many the first are. */
  private int collect(int[] mattering) {
    int count = 0;
    many = 0;
    for (int c = 0; c < open.length; c++) {
      if (open[c]) {
        pending[count++] = c;
      }
      if (open[c] || (knows(c) && blocks.includes(c))) {
        mattering[many++] = blocks.blockOf(c);
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
    share[0][k] = a;
    share[1][k] = a2;
    measureWay(k, theta, first, second);
  }

  /** Measures δ. */
  private void measureWay(int k, double[] theta, double[] first, double[] second) {
    double[] w = problem.w;
    double squares = 0;
    double most = 0;
    for (int i = 0; i < theta.length; i++) {
      double d = w[i] > 0 ? theta[i] - share[0][k] * first[i] - (second == null ? 0 : share[1][k] * second[i]) : 0;
      squares += w[i] > 0 ? d * d / w[i] : 0;
      most = Math.max(most, Math.abs(d));
      delta[i] = d;
    }
    distance[k] = Math.sqrt(squares);
    farthest[k] = most;
    if (coarse()) {
      way[k].take(delta);
    }
  }

  /** Takes the θ of predictor k in single precision, once. */
  private void round(int k, double[] theta) {
    if (inSingle[k] == present) {
      return;
    }
    inSingle[k] = present;
    small[k].take(theta);
  }

  /** Reads the pending columns in single precision, and says which of them must be computed exactly. */
  private void readRounded(BlockPenalty penalty, double[] sums, double[] b, double[] gradient, int count) {
    workers.forRange(count, (long) problem.rows * count, (from, to) -> {
      for (int a = from; a < to; a++) {
        exact[pending[a]] = !shownToRest(penalty, pending[a], sums, b, gradient);
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
