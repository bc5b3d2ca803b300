package dev.lariat.linear.solver;

import dev.lariat.linear.solver.penalty.BlockPenalty;
import dev.lariat.linear.solver.penalty.Blocks;
import java.util.Arrays;

/** Coefficients on the solver's scale with everything that follows from them: where the path solver is. */
abstract sealed class Iterate permits RowIterate, GramIterate {
  final ScaledProblem problem;
  final Blocks blocks;
  final double[] b; // [coefficients]
  final double[] gradient; // [coefficients] x̃ᵀθ, the negative gradient of the loss; as fresh as the last call made it

  Iterate(ScaledProblem problem) {
    this.problem = problem;
    blocks = problem.blocks;
    b = new double[problem.features * problem.predictors];
    gradient = new double[b.length];
  }

  /** Takes the first {@code count} of these coefficients. */
  final void values(int[] coefficients, int count, double[] out) {
    for (int a = 0; a < count; a++) {
      out[a] = b[coefficients[a]];
    }
  }

  /** The mean half deviance. */
  abstract double loss();

  /** That of the model without any feature. */
  double nullLoss() {
    return new NullModel(problem).loss();
  }

  /** {@link dev.lariat.linear.Datafit#distance} of the present fit. */
  abstract double distance(double s);

  /** Whether gradients cost little beside a step, so that nothing is saved by leaving blocks out of it. */
  abstract boolean gradientsAreCheap();

  /**
   * Refreshes the gradients of these blocks, as far as they are not those of the present fit; of blocks that are zero
   * and certainly keep their KKT condition under this penalty only so far as to show that.
   */
  abstract void gradients(BlockPenalty penalty, int[] set, int count);

  /**
   * Refreshes all gradients, or shows of them that they cannot matter under this penalty.
   *
   * @param mattering takes the blocks of which that is not shown, in the order of {@link Blocks#order}: the others are
   * zero, keep their KKT conditions and add nothing to the duality gap
   * @return how many these are
   */
  abstract int allGradients(BlockPenalty penalty, int[] mattering);

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
    if (!problem.intercept || problem.family.survival().isPresent()) {
      Arrays.fill(out, 0);
      return out;
    }
    for (int j = 0; j < problem.features; j++) {
      double shift = problem.shift(j);
      for (int k = 0; shift != 0 && k < out.length; k++) {
        double value = b[k * problem.features + j];
        out[k] -= value == 0 ? 0 : value * shift / problem.scale[j];
      }
    }
    return out;
  }
}
