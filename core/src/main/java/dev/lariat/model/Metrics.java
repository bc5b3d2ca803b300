package dev.lariat.model;

import java.util.Map;

/** How good predictions are on rows whose target is known. Unweighted; every figure is a double. */
public sealed interface Metrics permits ClassificationMetrics, RegressionMetrics {
  /** Number of rows that were compared. */
  int rows();

  /** The figures by their JSON name, in the order in which they are printed; an undefined figure is absent. */
  Map<String, Double> values();
}
