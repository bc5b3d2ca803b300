package dev.lariat.study.cell;

import dev.lariat.data.Target;
import dev.lariat.data.Task;
import dev.lariat.metric.Metric;
import java.util.Arrays;
import java.util.List;

/** The predictor that anything else must beat: the classes' shares, or the mean (the median under absolute error). */
public final class TrivialCells {
  private TrivialCells() {}

  /** Trains on some rows and scores others. */
  static CellResult run(Cell cell, Target target, double[] weights, int[] training, int[] validation, Metric metric) {
    double[] prediction = fit(target, weights, training, metric);
    var validated = new ScoredRows(target, weights, validation);
    double[] repeated = repeated(prediction, validation.length);
    float[] losses = metric.isMeanOverRows() ? validated.rowLosses(metric, repeated) : new float[0];
    double loss = metric.isMeanOverRows() ? validated.mean(losses) : validated.loss(metric, repeated);
    var trained = new ScoredRows(target, weights, training);
    double[] again = repeated(prediction, training.length);
    double trainLoss = metric.isMeanOverRows()
        ? trained.mean(trained.rowLosses(metric, again))
        : trained.loss(metric, again);
    return new CellResult(cell, true, List.of(new Score(loss, trainLoss, 0, 0, 0, 0, validated.losses(repeated))),
        new float[][]{validated.shares(losses)});
  }

  private static double[] repeated(double[] prediction, int rows) {
    double[] repeated = new double[prediction.length * rows];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(prediction, 0, repeated, i * prediction.length, prediction.length);
    }
    return repeated;
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
}
