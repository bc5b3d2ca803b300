package dev.lariat.study.finish;

import dev.lariat.data.Dataset;
import dev.lariat.data.Folds;
import dev.lariat.data.Target;
import dev.lariat.metric.Metric;
import dev.lariat.model.TableRows;
import dev.lariat.model.Temperature;
import dev.lariat.study.statistics.Interval;
import dev.lariat.study.statistics.Pairing;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The validation rows of all folds, one fold after the other, and how predictions of them are scored: per fold, or with
 * one split per row.
 */
public final class ValidationRows {
  private final Metric metric;
  private final int classes; // 0 for numbers
  private final int[] labels; // [rows], or null
  private final double[] values; // [rows], or null
  private final double[] weights; // [rows]
  private final int[] rows; // [rows] of the table
  private final int[] start; // [folds + 1], where the rows of each fold begin
  private final Pairing pairing;

  private ValidationRows(Metric metric, int classes, int[] labels, double[] values, double[] weights, int[] rows,
      int[] start, Pairing pairing) {
    this.metric = metric;
    this.classes = classes;
    this.labels = labels;
    this.values = values;
    this.weights = weights;
    this.rows = rows;
    this.start = start;
    this.pairing = pairing;
  }

  /**
   * The validation rows of a table.
   *
   * @param metric with one split a mean over rows
   * @param pairing over folds with one seed, or over the rows of one split
   */
  public static ValidationRows of(Dataset data, Folds folds, Metric metric, Pairing pairing) {
    int[] start = new int[folds.count() + 1];
    for (int fold = 0; fold < folds.count(); fold++) {
      start[fold + 1] = start[fold] + folds.validation(fold).length;
    }
    int[] rows = IntStream.range(0, folds.count()).flatMap(fold -> IntStream.of(folds.validation(fold))).toArray();
    double[] weights = TableRows.select(data.weights(), rows);
    Target target = data.target().select(rows);
    return switch (target.task()) {
      case CLASSIFICATION ->
        new ValidationRows(metric, target.classes().size(), target.labels(), null, weights, rows, start, pairing);
      case REGRESSION -> new ValidationRows(metric, 0, null, target.values(), weights, rows, start, pairing);
    };
  }

  /** {@return what losses of these rows are paired over} */
  public Pairing pairing() {
    return pairing;
  }

  /** {@return which rows of the table they are; not to be modified} */
  public int[] rows() {
    return rows;
  }

  /** {@return their classes; null for numbers; not to be modified} */
  public int[] labels() {
    return labels;
  }

  /**
   * The share of rows of which two models predict different classes.
   *
   * @param a [rows × classes] probabilities, not modified
   * @param b likewise
   */
  public Interval differing(double[] a, double[] b) {
    double[] sums = new double[pairing.units()];
    int[] counts = new int[pairing.units()];
    for (int row = 0; row < count(); row++) {
      int unit = pairing.conditional() ? row : fold(row);
      sums[unit] += likeliest(a, row) == likeliest(b, row) ? 0 : 1;
      counts[unit]++;
    }
    for (int unit = 0; unit < sums.length; unit++) {
      sums[unit] /= counts[unit];
    }
    return pairing.interval(sums);
  }

  private int likeliest(double[] probabilities, int row) {
    return Metric.likeliest(probabilities, row * classes, classes);
  }

  int count() {
    return weights.length;
  }

  /** Numbers that a prediction has. */
  int width() {
    return Math.max(1, classes);
  }

  /** Whether what is predicted is a class. */
  public boolean areClasses() {
    return classes > 0;
  }

  /**
   * Losses per unit.
   *
   * @param predictions [rows × width], not modified
   */
  public double[] losses(double[] predictions) {
    if (pairing.conditional()) {
      double mean = Arrays.stream(weights).sum() / count();
      return IntStream.range(0, count()).mapToDouble(i -> rowLoss(predictions, i) * weights[i] / mean).toArray();
    }
    return IntStream.range(0, pairing.units()).mapToDouble(fold -> loss(predictions, fold)).toArray();
  }

  private double rowLoss(double[] predictions, int row) {
    return areClasses()
        ? metric.rowLoss(predictions, row * classes, classes, labels[row])
        : metric.rowLoss(predictions[row], values[row]);
  }

  private double loss(double[] predictions, int fold) {
    int from = start[fold];
    int to = start[fold + 1];
    double[] ofFold = Arrays.copyOfRange(predictions, from * width(), to * width());
    double[] weightsOfFold = Arrays.copyOfRange(weights, from, to);
    return areClasses()
        ? metric.loss(ofFold, classes, Arrays.copyOfRange(labels, from, to), weightsOfFold)
        : metric.loss(ofFold, Arrays.copyOfRange(values, from, to), weightsOfFold);
  }

  private int[] where(IntPredicate block) {
    return IntStream.range(0, count()).filter(row -> block.test(block(row))).toArray();
  }

  private int block(int row) {
    return pairing.block(pairing.conditional() ? row : fold(row));
  }

  private int fold(int row) {
    int fold = 0;
    while (row >= start[fold + 1]) {
      fold++;
    }
    return fold;
  }

  /** The temperature of all rows; its floor counts a row once, however often it was validated. */
  Temperature temperature(double[] probabilities) {
    Temperature all = Temperature.fit(probabilities, labels, weights, where(_ -> true), classes);
    return new Temperature(all.inverse(), IntStream.of(rows).distinct().count());
  }

  /** The probabilities, each block calibrated by the temperature of the other blocks. */
  double[] crossCalibrated(double[] probabilities) {
    double[] calibrated = Arrays.copyOf(probabilities, probabilities.length);
    for (int block = 0; block < pairing.blocks(); block++) {
      int own = block;
      Temperature ofOthers = Temperature.fit(probabilities, labels, weights, where(b -> pairing.chooses(b, own)),
          classes);
      for (int row : where(b -> b == own)) {
        ofOthers.apply(calibrated, row * classes, classes);
      }
    }
    return calibrated;
  }
}
