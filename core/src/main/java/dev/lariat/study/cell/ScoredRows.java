package dev.lariat.study.cell;

import dev.lariat.data.Target;
import dev.lariat.data.Task;
import dev.lariat.metric.Metric;
import dev.lariat.model.Temperature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The true values and the weights of some rows of a table, by which predictions of them are scored. */
final class ScoredRows {
  /** Parts of the rows of one split that calibrate each other. */
  static final int BLOCKS = 5;

  private final Task task;
  private final int classes;
  private final int[] labels; // null for regression
  private final double[] values; // null for classes
  private final double[] weights;

  /**
   * @param weights of all rows of the table
   * @param rows which are scored
   */
  ScoredRows(Target target, double[] weights, int[] rows) {
    this.task = target.task();
    this.classes = target.classes().size();
    Target some = target.select(rows);
    this.labels = task == Task.CLASSIFICATION ? some.labels() : null;
    this.values = task == Task.REGRESSION ? some.values() : null;
    this.weights = Arrays.stream(rows).mapToDouble(row -> weights[row]).toArray();
  }

  /** Rows of classes. */
  ScoredRows(int classes, int[] labels, double[] weights) {
    this.task = Task.CLASSIFICATION;
    this.classes = classes;
    this.labels = labels;
    this.values = null;
    this.weights = weights;
  }

  /**
   * The loss of each row in a mean over rows, in float32 as the log of trials has it.
   *
   * @param predicted row by row: a probability per class, or a number
   */
  float[] rowLosses(Metric metric, double[] predicted) {
    float[] losses = new float[weights.length];
    for (int i = 0; i < losses.length; i++) {
      losses[i] = (float) switch (task) {
        case CLASSIFICATION -> metric.rowLoss(predicted, i * classes, classes, labels[i]);
        case REGRESSION -> metric.rowLoss(predicted[i], values[i]);
      };
    }
    return losses;
  }

  /** {@return the losses, each multiplied by its row's weight over the mean weight} */
  float[] shares(float[] losses) {
    double mean = Arrays.stream(weights).sum() / weights.length;
    float[] shares = new float[losses.length];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = (float) (losses[i] * weights[i] / mean);
    }
    return shares;
  }

  /** {@return the mean of losses, by weight} */
  double mean(float[] losses) {
    double sum = 0;
    double total = 0;
    for (int i = 0; i < losses.length; i++) {
      sum += weights[i] * losses[i];
      total += weights[i];
    }
    return sum / total;
  }

  /** {@return the loss of all rows; NaN where it is not defined} */
  double loss(Metric metric, double[] predicted) {
    return switch (task) {
      case CLASSIFICATION -> metric.loss(predicted, classes, labels, weights);
      case REGRESSION -> metric.loss(predicted, values, weights);
    };
  }

  /**
   * The log-losses by inverse temperature that {@link Score#tempered} has.
   *
   * @param metric where it is another than the log-loss there are none
   * @param predicted probabilities
   * @param trained rows that the model learnt from
   * @param blocks of rows that calibrate each other; 1 where folds do
   */
  List<Double> tempered(Metric metric, double[] predicted, int trained, int blocks) {
    if (metric != Metric.LOG_LOSS) {
      return List.of();
    }
    double total = Arrays.stream(weights).sum();
    var losses = new ArrayList<Double>();
    for (int block = 0; block < blocks; block++) {
      int from = (int) ((long) block * weights.length / blocks);
      int to = (int) ((long) (block + 1) * weights.length / blocks);
      for (double sum : Temperature.losses(predicted, labels, weights, from, to, classes, trained)) {
        losses.add((double) (float) (sum * blocks / total)); // as the log of trials has it
      }
    }
    return losses;
  }

  /** {@return the loss of all rows in every metric that suits them and is defined} */
  Map<Metric, Double> losses(double[] predicted) {
    var losses = new EnumMap<Metric, Double>(Metric.class);
    for (Metric metric : Metric.suiting(task, classes)) {
      double loss = loss(metric, predicted);
      if (Double.isFinite(loss)) {
        losses.put(metric, loss);
      }
    }
    return losses;
  }
}
