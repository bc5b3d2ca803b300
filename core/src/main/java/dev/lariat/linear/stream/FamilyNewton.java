package dev.lariat.linear.stream;

import dev.lariat.data.DataException;
import dev.lariat.data.NumberText;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.PathOptions;
import dev.lariat.linear.solver.PathFit;
import dev.lariat.linear.solver.moments.SummedProblem;
import dev.lariat.linear.solver.penalty.BlockPenalty;
import dev.lariat.linear.solver.penalty.Blocks;

/** What a pass tells of one problem: its gradient, how far it is from the optimum, and Newton's step from there. */
final class FamilyNewton {
  /** The λ of the model without penalised columns. */
  static final double INFINITE = 9.9e35;
  /** The largest gradient of what is not penalised, over √(null loss), with which a point counts as solved. */
  static final double FREE = 1e-9;
  private static final double FINE = 1e-13; // the gap of the quadratic models
  private static final double GROWTH = 1e-12; // of an objective, that is rounding

  private final PathOptions options;
  private final long rows;
  private final boolean offset;
  private double nullLoss;

  FamilyNewton(PathOptions options, long rows, boolean offset) {
    this.options = options;
    this.rows = rows;
    this.offset = offset;
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
    double worst = options.intercept() ? Math.abs(problem.sums.slope) / problem.fold.weight() : 0;
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
    for (int j = 0; j < gradient.length; j++) {
      gradient[j] /= problem.fold.weight();
      if (!options.intercept()) {
        gradient[j] += problem.fold.shift(j) * problem.sums.slope / problem.fold.weight();
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
      // too far: half of the way from the best point so far
      double[] half = problem.b.clone();
      for (int j = 0; j < half.length; j++) {
        half[j] = (half[j] + problem.bestB[j]) / 2;
      }
      problem.move((problem.c + problem.bestC) / 2, half);
      problem.gap = Double.POSITIVE_INFINITY;
      return;
    }
    problem.keep(Math.min(value, problem.objective));
    double[] gradient = gradient(problem);
    int[] all = problem.fold.blocks().all();
    double s = penalty.feasibleScale(all, all.length, gradient);
    double spread = (1 - s) * (1 - s) * problem.sums.square / problem.fold.weight();
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

  /** Newton's step with this curvature, [parts + 1][up to itself]. */
  void step(FamilyProblem problem, double[][] h) {
    EncodedFold fold = problem.fold;
    double[] slopes = fold.inputs(problem.sums.slopes);
    for (int j = 0; j < slopes.length; j++) {
      slopes[j] /= fold.weight();
    }
    SummedProblem model = fold.model(rows, offset, h, problem.c, problem.b, problem.sums.slope / fold.weight(), slopes,
        2 * (problem.sums.square / fold.weight()) + Double.MIN_NORMAL);
    double curvature = h[h.length - 1][h.length - 1];
    LinearPath.Point point = PathFit.fit(model, fold.scaledPenalty(),
        options.withLambdas(Math.min(INFINITE, problem.lambda / curvature)).withStandardize(false).withTolerance(FINE))
        .points()
        .getFirst();
    double[] b = point.dense(0, fold.width());
    problem.move(fold.constantOf(point, b), b);
  }
}
