package dev.lariat.metric;

import dev.lariat.data.Target;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Metrics of predicted class probabilities.
 *
 * @param rows number of rows
 * @param accuracy share of rows whose most probable class is the true one (ties go to the lower class index)
 * @param logLoss mean of −ln p(true class), with p not below {@value #SMALLEST_PROBABILITY}
 * @param rocAuc area under the ROC curve for two classes: the probability that a positive row is ranked above a
 * negative one, ties counted half (Mann–Whitney); NaN for more than two classes or where only one class occurs
 * @param macroF1 mean over the classes of 2·tp/(2·tp + fp + fn), over classes that occur or are predicted
 */
public record ClassificationMetrics(int rows, double accuracy, double logLoss, double rocAuc,
    double macroF1) implements Metrics {
  /** Probabilities below this are raised to it in the log-loss, so that one wrong certainty stays finite. */
  public static final double SMALLEST_PROBABILITY = 1e-15;

  @Override
  public Map<String, Double> values() {
    var values = new LinkedHashMap<String, Double>();
    values.put(Metric.ERROR.key(), accuracy);
    values.put(Metric.LOG_LOSS.key(), logLoss);
    if (!Double.isNaN(rocAuc)) {
      values.put(Metric.AUC.key(), rocAuc);
    }
    values.put("macroF1", macroF1);
    return values;
  }

  /** {@return the rows and the figures that are defined} */
  @Override
  public String toString() {
    return "rows=" + rows + " " + values();
  }

  /** Collects rows one at a time; keeps 12 bytes a row for two classes (the ranking), nothing a row otherwise. */
  public static final class Tally implements Metrics.Tally {
    private final int classes;
    private final long[] truePositives;
    private final long[] predicted;
    private final long[] actual;
    private double logLossSum;
    private int rows;
    private double[] scores = new double[0];
    private boolean[] positive = new boolean[0];

    /** @param classes number of classes, at least 2 */
    public Tally(int classes) {
      if (classes < 2) {
        throw new IllegalArgumentException("at least 2 classes are needed: " + classes);
      }
      this.classes = classes;
      truePositives = new long[classes];
      predicted = new long[classes];
      actual = new long[classes];
    }

    /**
     * Adds one row.
     *
     * @param probabilities one per class, from {@code offset}; not modified
     * @param offset index of the first class's probability
     * @param label index of the true class
     */
    public void add(double[] probabilities, int offset, int label) {
      int best = Metric.likeliest(probabilities, offset, classes);
      predicted[best]++;
      actual[label]++;
      if (best == label) {
        truePositives[label]++;
      }
      logLossSum -= StrictMath.log(Math.max(probabilities[offset + label], SMALLEST_PROBABILITY));
      if (classes == 2) {
        if (rows == scores.length) {
          int capacity = Math.max(1024, rows + (rows >> 1));
          scores = Arrays.copyOf(scores, capacity);
          positive = Arrays.copyOf(positive, capacity);
        }
        scores[rows] = probabilities[offset + 1];
        positive[rows] = label == 1;
      }
      rows++;
    }

    @Override
    public void add(double[] predictions, Target actual) {
      int[] labels = actual.labels();
      for (int row = 0; row < labels.length; row++) {
        if (labels[row] >= 0) {
          add(predictions, row * classes, labels[row]);
        }
      }
    }

    @Override
    public ClassificationMetrics metrics() {
      long right = 0;
      double f1 = 0;
      int seen = 0;
      for (int c = 0; c < classes; c++) {
        right += truePositives[c];
        long denominator = predicted[c] + actual[c];
        if (denominator > 0) {
          f1 += 2.0 * truePositives[c] / denominator;
          seen++;
        }
      }
      return new ClassificationMetrics(rows, (double) right / rows, logLossSum / rows, rocAuc(), f1 / seen);
    }

    private double rocAuc() {
      return classes == 2 ? RocAuc.of(Arrays.copyOf(scores, rows), Arrays.copyOf(positive, rows), null) : Double.NaN;
    }
  }
}
