package dev.lariat.study.cell;

import dev.lariat.data.Target;
import dev.lariat.data.Task;
import java.util.Arrays;
import java.util.List;

/** The predictor that anything else must beat: the classes' shares, or the mean (the median under absolute error). */
public final class TrivialCells {
  private TrivialCells() {}

  /** Trains on some rows and scores others. */
  static CellResult run(Cell cell, Target target, double[] weights, int[] training, int[] validation, Metric metric) {
    double[] prediction = fit(target, weights, training, metric);
    float[] losses = losses(prediction, target, validation, metric);
    double loss = mean(losses, weights, validation);
    double trainLoss = mean(losses(prediction, target, training, metric), weights, training);
    double share = Arrays.stream(validation).mapToDouble(row -> weights[row]).sum() / validation.length;
    for (int i = 0; i < losses.length; i++) {
      losses[i] = (float) (losses[i] * weights[validation[i]] / share);
    }
    return new CellResult(cell, true, List.of(new Score(loss, trainLoss, 0, 0, 0, 0)), new float[][]{losses});
  }

  /** A probability per class, or one number. */
  public static double[] fit(Target target, double[] weights, int[] rows, Metric metric) {
    if (target.task() == Task.CLASSIFICATION) {
      int[] labels = target.labels();
      double[] shares = new double[target.classes().size()];
      double total = 0;
      for (int row : rows) {
        shares[labels[row]] += weights[row];
        total += weights[row];
      }
      // A class that the training rows lack gets half a row, so that its log-loss is finite.
      for (int c = 0; c < shares.length; c++) {
        shares[c] = Math.max(shares[c] / total, 0.5 / rows.length);
      }
      double sum = Arrays.stream(shares).sum();
      return Arrays.stream(shares).map(share -> share / sum).toArray();
    }
    double[] values = target.values();
    if (metric == Metric.ABSOLUTE_ERROR) {
      double[] sorted = Arrays.stream(rows).mapToDouble(row -> values[row]).sorted().toArray();
      return new double[]{0.5 * (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2])};
    }
    double sum = 0;
    double total = 0;
    for (int row : rows) {
      sum += weights[row] * values[row];
      total += weights[row];
    }
    return new double[]{sum / total};
  }

  private static float[] losses(double[] prediction, Target target, int[] rows, Metric metric) {
    int[] labels = target.task() == Task.CLASSIFICATION ? target.labels() : null;
    double[] values = labels == null ? target.values() : null;
    float[] losses = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      losses[i] = (float) (labels == null
          ? RowLoss.ofNumber(metric, prediction[0], values[rows[i]])
          : RowLoss.ofClass(metric, prediction, 0, prediction.length, labels[rows[i]]));
    }
    return losses;
  }

  private static double mean(float[] losses, double[] weights, int[] rows) {
    double sum = 0;
    double total = 0;
    for (int i = 0; i < rows.length; i++) {
      sum += weights[rows[i]] * losses[i];
      total += weights[rows[i]];
    }
    return sum / total;
  }
}
