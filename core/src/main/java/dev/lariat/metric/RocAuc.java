package dev.lariat.metric;

import java.util.Arrays;

/**
 * The area under the ROC curve: the probability that a positive row scores above a negative one, ties counted half
 * (Hanley and McNeil 1982, "The meaning and use of the area under a receiver operating characteristic curve", Radiology
 * 143).
 */
public final class RocAuc {
  private RocAuc() {}

  /**
   * The area; NaN where a class has no weight, or a score is NaN.
   *
   * @param scores one per row, the higher the more likely positive; not modified
   * @param positive whether each row is; not modified
   * @param weights one per row, 0 or more; not modified; null for equal ones
   */
  public static double of(double[] scores, boolean[] positive, double[] weights) {
    int n = scores.length;
    double[] sorted = scores.clone();
    Arrays.sort(sorted);
    if (n == 0 || Double.isNaN(sorted[n - 1])) {
      return Double.NaN;
    }
    double[] positives = new double[n]; // by rank of the score; ties share the lowest
    double[] negatives = new double[n];
    for (int i = 0; i < n; i++) {
      (positive[i] ? positives : negatives)[rank(sorted, scores[i])] += weights == null ? 1 : weights[i];
    }
    double area = 0;
    double below = 0;
    double all = 0;
    for (int r = 0; r < n; r++) {
      area += positives[r] * (below + negatives[r] / 2);
      below += negatives[r];
      all += positives[r];
    }
    return area / (below * all);
  }

  /** {@return the first place of a value; −0 and 0 are one} */
  private static int rank(double[] sorted, double value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
