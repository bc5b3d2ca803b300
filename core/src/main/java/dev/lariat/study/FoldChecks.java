package dev.lariat.study;

import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.Folds;
import dev.lariat.data.Target;
import dev.lariat.data.Task;

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
          throw new DataException("without fold " + (fold + 1) + " class '" + target.classes().get(label) + "' of '"
              + target.name() + "' has no row" + (count[label] == 0 ? "" : " of positive weight")
              + ", and linear models need rows of every class; use fewer or other folds, or --models network");
        }
      }
    }
  }
}
