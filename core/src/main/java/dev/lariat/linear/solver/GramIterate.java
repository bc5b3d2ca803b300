package dev.lariat.linear.solver;

import dev.lariat.kernel.DenseOps;
import dev.lariat.linear.solver.algebra.LimitedStep;
import dev.lariat.linear.solver.penalty.BlockPenalty;

/**
 * A gaussian fit of which only the Gram matrix is kept: a gradient costs features × non-zeros, whatever the number of
 * rows.
 */
final class GramIterate extends Iterate {
  private static final int POLISHING_ROUNDS = 3; // the system is linear: the second takes off the first one's rounding

  private final FullGram gram;
  private final double targetConstant; // subtracted from the target before the moments were taken
  private boolean fresh; // gradient belongs to b
  private LimitedStep limited; // of what is never penalised; null until it is needed

  GramIterate(ScaledProblem problem, FullGram gram, double targetConstant) {
    super(problem);
    this.gram = gram;
    this.targetConstant = targetConstant;
    System.arraycopy(gram.products(), 0, gradient, 0, gradient.length);
    fresh = true;
  }

  FullGram gram() {
    return gram;
  }

  /** To be called whenever b was changed. */
  void moved() {
    fresh = false;
  }

  @Override
  double loss() {
    refresh();
    double fitted = 0; // ‖r‖² = ‖y‖² − bᵀ(X̃ᵀy + X̃ᵀr)
    for (int j = 0; j < b.length; j++) {
      if (b[j] != 0) {
        fitted += b[j] * (gram.products()[j] + gradient[j]);
      }
    }
    return Math.max(0, gram.square() - fitted) / 2;
  }

  @Override
  double nullLoss() {
    return problem.data == null ? gram.square() / 2 : super.nullLoss();
  }

  @Override
  double distance(double s) {
    return s == 1 ? 0 : (1 - s) * (1 - s) * loss();
  }

  @Override
  boolean gradientsAreCheap() {
    return true;
  }

  @Override
  void gradients(BlockPenalty penalty, int[] set, int count) {
    refresh();
  }

  @Override
  int allGradients(BlockPenalty penalty, int[] mattering) {
    refresh();
    return blocks.all(mattering);
  }

  private void refresh() {
    if (fresh) {
      return;
    }
    System.arraycopy(gram.products(), 0, gradient, 0, gradient.length);
    for (int j = 0; j < b.length; j++) {
      if (b[j] != 0) {
        problem.moved(gradient.length);
        DenseOps.axpy(-b[j], gram.row(j), gradient, gradient.length);
      }
    }
    fresh = true;
  }

  @Override
  void polish() {
    int[] free = blocks.freeCoefficients();
    if (limited == null) {
      limited = FreeCoefficients.limited(blocks, free);
    }
    int rounds = free.length == 0 ? 0 : POLISHING_ROUNDS;
    for (int round = 0; round < rounds; round++) {
      refresh();
      double[][] h = new double[free.length][free.length];
      double[] step = new double[free.length];
      for (int i = 0; i < free.length; i++) {
        step[i] = gradient[free[i]];
        for (int j = 0; j < free.length; j++) {
          h[i][j] = gram.row(free[i])[free[j]];
        }
      }
      limited.rest(b, step);
      limited.solve(h, b, step);
      double room = limited.room(step, b);
      rounds += room < 1 && rounds < POLISHING_ROUNDS + 2 * free.length ? 1 : 0; // a coefficient has reached its limit
      for (int i = 0; i < free.length; i++) {
        b[free[i]] = limited.moved(i, b[free[i]], room * step[i]);
      }
      fresh = false;
    }
  }

  @Override
  double[] constants() {
    double constant = problem.intercept ? gram.mean() + targetConstant : 0;
    for (int j = 0; j < b.length; j++) {
      if (b[j] != 0) {
        constant += problem.intercept ? -b[j] * gram.columnMean()[j] : b[j] * problem.shift(j) / problem.scale[j];
      }
    }
    return new double[]{constant};
  }
}
