package dev.lariat.linear.solver;

import dev.lariat.kernel.DenseOps;
import dev.lariat.linear.solver.penalty.BlockPenalty;
import java.util.Arrays;

/**
 * A quadratic model that keeps the change of the working residual, {@code u = −h∘Δη}, a value a row and predictor: a
 * move costs the column's entries ("naive updates"). For sparse columns and for working sets too large for a Gram
 * matrix.
 *
 * <p>Of several predictors it knows no more than a bound, so that they do not touch each other: for a softmax
 * {@code diag(μ) − μμᵀ ≤ 2·diag(μ(1 − μ))}, as the matrix is diagonally dominant (Gershgorin). Of one of them, while
 * the others stay, it is the second order itself.
 *
 * <p>Sparse columns stay sparse: an intercept that is minimised out at any time is {@code t = Σu/Σh}, so gradients are
 * {@code g + (dᵀu − t·dᵀh)/s} without the column ever being centred. They are packed in single precision, as d̃: the
 * model is then that of d̃, with the gradients g of d. A column that is no longer itself in single precision, as its
 * values are far from 0 beside their spread, too large or too small, is not packed. Of a single predictor an older
 * curvature serves, times a factor, as long as its shape is about the same: packed columns stay then.
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
  private double[][] h; // [predictors][rows]
  private double[][] nextH;
  private final double[] sum; // [predictors] Σu, with an intercept Σθ, too
  private final double[] hSum; // [predictors]
  private final double[] constant; // [predictors] the change of the predictor's constant, without an intercept
  private final PackedColumns packed = new PackedColumns();
  private double factor; // of the curvature: gradients are over it
  private int first; // of the predictors that move
  private int end;
  // the columns of a working set, and those before that have the same curvature, side by side: a sweep reads all of it
  private final int[] slot; // [coefficients] where theirs is, if it is there
  private int size;
  private int[] coefficient = new int[0]; // [slots]
  private int[] feature = new int[0];
  private int[] predictor = new int[0];
  private int[] place = new int[0]; // among the packed columns, or UNPACKED
  private double[] scale = new double[0];
  private double[] dh = new double[0]; // d̃ᵀh
  private double[] diagonal = new double[0];
  private double[] begin = new double[0]; // gradients at the start
  private double[] last = new double[0]; // gradients when they were last computed

  ResidualQuadratic(ScaledProblem problem) {
    this.problem = problem;
    features = problem.features;
    u = new double[problem.predictors][problem.rows];
    h = new double[problem.predictors][problem.rows];
    nextH = new double[problem.predictors][problem.rows];
    sum = new double[problem.predictors];
    hSum = new double[problem.predictors];
    constant = new double[problem.predictors];
    slot = new int[features * problem.predictors];
  }

  /**
   * Starts anew at θ and the means, both [predictors][rows], for these coefficients.
   *
   * @param gradient [coefficients] theirs, x̃ᵀθ
   * @param same the change of its shape, relative to its size, with which an older curvature serves
   */
  void start(double[][] theta, double[][] means, int[] coefficients, int count, double[] gradient, double same) {
    start(theta, means, 0, u.length, coefficients, count, gradient, u.length == 1 ? same : -1);
  }

  /** The same for coefficients of a single predictor, which alone moves. */
  void startOne(double[][] theta, double[][] means, int predictor, int[] coefficients, int count, double[] gradient) {
    start(theta, means, predictor, predictor + 1, coefficients, count, gradient, -1);
  }

  private void start(double[][] theta, double[][] means, int from, int to, int[] coefficients, int count,
      double[] gradient, double same) {
    first = from;
    end = to;
    takeCurvature(means, same);
    for (int k = from; k < to; k++) {
      Arrays.fill(u[k], 0);
      sum[k] = problem.intercept ? DenseOps.sum(theta[k]) / factor : 0;
      constant[k] = 0;
    }
    problem.passed(2L * count);
    boolean packs = packs(coefficients, count);
    for (int a = 0; a < count; a++) {
      int c = coefficients[a];
      if (!there(c)) {
        add(c, packs);
      }
      begin[slot[c]] = gradient[c] / factor;
      last[slot[c]] = begin[slot[c]];
    }
  }

  /** Takes the curvature at these means, and forgets the columns, unless the older one serves. */
  private void takeCurvature(double[][] means, double same) {
    for (int k = first; k < end; k++) {
      problem.datafit.curvature(means, k, k, nextH[k]);
      if (end - first > 1) {
        for (int i = 0; i < nextH[k].length; i++) {
          nextH[k][i] *= BOUND;
        }
      }
    }
    if (size > 0 && same >= 0) {
      factor = DenseOps.sum(nextH[0]) / hSum[0];
      double moved = 0;
      for (int i = 0; i < nextH[0].length; i++) {
        moved += Math.abs(nextH[0][i] - factor * h[0][i]);
      }
      if (factor > 0 && moved <= same * factor * hSum[0]) {
        return;
      }
    }
    double[][] old = h;
    h = nextH;
    nextH = old;
    for (int k = first; k < end; k++) {
      hSum[k] = DenseOps.sum(h[k]);
    }
    factor = 1;
    forget();
  }

  private void forget() {
    size = 0;
    packed.clear();
  }

  private boolean there(int c) {
    return slot[c] < size && coefficient[slot[c]] == c;
  }

  /** Whether columns that are not there are packed; without room for them all others are forgotten. */
  private boolean packs(int[] coefficients, int count) {
    if (!problem.x.sparse()) {
      return false;
    }
    long more = 0;
    long entries = 0;
    for (int a = 0; a < count; a++) {
      long own = problem.x.entries(coefficients[a] % features);
      entries += own;
      more += there(coefficients[a]) ? 0 : own;
    }
    if (packed.suits(more)) {
      return true;
    }
    forget();
    return packed.suits(entries);
  }

  private void add(int c, boolean packs) {
    if (size == feature.length) {
      makeRoom();
    }
    int s = size++;
    slot[c] = s;
    coefficient[s] = c;
    predictor[s] = u.length == 1 ? 0 : c / features;
    feature[s] = c - predictor[s] * features;
    scale[s] = problem.scale[feature[s]];
    diagonal[s] = (packs ? addPacked(s) : addUnpacked(s)) / (scale[s] * scale[s]);
  }

  private void makeRoom() {
    int room = 2 * size + 16;
    coefficient = Arrays.copyOf(coefficient, room);
    feature = Arrays.copyOf(feature, room);
    predictor = Arrays.copyOf(predictor, room);
    place = Arrays.copyOf(place, room);
    scale = Arrays.copyOf(scale, room);
    dh = Arrays.copyOf(dh, room);
    diagonal = Arrays.copyOf(diagonal, room);
    begin = Arrays.copyOf(begin, room);
    last = Arrays.copyOf(last, room);
  }

  /** Adds a column to the packed ones if it suits them; returns its square in the model. */
  private double addPacked(int s) {
    place[s] = packed.add(problem.x, feature[s], h[predictor[s]]);
    double square = square(s, packed.first(), packed.second());
    if (!(packed.error() <= LOST * LOST * square) || Double.isInfinite(packed.error())) {
      packed.removeLast();
      return addUnpacked(s);
    }
    dh[s] = packed.first();
    // That of the copy: a move then leaves its gradient at the threshold to rounding, and its equal stays out.
    return square;
  }

  private double addUnpacked(int s) {
    double[] weights = h[predictor[s]];
    place[s] = UNPACKED;
    dh[s] = problem.x.dot(feature[s], weights);
    return square(s, dh[s], problem.x.squares(feature[s], weights));
  }

  /** The square of a column in the model, of its sums with h. */
  private double square(int s, double first, double second) {
    double shift = problem.x.shift(feature[s]);
    double total = hSum[predictor[s]];
    return Math.max(0,
        problem.intercept ? second - first * first / total : second + 2 * shift * first + shift * shift * total);
  }

  /** What the gradients are over. */
  double factor() {
    return factor;
  }

  @Override
  public double gradient(int c) {
    problem.passedOne();
    int s = slot[c];
    int k = predictor[s];
    double raw = place[s] == UNPACKED ? problem.x.dot(feature[s], u[k]) : packed.dot(place[s], u[k]);
    double t = problem.intercept ? sum[k] / hSum[k] : constant[k];
    raw -= t * dh[s];
    if (!problem.intercept) {
      raw += problem.x.shift(feature[s]) * (sum[k] - t * hSum[k]);
    }
    last[s] = begin[s] + raw / scale[s];
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
    sum[k] -= f * dh[s];
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
      step[k] += sums[k] / (hSum[k] * factor);
    }
  }

  @Override
  public boolean newton(int[] support, int count, double[] b, BlockPenalty penalty, double tolerance) {
    return true; // it would cost a pass over the columns an iteration: SupportNewton does that, with the exact
                 // curvature
  }
}
