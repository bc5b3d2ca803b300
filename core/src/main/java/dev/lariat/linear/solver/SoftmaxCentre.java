package dev.lariat.linear.solver;

import dev.lariat.linear.solver.penalty.Blocks;

/**
 * Softmax does not change when a constant is added to all classes. Penalised coefficients are pinned by their penalty;
 * intercepts and coefficients that are never penalised are not, and are reported with a sum of 0, as glmnet does.
 */
public final class SoftmaxCentre {
  private SoftmaxCentre() {}

  /**
   * Modifies the unpenalised coefficients in {@code b} and the intercepts.
   *
   * @param intercept whether there are intercepts
   */
  public static void centre(Blocks blocks, boolean intercept, double[] b, double[] intercepts) {
    int classes = intercepts.length;
    int features = b.length / classes;
    for (int j = 0; j < features; j++) {
      if (blocks.includes(j) && blocks.free(blocks.blockOf(j)) && !blocks.limitedAt(j)) {
        double sum = 0;
        for (int k = 0; k < classes; k++) {
          sum += b[k * features + j];
        }
        for (int k = 0; k < classes; k++) {
          b[k * features + j] -= sum / classes;
        }
      }
    }
    if (intercept) {
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
