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
    List<Double> fitted = path.scores()
        .stream()
        .map(Score::validationLoss)
        .filter(Double::isFinite)
        .toList()
        .reversed();
    int best = 0;
    for (int i = 1; i < fitted.size(); i++) {
      best = fitted.get(i) < fitted.get(best) ? i : best;
    }
    return fitted.size() < path.scores().size()
        && !hasLongRisen(fitted.getLast(), fitted.get(best), fitted.size() - 1 - best);
  }
}
