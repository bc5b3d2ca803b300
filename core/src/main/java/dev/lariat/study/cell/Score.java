package dev.lariat.study.cell;

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
 */
public record Score(double validationLoss, double trainLoss, double zeroShare, long nonZeroWeights, int inputsUsed,
    double seconds) {
  /** Validation loss less training loss. */
  public double gap() {
    return validationLoss - trainLoss;
  }
}
