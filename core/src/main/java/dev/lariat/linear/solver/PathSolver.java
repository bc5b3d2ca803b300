package dev.lariat.linear.solver;

import dev.lariat.linear.PathOptions;
import dev.lariat.linear.solver.penalty.BlockPenalty;
import dev.lariat.linear.solver.penalty.Blocks;
import java.util.concurrent.CancellationException;

/**
 * Solves one λ after the other, each from the solution before it, until the certificate holds.
 *
 * <p>At each λ: the strong set; within it the working set of blocks that are non-zero or break their KKT condition; on
 * that proximal Newton steps until the relative duality gap of the strong set, as measured, is small enough; then the
 * gradients of everything, the blocks that screening missed, and the gap.
 */
final class PathSolver {
  private static final int MAX_STEPS = 2000;
  private static final int MAX_IDLE = 40; // steps without progress
  private static final double PROGRESS = 0.9; // a violation below this share of the best one is progress
  /** What is left of the violation where a step did little. */
  private static final double POOR = 0.3;
  /** The step at a λ from which on one that did little is followed by Newton's: before, a second model does as well. */
  private static final int FIRST_NEWTON = 3;
  /**
   * How deep a quadratic model is solved, relative to the violation it starts with: it is no better than that itself.
   */
  private static final double MODEL_DEPTH = 0.1;
  /** The duality gap that a model is solved to, over the one that is asked of the loss. */
  private static final double MODEL_GAP = 0.8;
  /**
   * After the first step at a λ the model's gap falls to this share of itself at least: it had sufficed before,
   * perhaps.
   */
  private static final double FALLING = 0.5;
  /** The same for Newton's step on the support, which has the exact curvature. */
  private static final double NEWTON_DEPTH = 0.01;
  /** The largest gradient of a free coefficient, over √(null loss), with which the dual point counts as feasible. */
  private static final double FREE_GRADIENT = 1e-9;

  private final Iterate iterate;
  private final Step step;
  private final ScaledProblem problem;
  private final Blocks blocks;
  private final Screening screening;
  private final double tolerance;
  private final double nullLoss;
  private final double largestEntry; // the λα at which the first penalised block enters
  private final int[] mattering; // of all blocks those that may not suit a solution
  private final int[] working;
  private double previous; // λα of the solution at hand

  /** What one λ ended with. */
  record Outcome(double gap, boolean converged) {}

  PathSolver(Iterate iterate, Step step, PathOptions options) {
    this.iterate = iterate;
    this.step = step;
    problem = iterate.problem;
    blocks = iterate.blocks;
    tolerance = options.tolerance();
    screening = new Screening(blocks);
    working = new int[blocks.count()];
    mattering = new int[blocks.count()];
    iterate.polish();
    iterate.allGradients(problem.penaltyAt(0), mattering);
    nullLoss = iterate.loss();
    largestEntry = blocks.largestEntry(iterate.gradient, options.dialect() == PathOptions.Dialect.LARIAT);
    previous = largestEntry;
  }

  /** λ_max·α: the largest gradient of a penalised block over its factor. */
  double largestEntry() {
    return largestEntry;
  }

  /**
   * The relative gap of coefficients from elsewhere, as if {@link #solve} had ended there; the iterate takes them over.
   */
  double gapOf(double lambda, RowIterate given, double[] coefficients, double[] constants) {
    BlockPenalty penalty = problem.penaltyAt(lambda);
    given.set(coefficients, constants);
    given.polish();
    int count = given.allGradients(penalty, mattering);
    return gap(penalty, mattering, count);
  }

  Outcome solve(double lambda) {
    BlockPenalty penalty = problem.penaltyAt(lambda);
    int steps = 0;
    screening.start(penalty, iterate.b, iterate.gradient, previous);
    previous = penalty.l1();
    double best = Double.POSITIVE_INFINITY;
    int idle = 0;
    double last = Double.POSITIVE_INFINITY;
    while (true) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("interrupted");
      }
      // one step in any case: with a large tolerance the last λ's solution would do for the next ones, and never move
      double gap = steps == 0 ? Double.POSITIVE_INFINITY : gap(penalty, screening.set(), screening.count());
      if (gap <= tolerance || steps >= MAX_STEPS || idle > MAX_IDLE) {
        iterate.polish();
        int all = iterate.allGradients(penalty, mattering);
        gap = gap(penalty, mattering, all);
        int added = screening.addViolators(penalty, iterate.b, iterate.gradient, mattering, all);
        if (gap <= tolerance) {
          return new Outcome(gap, true);
        }
        if (steps >= MAX_STEPS || (idle > MAX_IDLE && added == 0)) {
          return new Outcome(gap, false);
        }
        idle = 0;
      }
      int count = collect(penalty);
      double worst = worst(penalty, count); // what is not collected is not violated
      idle = worst < PROGRESS * best ? 0 : idle + 1;
      if (steps > 0) { // at first only what is new is violated
        best = Math.min(best, worst);
      }
      if (worst == 0) { // nothing to do: no coefficient enters, or none is there
        steps++;
        continue;
      }
      boolean poor = worst > POOR * last;
      last = worst;
      steps++;
      if (poor && steps >= FIRST_NEWTON) {
        step.newton(penalty, working, count, NEWTON_DEPTH * worst);
        iterate.polish();
        iterate.gradients(penalty, working, count);
        worst = worst(penalty, count);
      }
      var depth = new Depth(MODEL_DEPTH * worst, MODEL_GAP * tolerance * nullLoss,
          steps == 1 ? Double.POSITIVE_INFINITY : FALLING);
      step.step(penalty, working, count, depth, worst);
      iterate.polish();
      iterate.gradients(penalty, screening.set(), screening.count());
    }
  }

  /** Fills the working set with the blocks of the strong set that are violated or not zero; returns how many. */
  private int collect(BlockPenalty penalty) {
    int count = 0;
    boolean all = iterate.gradientsAreCheap();
    for (int a = 0; a < screening.count(); a++) {
      int block = screening.set()[a];
      if (all || !blocks.zero(block, iterate.b) || penalty.violation(block, iterate.b, iterate.gradient) > 0) {
        working[count++] = block;
      }
    }
    return count;
  }

  private double worst(BlockPenalty penalty, int count) {
    double worst = 0;
    for (int a = 0; a < count; a++) {
      worst = Math.max(worst, penalty.violation(working[a], iterate.b, iterate.gradient));
    }
    return worst;
  }

  /** What must not exceed the tolerance: the relative duality gap, at λ = 0 the largest gradient over a typical one. */
  private double gap(BlockPenalty penalty, int[] set, int count) {
    return penalty.l1() == 0 && penalty.l2() == 0
        ? gradientNorm(penalty, set, count)
        : relativeGap(penalty, set, count);
  }

  private double gradientNorm(BlockPenalty penalty, int[] set, int count) {
    double worst = 0;
    for (int a = 0; a < count; a++) {
      worst = Math.max(worst, penalty.violation(set[a], iterate.b, iterate.gradient));
    }
    // where nothing is penalised there is no λ_max: then by the standard deviation of the residuals
    return worst / Math.max(largestEntry > 0 ? largestEntry : Math.sqrt(2 * nullLoss), Double.MIN_NORMAL);
  }

  /** (P − D)/P(null), as far as these blocks go. */
  private double relativeGap(BlockPenalty penalty, int[] set, int count) {
    for (int a = 0; a < count; a++) {
      if (blocks.free(set[a])
          && penalty.violation(set[a], iterate.b, iterate.gradient) > FREE_GRADIENT * Math.sqrt(nullLoss)) {
        return Double.POSITIVE_INFINITY;
      }
    }
    return penalty.gap(set, count, iterate.b, iterate.gradient, iterate::distance) / nullLoss + 0.0; // never −0.0
  }
}
