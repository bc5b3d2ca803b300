package dev.lariat.linear.solver;

import dev.lariat.linear.Datafit;
import dev.lariat.linear.DesignMatrix;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.Observations;
import dev.lariat.linear.PathOptions;
import dev.lariat.linear.solver.penalty.BlockPenalty;
import dev.lariat.linear.solver.penalty.Blocks;

/**
 * Observations, weights and penalty on the solver's scale: weights that sum to 1, features divided by {@code scale}.
 */
final class ScaledProblem {
  /** Features whose standard deviation is this small against their size count as constant. */
  private static final double CONSTANT = 1e-12;

  final DesignMatrix x;
  final Observations data;
  final double[] w; // [rows], sums to 1
  final Datafit datafit;
  /** Whether a constant is minimised out; where the loss has none that is free, and keeps columns centred. */
  final boolean intercept;
  final double[] scale; // [features], 0 = constant, left out
  final Blocks blocks;
  final int features;
  final int rows;
  final int predictors;
  private final double alpha;
  private final double ridgeScale;

  /** @param w [rows] weights that sum to 1; rows of weight 0 take no part */
  ScaledProblem(Observations data, double[] w, LinearPenalty penalty, PathOptions options) {
    this.data = data;
    this.x = data.x();
    this.w = w;
    this.datafit = data.family().datafit(data, w);
    this.intercept = options.intercept() || data.family().survival().isPresent();
    this.features = x.columns();
    this.rows = x.rows();
    this.predictors = data.predictors();
    data.family().requireUsable(data, w, intercept);
    scale = scales(x, w, options.standardize());
    boolean glmnet = options.dialect() == PathOptions.Dialect.GLMNET;
    alpha = penalty.alpha();
    ridgeScale = glmnet ? data.family().glmnetRidgeScale(data, w, intercept) : 1;
    blocks = new Blocks(penalty, features, predictors, scale, glmnet);
  }

  /** The penalty at this λ. */
  BlockPenalty penaltyAt(double lambda) {
    return new BlockPenalty(blocks, lambda * alpha, lambda * (1 - alpha) * ridgeScale);
  }

  /**
   * The features' weighted standard deviations with 1/n (1 without standardisation and where it is kept), 0 for
   * constant ones.
   */
  private static double[] scales(DesignMatrix x, double[] w, boolean standardize) {
    double[] scale = new double[x.columns()];
    for (int j = 0; j < scale.length; j++) {
      double mean = x.dot(j, w);
      double squares = x.squares(j, w);
      double variance = squares - mean * mean;
      double size = squares + x.shift(j) * x.shift(j);
      scale[j] = variance <= CONSTANT * CONSTANT * size ? 0 : standardize && !x.keepsScale(j) ? Math.sqrt(variance) : 1;
    }
    return scale;
  }

  /** η = offset + intercept, for the start. */
  double[][] startingPredictors() {
    double[][] eta = new double[predictors][];
    for (int k = 0; k < predictors; k++) {
      eta[k] = data.offset() == null ? new double[rows] : data.offset()[k].clone();
    }
    return eta;
  }

  /** The coefficient's product with v, x̃_jᵀv, given Σv. */
  double gradient(int feature, double[] v, double sum) {
    double s = scale[feature];
    if (s == 0) {
      return 0;
    }
    double raw = x.dot(feature, v);
    return (intercept ? raw : raw + x.shift(feature) * sum) / s;
  }
}
