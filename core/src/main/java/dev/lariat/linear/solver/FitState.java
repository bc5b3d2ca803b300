package dev.lariat.linear.solver;

/** Coefficients on the solver's scale with everything that follows from them; what the path solver works on. */
abstract sealed class FitState permits GlmState, GramState {
  final ScaledProblem problem;
  final BlockPenalty blocks;
  final double[] b; // [coefficients]
  final double[] gradient; // [coefficients] x̃ᵀθ, the negative gradient of the loss; as fresh as the last call made it

  FitState(ScaledProblem problem) {
    this.problem = problem;
    blocks = problem.blocks;
    b = new double[problem.features * problem.predictors];
    gradient = new double[b.length];
  }

  /** The mean half deviance. */
  abstract double loss();

  /** {@link Likelihood#distance} of the present fit. */
  abstract double distance(double s);

  /** Refreshes the gradients of these blocks. */
  abstract void gradients(int[] set, int count);

  /** Refreshes all gradients. */
  abstract void allGradients();

  /**
   * One proximal Newton step in these blocks, whose gradients are fresh.
   *
   * @param tolerance of the quadratic model's gradient
   * @param violation the largest KKT violation among the blocks
   */
  abstract void step(int[] set, int count, double tolerance, double violation);

  /** Newton's step on the non-zero ones of these blocks, whose gradients are fresh; false if it led nowhere. */
  abstract boolean newton(int[] set, int count, double tolerance);

  /**
   * Solves for the intercepts and the coefficients that are never penalised, to machine precision. Gradients are stale
   * after it.
   */
  abstract void polish();

  /** The predictors' constants: η = offset + constant + Σ b_j d_j/s_j. */
  abstract double[] constants();

  /** The intercepts on the original scale. */
  final double[] intercepts() {
    double[] out = constants().clone();
    for (int k = 0; k < out.length; k++) {
      for (int j = 0; j < problem.features; j++) {
        double value = b[k * problem.features + j];
        if (value != 0) {
          out[k] -= value * problem.x.shift(j) / problem.scale[j];
        }
      }
      if (!problem.intercept) {
        out[k] = 0;
      }
    }
    return out;
  }
}
