package dev.lariat.net;

import java.util.List;

/**
 * The epochs of a run, in order.
 *
 * @param epochs from the first on
 */
public record History(List<Epoch> epochs) {
  /** Copies the list. */
  public History {
    epochs = List.copyOf(epochs);
  }

  /**
   * The last epoch.
   *
   * @throws java.util.NoSuchElementException before the first
   */
  public Epoch last() {
    return epochs.getLast();
  }

  /**
   * The epoch (from 1) with the lowest validation loss, or training loss where there are no validation rows; the first
   * of equals; 0 before the first.
   */
  public int bestEpoch() {
    int best = 0;
    double lowest = Double.POSITIVE_INFINITY;
    for (Epoch epoch : epochs) {
      double loss = judged(epoch);
      if (loss < lowest) {
        lowest = loss;
        best = epoch.epoch();
      }
    }
    return best;
  }

  /** The loss an epoch is judged by. */
  public static double judged(Epoch epoch) {
    return epoch.validation().equals(Scores.NONE) ? epoch.trainLoss() : epoch.validationLoss();
  }
}
