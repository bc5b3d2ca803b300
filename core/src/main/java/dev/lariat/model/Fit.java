package dev.lariat.model;

import dev.lariat.net.History;
import dev.lariat.net.TrainingResult;

/**
 * What training gave.
 *
 * @param model preprocessing and network, ready to predict
 * @param history epoch by epoch, losses and errors in the target's own unit
 * @param result the network's side of it: how it ended, the best epoch; its history is of the standardised target
 * @param trainingRows rows that the network was trained on
 * @param validationRows rows that were kept out; 0 for none
 */
public record Fit(NetworkModel model, History history, TrainingResult result, int trainingRows, int validationRows) {
  /** In one line: the model, and how its training ended. */
  @Override
  public String toString() {
    return model + ", trained on " + trainingRows + " rows, validated on " + validationRows + "; best epoch "
        + result.bestEpoch() + " of " + history.epochs().size();
  }
}
