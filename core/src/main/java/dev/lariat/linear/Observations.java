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
 * @param y [rows] the target: a number, or for classes the index of the class, 0 … classes − 1; of several targets
 * [rows × targets], row by row
 * @param classes the number of classes, or of targets; 1 for a number
 * @param weights [rows], at least 0, or null for equal ones; only their ratios matter
 * @param offset [1 or classes][rows] a known part of the linear predictor, or null
 * @param times of rows that wait for an event, whose {@code y} are the same times; null for other families
 */
@SuppressWarnings("ArrayRecordComponent") // numbers in bulk, never compared
public record Observations(DesignMatrix x, Family family, double[] y, int classes, double[] weights, double[][] offset,
    Cox.Times times) {
  /**
   * Checks the values.
   *
   * @throws DataException if a value of the target, the weights or the offset cannot be used
   * @throws IllegalArgumentException if sizes do not fit together
   */
  public Observations {
    int n = x.rows();
    requireLength("target", y.length, Math.multiplyExact(n, family.targets(classes)));
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
    for (int i = 0; i < y.length; i++) {
      int row = i / family.targets(classes);
      if (!Double.isFinite(y[i])) {
        throw bad("target", row, y[i], "fill in or drop the row");
      }
      Optional<String> refusal = family.refusal(y[i], classes);
      if (refusal.isPresent()) {
        throw bad("target", row, y[i], refusal.get());
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

  /** Of a family without times. */
  public Observations(DesignMatrix x, Family family, double[] y, int classes, double[] weights, double[][] offset) {
    this(x, family, y, classes, weights, offset, null);
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

  /** Times until an event, of equal weight, no offset. */
  public static Observations cox(DesignMatrix x, Cox.Times times, Cox.Ties ties) {
    return new Observations(x, Family.cox(ties), times.time(), 1, null, null, times);
  }

  /** The same with observation weights. */
  public Observations withWeights(double[] newWeights) {
    return new Observations(x, family, y, classes, newWeights, offset, times);
  }

  /** The same with an offset, one array a linear predictor. */
  public Observations withOffset(double[]... newOffset) {
    return new Observations(x, family, y, classes, weights, newOffset, times);
  }

  /** Several numbers a row, {@code y} [rows × targets] row by row, of equal weight, no offset. */
  public static Observations multiGaussian(DesignMatrix x, double[] y, int targets) {
    return new Observations(x, Family.multiGaussian(), y, targets, null, null);
  }

  /**
   * The number of linear predictors: that of the classes for multinomial, of the targets where they are several, else
   * 1.
   */
  public int predictors() {
    return family.predictors(classes);
  }

  /** Weights that sum to 1. */
  public double[] normalisedWeights() {
    double[] w = new double[x.rows()];
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

  /** What families of numbers ask. */
  static void requireNoClasses(Family family, int classes) {
    if (classes != 1) {
      throw new IllegalArgumentException(family.label() + " has no classes, got " + classes);
    }
  }

  /** Refuses counts and sums that are all 0: their logarithm has no mean. */
  void requirePositive(double[] w) {
    if (DenseOps.dot(w, y, w.length) == 0) {
      throw new DataException("the target is 0 in every row: there is nothing to model");
    }
  }

  /** Refuses a target that the intercept alone meets in every row: then there is no deviance to explain. */
  void requireVaried(double[] w, boolean intercept) {
    if (!intercept || offset != null) {
      return;
    }
    double first = Double.NaN;
    for (int i = 0; i < w.length; i++) {
      if (w[i] > 0) {
        if (!Double.isNaN(first) && y[i] != first) {
          return;
        }
        first = y[i];
      }
    }
    throw new DataException("the target is constant (" + first + "): there is nothing to model");
  }

  /** {@return why a number cannot be the index of a class; empty if it can} */
  static Optional<String> refusalOfClass(double y, int classes) {
    return y < 0 || y >= classes || y != Math.rint(y)
        ? Optional.of("it must be a class index below " + classes)
        : Optional.empty();
  }

  /** What families of classes ask of the rows with weight. */
  void requireEveryClass(double[] w) {
    double[] share = new double[classes];
    int[] count = new int[classes];
    for (int i = 0; i < w.length; i++) {
      share[(int) y[i]] += w[i];
      count[(int) y[i]]++;
    }
    for (int k = 0; k < share.length; k++) {
      if (share[k] == 0) {
        throw new DataException("class " + k + " has no row" + (count[k] == 0 ? "" : " of positive weight")
            + ": a model needs rows of every class");
      }
    }
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
