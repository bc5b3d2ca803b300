package dev.lariat.study;

import dev.lariat.data.PreprocessingOptions;
import dev.lariat.data.Task;
import dev.lariat.loss.Loss;
import dev.lariat.net.Activation;
import dev.lariat.net.Initializer;
import dev.lariat.net.Layer;
import dev.lariat.net.Network;
import dev.lariat.net.TrainingPlan;
import dev.lariat.optim.Optimizer;
import dev.lariat.optim.Schedule;
import java.util.ArrayList;
import java.util.List;

/**
 * The network that every candidate starts from: architecture, scaling and schedule, and no regularization at all.
 *
 * <p>Robust scaling with a smooth clip, one-hot categories, and a learning rate that warms up and falls to zero are what RealMLP's
 * ablations found to matter most among the steps that do not regularize (Holzmüller, Grinsztajn and Steinwart 2024, "Better by default:
 * strong pre-tuned MLPs and boosted trees on tabular data"); that a plain network with well-chosen regularizers is then as good as the
 * specialised ones is the finding of Kadra, Lindauer, Hutter and Grabocka 2021, "Well-tuned simple nets excel on tabular datasets".
 *
 * @param hidden units of the hidden layers, from the input on
 * @param activation of the hidden layers
 * @param epochs of the planned schedule
 * @param batch rows a step
 * @param learningRate at the top of the schedule
 * @param preprocessing how the table becomes inputs
 */
public record Recipe(List<Integer> hidden, Activation activation, int epochs, int batch, double learningRate,
    PreprocessingOptions preprocessing) {
  /** Share of the schedule that the learning rate rises. */
  private static final double WARM_UP = 0.05;

  /** Checks what {@link TrainingPlan} does not. */
  public Recipe {
    hidden = List.copyOf(hidden);
    if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("the learning rate must be above 0, not " + learningRate);
    }
    for (int units : hidden) {
      if (units < 1) {
        throw new IllegalArgumentException("a hidden layer needs at least 1 unit, not " + units);
      }
    }
  }

  /**
   * A recipe that suits a number of training rows: fewer epochs and larger batches where rows are many.
   *
   * @param quick whether a first answer will do: half the epochs
   */
  public static Recipe of(int rows, boolean quick) {
    int epochs = Math.clamp(Math.round(2000 / Math.sqrt(rows)), 8, 100);
    int batch = rows <= 16_000 ? 32 : rows <= 64_000 ? 64 : 128;
    return new Recipe(List.of(128, 64), Activation.RELU, quick ? Math.ceilDiv(epochs, 2) : epochs, batch,
        1e-3 * Math.sqrt(batch / 32.0), PreprocessingOptions.network());
  }

  public Recipe withHidden(List<Integer> units) {
    return new Recipe(units, activation, epochs, batch, learningRate, preprocessing);
  }

  public Recipe withEpochs(int count) {
    return new Recipe(hidden, activation, count, batch, learningRate, preprocessing);
  }

  public Recipe withBatch(int rows) {
    return new Recipe(hidden, activation, epochs, rows, learningRate, preprocessing);
  }

  public Recipe withLearningRate(double rate) {
    return new Recipe(hidden, activation, epochs, batch, rate, preprocessing);
  }

  public Recipe withPreprocessing(PreprocessingOptions options) {
    return new Recipe(hidden, activation, epochs, batch, learningRate, options);
  }

  /** Every hidden layer twice as wide. */
  Recipe twiceAsWide() {
    return withHidden(hidden.stream().map(units -> Math.multiplyExact(2, units)).toList());
  }

  /** How the network is trained without regularization. */
  TrainingPlan plan(Task task, long seed, int fold) {
    var layers = new ArrayList<Layer>();
    for (int units : hidden) {
      layers.add(Layer.dense(units, activation).init(Initializer.HE_UNIFORM));
    }
    return TrainingPlan.of(Network.of(layers), Loss.of(task)).withOptimizer(Optimizer.adam(learningRate))
        .withSchedule(Schedule.cosine(WARM_UP * epochs)).withEpochs(epochs).withBatch(batch).withSeed(seed)
        .withFold(fold);
  }
}
