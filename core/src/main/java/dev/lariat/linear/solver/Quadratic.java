package dev.lariat.linear.solver;

/**
 * A quadratic model of the loss around a point, {@code ½(b − b₀)ᵀH(b − b₀) − gᵀ(b − b₀)}, the intercept minimised out,
 * in the coefficients of a working set. It follows the moves of its user.
 */
sealed interface Quadratic permits GramQuadratic, ResidualQuadratic {
  /** The negative gradient with respect to coefficient c where the moves have led. */
  double gradient(int c);

  /** b_c += delta. */
  void move(int c, double delta);

  /** H_cd; 0 for different predictors. */
  double curvature(int c, int d);

  /**
   * Solves for the coefficients of {@code support} (none at zero or at a limit) with their signs held, as far as signs
   * and limits last; updates b. Returns false where this engine has no such step.
   */
  boolean newton(int[] support, int count, double[] b, BlockPenalty blocks, double tolerance);
}
