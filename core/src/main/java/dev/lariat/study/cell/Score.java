package dev.lariat.study.cell;

import dev.lariat.metric.Metric;
import java.util.List;
import java.util.Map;

/**
 * A model at one point of its training or of its path.
 *
 * @param validationLoss mean loss on the validation rows, unpenalised and unsmoothed; not finite where training
 * diverged
 * @param trainLoss the same on the training rows; NaN where it was not asked
 * @param zeroShare share of weights that are exactly zero, biases left out
 * @param nonZeroWeights the number of the others
 * @param inputsUsed columns of the table with a non-zero weight
 * @param seconds of training up to here
 * @param losses on the validation rows in all metrics that suit the target and are defined there; empty at points that
 * no candidate can end at
 * @param tempered log-losses of the validation rows by inverse temperature ({@link dev.lariat.model.Temperature}), for
 * each block of rows, their mean over blocks that of all rows; empty where losses are no log-losses, and where
 * {@code losses} is
 */
public record Score(double validationLoss, double trainLoss, double zeroShare, long nonZeroWeights, int inputsUsed,
    double seconds, Map<Metric, Double> losses, List<Double> tempered) {
  /** Copies the collections. */
  public Score {
    losses = Map.copyOf(losses);
    tempered = List.copyOf(tempered);
  }

  /** A score whose probabilities are none, or not calibrated. */
  public Score(double validationLoss, double trainLoss, double zeroShare, long nonZeroWeights, int inputsUsed,
      double seconds, Map<Metric, Double> losses) {
    this(validationLoss, trainLoss, zeroShare, nonZeroWeights, inputsUsed, seconds, losses, List.of());
  }

  /** A score whose other metrics are not known. */
  public Score(double validationLoss, double trainLoss, double zeroShare, long nonZeroWeights, int inputsUsed,
      double seconds) {
    this(validationLoss, trainLoss, zeroShare, nonZeroWeights, inputsUsed, seconds, Map.of());
  }

  /** Validation loss less training loss. */
  public double gap() {
    return validationLoss - trainLoss;
  }
}
