package dev.lariat.linear.solver;

import dev.lariat.linear.solver.penalty.Blocks;

/**
 * Softmax does not change when a constant is added to all classes. Penalised coefficients are pinned by their penalty;
 * intercepts and coefficients that are never penalised are not, and are reported with a sum of 0, as glmnet does.
 */
final class SoftmaxCentre {
  private SoftmaxCentre() {}

  /** Modifies the unpenalised coefficients in {@code b} and the intercepts. */
  static void centre(ScaledProblem problem, double[] b, double[] intercepts) {
    Blocks blocks = problem.blocks;
    int classes = intercepts.length;
    for (int j = 0; j < problem.features; j++) {
      if (blocks.includes(j) && blocks.free(blocks.blockOf(j)) && !blocks.limited()) {
        double sum = 0;
        for (int k = 0; k < classes; k++) {
          sum += b[k * problem.features + j];
        }
        for (int k = 0; k < classes; k++) {
          b[k * problem.features + j] -= sum / classes;
        }
      }
    }
    if (problem.intercept) {
      double sum = 0;
      for (double value : intercepts) {
        sum += value;
      }
      for (int k = 0; k < classes; k++) {
        intercepts[k] -= sum / classes;
      }
    }
  }
}
