package dev.lariat.linear.stream;

import java.util.List;
import java.util.Optional;

/** The rows of a path whose loss is not quadratic: what passes over them tell. */
interface PathRows {
  /**
   * Learns what encodings, scales and the first path are learnt from.
   *
   * @param most rows of the sample
   */
  SumsByFold<PartStatistics> learn(int most);

  /** How often the sample's numbers are in memory while a curvature is computed. */
  default int copies() {
    return 1;
  }

  /** Rows in memory, which give the curvature. */
  RowSample sample();

  /**
   * Refuses targets that leave nothing to model.
   *
   * @param of the rows that are learnt from
   * @param without the fold that is not among them; −1 for none
   * @throws dev.lariat.data.DataException if so
   */
  void requireTargets(PartStatistics of, int without);

  /**
   * One pass.
   *
   * @param distances whether the distances at the points' s are wanted instead of gradients
   * @return what it tells of each point
   */
  List<RowSums> gradients(List<GradientBlocks.Point> points, boolean distances);

  /** The baseline's hazard at each of some points; empty but for times until an event. */
  default Optional<StreamedPath.Baselines> baselines(List<GradientBlocks.Point> points) {
    return Optional.empty();
  }

  /** What should be said of the passes. */
  default List<String> notes() {
    return List.of();
  }
}
