package dev.lariat.study.cell;

import dev.lariat.data.Dataset;
import dev.lariat.data.Target;
import dev.lariat.data.Task;
import dev.lariat.linear.Family;
import dev.lariat.metric.Metric;
import dev.lariat.model.LinearTrainer;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Losses of linear predictors on rows of a table. */
record PredictorLosses(Dataset data, Metric metric) {
  /** {@return the loss of rows of the table, from their linear predictors [predictors][rows]} */
  double loss(double[][] eta, int[] rowNumbers) {
    double[] predicted = predicted(eta);
    return metric.isMeanOverRows()
        ? ShuffledFold.mean(losses(predicted, rowNumbers))
        : new ScoredRows(data.target(), data.weights(), rowNumbers).loss(metric, predicted);
  }

  /**
   * {@return predictions row by row, a probability per class or a number, from linear predictors [predictors][rows]}
   */
  double[] predicted(double[][] eta) {
    Target target = data.target();
    if (target.task() == Task.REGRESSION) {
      return Arrays.stream(eta[0]).map(target.transform()::number).toArray();
    }
    int classes = target.classes().size();
    Family family = LinearTrainer.family(target);
    double[] predicted = new double[eta[0].length * classes];
    for (int i = 0; i < eta[0].length; i++) {
      family.mean(eta, i, predicted, i * classes);
    }
    return predicted;
  }

  /** Losses of rows of the table in a mean over rows, each weighted by its row's share. */
  float[] losses(double[] predicted, int[] rowNumbers) {
    Target target = data.target();
    int classes = target.classes().size();
    int[] labels = classes == 0 ? null : target.labels();
    double[] values = classes == 0 ? target.values() : null;
    double[] weights = data.weights();
    double weightMean = IntStream.of(rowNumbers).mapToDouble(row -> weights[row]).sum() / rowNumbers.length;
    float[] losses = new float[rowNumbers.length];
    for (int i = 0; i < losses.length; i++) {
      int row = rowNumbers[i];
      double loss = labels == null
          ? metric.rowLoss(predicted[i], values[row])
          : metric.rowLoss(predicted, i * classes, classes, labels[row]);
      losses[i] = (float) (loss * weights[row] / weightMean);
    }
    return losses;
  }
}
