package dev.lariat.study.cell;

import java.util.List;

/** Why a fold's path ends before its weakest strength. */
public final class PathEnd {
  /** Strengths past the best one, a decade of them, after which a loss that has risen is not followed any further. */
  static final int LONG = 10;
  /** By how much it must have risen, as a share of the least. */
  static final double RISEN = 0.05;

  private PathEnd() {}

  /**
   * {@return whether a path's loss has long risen}
   *
   * @param since strengths after the one of the least loss
   */
  static boolean hasLongRisen(double loss, double least, int since) {
    return since >= LONG && !(loss < least + RISEN * Math.abs(least));
  }

  /** {@return whether a path came to the end of the work that it may cost before its loss had long risen} */
  public static boolean isByWork(CellResult path) {
    List<Double> losses = path.scores().stream().map(Score::validationLoss).toList();
    int weakest = weakest(path);
    int best = weakest;
    for (int i = weakest; i < losses.size(); i++) {
      best = losses.get(i) <= losses.get(best) ? i : best; // not of what has no loss
    }
    return weakest > 0 && !hasLongRisen(losses.get(weakest), losses.get(best), best - weakest);
  }

  /** {@return the place of the weakest strength that was fitted, counted from the weakest of all} */
  public static int weakest(CellResult path) {
    int weakest = 0;
    while (!Double.isFinite(path.scores().get(weakest).validationLoss())) {
      weakest++;
    }
    return weakest;
  }
}
