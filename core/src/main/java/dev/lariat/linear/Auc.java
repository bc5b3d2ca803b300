package dev.lariat.linear;

import java.util.Arrays;
import java.util.Comparator;

/**
 * The weighted area under the ROC curve: the probability that a positive row scores above a negative one, ties half.
 */
public final class Auc {
  private Auc() {}

  /** NaN where a class has no weight. */
  public static double of(double[] score, double[] y, double[] w) {
    Integer[] order = new Integer[score.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> score[i]));
    double negatives = 0;
    double positives = 0;
    double area = 0;
    int from = 0;
    while (from < order.length) {
      int to = from;
      double tiedNegatives = 0;
      double tiedPositives = 0;
      for (; to < order.length && score[order[to]] == score[order[from]]; to++) {
        int i = order[to];
        if (y[i] == 1) {
          tiedPositives += w[i];
        } else {
          tiedNegatives += w[i];
        }
      }
      area += tiedPositives * (negatives + tiedNegatives / 2);
      negatives += tiedNegatives;
      positives += tiedPositives;
      from = to;
    }
    return area / (negatives * positives);
  }
}
