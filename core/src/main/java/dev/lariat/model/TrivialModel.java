package dev.lariat.model;

import dev.lariat.data.Dataset;
import dev.lariat.data.encoding.Preprocessing;
import java.util.List;
import java.util.Objects;

/**
 * Predicts the same for every row: the classes' shares, or a number. What a study recommends where nothing beats it.
 *
 * @param target what it predicts
 * @param preprocessing says which columns there were; none is used
 * @param prediction a probability per class, or one number
 * @param provenance where it comes from
 */
public record TrivialModel(ModelTarget target, Preprocessing preprocessing, List<Double> prediction,
    Provenance provenance) implements Model {
  /** Checks the prediction's length. */
  public TrivialModel {
    Objects.requireNonNull(preprocessing);
    Objects.requireNonNull(provenance);
    prediction = List.copyOf(prediction);
    if (prediction.size() != target.width()) {
      throw new IllegalArgumentException(prediction.size() + " numbers for " + target.width() + " outputs");
    }
  }

  /** In one line. */
  @Override
  public String toString() {
    return "the same for every row for " + target;
  }

  @Override
  public double[] predict(Dataset data) {
    int width = prediction.size();
    double[] predictions = new double[Math.multiplyExact(data.rows(), width)];
    for (int i = 0; i < predictions.length; i++) {
      predictions[i] = prediction.get(i % width);
    }
    return predictions;
  }
}
