package dev.lariat.linear;

import dev.lariat.data.DataException;
import dev.lariat.kernel.DenseOps;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a linear model is fitted to. The arrays are kept, not copied: do not modify them afterwards.
 *
 * @param x the inputs, rows × features
 * @param family the target's distribution
 * @param y [rows] the target: a number, or for classes the index of the class, 0 … classes − 1
 * @param classes the number of classes; 1 for numbers
 * @param weights [rows], at least 0, or null for equal ones; only their ratios matter
 * @param offset [1 or classes][rows] a known part of the linear predictor, or null
 */
@SuppressWarnings("ArrayRecordComponent") // numbers in bulk, never compared
public record Observations(DesignMatrix x, Family family, double[] y, int classes, double[] weights,
    double[][] offset) {
  /**
   * Checks the values.
   *
   * @throws DataException if a value of the target, the weights or the offset cannot be used
   * @throws IllegalArgumentException if sizes do not fit together
   */
  public Observations {
    int n = x.rows();
    requireLength("target", y.length, n);
    if (weights != null) {
      requireLength("weights", weights.length, n);
      double sum = 0;
      for (int i = 0; i < n; i++) {
        if (!(weights[i] >= 0) || weights[i] == Double.POSITIVE_INFINITY) {
          throw bad("weight", i, weights[i], "weights must be finite and at least 0");
        }
        sum += weights[i];
      }
      if (sum == 0) {
        throw new DataException("all observation weights are 0: no row is left to fit");
      }
    }
    family.requireClasses(classes);
    for (int i = 0; i < n; i++) {
      if (!Double.isFinite(y[i])) {
        throw bad("target", i, y[i], "fill in or drop the row");
      }
      Optional<String> refusal = family.refusal(y[i], classes);
      if (refusal.isPresent()) {
        throw bad("target", i, y[i], refusal.get());
      }
    }
    if (offset != null) {
      requireLength("offset", offset.length, family.predictors(classes));
      for (double[] o : offset) {
        requireLength("offset", o.length, n);
        for (int i = 0; i < n; i++) {
          if (!Double.isFinite(o[i])) {
            throw bad("offset", i, o[i], "it must be finite");
          }
        }
      }
    }
  }

  /** Real targets of equal weight, no offset. */
  public static Observations gaussian(DesignMatrix x, double[] y) {
    return new Observations(x, Family.gaussian(), y, 1, null, null);
  }

  /** Two classes, {@code y} 0 or 1, of equal weight, no offset. */
  public static Observations binomial(DesignMatrix x, double[] y) {
    return new Observations(x, Family.binomial(), y, 2, null, null);
  }

  /** Class indices of equal weight, no offset. */
  public static Observations multinomial(DesignMatrix x, double[] y, int classes) {
    return new Observations(x, Family.multinomial(), y, classes, null, null);
  }

  /** Counts of equal weight, no offset. */
  public static Observations poisson(DesignMatrix x, double[] y) {
    return new Observations(x, Family.poisson(), y, 1, null, null);
  }

  /** The same with observation weights. */
  public Observations withWeights(double[] newWeights) {
    return new Observations(x, family, y, classes, newWeights, offset);
  }

  /** The same with an offset, one array a linear predictor. */
  public Observations withOffset(double[]... newOffset) {
    return new Observations(x, family, y, classes, weights, newOffset);
  }

  /** The number of linear predictors: the number of classes for multinomial, else 1. */
  public int predictors() {
    return family.predictors(classes);
  }

  /** Weights that sum to 1. */
  public double[] normalisedWeights() {
    double[] w = new double[y.length];
    if (weights == null) {
      Arrays.fill(w, 1.0 / w.length);
      return w;
    }
    double sum = DenseOps.sum(weights);
    for (int i = 0; i < w.length; i++) {
      w[i] = weights[i] / sum;
    }
    return w;
  }

  private static void requireLength(String what, int length, int expected) {
    if (length != expected) {
      throw new IllegalArgumentException(what + " has length " + length + ", expected " + expected);
    }
  }

  private static DataException bad(String what, int row, double value, String remedy) {
    return new DataException(String.format(Locale.ROOT, "%s of row %d is %s: %s", what, row + 1, value, remedy));
  }
}
