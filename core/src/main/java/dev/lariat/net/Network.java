package dev.lariat.net;

import dev.lariat.net.layer.Embedding;
import dev.lariat.net.layer.Layer;
import dev.lariat.net.layer.MapLayer;
import dev.lariat.net.layer.Initializer;
import dev.lariat.net.layer.Recurrent;
import dev.lariat.net.layer.Reshape;
import dev.lariat.net.layer.Shape;
import dev.lariat.penalty.CustomPenalty;
import dev.lariat.penalty.Regularizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A network's immutable description: its hidden layers. The output layer is implied by the task (a unit per class, or
 * per number) and is linear: the loss works on raw outputs.
 *
 * @param layers from the input on; may be empty, which makes a linear model
 * @param output regularizers of the output layer's kernel
 * @param outputInitializer how the output layer begins
 */
public record Network(List<Layer> layers, List<Regularizer> output, Initializer outputInitializer) {
  /** Checks that an embedding comes first. */
  public Network {
    layers = List.copyOf(layers);
    output = List.copyOf(output);
    Objects.requireNonNull(outputInitializer);
    for (int i = 1; i < layers.size(); i++) {
      if (layers.get(i).takesCodes()) {
        throw new IllegalArgumentException("an embedding must be the first layer, not layer " + (i + 1));
      }
    }
  }

  /** A network of these hidden layers. */
  public static Network of(Layer... layers) {
    return of(List.of(layers));
  }

  /** A network of these hidden layers. */
  public static Network of(List<Layer> layers) {
    return new Network(layers, List.of(), Initializer.GLOROT_UNIFORM);
  }

  /** The same with these regularizers on the output layer's kernel. */
  public Network output(Regularizer... regularizers) {
    return new Network(layers, List.of(regularizers), outputInitializer);
  }

  /** The same with another initialiser of the output layer. */
  public Network outputInitializer(Initializer initializer) {
    return new Network(layers, output, initializer);
  }

  /** {@return what a row is, where the network begins with an image} */
  public Optional<Shape.Image> image() {
    return !layers.isEmpty() && layers.getFirst() instanceof Reshape(Shape.Image image)
        ? Optional.of(image)
        : Optional.empty();
  }

  /** {@return whether there is a layer on images or sequences} */
  public boolean onMaps() {
    return layers.stream().anyMatch(MapLayer.class::isInstance);
  }

  /** {@return what a row is, where the network begins with a sequence} */
  public Optional<Shape.Sequence> sequence() {
    return !layers.isEmpty() && layers.getFirst() instanceof Reshape(Shape.Sequence sequence)
        ? Optional.of(sequence)
        : Optional.empty();
  }

  /** {@return whether rows are sequences with lengths of their own} */
  public boolean padded() {
    return sequence().filter(Shape.Sequence::padded).isPresent();
  }

  /** {@return the layer that reads the words of a text in their order; empty where there is none} */
  public Optional<Embedding.Words> words() {
    return layers.stream().filter(Embedding.Words.class::isInstance).map(Embedding.Words.class::cast).findFirst();
  }

  /** {@return whether a layer carries a state from step to step} */
  public boolean recurrent() {
    return layers.stream().anyMatch(Recurrent.class::isInstance);
  }

  /**
   * The same without custom penalties: what a model file can hold. Predictions are the same, only training differs.
   */
  public Network withoutCustomPenalties() {
    Predicate<Regularizer> known = regularizer -> !(regularizer instanceof CustomPenalty);
    return new Network(layers.stream().map(layer -> layer.withRegularizers(known)).toList(),
        output.stream().filter(known).toList(), outputInitializer);
  }

  /** {@return the regularizers of all layers and of the output} */
  public List<Regularizer> regularizers() {
    var all = new ArrayList<Regularizer>();
    layers.forEach(layer -> { var _ = layer.withRegularizers(all::add); });
    all.addAll(output);
    return all;
  }
}
