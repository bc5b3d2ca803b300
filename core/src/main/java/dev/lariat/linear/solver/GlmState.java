package dev.lariat.linear.solver;

import dev.lariat.kernel.DenseOps;
import dev.lariat.linear.Family;
import dev.lariat.parallel.Workers;
import java.util.Arrays;

/** A fit that keeps its linear predictors: any family, dense or sparse. */
final class GlmState extends FitState {
  private static final int MAX_GRAM = 4000;
  private static final double SPARSE_ENTRIES = 400; // a column: with fewer a residual update is cheaper than a Gram row

  private final Workers workers;
  private final Likelihood likelihood;
  private double[][] eta; // [predictors][rows]
  private double[][] nextEta;
  private double[][] mu; // [predictors][rows]
  private double[][] nextMu;
  private final double[][] theta; // [predictors][rows]
  private final double[] thetaSum; // [predictors]
  private final double[][] direction; // [predictors][rows]
  private final double[] constant; // [predictors]
  private final double[] constantStep; // [predictors]
  private final double[] h; // [rows]
  private final CoordinateDescent descent;
  private final GramQuadratic[] gram; // [predictors], or one for all when classes are grouped
  private ResidualQuadratic naive;
  private GradientBounds reference;
  private SupportNewton supportNewton;
  private final double[] lastViolation; // [grams]
  private final boolean[] misled; // [grams] the old curvature led uphill
  private double loss;
  private final boolean together;
  private int[] mine = new int[16];
  private int[] coefficients = new int[16];
  private double[] before = new double[16];

  GlmState(ScaledProblem problem, Workers workers) {
    super(problem);
    this.workers = workers;
    likelihood = problem.likelihood;
    int n = problem.rows;
    int predictors = problem.predictors;
    eta = problem.startingPredictors();
    nextEta = new double[predictors][n];
    mu = new double[predictors][n];
    nextMu = new double[predictors][n];
    theta = new double[predictors][n];
    direction = new double[predictors][n];
    thetaSum = new double[predictors];
    constant = new double[predictors];
    constantStep = new double[predictors];
    h = new double[n];
    descent = new CoordinateDescent(blocks);
    together = predictors > 1 && spansPredictors();
    gram = new GramQuadratic[together ? 1 : predictors];
    lastViolation = new double[gram.length];
    misled = new boolean[gram.length];
    loss = likelihood.evaluate(eta, mu);
    residuals();
  }

  private boolean spansPredictors() {
    for (int block = 0; block < blocks.count(); block++) {
      int first = blocks.member[blocks.start[block]] / problem.features;
      int last = blocks.member[blocks.start[block + 1] - 1] / problem.features;
      if (first != last) {
        return true;
      }
    }
    return false;
  }

  private void residuals() {
    for (int k = 0; k < theta.length; k++) {
      likelihood.residual(mu, k, theta[k]);
      thetaSum[k] = DenseOps.sum(theta[k]);
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
    loss = likelihood.evaluate(eta, mu);
    residuals();
  }

  @Override
  double loss() {
    return loss;
  }

  @Override
  double distance(double s) {
    return likelihood.distance(mu, s);
  }

  @Override
  double[] constants() {
    return constant;
  }

  double[][] predictors() {
    return eta;
  }

  @Override
  void gradients(int[] set, int count) {
    workers.forRange(count, problem.x.entries() / problem.features * count, (from, to) -> {
      for (int a = from; a < to; a++) {
        for (int m = blocks.start[set[a]]; m < blocks.start[set[a] + 1]; m++) {
          int c = blocks.member[m];
          int k = c / problem.features;
          gradient[c] = problem.gradient(c - k * problem.features, theta[k], thetaSum[k]);
        }
      }
    });
  }

  @Override
  void allGradients() {
    if (reference == null) {
      reference = new GradientBounds(problem, workers);
    }
    reference.update(theta, thetaSum, b, gradient);
  }

  @Override
  void step(int[] set, int count, double tolerance, double violation) {
    if (together || problem.predictors == 1) {
      stepOn(-1, set, count, tolerance, violation);
      return;
    }
    if (mine.length < count) {
      mine = new int[count];
    }
    for (int k = 0; k < problem.predictors; k++) {
      int found = 0;
      double worst = 0;
      for (int a = 0; a < count; a++) {
        int block = set[a];
        if (blocks.member[blocks.start[block]] / problem.features == k) {
          mine[found++] = block;
        }
      }
      if (found > 0) {
        gradients(mine, found);
        for (int a = 0; a < found; a++) {
          worst = Math.max(worst, blocks.violation(mine[a], b, gradient));
        }
        if (worst > tolerance) {
          stepOn(k, mine, found, Math.max(tolerance, 0.1 * worst), worst);
        }
      }
    }
  }

  /** A step in the blocks of predictor k, or of all at once (k < 0). */
  private void stepOn(int k, int[] set, int count, double tolerance, double violation) {
    int number = collect(set, count);
    if (together) {
      likelihood.curvatureBound(mu, h, nextMu[0]);
    } else {
      likelihood.curvature(mu, Math.max(k, 0), h);
    }
    int engine = Math.max(k, 0);
    boolean useGram = number <= MAX_GRAM * gram.length
        && (!problem.x.sparse() || problem.x.entries() > SPARSE_ENTRIES * problem.features);
    Quadratic q;
    double factor = 1;
    if (useGram) {
      GramQuadratic g = prepareGram(engine, number, violation);
      factor = g.factor();
      q = g;
    } else {
      if (naive == null) {
        naive = new ResidualQuadratic(problem);
      }
      naive.start(theta, k, h, coefficients, number);
      q = naive;
    }
    double l1 = blocks.l1;
    double l2 = blocks.l2;
    double before1 = penalty(set, count);
    blocks.l1 = l1 / factor;
    blocks.l2 = l2 / factor;
    descent.solve(q, set, count, b, tolerance / factor);
    blocks.l1 = l1;
    blocks.l2 = l2;
    double promised = penalty(set, count) - before1;
    promised += moveDirection(k, number, q);
    search(k, set, count, number, promised, engine);
  }

  @Override
  boolean newton(int[] set, int count, double tolerance) {
    int number = collect(set, count);
    if (supportNewton == null) {
      supportNewton = new SupportNewton(problem);
    }
    if (supportNewton.step(coefficients, number, b, mu, theta, gram, tolerance) == 0) {
      return false;
    }
    for (int l = 0; l < direction.length; l++) {
      System.arraycopy(supportNewton.change()[l], 0, direction[l], 0, h.length);
      constantStep[l] = supportNewton.constants()[l];
    }
    return search(-1, set, count, number, 0, 0);
  }

  private int collect(int[] set, int count) {
    int number = 0;
    for (int a = 0; a < count; a++) {
      for (int m = blocks.start[set[a]]; m < blocks.start[set[a] + 1]; m++) {
        if (number == coefficients.length) {
          coefficients = Arrays.copyOf(coefficients, number * 2);
          before = Arrays.copyOf(before, number * 2);
        }
        coefficients[number] = blocks.member[m];
        before[number] = b[blocks.member[m]];
        number++;
      }
    }
    return number;
  }

  private GramQuadratic prepareGram(int engine, int number, double violation) {
    GramQuadratic g = gram[engine];
    if (g == null) {
      g = new GramQuadratic(problem, null, together ? problem.predictors : 1);
      gram[engine] = g;
    }
    boolean constantCurvature = problem.data.family() == Family.GAUSSIAN;
    if (g.empty()) {
      g.reset(h);
    } else if (!constantCurvature) {
      g.compact(coefficients, number);
      double moved = g.follow(h);
      double rate = lastViolation[engine] > 0 ? violation / lastViolation[engine] : 0;
      // steps at a poor rate against one new Gram matrix: (size/4 + 1) steps' worth
      if (misled[engine] || moved > 1 || (rate > 0.4 && moved > 0.02 && rate < 2)) {
        g.refresh(h);
        misled[engine] = false;
      }
    }
    lastViolation[engine] = violation;
    g.add(coefficients, number);
    for (int a = 0; a < number; a++) {
      g.setGradient(coefficients[a], gradient[coefficients[a]]);
    }
    return g;
  }

  private double penalty(int[] set, int count) {
    double sum = 0;
    for (int a = 0; a < count; a++) {
      sum += blocks.value(set[a], b);
    }
    return sum;
  }

  /** Fills {@code direction} and {@code constantStep} from the moves; returns the linear part of the loss's change. */
  private double moveDirection(int k, int number, Quadratic q) {
    double linear = 0;
    for (int l = 0; l < direction.length; l++) {
      if (k < 0 || l == k) {
        Arrays.fill(direction[l], 0);
        constantStep[l] = 0;
      }
    }
    for (int a = 0; a < number; a++) {
      int c = coefficients[a];
      double delta = b[c] - before[a];
      if (delta == 0) {
        continue;
      }
      int l = c / problem.features;
      int j = c - l * problem.features;
      linear -= gradient[c] * delta;
      double f = delta / problem.scale[j];
      problem.x.axpy(j, f, direction[l]);
      if (!problem.intercept) {
        constantStep[l] += f * problem.x.shift(j);
      } else {
        constantStep[l] -= f * switch (q) {
          case GramQuadratic g -> g.meanColumn(j);
          case ResidualQuadratic r -> r.meanColumn(j);
        };
      }
    }
    for (int l = 0; l < direction.length; l++) {
      if (k < 0 || l == k) {
        if (problem.intercept) {
          constantStep[l] += thetaSum[l] / DenseOps.sum(h);
          linear -= thetaSum[l] * constantStep[l];
        }
        for (int i = 0; i < h.length; i++) {
          direction[l][i] += constantStep[l];
        }
      }
    }
    return linear;
  }

  /** Goes along the direction as far as the objective falls (Armijo); gaussian losses are their own quadratic model. */
  private boolean search(int k, int[] set, int count, int number, double promised, int engine) {
    double length = 1;
    double penaltyNew = penalty(set, count);
    double[] target = new double[number];
    for (int a = 0; a < number; a++) {
      target[a] = b[coefficients[a]];
    }
    double penaltyOld = Double.NaN;
    for (int attempt = 0; attempt < 40; attempt++) {
      for (int l = 0; l < eta.length; l++) {
        if (k < 0 || l == k) {
          double[] from = eta[l];
          double[] to = nextEta[l];
          double[] d = direction[l];
          for (int i = 0; i < to.length; i++) {
            to[i] = from[i] + length * d[i];
          }
        } else {
          System.arraycopy(eta[l], 0, nextEta[l], 0, eta[l].length);
        }
      }
      double next = likelihood.evaluate(nextEta, nextMu);
      if (Double.isNaN(penaltyOld)) {
        penaltyOld = penaltyAt(before, set, count, number);
        restore(target, number);
      }
      double change = next - loss + penaltyNew - penaltyOld;
      double rounding = 1e-14 * (Math.abs(loss) + Math.abs(penaltyOld) + 1e-300);
      if (problem.data.family() == Family.GAUSSIAN || change <= 1e-4 * length * promised + rounding) {
        accept(k, length, next);
        return true;
      }
      if (gram[engine] != null && attempt > 0) {
        misled[engine] = true;
      }
      length /= 2;
      for (int a = 0; a < number; a++) {
        b[coefficients[a]] = before[a] + length * (target[a] - before[a]);
      }
      penaltyNew = penalty(set, count);
    }
    restore(before, number);
    return false;
  }

  private double penaltyAt(double[] values, int[] set, int count, int number) {
    restore(values, number);
    return penalty(set, count);
  }

  private void restore(double[] values, int number) {
    for (int a = 0; a < number; a++) {
      b[coefficients[a]] = values[a];
    }
  }

  private void accept(int k, double length, double newLoss) {
    for (int l = 0; l < constant.length; l++) {
      if (k < 0 || l == k) {
        constant[l] += length * constantStep[l];
      }
    }
    swap(newLoss);
  }

  private void swap(double newLoss) {
    double[][] t = eta;
    eta = nextEta;
    nextEta = t;
    t = mu;
    mu = nextMu;
    nextMu = t;
    loss = newLoss;
    residuals();
  }

  @Override
  void polish() {
    int[] free = FreeCoefficients.free(blocks, b);
    if (free.length == 0 && !problem.intercept) {
      return;
    }
    var system = new FreeCoefficients(problem, free);
    double last = Double.POSITIVE_INFINITY;
    for (int iteration = 0; iteration < 60; iteration++) {
      double[] g = system.gradient(theta);
      double worst = 0;
      for (double value : g) {
        worst = Math.max(worst, Math.abs(value));
      }
      double size = 0;
      for (double[] t : theta) {
        for (double value : t) {
          size += Math.abs(value);
        }
      }
      if (worst <= 4e-16 * size || (worst > 0.5 * last && worst <= 1e-12 * size)) {
        return;
      }
      last = worst;
      system.solve(likelihood, mu, g);
      if (!tryStep(system, free, g)) {
        return;
      }
    }
  }

  private boolean tryStep(FreeCoefficients system, int[] free, double[] step) {
    for (double length = 1; length > 1e-10; length /= 2) {
      for (int l = 0; l < eta.length; l++) {
        System.arraycopy(eta[l], 0, nextEta[l], 0, eta[l].length);
      }
      double applied = system.apply(step, length, blocks, b, free, nextEta);
      double next = likelihood.evaluate(nextEta, nextMu);
      if (applied == 0) {
        return false;
      }
      if (next <= loss + 1e-14 * (1 + Math.abs(loss))) {
        system.commit(step, length, blocks, b, free, constant);
        swap(next);
        return true;
      }
    }
    return false;
  }
}
