package dev.lariat.linear;

import dev.lariat.data.DataException;
import java.util.Optional;

/** What several families ask of their targets. */
final class TargetChecks {
  private TargetChecks() {}

  static void requireNoClasses(Family family, int classes) {
    if (classes != 1) {
      throw new IllegalArgumentException(family.label() + " has no classes, got " + classes);
    }
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
