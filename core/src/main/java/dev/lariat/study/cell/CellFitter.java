package dev.lariat.study.cell;

/** Trains the networks of cells for themselves. Called by several threads at once, for different cells. */
public interface CellFitter {
  /**
   * Trains the network of a cell from the start, with training scored at every epoch.
   *
   * @param untilEpoch where to stop, if its schedule is longer
   * @throws IllegalArgumentException if the cell is not a network's
   */
  FittedCell fitted(Cell cell, int untilEpoch);
}
