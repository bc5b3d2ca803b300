package dev.lariat.study.cell;

import java.util.function.BooleanSupplier;

/** The cells of one kind of model. */
sealed interface ModelCells permits TrivialCells, LinearCells, NetworkCells {
  /**
   * Runs a cell, as {@link CellRunner#run} says.
   *
   * @return null where it was cancelled
   */
  CellResult run(Cell cell, int untilEpoch, BooleanSupplier cancelled);
}
