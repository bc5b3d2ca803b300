package dev.lariat.study;

import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.Folds;
import dev.lariat.data.Target;
import dev.lariat.data.Task;
import dev.lariat.metric.Metric;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Whether a study can learn from each fold: what a fold lacks is said before anything runs. */
final class FoldChecks {
  private FoldChecks() {}

  /** @throws DataException if a fold has no row to learn from, or none to validate by */
  static void requireRows(Dataset learning, Folds folds) {
    for (int fold = 0; fold < folds.count(); fold++) {
      boolean none = folds.training(fold).length == 0;
      if (none || folds.validation(fold).length == 0) {
        throw new DataException(learning.name() + ": " + learning.rows() + " rows are too few for a study: fold "
            + (fold + 1) + " has none to " + (none ? "learn from" : "validate by"));
      }
    }
  }

  /**
   * Linear models of classes need rows of every class.
   *
   * @throws DataException which names the class and the fold, if one lacks one
   */
  static void requireClasses(Target target, double[] weights, Folds folds) {
    if (target.task() != Task.CLASSIFICATION) {
      return;
    }
    int[] labels = target.labels();
    for (int fold = 0; fold < folds.count(); fold++) {
      double[] sum = new double[target.classes().size()];
      int[] count = new int[sum.length];
      for (int row : folds.training(fold)) {
        sum[labels[row]] += weights[row];
        count[labels[row]]++;
      }
      for (int label = 0; label < sum.length; label++) {
        if (sum[label] == 0) {
          throw new DataException("without fold " + (fold + 1) + ": class '" + target.classes().get(label) + "' of '"
              + target.name() + "' has no row" + (count[label] == 0 ? "" : " of positive weight")
              + ", and linear models need rows of every class; use fewer or other folds, or --models network");
        }
      }
    }
  }

  /**
   * What is no mean over rows is computed of each fold as a whole.
   *
   * @throws DataException if a fold has no such figure
   * @throws IllegalArgumentException if there is one split: it cannot tell how sure such a figure is
   */
  static void requireDefined(Metric metric, Target target, Folds folds) {
    if (metric.isMeanOverRows()) {
      return;
    }
    if (folds.count() == 1) {
      throw new IllegalArgumentException("metric " + metric
          + " is no mean over rows: one split cannot tell how sure it is; choose --folds 5, or another metric");
    }
    for (int k = 0; k < folds.count(); k++) {
      Target validation = target.select(folds.validation(k));
      boolean one = switch (target.task()) {
        case CLASSIFICATION -> IntStream.of(validation.labels()).distinct().count() < 2;
        case REGRESSION -> DoubleStream.of(validation.values()).distinct().count() < 2;
      };
      if (one) {
        throw new DataException("metric " + metric + " is not defined for fold " + (k + 1) + ", in which the target '"
            + target.name() + "' is the same in all rows: choose fewer folds, or another metric");
      }
    }
  }
}
