package dev.lariat.study.cell;

/** The cells of one kind of model. */
sealed interface ModelCells permits TrivialCells, LinearCells, NetworkCells {
  /**
   * Runs a cell, as {@link CellRunner#run} says.
   *
   * @return null where it was cancelled
   */
  CellResult run(Cell cell, int untilEpoch, CellWatch watch);
}
