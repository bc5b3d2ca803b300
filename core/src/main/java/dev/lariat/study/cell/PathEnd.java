package dev.lariat.study.cell;

import java.util.List;

/** How far a fold's path was fitted, and why it ends before its weakest strength. */
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

  /** {@return what stands at a strength that was not fitted: no loss, and no weight, be it zero or not} */
  static Score notFitted(double seconds) {
    return new Score(Double.NaN, Double.NaN, 0, 0, 0, seconds);
  }

  /**
   * {@return whether a strength was fitted}
   *
   * @param score there; where it was fitted its loss need not be finite: a metric may say nothing of the fold's rows
   */
  public static boolean isFitted(Score score) {
    return score.nonZeroWeights() > 0 || score.zeroShare() != 0;
  }

  /** {@return whether a path came to the end of the work that it may cost before its loss had long risen} */
  public static boolean isByWork(CellResult path) {
    List<Score> scores = path.scores();
    int weakest = weakest(path);
    if (weakest == 0 || weakest == scores.size()) {
      return weakest > 0;
    }
    int best = -1;
    for (int i = scores.size() - 1; i >= weakest; i--) { // as the path was followed
      if (isFitted(scores.get(i)) && (best < 0 || loss(path, i) < loss(path, best))) {
        best = i;
      }
    }
    return !hasLongRisen(loss(path, weakest), loss(path, best), best - weakest);
  }

  private static double loss(CellResult path, int place) {
    return path.scores().get(place).validationLoss();
  }

  /**
   * {@return the place of the weakest strength that was fitted, counted from the weakest of all; their number where the
   * path did not come as far as any}
   */
  public static int weakest(CellResult path) {
    int weakest = 0;
    while (weakest < path.scores().size() && !isFitted(path.scores().get(weakest))) {
      weakest++;
    }
    return weakest;
  }
}
