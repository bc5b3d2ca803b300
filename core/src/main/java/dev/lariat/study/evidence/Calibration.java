package dev.lariat.study.evidence;

import dev.lariat.metric.Metric;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether probabilities mean what they say, on test rows: rows by the probability of their likeliest class, in ten
 * bins.
 *
 * @param expectedError mean over rows of |confidence − accuracy| of their bin (Guo, Pleiss, Sun and Weinberger 2017,
 * "On calibration of modern neural networks")
 * @param bins those with rows, ascending
 */
public record Calibration(double expectedError, List<Bin> bins) {
  /**
   * Rows whose likeliest class has a probability in a range.
   *
   * @param from lower end of the probability
   * @param to upper end
   * @param rows how many
   * @param confidence mean probability of the likeliest class
   * @param accuracy share of rows where it is the true one
   */
  public record Bin(double from, double to, int rows, double confidence, double accuracy) {}

  private static final int BINS = 10;

  /**
   * Compares probabilities with what came.
   *
   * @param probabilities [rows × classes]
   * @param labels −1 is passed over
   */
  public static Calibration of(double[] probabilities, int classes, int[] labels) {
    int[] rows = new int[BINS];
    int[] right = new int[BINS];
    double[] confidence = new double[BINS];
    int total = 0;
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0) {
        continue;
      }
      int likeliest = Metric.likeliest(probabilities, i * classes, classes);
      double p = probabilities[i * classes + likeliest];
      int bin = Math.clamp((int) (p * BINS), 0, BINS - 1);
      rows[bin]++;
      right[bin] += likeliest == labels[i] ? 1 : 0;
      confidence[bin] += p;
      total++;
    }
    var bins = new ArrayList<Bin>();
    double error = 0;
    for (int b = 0; b < BINS; b++) {
      if (rows[b] > 0) {
        double accuracy = right[b] / (double) rows[b];
        double mean = confidence[b] / rows[b];
        error += Math.abs(accuracy - mean) * rows[b] / total;
        bins.add(new Bin(b / (double) BINS, (b + 1) / (double) BINS, rows[b], mean, accuracy));
      }
    }
    return new Calibration(error, bins);
  }
}
