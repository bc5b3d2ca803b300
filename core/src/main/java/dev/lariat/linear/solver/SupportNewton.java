package dev.lariat.linear.solver;

import dev.lariat.kernel.DenseOps;
import dev.lariat.linear.solver.algebra.Cholesky;
import dev.lariat.linear.solver.algebra.SupportFactor;
import dev.lariat.linear.solver.penalty.BlockPenalty;
import dev.lariat.linear.solver.penalty.Blocks;
import dev.lariat.parallel.Workers;
import java.util.Arrays;

/**
 * Newton's step on the non-zero coefficients with their signs held, by preconditioned conjugate gradients on the exact
 * Hessian over all predictors; the intercepts are minimised out. Where coordinate descent converges slowly (correlated
 * columns or classes, an outdated Hessian) this converges quadratically once the support no longer changes.
 */
final class SupportNewton {
  private static final int MAX_ITERATIONS = 200;
  private static final double FLAT = 1e-10; // a curvature that is rounding, relative to the diagonal's
  private static final double LEAST_DIAGONAL = 1e-12;
  /** Passes over the rows of a predictor that W·e takes. */
  private static final int WEIGHED = 8;

  private final ScaledProblem problem;
  private final Workers workers;
  private final Blocks blocks;
  private BlockPenalty penalty; // of the step at hand
  private final int features;
  private final int predictors;
  private final double[][] h; // [predictors][rows]
  private final double[][] e; // [predictors][rows] a change of the predictors
  private final double[][] t; // [predictors][rows] W·e
  private final double[] constants; // [predictors] that go with e
  private double[][] mu;
  private double[] base = new double[0]; // [predictors] Newton's step of the constants alone
  private double[][] constantHessian; // [predictors][predictors]
  private double factorScale; // of the Hessian now over that of the factor
  private int[] position = new int[0]; // [coefficients] in the support
  private int[] support = new int[0];
  private int count;

  SupportNewton(ScaledProblem problem, Workers workers) {
    this.problem = problem;
    this.workers = workers;
    blocks = problem.blocks;
    features = problem.features;
    predictors = problem.predictors;
    h = new double[predictors][problem.rows];
    e = new double[predictors][problem.rows];
    t = new double[predictors][problem.rows];
    constants = new double[predictors];
  }

  /** The constants that go with the last direction. */
  double[] constants() {
    return constants;
  }

  /** The change of the predictors that goes with the last direction, constants included. */
  double[][] change() {
    return e;
  }

  /**
   * Moves b by the step, as far as signs and limits last.
   *
   * @param coefficients those of the working set; b of them may be modified
   * @param gram their quadratic model, whose factor is a good preconditioner even if it is of an older Hessian; null
   * where there is none
   * @return the number of coefficients in the support; 0 if there is nothing to do
   */
  int step(BlockPenalty at, int[] coefficients, int number, RowIterate iterate, GramQuadratic gram, double tolerance) {
    penalty = at;
    mu = iterate.means();
    double[] b = iterate.b;
    double[][] theta = iterate.theta();
    support = support.length < number ? new int[number] : support;
    count = 0;
    for (int a = 0; a < number; a++) {
      int c = coefficients[a];
      if (blocks.free(blocks.blockOf(c)) || !blocks.zero(blocks.blockOf(c), b)) {
        boolean rests = b[c] == 0 && penalty.soft(blocks.blockOf(c)) > 0; // at the kink of a sparse group
        if (!rests && b[c] > blocks.lower(c) && b[c] < blocks.upper(c)) {
          support[count++] = c;
        }
      }
    }
    if (count == 0) {
      return 0;
    }
    prepare();
    double[] r = rightHandSide(b, theta);
    double[] diagonal = diagonal(b);
    double[] step = solve(r, diagonal, b, gram == null ? null : factor(gram), tolerance);
    double length = reach(b, step);
    product(step, false);
    for (int k = 0; k < predictors; k++) {
      // the part that the present residual sums call for, whatever the coefficients do
      constants[k] += base[k];
      for (int i = 0; i < e[k].length; i++) {
        e[k][i] = length * (e[k][i] + base[k]);
      }
      constants[k] *= length;
    }
    return count;
  }

  private void prepare() {
    for (int k = 0; k < predictors; k++) {
      problem.datafit.curvature(mu, k, k, h[k]);
    }
    constantHessian = new double[predictors][predictors];
    for (int k = 0; k < predictors && problem.intercept; k++) {
      constantHessian[k][k] = DenseOps.sum(h[k]);
      for (int l = 0; l < k; l++) {
        problem.datafit.curvature(mu, k, l, t[0]);
        double sum = DenseOps.sum(t[0]);
        constantHessian[k][l] = sum;
        constantHessian[l][k] = sum;
      }
    }
  }

  private void solveConstants(double[] rhs) {
    double[][] copy = new double[predictors][];
    for (int k = 0; k < predictors; k++) {
      copy[k] = constantHessian[k].clone();
    }
    Cholesky.solve(copy, rhs);
  }

  private double[] rightHandSide(double[] b, double[][] theta) {
    base = new double[predictors];
    double[][] left = theta;
    if (problem.intercept) {
      for (int k = 0; k < predictors; k++) {
        base[k] = DenseOps.sum(theta[k]);
      }
      solveConstants(base);
      for (int k = 0; k < predictors; k++) {
        Arrays.fill(e[k], base[k]);
      }
      weigh();
      left = t;
      for (int k = 0; k < predictors; k++) {
        for (int i = 0; i < t[k].length; i++) {
          t[k][i] = theta[k][i] - t[k][i];
        }
      }
    }
    double[] r = new double[count];
    double[] sums = new double[predictors];
    for (int k = 0; k < predictors; k++) {
      sums[k] = DenseOps.sum(left[k]);
    }
    gradients(left, sums, r);
    for (int a = 0; a < count; a++) {
      int c = support[a];
      int block = blocks.blockOf(c);
      double norm = blocks.norm(block, b);
      double slope = norm == 0 ? 0 : penalty.threshold(block) / norm + penalty.ridge(block);
      r[a] -= slope * b[c] + penalty.soft(block) * Math.signum(b[c]);
    }
    return r;
  }

  /** The support's products with v [predictors][rows], given the sums of v. */
  private void gradients(double[][] v, double[] sums, double[] out) {
    workers.forRange(count, (long) count * (problem.x.entries() / features), (from, to) -> {
      for (int a = from; a < to; a++) {
        int k = support[a] / features;
        out[a] = problem.gradient(support[a] - k * features, v[k], sums[k]);
      }
    });
  }

  /** t = W·e. */
  private void weigh() {
    problem.datafit.product(mu, h, e, t);
  }

  /** e = X̃v with its best constants, and t = W·e when asked. */
  private void product(double[] v, boolean weighed) {
    problem.passed(2L * count); // and back again
    problem.moved((long) problem.rows * predictors * WEIGHED);
    int[] column = new int[count];
    double[] factor = new double[count];
    for (int k = 0; k < predictors; k++) {
      constants[k] = 0;
      int there = 0;
      for (int a = 0; a < count; a++) {
        int j = support[a] - k * features;
        if (v[a] != 0 && j >= 0 && j < features) {
          column[there] = j;
          factor[there] = v[a] / problem.scale[j];
          constants[k] += problem.intercept ? 0 : factor[there] * problem.x.shift(j);
          there++;
        }
      }
      Arrays.fill(e[k], 0);
      problem.combine(column, factor, there, e[k], workers);
    }
    if (problem.intercept) {
      weigh();
      for (int k = 0; k < predictors; k++) {
        constants[k] = -DenseOps.sum(t[k]);
      }
      solveConstants(constants);
    }
    for (int k = 0; k < predictors; k++) {
      for (int i = 0; i < e[k].length; i++) {
        e[k][i] += constants[k];
      }
    }
    if (weighed) {
      weigh();
    }
  }

  private double[] diagonal(double[] b) {
    double[] d = new double[count];
    double[] sums = new double[predictors];
    for (int k = 0; k < predictors; k++) {
      sums[k] = DenseOps.sum(h[k]);
    }
    workers.forRange(count, 2L * count * (problem.x.entries() / features), (from, to) -> {
      for (int a = from; a < to; a++) {
        int c = support[a];
        int k = c / features;
        int j = c - k * features;
        double sum = sums[k];
        double cross = problem.x.dot(j, h[k]);
        double shift = problem.x.shift(j);
        double squares = problem.x.squares(j, h[k]);
        double centred = problem.intercept
            ? squares - cross * cross / sum
            : squares + 2 * shift * cross + shift * shift * sum;
        int block = blocks.blockOf(c);
        double norm = blocks.norm(block, b);
        double bend = !blocks.single(block) && norm > 0 ? penalty.threshold(block) / norm : 0;
        d[a] = Math.max(centred / (problem.scale[j] * problem.scale[j]), LEAST_DIAGONAL) + penalty.ridge(block) + bend;
      }
    });
    return d;
  }

  /** The factor of an older Hessian, over its factor of scale; null where groups bend the penalty, too. */
  private SupportFactor factor(GramQuadratic gram) {
    if (!blocks.allSingle()) {
      return null;
    }
    factorScale = gram.factor();
    position = position.length == 0 ? new int[features * predictors] : position;
    for (int a = 0; a < count; a++) {
      position[support[a]] = a;
    }
    return gram.align(support, count, penalty.over(factorScale));
  }

  /** z = M⁻¹r: the factor where it reaches, the diagonal elsewhere. */
  private void precondition(double[] r, double[] diagonal, SupportFactor factor, double[] z) {
    for (int a = 0; a < count; a++) {
      z[a] = r[a] / diagonal[a];
    }
    if (factor == null) {
      return;
    }
    int[] order = factor.members();
    int number = factor.size();
    double[] part = new double[number];
    for (int i = 0; i < number; i++) {
      part[i] = r[position[order[i]]] / factorScale;
    }
    factor.solve(part);
    for (int i = 0; i < number; i++) {
      z[position[order[i]]] = part[i];
    }
  }

  private double[] solve(double[] r, double[] diagonal, double[] b, SupportFactor factor, double tolerance) {
    double[] step = new double[count];
    double[] p = new double[count];
    double[] z = new double[count];
    precondition(r, diagonal, factor, p);
    double rho = 0;
    for (int a = 0; a < count; a++) {
      rho += r[a] * p[a];
    }
    for (int iteration = 0; iteration < MAX_ITERATIONS && rho > 0; iteration++) {
      product(p, true);
      double[] hp = new double[count];
      double[] sums = new double[predictors];
      for (int k = 0; k < predictors; k++) {
        sums[k] = DenseOps.sum(t[k]);
      }
      gradients(t, sums, hp);
      for (int a = 0; a < count; a++) {
        hp[a] += penalty.ridge(blocks.blockOf(support[a])) * p[a];
      }
      addNormCurvature(p, b, hp);
      double curvature = 0;
      double size = 0;
      for (int a = 0; a < count; a++) {
        curvature += p[a] * hp[a];
        size += p[a] * p[a] * diagonal[a];
      }
      if (!(curvature > FLAT * size)) {
        if (iteration == 0) {
          System.arraycopy(p, 0, step, 0, count);
        }
        break;
      }
      double f = rho / curvature;
      double worst = 0;
      for (int a = 0; a < count; a++) {
        step[a] += f * p[a];
        r[a] -= f * hp[a];
        worst = Math.max(worst, Math.abs(r[a]));
      }
      if (worst <= tolerance) {
        break;
      }
      precondition(r, diagonal, factor, z);
      double next = 0;
      for (int a = 0; a < count; a++) {
        next += r[a] * z[a];
      }
      double beta = next / rho;
      rho = next;
      for (int a = 0; a < count; a++) {
        p[a] = z[a] + beta * p[a];
      }
    }
    return step;
  }

  /** The Hessian of l1·‖b_g‖: (I − uuᵀ)/‖b_g‖, u = b_g/‖b_g‖. */
  private void addNormCurvature(double[] p, double[] b, double[] hp) {
    if (blocks.allSingle()) {
      return;
    }
    double[] along = new double[blocks.count()];
    for (int a = 0; a < count; a++) {
      int c = support[a];
      along[blocks.blockOf(c)] += b[c] * p[a];
    }
    for (int a = 0; a < count; a++) {
      int c = support[a];
      int block = blocks.blockOf(c);
      double norm = blocks.norm(block, b);
      if (norm > 0 && !blocks.single(block)) {
        hp[a] += penalty.threshold(block) / norm * (p[a] - along[block] * b[c] / (norm * norm));
      }
    }
  }

  /** Moves b; returns the share of the step that was taken. */
  private double reach(double[] b, double[] step) {
    double length = 1;
    int ending = -1;
    for (int a = 0; a < count; a++) {
      double target = penalty.target(support[a], b, step[a]);
      double room = Math.abs(target - b[support[a]]);
      if (Math.abs(step[a]) * length > room) {
        length = room / Math.abs(step[a]);
        ending = a;
      }
    }
    for (int a = 0; a < count; a++) {
      b[support[a]] = a == ending ? penalty.target(support[a], b, step[a]) : b[support[a]] + length * step[a];
    }
    return length;
  }
}
