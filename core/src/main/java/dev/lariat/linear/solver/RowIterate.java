package dev.lariat.linear.solver;

import dev.lariat.kernel.DenseOps;
import dev.lariat.linear.Datafit;
import dev.lariat.linear.solver.penalty.BlockPenalty;
import dev.lariat.linear.solver.rounding.RoundedColumns;
import dev.lariat.parallel.Workers;
import java.util.Arrays;

/** A fit that keeps its linear predictors, a value a row: any family, dense or sparse. */
final class RowIterate extends Iterate {
  private static final int MAX_POLISHING = 60; // Newton steps; a handful is usual
  private static final double SHORTEST = 1e-10; // of a Newton step when polishing
  private static final double ROUNDING = 4e-16; // of a sum, relative to the sum of its sizes
  private static final double SETTLED = 1e-12; // the same where Newton's steps no longer help
  /** A loss that grows by less than this has not grown. */
  private static final double EQUAL_LOSS = 1e-14;
  /** What the rounding of each row's term may add to the loss. */
  private static final double ROUNDING_A_ROW = 0x1p-53;

  private static final int ALL = -1;

  private final Datafit datafit;
  private double[][] eta; // [predictors][rows]
  private double[][] nextEta;
  private double[][] mu; // [predictors][rows]
  private double[][] nextMu;
  private final double[][] theta; // [predictors][rows], as far as it is fresh
  private final double[] thetaSum; // [predictors]
  private final boolean[] fresh; // [predictors] whether θ is that of μ
  private final double[] constant; // [predictors]
  private final GradientBounds bounds;
  private double loss;
  private double nextLoss;
  private FreeCoefficients free; // null until it is needed
  private boolean polished; // since it moved
  private int mover = ALL; // the predictor that moved in what was evaluated last
  private boolean carried; // μ and the loss were carried along with single predictors

  RowIterate(ScaledProblem problem, Workers workers) {
    super(problem);
    datafit = problem.datafit;
    int n = problem.rows;
    int predictors = problem.predictors;
    eta = problem.startingPredictors();
    nextEta = new double[predictors][n];
    mu = new double[predictors][n];
    nextMu = new double[predictors][n];
    theta = new double[predictors][n];
    thetaSum = new double[predictors];
    fresh = new boolean[predictors];
    constant = new double[predictors];
    bounds = new GradientBounds(problem, workers);
    settle();
  }

  /** Evaluates the present predictors. */
  private void settle() {
    loss = datafit.evaluate(eta, mu);
    carried = false;
    moved();
  }

  private void moved() {
    polished = false;
    bounds.moved();
    Arrays.fill(fresh, false);
  }

  private void freshen(int k) {
    if (!fresh[k]) {
      datafit.residual(mu, k, theta[k]);
      thetaSum[k] = DenseOps.sum(theta[k]);
      fresh[k] = true;
    }
  }

  private void freshen() {
    for (int k = 0; k < theta.length; k++) {
      freshen(k);
    }
  }

  /**
   * Takes these coefficients [coefficients] and constants [predictors], both on the solver's scale; gradients are stale
   * after it.
   */
  void set(double[] coefficients, double[] constants) {
    double[][] start = problem.startingPredictors();
    for (int k = 0; k < start.length; k++) {
      constant[k] = constants[k];
      for (int i = 0; i < start[k].length; i++) {
        start[k][i] += constants[k];
      }
      for (int j = 0; j < problem.features; j++) {
        double value = coefficients[k * problem.features + j];
        b[k * problem.features + j] = value;
        if (value != 0) {
          problem.x.axpy(j, value / problem.scale[j], start[k]);
        }
      }
    }
    eta = start;
    settle();
  }

  @Override
  double loss() {
    return loss;
  }

  @Override
  double distance(double s) {
    return datafit.distance(mu, s);
  }

  @Override
  double[] constants() {
    return constant;
  }

  /** η, [predictors][rows]; not to be modified. */
  double[][] predictors() {
    return eta;
  }

  /** μ, [predictors][rows]; not to be modified. */
  double[][] means() {
    return mu;
  }

  /** θ, [predictors][rows]; not to be modified. */
  double[][] theta() {
    freshen();
    return theta;
  }

  /** The same of predictor k; what is told of others may be older. */
  double[][] theta(int k) {
    freshen(k);
    return theta;
  }

  /** Σθ, [predictors], of these predictors; what is told of others may be older. Not to be modified. */
  double[] thetaSums(int first, int end) {
    for (int k = first; k < end; k++) {
      freshen(k);
    }
    return thetaSum;
  }

  /** The columns in single precision, or null: {@link GradientBounds#rounded}. */
  RoundedColumns rounded() {
    return bounds.rounded();
  }

  @Override
  boolean gradientsAreCheap() {
    return false;
  }

  @Override
  void gradients(BlockPenalty penalty, int[] set, int count) {
    int[] unknown = new int[count];
    int blank = 0;
    for (int a = 0; a < count; a++) {
      if (!bounds.knows(blocks.member(set[a], 0))) { // nor any other of its block
        unknown[blank++] = set[a];
        for (int i = 0; i < blocks.size(set[a]); i++) {
          freshen(blocks.member(set[a], i) / problem.features);
        }
      }
    }
    problem.passed(blocks.members(unknown, blank));
    bounds.update(penalty, unknown, blank, theta, thetaSum, b, gradient);
  }

  @Override
  int allGradients(BlockPenalty penalty, int[] mattering) {
    freshen();
    return bounds.update(penalty, theta, thetaSum, b, gradient, mattering);
  }

  /** The loss at η + length·direction, which {@link #accept} would make the present one. */
  double evaluate(double[][] direction, double length) {
    problem.evaluated();
    for (int l = 0; l < eta.length; l++) {
      double[] from = eta[l];
      double[] to = nextEta[l];
      double[] d = direction[l];
      for (int i = 0; i < to.length; i++) {
        to[i] = from[i] + length * d[i];
      }
    }
    mover = ALL;
    nextLoss = datafit.evaluate(nextEta, nextMu);
    return nextLoss;
  }

  /** The same along the direction of predictor k alone. */
  double evaluate(int k, double[] direction, double length) {
    problem.evaluatedOne();
    double[] to = nextEta[k];
    double[] step = new double[to.length];
    for (int i = 0; i < to.length; i++) {
      step[i] = length * direction[i];
      to[i] = eta[k][i] + step[i];
    }
    double[][] there = eta.clone();
    there[k] = to;
    mover = k;
    nextLoss = datafit.evaluate(there, k, step, mu, loss, nextMu);
    return nextLoss;
  }

  /** Moves to the point that was evaluated last; the constants change by {@code length·constantStep}. */
  void accept(double[] constantStep, double length) {
    for (int l = 0; l < constant.length; l++) {
      constant[l] += length * constantStep[l];
    }
    swap();
  }

  private void swap() {
    if (mover == ALL) {
      double[][] t = eta;
      eta = nextEta;
      nextEta = t;
    } else {
      double[] t = eta[mover];
      eta[mover] = nextEta[mover];
      nextEta[mover] = t;
    }
    carried = mover != ALL;
    double[][] t = mu;
    mu = nextMu;
    nextMu = t;
    loss = nextLoss;
    moved();
  }

  @Override
  void polish() {
    if (carried) {
      problem.evaluated();
      settle();
    }
    if (free == null) {
      free = new FreeCoefficients(problem, blocks.freeCoefficients());
    }
    if (free.isEmpty() || polished) {
      return;
    }
    polishNow();
    polished = true;
  }

  private void polishNow() {
    double last = Double.POSITIVE_INFINITY;
    for (int iteration = 0; iteration < MAX_POLISHING; iteration++) {
      freshen();
      double[] g = free.gradient(theta, b);
      double worst = 0;
      for (double value : g) {
        worst = Math.max(worst, Math.abs(value));
      }
      double size = sizeOfResiduals();
      if (worst <= ROUNDING * size || (worst > 0.5 * last && worst <= SETTLED * size)) {
        return;
      }
      last = worst;
      problem.moved((long) g.length * g.length * problem.rows);
      free.solve(mu, b, g);
      if (!tryStep(g)) {
        return;
      }
    }
  }

  private double sizeOfResiduals() {
    double size = 0;
    for (double[] t : theta) {
      for (double value : t) {
        size += Math.abs(value);
      }
    }
    return size;
  }

  /** By what share of it the loss may seem to grow where it falls: it is a sum over the rows. */
  double rounding() {
    return Math.max(EQUAL_LOSS, ROUNDING_A_ROW * problem.rows);
  }

  private boolean tryStep(double[] step) {
    double equal = rounding() * (1 + Math.abs(loss));
    double longest = free.room(step, b);
    for (double length = longest; length > SHORTEST * longest; length /= 2) {
      for (int l = 0; l < eta.length; l++) {
        System.arraycopy(eta[l], 0, nextEta[l], 0, eta[l].length);
      }
      problem.evaluated();
      double applied = free.apply(step, length, b, nextEta);
      if (applied == 0) {
        return false;
      }
      mover = ALL;
      nextLoss = datafit.evaluate(nextEta, nextMu);
      if (nextLoss <= loss + equal) {
        free.commit(step, length, b, constant);
        swap();
        return true;
      }
    }
    return false;
  }
}
