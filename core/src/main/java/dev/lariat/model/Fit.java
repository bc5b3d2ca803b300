package dev.lariat.model;

import dev.lariat.metric.Metrics;
import dev.lariat.net.History;
import dev.lariat.net.TrainingResult;
import java.util.Optional;

/**
 * What training gave.
 *
 * @param model preprocessing and network, ready to predict
 * @param history epoch by epoch, losses and errors in the unit of what is learnt: the target's own, or its logarithm's
 * @param result the network's side of it: how it ended, the best epoch; its history is of the standardised target
 * @param trainingRows rows that the network was trained on
 * @param validationRows rows that were kept out; 0 for none
 * @param validation figures of these rows in the target's own unit, where the model learnt its logarithm; else empty,
 * as the history has them
 */
public record Fit(NetworkModel model, History history, TrainingResult result, int trainingRows, int validationRows,
    Optional<Metrics> validation) {
  /** In one line: the model, and how its training ended. */
  @Override
  public String toString() {
    return model + ", trained on " + trainingRows + " rows, validated on " + validationRows + "; best epoch "
        + result.bestEpoch() + " of " + history.epochs().size();
  }
}
