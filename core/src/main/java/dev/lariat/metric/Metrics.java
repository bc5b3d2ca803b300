package dev.lariat.metric;

import dev.lariat.data.Target;
import dev.lariat.data.Task;
import java.util.Map;

/** How good predictions are on rows whose target is known. Unweighted; every figure is a double. */
public sealed interface Metrics permits ClassificationMetrics, RegressionMetrics {
  /** Number of rows that were compared. */
  int rows();

  /** The figures by their JSON name, in the order in which they are printed; an undefined figure is absent. */
  Map<String, Double> values();

  /** Collects rows, part by part, so that a table need not be in memory whole. */
  sealed interface Tally permits ClassificationMetrics.Tally, RegressionMetrics.Tally {
    /**
     * Adds rows; those whose target is missing or of an unknown class are passed over.
     *
     * @param predictions row by row: a probability per class, or a number; not modified
     * @param actual the same rows
     */
    void add(double[] predictions, Target actual);

    /** The metrics of the rows so far; of no rows they are NaN. */
    Metrics metrics();
  }

  /**
   * An empty tally.
   *
   * @param classes how many there are; not read for regression
   */
  static Tally tally(Task task, int classes) {
    return switch (task) {
      case CLASSIFICATION -> new ClassificationMetrics.Tally(classes);
      case REGRESSION -> new RegressionMetrics.Tally();
    };
  }
}
