package dev.lariat.linear.solver;

/**
 * Whether the classes are told apart without an error by a linear predictor. Then the likelihood has no maximum:
 * without a penalty the coefficients would grow for ever (Albert and Anderson, 1984, "On the existence of maximum
 * likelihood estimates in logistic regression models").
 */
final class Separation {
  private Separation() {}

  /**
   * Shown by example: these predictors do it.
   *
   * @param eta [predictors][rows]
   */
  static boolean shownBy(ScaledProblem problem, double[][] eta) {
    double[] y = problem.data.y();
    for (int i = 0; i < problem.rows; i++) {
      if (problem.w[i] > 0 && !right(eta, i, (int) y[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean right(double[][] eta, int row, int label) {
    if (eta.length == 1) {
      return label == 1 ? eta[0][row] > 0 : eta[0][row] < 0;
    }
    for (int k = 0; k < eta.length; k++) {
      if (k != label && !(eta[label][row] > eta[k][row])) {
        return false;
      }
    }
    return true;
  }
}
