package dev.lariat.linear.solver;

import dev.lariat.linear.PathOptions;

/**
 * Solves one λ after the other, each from the solution before it, until the certificate holds.
 *
 * <p>At each λ: the strong set; within it the working set of blocks that are non-zero or break their KKT condition; on
 * that proximal Newton steps; then the gradient of everything, the blocks that screening missed, and the relative
 * duality gap.
 */
final class PathSolver {
  private static final int MAX_ROUNDS = 60;
  private static final int MAX_STEPS = 500;

  private final FitState state;
  private final BlockPenalty blocks;
  private final Screening screening;
  private final double tolerance;
  private final double nullLoss;
  private final double largestEntry; // the λα at which the first penalised block enters
  private final int[] working;
  private double previous; // λα of the solution in the state
  private int steps;

  /** What one λ ended with. */
  record Outcome(double gap, boolean converged, int steps) {}

  PathSolver(FitState state, PathOptions options) {
    this.state = state;
    blocks = state.blocks;
    tolerance = options.tolerance();
    screening = new Screening(blocks);
    working = new int[blocks.count()];
    blocks.at(0);
    state.polish();
    state.allGradients();
    nullLoss = state.loss();
    largestEntry = blocks.largestEntry(state.gradient, options.dialect() == PathOptions.Dialect.LARIAT);
    previous = largestEntry;
  }

  /** P(null): the loss of the fit without penalised coefficients. */
  double nullLoss() {
    return nullLoss;
  }

  /** λ_max·α: the largest gradient of a penalised block over its factor. */
  double largestEntry() {
    return largestEntry;
  }

  /**
   * The relative gap of coefficients from elsewhere, as if {@link #solve} had ended there; the state takes them over.
   */
  double gapOf(double lambda, GlmState given, double[] coefficients, double[] constants) {
    blocks.at(lambda);
    given.set(coefficients, constants);
    given.polish();
    given.allGradients();
    return lambda == 0 ? gradientNorm() : relativeGap();
  }

  Outcome solve(double lambda) {
    blocks.at(lambda);
    steps = 0;
    screening.start(state.b, state.gradient, previous);
    previous = blocks.l1;
    double target = targetViolation(0.3 * tolerance);
    double gap = Double.POSITIVE_INFINITY;
    double bestGap = gap;
    int stalled = 0;
    for (int round = 0; round < MAX_ROUNDS && stalled < 5; round++) {
      solveScreened(target);
      state.polish();
      state.allGradients();
      gap = lambda == 0 ? gradientNorm() : relativeGap();
      int added = screening.addViolators(state.b, state.gradient);
      if (gap <= tolerance) {
        return new Outcome(gap, true, steps);
      }
      if (added == 0) {
        target *= Math.clamp(0.3 * tolerance / gap, 0.01, 0.3);
        stalled = gap < 0.7 * bestGap ? 0 : stalled + 1;
        bestGap = Math.min(bestGap, gap);
      }
    }
    return new Outcome(gap, false, steps);
  }

  /** A violation v of every KKT condition leaves a gap of about v·‖b‖₁. */
  private double targetViolation(double relative) {
    double size = 0;
    for (double value : state.b) {
      size += Math.abs(value);
    }
    double ceiling = 0.05 * Math.max(largestEntry, blocks.l1);
    return size == 0 ? Math.min(ceiling, Math.sqrt(relative) * ceiling) : Math.min(ceiling, relative * nullLoss / size);
  }

  private void solveScreened(double target) {
    for (int pass = 0; pass < MAX_STEPS; pass++) {
      if (pass > 0) { // at first all gradients are fresh, or too small to matter
        state.gradients(screening.set(), screening.count());
      }
      double worst = 0;
      int count = 0;
      for (int a = 0; a < screening.count(); a++) {
        int block = screening.set()[a];
        double violation = blocks.violation(block, state.b, state.gradient);
        worst = Math.max(worst, violation);
        if (violation > 0 || !blocks.zero(block, state.b)) {
          working[count++] = block;
        }
      }
      if (worst <= target || count == 0) {
        return;
      }
      if (!solveWorking(count, worst, target)) {
        return;
      }
    }
  }

  /** Newton steps on the working set; false if they no longer help. */
  private boolean solveWorking(int count, double start, double target) {
    double worst = start;
    double best = start;
    int idle = 0;
    boolean creeping = false;
    while (steps < MAX_STEPS * 4) {
      steps++;
      double last = worst;
      if (creeping) {
        state.newton(working, count, Math.max(0.01 * worst, target / 4));
        state.gradients(working, count);
        worst = worst(count);
      }
      if (worst > target) {
        state.step(working, count, Math.max(0.1 * worst, target / 2), worst);
        state.gradients(working, count);
        worst = worst(count);
      }
      creeping = worst > 0.3 * last;
      if (worst <= target || worst <= 0.01 * start) {
        return true;
      }
      idle = worst < 0.9 * best ? 0 : idle + 1;
      best = Math.min(best, worst);
      if (idle > 30) {
        return false;
      }
    }
    return false;
  }

  private double worst(int count) {
    double worst = 0;
    for (int a = 0; a < count; a++) {
      worst = Math.max(worst, blocks.violation(working[a], state.b, state.gradient));
    }
    return worst;
  }

  private double gradientNorm() {
    double worst = 0;
    for (int block = 0; block < blocks.count(); block++) {
      worst = Math.max(worst, blocks.violation(block, state.b, state.gradient));
    }
    // where nothing is penalised there is no λ_max: then by the standard deviation of the residuals
    return worst / Math.max(largestEntry > 0 ? largestEntry : Math.sqrt(2 * nullLoss), Double.MIN_NORMAL);
  }

  /**
   * (P − D)/P(null). The dual point is the scaled residual sθ: at s = 1 it leaves no gap in the loss and, with a ridge
   * part, a finite one in the penalty; for a pure lasso s is the largest that is feasible. Both are tried.
   */
  private double relativeGap() {
    double s = 1;
    for (int block = 0; block < blocks.count(); block++) {
      s = Math.min(s, blocks.feasibleScale(block, state.gradient));
      if (blocks.unpenalised(block) && blocks.violation(block, state.b, state.gradient) > 1e-9 * Math.sqrt(nullLoss)) {
        return Double.POSITIVE_INFINITY;
      }
    }
    double gap = gapAt(s);
    return (blocks.l2 > 0 && s < 1 ? Math.min(gap, gapAt(1)) : gap) / nullLoss;
  }

  private double gapAt(double s) {
    double gap = state.distance(s);
    for (int block = 0; block < blocks.count(); block++) {
      gap += blocks.gap(block, state.b, state.gradient, s);
    }
    return gap;
  }
}
