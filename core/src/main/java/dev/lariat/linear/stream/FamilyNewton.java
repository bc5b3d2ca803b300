package dev.lariat.linear.stream;

import dev.lariat.data.DataException;
import dev.lariat.data.NumberText;
import dev.lariat.kernel.DenseOps;
import dev.lariat.linear.Family;
import dev.lariat.linear.PathOptions;
import dev.lariat.linear.solver.PathFit;
import dev.lariat.linear.solver.algebra.Cholesky;
import dev.lariat.linear.solver.penalty.BlockPenalty;
import dev.lariat.linear.solver.penalty.Blocks;
import java.util.Arrays;

/** What a pass tells of one problem: its gradient, how far it is from the optimum, and Newton's step from there. */
final class FamilyNewton {
  /** The λ of the model without penalised columns. */
  static final double INFINITE = 9.9e35;
  /** The largest gradient of what is not penalised, over √(null loss), with which a point counts as solved. */
  static final double FREE = 1e-9;
  private static final double FINE = 1e-13; // the gap of the quadratic models
  private static final double GROWTH = 1e-12; // of an objective, that is rounding

  private final Family family;
  private final PathOptions options;
  private double nullLoss;

  FamilyNewton(Family family, PathOptions options) {
    this.family = family;
    this.options = options;
  }

  void nullLoss(double loss) {
    nullLoss = loss;
  }

  double nullLoss() {
    return nullLoss;
  }

  /** {@return whether what is not penalised counts as solved} */
  boolean free(FamilyProblem problem) {
    return free(problem, gradient(problem));
  }

  private boolean free(FamilyProblem problem, double[] gradient) {
    double worst = 0;
    for (double slope : problem.sums.slope) {
      worst = options.intercept() ? Math.max(worst, Math.abs(slope) / problem.fold.weight()) : 0;
    }
    BlockPenalty penalty = penalty(problem.fold, problem.lambda);
    Blocks blocks = problem.fold.blocks();
    for (int block = 0; block < blocks.count(); block++) {
      if (blocks.free(block)) {
        worst = Math.max(worst, penalty.violation(block, problem.b, gradient));
      }
    }
    return worst <= FREE * Math.sqrt(nullLoss);
  }

  private BlockPenalty penalty(EncodedFold fold, double lambda) {
    double alpha = fold.penalty().alpha();
    return new BlockPenalty(fold.blocks(), lambda * alpha, lambda * (1 - alpha));
  }

  /** x̃ᵀθ of the mean loss. */
  double[] gradient(FamilyProblem problem) {
    double[] gradient = problem.fold.inputs(problem.sums.slopes);
    int width = problem.fold.width();
    for (int j = 0; j < gradient.length; j++) {
      gradient[j] /= problem.fold.weight();
      if (!options.intercept()) {
        gradient[j] += problem.fold.shift(j % width) * problem.sums.slope[j / width] / problem.fold.weight();
      }
    }
    return gradient;
  }

  /**
   * Refuses a loss that is not a number where there is no better point to go back to.
   *
   * @throws DataException if so
   */
  static void requireLoss(FamilyProblem problem, double loss) {
    if (Double.isNaN(loss)) {
      throw new DataException((problem.number < 0 ? "" : "without fold " + (problem.number + 1) + ": ")
          + "the loss is not a number where the path begins"
          + (problem.lambda == INFINITE ? "" : ", at λ " + NumberText.setting(problem.lambda))
          + ": the target, the offset or a column has numbers that are too large; divide them by a constant");
    }
  }

  /** Estimates the gap of a problem; one that went too far is taken half of the way back. */
  void judge(FamilyProblem problem) {
    BlockPenalty penalty = penalty(problem.fold, problem.lambda);
    double value = problem.sums.loss / problem.fold.weight();
    for (int block = 0; block < problem.fold.blocks().count(); block++) {
      value += penalty.value(block, problem.b);
    }
    if (problem.bestB == null) {
      requireLoss(problem, value);
    }
    problem.halved = !(value <= problem.objective * (1 + GROWTH) + GROWTH * nullLoss);
    if (problem.halved) {
      problem.halve(); // too far
      problem.gap = Double.POSITIVE_INFINITY;
      return;
    }
    problem.keep(Math.min(value, problem.objective));
    double[] gradient = gradient(problem);
    int[] all = problem.fold.blocks().all();
    double s = penalty.feasibleScale(all, all.length, gradient);
    double spread = s == 1 ? 0 : family.distanceAbout(s, problem.sums.square, problem.fold.weight());
    double gap = penaltyGap(problem, penalty, gradient, s) + spread;
    boolean ridge = penalty.l2() > 0;
    double atOne = ridge ? penaltyGap(problem, penalty, gradient, 1) : Double.POSITIVE_INFINITY;
    problem.s = atOne < gap ? 1 : s;
    problem.gap = Math.min(gap, atOne) / nullLoss;
    if (problem.lambda == 0) {
      double worst = 0;
      for (int block = 0; block < problem.fold.blocks().count(); block++) {
        worst = Math.max(worst, penalty.violation(block, problem.b, gradient));
      }
      problem.gap = worst / Math.sqrt(2 * nullLoss);
    }
    if (!free(problem, gradient)) {
      problem.gap = Double.POSITIVE_INFINITY;
    }
  }

  private static double penaltyGap(FamilyProblem problem, BlockPenalty penalty, double[] gradient, double s) {
    double gap = 0;
    for (int block = 0; block < problem.fold.blocks().count(); block++) {
      gap += penalty.gap(block, problem.b, gradient, s);
    }
    return gap;
  }

  /**
   * Newton's step: minimises the quadratic model of the loss, with its penalty. The constants are minimised out: of a
   * curvature M of theirs and products c_a with the coefficients {@code H_ab − c_aᵀM⁻¹c_b} is left. Without intercepts
   * they follow the coefficients instead, by the shifts.
   *
   * @param h [pairs of predictors][parts + 1][up to itself]
   */
  void step(FamilyProblem problem, double[][][] h) {
    EncodedFold fold = problem.fold;
    int width = fold.width();
    int predictors = fold.predictors();
    int size = predictors * width;
    double[][] all = new double[size][size];
    double[][] cross = new double[size][predictors];
    double[][] constants = new double[predictors][predictors];
    for (int k = 0; k < predictors; k++) {
      for (int l = 0; l <= k; l++) {
        double[][] block = fold.curvature(h[RowSample.pair(k, l)]);
        for (int i = 0; i < width; i++) {
          System.arraycopy(block[i], 0, all[k * width + i], l * width, width);
          System.arraycopy(block[i], 0, all[l * width + i], k * width, width);
          cross[k * width + i][l] = block[i][width];
          cross[l * width + i][k] = block[i][width];
        }
        constants[k][l] = block[width][width];
        constants[l][k] = constants[k][l];
      }
    }
    double[] gradient = gradient(problem);
    double[] slope = new double[predictors];
    Arrays.setAll(slope, k -> problem.sums.slope[k] / fold.weight());
    double[][] inverse = new double[predictors][predictors];
    if (options.intercept()) {
      invert(constants, inverse);
      for (int i = 0; i < size; i++) {
        double[] solved = times(inverse, cross[i]);
        for (int j = 0; j < size; j++) {
          all[i][j] -= dot(solved, cross[j]);
        }
        gradient[i] -= dot(solved, slope);
      }
    } else {
      shift(fold, all, cross, constants);
    }
    double[] z = gradient.clone();
    double square = 2 * (problem.sums.fall / fold.weight()) + Double.MIN_NORMAL;
    for (int i = 0; i < size; i++) {
      double product = DenseOps.dot(all[i], problem.b, size);
      z[i] += product;
      square += (2 * gradient[i] + product) * problem.b[i];
    }
    double[] b = PathFit.minimum(all, z, square, fold.blocks(), predictors, fold.penalty().alpha(), problem.lambda,
        options.withTolerance(FINE));
    double[] c = fold.shiftsOf(b);
    if (options.intercept()) {
      double[] rest = slope.clone();
      for (int i = 0; i < size; i++) {
        for (int k = 0; k < predictors; k++) {
          rest[k] -= cross[i][k] * (b[i] - problem.b[i]);
        }
      }
      c = times(inverse, rest);
      for (int k = 0; k < predictors; k++) {
        c[k] += problem.c[k];
      }
    }
    problem.move(c, b);
  }

  /** Newton's step of the constants alone. */
  void stepConstants(FamilyProblem problem, double[][][] h) {
    int predictors = problem.c.length;
    double[][] constants = new double[predictors][predictors];
    for (int k = 0; k < predictors; k++) {
      for (int l = 0; l <= k; l++) {
        double[][] pair = h[RowSample.pair(k, l)];
        constants[k][l] = pair[pair.length - 1][pair.length - 1];
        constants[l][k] = constants[k][l];
      }
    }
    double[][] inverse = new double[predictors][predictors];
    invert(constants, inverse);
    double[] slope = new double[predictors];
    Arrays.setAll(slope, k -> problem.sums.slope[k] / problem.fold.weight());
    double[] c = times(inverse, slope);
    Arrays.setAll(c, k -> c[k] + problem.c[k]);
    problem.move(c, problem.b);
  }

  /** M⁻¹; of a softmax's singular M one that leaves out what depends on the others. */
  private static void invert(double[][] m, double[][] inverse) {
    for (int k = 0; k < m.length; k++) {
      double[][] copy = new double[m.length][];
      Arrays.setAll(copy, l -> m[l].clone());
      inverse[k][k] = 1;
      Cholesky.solve(copy, inverse[k]);
    }
  }

  /** Adds what the shifts of the inputs are of the products. */
  private static void shift(EncodedFold fold, double[][] all, double[][] cross, double[][] constants) {
    int width = fold.width();
    for (int i = 0; i < all.length; i++) {
      int k = i / width;
      double own = fold.shift(i % width);
      for (int j = 0; j < all.length; j++) {
        int l = j / width;
        double other = fold.shift(j % width);
        all[i][j] += own * cross[j][k] + other * cross[i][l] + own * other * constants[k][l];
      }
    }
  }

  private static double[] times(double[][] m, double[] v) {
    double[] out = new double[m.length];
    Arrays.setAll(out, k -> dot(m[k], v));
    return out;
  }

  private static double dot(double[] one, double[] other) {
    return DenseOps.dot(one, other, one.length);
  }
}
