package dev.lariat.study.candidate;

import dev.lariat.loss.BinaryCrossEntropy;
import dev.lariat.loss.Loss;
import dev.lariat.net.layer.Layer;
import dev.lariat.net.Network;
import dev.lariat.net.TrainingPlan;
import dev.lariat.optim.Optimizer;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A user's own network: without its regularizers it is what every candidate begins with, and with them one more
 * candidate.
 *
 * @param network as it is; embeddings are left to the study, which makes them from the table
 * @param optimizer as it is; empty for the study's own
 * @param loss as it is; empty for the one that goes with the target. A study compares networks with a score per class,
 * so that binary cross-entropy on one number is softmax on two, which is the same model
 */
public record CustomNetwork(Network network, Optional<Optimizer> optimizer, Optional<Loss> loss) {
  /** The candidate's name. */
  static final String NAME = "own";

  public CustomNetwork {
    network = new Network(network.layers().stream().filter(layer -> !layer.takesCodes()).toList(), network.output(),
        network.outputInitializer());
    loss = loss
        .map(own -> own instanceof BinaryCrossEntropy(double smoothing) ? Loss.softmaxCrossEntropy(smoothing) : own);
  }

  /** The recipe with this network, without what regularizes. */
  public NetworkRecipe in(NetworkRecipe recipe) {
    NetworkRecipe begun = recipe.withNetwork(bare());
    NetworkRecipe changed = loss.map(Loss::unsmoothed).map(begun::withLoss).orElse(begun);
    return optimizer.map(own -> changed.withOptimizer(own.withoutDecay())).orElse(changed);
  }

  private Network bare() {
    List<Layer> layers = network.layers()
        .stream()
        .filter(layer -> layer.numbering() != Layer.Numbering.NOISE)
        .map(layer -> layer.withRegularizers(_ -> false).withoutNoise())
        .toList();
    return new Network(layers, List.of(), network.outputInitializer());
  }

  /** Its settings as a candidate; empty if nothing regularizes. */
  public Optional<NetworkRegularizer> regularizer() {
    boolean decays = optimizer.isPresent() && optimizer.get().decay() > 0;
    boolean smooths = loss.isPresent() && !loss.get().equals(loss.get().unsmoothed());
    if (bare().equals(network) && !decays && !smooths) {
      return Optional.empty();
    }
    UnaryOperator<TrainingPlan> decayed = plan -> decays
        ? plan.withOptimizer(optimizer.orElseThrow().withLearningRate(plan.optimizer().learningRate()))
        : plan;
    UnaryOperator<TrainingPlan> smoothed = plan -> loss.map(plan::withLoss).orElse(plan);
    return Optional.of(
        NetworkRegularizer.of(NAME, List.of(), (plan, _) -> smoothed.apply(decayed.apply(plan.withNetwork(network)))));
  }
}
