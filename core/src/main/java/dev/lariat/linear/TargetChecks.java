package dev.lariat.linear;

import dev.lariat.data.DataException;
import dev.lariat.kernel.DenseOps;
import java.util.Optional;

/** What several families ask of their targets. */
final class TargetChecks {
  private TargetChecks() {}

  static void requireNoClasses(Family family, int classes) {
    if (classes != 1) {
      throw new IllegalArgumentException(family.label() + " has no classes, got " + classes);
    }
  }

  /** Refuses counts and sums that are all 0: their logarithm has no mean. */
  static void requirePositive(Observations data, double[] w) {
    if (DenseOps.dot(w, data.y(), w.length) == 0) {
      throw new DataException("the target is 0 in every row: there is nothing to model");
    }
  }

  /** Refuses a target that the intercept alone meets in every row: then there is no deviance to explain. */
  static void requireVaried(Observations data, double[] w, boolean intercept) {
    if (!intercept || data.offset() != null) {
      return;
    }
    double first = Double.NaN;
    for (int i = 0; i < w.length; i++) {
      if (w[i] > 0) {
        if (!Double.isNaN(first) && data.y()[i] != first) {
          return;
        }
        first = data.y()[i];
      }
    }
    throw new DataException("the target is constant (" + first + "): there is nothing to model");
  }

  static Optional<String> refusalOfClass(double y, int classes) {
    return y < 0 || y >= classes || y != Math.rint(y)
        ? Optional.of("it must be a class index below " + classes)
        : Optional.empty();
  }

  static void requireEveryClass(Observations data, double[] w) {
    double[] share = new double[data.classes()];
    for (int i = 0; i < w.length; i++) {
      share[(int) data.y()[i]] += w[i];
    }
    for (int k = 0; k < share.length; k++) {
      if (share[k] == 0) {
        throw new DataException("class " + k + " has no row of positive weight: a model needs rows of every class");
      }
    }
  }
}
