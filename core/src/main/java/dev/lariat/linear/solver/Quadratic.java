package dev.lariat.linear.solver;

import dev.lariat.linear.solver.penalty.BlockPenalty;

/**
 * A quadratic model of the loss around a point, {@code ½(b − b₀)ᵀH(b − b₀) − gᵀ(b − b₀)}, the intercept minimised out,
 * in the coefficients of a working set. It follows the moves of its user.
 */
sealed interface Quadratic permits GramQuadratic, ResidualQuadratic {
  /** The negative gradient with respect to coefficient c where the moves have led. */
  double gradient(int c);

  /** Whether a gradient costs nothing. */
  boolean keepsGradients();

  /** The gradient as it was when it was last computed, which may be before the last moves. */
  double lastGradient(int c);

  /** b_c += delta. */
  void move(int c, double delta);

  /** H_cd. */
  double curvature(int c, int d);

  /**
   * Adds to {@code step} the constants that minimise the model when the raw coefficient of c has grown by {@code f}.
   */
  void addConstants(int c, double f, double[] step);

  /** Adds Newton's step of the constants alone, where θ sums to {@code sums}, to {@code step}. */
  void addConstants(double[] sums, double[] step);

  /**
   * Solves for the coefficients of {@code support} (none at zero or at a limit) with their signs held, as far as signs
   * and limits last; updates b. A model that has no such step does nothing.
   *
   * @return whether the model tells all of them apart; where it does not it should not be solved any further
   */
  boolean newton(int[] support, int count, double[] b, BlockPenalty penalty, double tolerance);
}
