package dev.lariat.study;

import dev.lariat.study.cell.Cell;
import dev.lariat.study.cell.CellResult;

/** Follows a study as it runs. Called by one thread at a time, but for {@link #epochFinished}. */
public interface StudyListener {
  /**
   * How much is left, as far as it is known: refinements are planned as results come in.
   *
   * @param cells still to run
   * @param epochs of networks still to run, over all cells
   * @param paths of linear models still to fit
   * @param threads that run them
   * @param best the trial with the lowest mean loss among those that are complete, and its loss; empty before the first
   */
  record Progress(int cells, long epochs, int paths, int threads, String best) {}

  /** What will be run is known. */
  default void started(StudyDescription description) {}

  /** A cell has come to an end, or to a rung. */
  default void cellFinished(CellResult result, Progress progress) {}

  /**
   * A network at work has trained another epoch. Called by the threads that train, several at once: it must not keep
   * them.
   *
   * @param epoch from 1
   * @param trainingLoss in the study's metric, as a loss; NaN where it was not asked
   * @param validationLoss the same on the validation rows
   */
  default void epochFinished(Cell cell, int epoch, double trainingLoss, double validationLoss) {}

  /** All cells are done; a line for what follows, for example the refit. */
  default void phase(String what) {}

  /** A listener that does nothing. */
  static StudyListener silent() {
    return new StudyListener() {
    };
  }
}
