package dev.lariat.study.cell;

import dev.lariat.study.candidate.Strength;
import dev.lariat.study.candidate.Trial;

/**
 * The unit of work: a trial on a fold with a seed. It needs nothing from other cells, and is computed by one thread.
 *
 * @param trial what is trained
 * @param fold 0 to K − 1: whose rows validate
 * @param seed 0 to R − 1: which repetition
 */
public record Cell(Trial trial, int fold, int seed) {
  public Cell {
    if (fold < 0 || seed < 0) {
      throw new IllegalArgumentException("fold " + fold + " and seed " + seed + " count from 0");
    }
  }

  /**
   * {@return whether it is a model of a path at one strength, of which weights are counted} Such cells follow the
   * sweep: they tell nothing of how long its cells take, nor how many are done.
   */
  public boolean isCount() {
    return trial.model().hasPath() && !trial.strength().equals(Strength.ZERO);
  }
}
