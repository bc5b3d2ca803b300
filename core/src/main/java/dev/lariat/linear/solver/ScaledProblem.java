package dev.lariat.linear.solver;

import dev.lariat.data.DataException;
import dev.lariat.kernel.DenseOps;
import dev.lariat.linear.DesignMatrix;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.Observations;
import dev.lariat.linear.PathOptions;
import java.util.Arrays;

/**
 * Observations, weights and penalty on the solver's scale: weights that sum to 1, features divided by {@code scale}.
 */
final class ScaledProblem {
  /** Features whose standard deviation is this small against their size count as constant. */
  private static final double CONSTANT = 1e-12;

  final DesignMatrix x;
  final Observations data;
  final double[] w; // [rows], sums to 1
  final Likelihood likelihood;
  final boolean intercept;
  final double[] scale; // [features], 0 = constant, left out
  final BlockPenalty blocks;
  final int features;
  final int rows;
  final int predictors;

  /** @param w [rows] weights that sum to 1; rows of weight 0 take no part */
  ScaledProblem(Observations data, double[] w, LinearPenalty penalty, PathOptions options) {
    this.data = data;
    this.x = data.x();
    this.w = w;
    this.likelihood = Likelihood.of(data, w);
    this.intercept = options.intercept();
    this.features = x.columns();
    this.rows = x.rows();
    this.predictors = data.predictors();
    requireUsableTarget();
    scale = scales(x, w, options.standardize());
    boolean glmnet = options.dialect() == PathOptions.Dialect.GLMNET;
    double ridgeScale = glmnet && data.family() == Family.GAUSSIAN ? 1 / targetScale() : 1;
    blocks = new BlockPenalty(penalty, features, predictors, scale, glmnet, ridgeScale);
  }

  /** The features' weighted standard deviations with 1/n (1 without standardisation), 0 for constant ones. */
  private static double[] scales(DesignMatrix x, double[] w, boolean standardize) {
    double[] scale = new double[x.columns()];
    for (int j = 0; j < scale.length; j++) {
      double mean = x.dot(j, w);
      double squares = x.squares(j, w);
      double variance = squares - mean * mean;
      double size = squares + x.shift(j) * x.shift(j);
      scale[j] = variance <= CONSTANT * CONSTANT * size ? 0 : standardize ? Math.sqrt(variance) : 1;
    }
    return scale;
  }

  /**
   * The standard deviation of y − offset (its root mean square without an intercept), by which glmnet scales its ridge
   * part.
   */
  private double targetScale() {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < rows; i++) {
      double r = data.y()[i] - (data.offset() == null ? 0 : data.offset()[0][i]);
      sum += w[i] * r;
      squares += w[i] * r * r;
    }
    return Math.sqrt(intercept ? squares - sum * sum : squares);
  }

  private void requireUsableTarget() {
    double[] y = data.y();
    switch (data.family()) {
      case BINOMIAL, MULTINOMIAL -> {
        double[] share = new double[data.classes()];
        for (int i = 0; i < rows; i++) {
          share[(int) y[i]] += w[i];
        }
        for (int k = 0; k < share.length; k++) {
          if (share[k] == 0) {
            throw new DataException("class " + k + " has no row of positive weight: a model needs rows of every class");
          }
        }
      }
      case POISSON -> {
        if (DenseOps.dot(w, y, rows) == 0) {
          throw new DataException("all counts are 0: there is nothing to model");
        }
      }
      case GAUSSIAN -> {
        double[] used = new double[rows];
        int count = 0;
        for (int i = 0; i < rows; i++) {
          if (w[i] > 0) {
            used[count++] = y[i] - (data.offset() == null ? 0 : data.offset()[0][i]);
          }
        }
        double first = used[0];
        if (Arrays.stream(used, 0, count).allMatch(v -> v == first) && (intercept || first == 0)) {
          throw new DataException("the target is constant (" + first + "): there is nothing to model");
        }
      }
    }
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
