package dev.lariat.linear.solver;

import dev.lariat.kernel.DenseOps;
import dev.lariat.linear.solver.penalty.BlockPenalty;

/**
 * A quadratic model that keeps the working residual {@code u = θ − h∘Δη}, a value a row and predictor: a move costs the
 * column's entries ("naive updates"). For sparse columns and for working sets too large for a Gram matrix.
 *
 * <p>Of several predictors it knows no more than a bound, so that they do not touch each other: for a softmax
 * {@code diag(μ) − μμᵀ ≤ 2·diag(μ(1 − μ))}, as the matrix is diagonally dominant (Gershgorin). Of one of them, while
 * the others stay, it is the second order itself.
 *
 * <p>Sparse columns stay sparse: an intercept that is minimised out at any time is {@code t = Σu/Σh}, so gradients are
 * {@code (dᵀu − t·dᵀh)/s} without the column ever being centred. They are packed in single precision, as d̃: the model
 * is then that of d̃, moved so that its gradients at the start are those of d. A column that is no longer itself in
 * single precision, as its values are far from 0 beside their spread, too large or too small, is not packed.
 */
final class ResidualQuadratic implements Quadratic {
  /** What the diagonal of the curvature is multiplied with, where there are several predictors. */
  private static final double BOUND = 2;
  /** The most that packing may take from a column, over its size in the model. */
  private static final double LOST = 1e-3;
  private static final int UNPACKED = -1;

  private final ScaledProblem problem;
  private final int features;
  private final double[][] u; // [predictors][rows]
  private final double[][] h; // [predictors][rows]
  private final double[] sum; // [predictors] Σu
  private final double[] hSum; // [predictors]
  private final double[] constant; // [predictors] the change of the predictor's constant, without an intercept
  private final double[] dh; // [coefficients] dᵀh, filled for the working set
  private final double[] packedDh; // [coefficients] d̃ᵀh; dᵀh of a column that is not packed
  private final double[] diagonal; // [coefficients]
  private final double[] last; // [coefficients] gradients when they were last computed
  private final PackedColumns packed = new PackedColumns();
  private final int[] place; // [coefficients] of the working set theirs among the packed columns, or UNPACKED
  private final double[] lost; // [coefficients] what packing took from their products with θ
  private int first; // of the predictors that move
  private int end;

  ResidualQuadratic(ScaledProblem problem) {
    this.problem = problem;
    features = problem.features;
    u = new double[problem.predictors][problem.rows];
    h = new double[problem.predictors][problem.rows];
    sum = new double[problem.predictors];
    hSum = new double[problem.predictors];
    constant = new double[problem.predictors];
    dh = new double[features * problem.predictors];
    diagonal = new double[dh.length];
    last = new double[dh.length];
    packedDh = new double[dh.length];
    place = new int[dh.length];
    lost = new double[dh.length];
  }

  /**
   * Starts anew at θ and the means, both [predictors][rows], for these coefficients, of which {@code gradient}
   * [coefficients] tells the gradients.
   */
  void start(double[][] theta, double[][] means, int[] coefficients, int count, double[] gradient) {
    start(theta, means, 0, u.length, coefficients, count, gradient);
  }

  /** The same for coefficients of a single predictor, which alone moves. */
  void startOne(double[][] theta, double[][] means, int predictor, int[] coefficients, int count, double[] gradient) {
    start(theta, means, predictor, predictor + 1, coefficients, count, gradient);
  }

  private void start(double[][] theta, double[][] means, int from, int to, int[] coefficients, int count,
      double[] gradient) {
    first = from;
    end = to;
    for (int k = from; k < to; k++) {
      problem.datafit.curvature(means, k, k, h[k]);
      if (to - from > 1) {
        for (int i = 0; i < h[k].length; i++) {
          h[k][i] *= BOUND;
        }
      }
      hSum[k] = DenseOps.sum(h[k]);
      System.arraycopy(theta[k], 0, u[k], 0, u[k].length);
      sum[k] = DenseOps.sum(u[k]);
      constant[k] = 0;
    }
    problem.passed(2L * count);
    boolean packs = pack(coefficients, count);
    for (int a = 0; a < count; a++) {
      int c = coefficients[a];
      last[c] = gradient[c];
      int k = predictor(c);
      int j = c - k * features;
      double square = packs ? addPacked(c, k, j) : addUnpacked(c, k, j);
      diagonal[c] = square / (problem.scale[j] * problem.scale[j]);
    }
  }

  /** Adds a column to the packed ones if it suits them; returns its square in the model. */
  private double addPacked(int c, int k, int j) {
    int at = packed.add(problem.x, j, h[k], u[k]);
    dh[c] = packed.first();
    double square = square(k, j, packed.first(), packed.second());
    if (packed.error() > LOST * LOST * square || !Double.isFinite(packed.error())) {
      packed.removeLast();
      place[c] = UNPACKED;
      packedDh[c] = dh[c];
      return square;
    }
    place[c] = at;
    packedDh[c] = packed.packedFirst();
    lost[c] = packed.lost();
    // That of the copy: a move then leaves its gradient at the threshold to rounding, and its equal stays out.
    return square(k, j, packed.packedFirst(), packed.packedSecond());
  }

  private double addUnpacked(int c, int k, int j) {
    place[c] = UNPACKED;
    dh[c] = problem.x.dot(j, h[k]);
    packedDh[c] = dh[c];
    return square(k, j, dh[c], problem.x.squares(j, h[k]));
  }

  /** The square of a column in the model, of its sums with h. */
  private double square(int k, int j, double first, double second) {
    double shift = problem.x.shift(j);
    return Math.max(0,
        problem.intercept ? second - first * first / hSum[k] : second + 2 * shift * first + shift * shift * hSum[k]);
  }

  private boolean pack(int[] coefficients, int count) {
    if (!problem.x.sparse()) {
      return false;
    }
    long entries = 0;
    for (int a = 0; a < count; a++) {
      entries += problem.x.entries(coefficients[a] - predictor(coefficients[a]) * features);
    }
    if (!PackedColumns.suits(entries)) {
      return false;
    }
    packed.clear(count, entries);
    return true;
  }

  @Override
  public double gradient(int c) {
    problem.passedOne();
    int k = predictor(c);
    int j = c - k * features;
    double raw = place[c] == UNPACKED ? problem.x.dot(j, u[k]) : packed.dot(place[c], u[k]) + lost[c];
    double t = problem.intercept ? sum[k] / hSum[k] : constant[k];
    raw -= t * packedDh[c];
    if (!problem.intercept) {
      raw += problem.x.shift(j) * (sum[k] - t * hSum[k]);
    }
    last[c] = raw / problem.scale[j];
    return last[c];
  }

  @Override
  public boolean keepsGradients() {
    return false;
  }

  @Override
  public double lastGradient(int c) {
    return last[c];
  }

  @Override
  public void move(int c, double delta) {
    problem.passedOne();
    int k = predictor(c);
    int j = c - k * features;
    double f = delta / problem.scale[j];
    if (place[c] == UNPACKED) {
      problem.x.axpy(j, -f, h[k], u[k]);
    } else {
      packed.axpy(place[c], -f, h[k], u[k]);
    }
    sum[k] -= f * packedDh[c];
    constant[k] += f * problem.x.shift(j);
  }

  private int predictor(int c) {
    return u.length == 1 ? 0 : c / features;
  }

  @Override
  public double curvature(int c, int d) {
    if (c == d) {
      return diagonal[c];
    }
    int k = predictor(c);
    if (k != predictor(d)) {
      return 0;
    }
    int i = c - k * features;
    int j = d - k * features;
    double[] out = new double[1];
    problem.x.products(i, new int[]{j}, 1, h[k], new double[problem.rows], out);
    double raw = out[0];
    double si = problem.x.shift(i);
    double sj = problem.x.shift(j);
    raw += problem.intercept ? -dh[c] * dh[d] / hSum[k] : si * dh[d] + sj * dh[c] + si * sj * hSum[k];
    return raw / (problem.scale[i] * problem.scale[j]);
  }

  @Override
  public void addConstants(int c, double f, double[] step) {
    step[c / features] -= f * dh[c] / hSum[c / features];
  }

  @Override
  public void addConstants(double[] sums, double[] step) {
    for (int k = first; k < end; k++) {
      step[k] += sums[k] / hSum[k];
    }
  }

  @Override
  public boolean newton(int[] support, int count, double[] b, BlockPenalty penalty, double tolerance) {
    return true; // it would cost a pass over the columns an iteration: SupportNewton does that, with the exact
                 // curvature
  }
}
