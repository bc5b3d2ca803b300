package dev.lariat.net;

import java.util.List;

/**
 * What is known after an epoch, at its weights.
 *
 * @param epoch from 1
 * @param learningRate of the last step, after the schedule
 * @param training scores of the training rows, <em>evaluated</em> at the epoch's weights on the same terms as
 * {@code validation}
 * @param validation scores of the validation rows; {@link Scores#NONE} without
 * @param penalty the sum of all penalties at the epoch's weights
 * @param weights how many weights there are (kernels and embedding tables, no biases)
 * @param nonZeroWeights how many of them are not exactly 0
 * @param inputsUsed how many inputs have a weight that is not exactly 0
 * @param norms Euclidean norms of the kernels, layer by layer, the output layer last
 * @param trainingSeconds of training alone
 * @param evaluationSeconds of evaluating
 */
public record Epoch(int epoch, double learningRate, Scores training, Scores validation, double penalty, long weights,
    long nonZeroWeights, int inputsUsed, List<Norm> norms, double trainingSeconds, double evaluationSeconds) {
  /**
   * A kernel's norm.
   *
   * @param layer its layer's name
   * @param norm √Σw²
   */
  public record Norm(String layer, double norm) {}

  /** Copies the list. */
  public Epoch {
    norms = List.copyOf(norms);
  }

  /** Training loss, without penalty. */
  public double trainLoss() {
    return training.loss();
  }

  /** Validation loss, without penalty; NaN without validation rows. */
  public double validationLoss() {
    return validation.loss();
  }

  /** Validation loss − training loss: how much better the network knows its training rows. */
  public double gap() {
    return validation.loss() - training.loss();
  }

  /** The penalised objective: training loss + penalties. */
  public double objective() {
    return training.loss() + penalty;
  }

  /** The share of weights that are exactly 0. */
  public double zeroShare() {
    return weights == 0 ? 0 : (double) (weights - nonZeroWeights) / weights;
  }

  /** Whether every loss that was computed is a finite number. */
  public boolean finite() {
    return (training.equals(Scores.NONE) || Double.isFinite(training.loss())) && Double.isFinite(penalty)
        && (validation.equals(Scores.NONE) || Double.isFinite(validation.loss()));
  }
}
