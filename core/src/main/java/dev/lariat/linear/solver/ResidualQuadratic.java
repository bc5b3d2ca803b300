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
  private final PackedColumns packed = new PackedColumns();
  private final int[] slot; // [coefficients] of the working set theirs
  private int first; // of the predictors that move
  private int end;
  // of the working set, side by side: a sweep reads all of it
  private int[] feature = new int[0];
  private int[] predictor = new int[0];
  private int[] place = new int[0]; // among the packed columns, or UNPACKED
  private double[] scale = new double[0];
  private double[] dh = new double[0]; // dᵀh
  private double[] packedDh = new double[0]; // d̃ᵀh; dᵀh of a column that is not packed
  private double[] diagonal = new double[0];
  private double[] last = new double[0]; // gradients when they were last computed
  private double[] lost = new double[0]; // what packing took from their products with θ

  ResidualQuadratic(ScaledProblem problem) {
    this.problem = problem;
    features = problem.features;
    u = new double[problem.predictors][problem.rows];
    h = new double[problem.predictors][problem.rows];
    sum = new double[problem.predictors];
    hSum = new double[problem.predictors];
    constant = new double[problem.predictors];
    slot = new int[features * problem.predictors];
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
    makeRoom(count);
    boolean packs = pack(coefficients, count);
    for (int s = 0; s < count; s++) {
      int c = coefficients[s];
      int k = u.length == 1 ? 0 : c / features;
      slot[c] = s;
      predictor[s] = k;
      feature[s] = c - k * features;
      scale[s] = problem.scale[feature[s]];
      last[s] = gradient[c];
      diagonal[s] = (packs ? addPacked(s) : addUnpacked(s)) / (scale[s] * scale[s]);
    }
  }

  private void makeRoom(int count) {
    if (feature.length < count) {
      int room = count + count / 2;
      feature = new int[room];
      predictor = new int[room];
      place = new int[room];
      scale = new double[room];
      dh = new double[room];
      packedDh = new double[room];
      diagonal = new double[room];
      last = new double[room];
      lost = new double[room];
    }
  }

  /** Adds a column to the packed ones if it suits them; returns its square in the model. */
  private double addPacked(int s) {
    int k = predictor[s];
    int at = packed.add(problem.x, feature[s], h[k], u[k]);
    dh[s] = packed.first();
    double square = square(s, packed.first(), packed.second());
    if (!(packed.error() <= LOST * LOST * square) || Double.isInfinite(packed.error())) {
      packed.removeLast();
      place[s] = UNPACKED;
      packedDh[s] = dh[s];
      return square;
    }
    place[s] = at;
    packedDh[s] = packed.packedFirst();
    lost[s] = packed.lost();
    // That of the copy: a move then leaves its gradient at the threshold to rounding, and its equal stays out.
    return square(s, packed.packedFirst(), packed.packedSecond());
  }

  private double addUnpacked(int s) {
    double[] weights = h[predictor[s]];
    place[s] = UNPACKED;
    dh[s] = problem.x.dot(feature[s], weights);
    packedDh[s] = dh[s];
    return square(s, dh[s], problem.x.squares(feature[s], weights));
  }

  /** The square of a column in the model, of its sums with h. */
  private double square(int s, double first, double second) {
    double shift = problem.x.shift(feature[s]);
    double total = hSum[predictor[s]];
    return Math.max(0,
        problem.intercept ? second - first * first / total : second + 2 * shift * first + shift * shift * total);
  }

  private boolean pack(int[] coefficients, int count) {
    if (!problem.x.sparse()) {
      return false;
    }
    long entries = 0;
    for (int a = 0; a < count; a++) {
      entries += problem.x.entries(coefficients[a] % features);
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
    int s = slot[c];
    int k = predictor[s];
    double raw = place[s] == UNPACKED ? problem.x.dot(feature[s], u[k]) : packed.dot(place[s], u[k]) + lost[s];
    double t = problem.intercept ? sum[k] / hSum[k] : constant[k];
    raw -= t * packedDh[s];
    if (!problem.intercept) {
      raw += problem.x.shift(feature[s]) * (sum[k] - t * hSum[k]);
    }
    last[s] = raw / scale[s];
    return last[s];
  }

  @Override
  public boolean keepsGradients() {
    return false;
  }

  @Override
  public double lastGradient(int c) {
    return last[slot[c]];
  }

  @Override
  public void move(int c, double delta) {
    problem.passedOne();
    int s = slot[c];
    int k = predictor[s];
    double f = delta / scale[s];
    if (place[s] == UNPACKED) {
      problem.x.axpy(feature[s], -f, h[k], u[k]);
    } else {
      packed.axpy(place[s], -f, u[k]);
    }
    sum[k] -= f * packedDh[s];
    constant[k] += f * problem.x.shift(feature[s]);
  }

  @Override
  public double curvature(int c, int d) {
    int s = slot[c];
    int t = slot[d];
    if (s == t) {
      return diagonal[s];
    }
    int k = predictor[s];
    if (k != predictor[t]) {
      return 0;
    }
    double[] out = new double[1];
    problem.x.products(feature[s], new int[]{feature[t]}, 1, h[k], new double[problem.rows], out);
    double raw = out[0];
    double own = problem.x.shift(feature[s]);
    double other = problem.x.shift(feature[t]);
    raw += problem.intercept ? -dh[s] * dh[t] / hSum[k] : own * dh[t] + other * dh[s] + own * other * hSum[k];
    return raw / (scale[s] * scale[t]);
  }

  @Override
  public void addConstants(int c, double f, double[] step) {
    int s = slot[c];
    step[predictor[s]] -= f * dh[s] / hSum[predictor[s]];
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
