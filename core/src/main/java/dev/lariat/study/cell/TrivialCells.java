package dev.lariat.study.cell;

import dev.lariat.data.Dataset;
import dev.lariat.data.Folds;
import dev.lariat.data.Target;
import dev.lariat.metric.Metric;
import java.util.Arrays;
import java.util.List;

/** The predictor that anything else must beat: the classes' shares, or the mean (the median under absolute error). */
public final class TrivialCells implements ModelCells {
  private final Dataset data;
  private final Folds folds;
  private final Metric metric;
  private final boolean byRow;

  TrivialCells(Dataset data, Folds folds, Metric metric, boolean byRow) {
    this.data = data;
    this.folds = folds;
    this.metric = metric;
    this.byRow = byRow;
  }

  @Override
  public CellResult run(Cell cell, int untilEpoch, CellWatch watch) {
    int[] training = folds.training(cell.fold());
    int[] validation = folds.validation(cell.fold());
    double[] prediction = fit(training);
    var validated = new ScoredRows(data.target(), data.weights(), validation);
    double[] repeated = repeated(prediction, validation.length);
    float[] losses = metric.isMeanOverRows() ? validated.rowLosses(metric, repeated) : new float[0];
    double loss = metric.isMeanOverRows() ? validated.mean(losses) : validated.loss(metric, repeated);
    var trained = new ScoredRows(data.target(), data.weights(), training);
    double[] again = repeated(prediction, training.length);
    double trainLoss = metric.isMeanOverRows()
        ? trained.mean(trained.rowLosses(metric, again))
        : trained.loss(metric, again);
    return new CellResult(cell, true,
        List.of(new Score(loss, trainLoss, 0, 0, 0, 0, validated.losses(repeated),
            validated.tempered(metric, repeated, training.length, byRow ? ScoredRows.BLOCKS : 1))),
        byRow ? new float[][]{validated.shares(losses)} : new float[0][]);
  }

  private static double[] repeated(double[] prediction, int rows) {
    double[] repeated = new double[prediction.length * rows];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(prediction, 0, repeated, i * prediction.length, prediction.length);
    }
    return repeated;
  }

  /** {@return the predictor of all rows: a probability per class, or one number} */
  public double[] whole() {
    return fit(data.allRows());
  }

  /** {@return the predictor of a fold's training rows, as {@link #whole}} */
  public double[] of(int fold) {
    return fit(folds.training(fold));
  }

  private double[] fit(int[] rows) {
    return switch (data.target().task()) {
      case CLASSIFICATION -> shares(data.target(), rows);
      case REGRESSION -> new double[]{metric == Metric.ABSOLUTE_ERROR ? median(rows) : mean(rows)};
    };
  }

  private double[] shares(Target target, int[] rows) {
    int[] labels = target.labels();
    double[] weights = data.weights();
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

  private double median(int[] rows) {
    double[] values = data.target().values();
    double[] sorted = Arrays.stream(rows).mapToDouble(row -> values[row]).sorted().toArray();
    return 0.5 * (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]);
  }

  private double mean(int[] rows) {
    double[] values = data.target().values();
    double[] weights = data.weights();
    double sum = 0;
    double total = 0;
    for (int row : rows) {
      sum += weights[row] * values[row];
      total += weights[row];
    }
    return sum / total;
  }
}
