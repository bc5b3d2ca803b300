package dev.lariat.study.cell;

/**
 * Computes cells. The result depends on the cell alone: not on the thread, nor on other cells, nor on how often it was
 * interrupted. Called by several threads at once, for different cells.
 */
public interface CellRunner {
  /** The epochs of the planned schedule. */
  int epochs();

  /**
   * Runs a cell up to an epoch of its planned schedule, from where an earlier call for the same cell left it, or from
   * the start.
   *
   * @param untilEpoch 1 to {@link #epochs}, which means to the end, however long a trial is trained; ignored where
   * there are no epochs
   * @param watch asked between epochs whether the cell is cancelled: the result is null then
   */
  CellResult run(Cell cell, int untilEpoch, CellWatch watch);
}
