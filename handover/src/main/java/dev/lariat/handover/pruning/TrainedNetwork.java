package dev.lariat.handover.pruning;

import dev.lariat.data.DataException;
import dev.lariat.data.encoding.Feature;
import dev.lariat.net.layer.ActivationLayer;
import dev.lariat.net.layer.Activation;
import dev.lariat.net.Architecture;
import dev.lariat.net.layer.BatchNorm;
import dev.lariat.net.layer.Convolution;
import dev.lariat.net.layer.Dense;
import dev.lariat.net.layer.Dropout;
import dev.lariat.net.layer.Embedding;
import dev.lariat.net.layer.Flatten;
import dev.lariat.net.layer.GlobalPool;
import dev.lariat.net.layer.Layer;
import dev.lariat.net.layer.LayerNorm;
import dev.lariat.net.layer.Pool;
import dev.lariat.net.layer.Recurrent;
import dev.lariat.net.layer.Reshape.Join;
import dev.lariat.net.layer.Reshape;
import dev.lariat.net.layer.SpatialDropout;
import dev.lariat.net.Network;
import dev.lariat.net.Parameter;
import dev.lariat.net.Weights;
import dev.lariat.model.EnsembleModel;
import dev.lariat.model.NetworkModel;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A network with its weights and the inputs that it takes, as it is handed over: without inputs and units on which no
 * prediction depends.
 *
 * @param network the hidden layers, the output layer's regularizers and initialiser
 * @param inputs which of the original inputs it takes, ascending
 * @param outputs units of the output layer
 * @param weights its parameters
 * @param leftOut how many inputs and units were left out
 */
public record TrainedNetwork(Network network, List<Integer> inputs, int outputs, Weights weights, LeftOut leftOut) {
  /**
   * What was left out because its weights are exactly zero.
   *
   * @param inputs how many inputs
   * @param units how many hidden units
   */
  public record LeftOut(int inputs, int units) {
    static final LeftOut NOTHING = new LeftOut(0, 0);
  }

  public TrainedNetwork {
    inputs = List.copyOf(inputs);
  }

  /** All of it. */
  static TrainedNetwork whole(Network network, int inputs, int outputs, Weights weights) {
    return new TrainedNetwork(network, IntStream.range(0, inputs).boxed().toList(), outputs, weights, LeftOut.NOTHING);
  }

  /** A model's network, whole. */
  public static TrainedNetwork unpruned(NetworkModel model) {
    Architecture architecture = model.architecture();
    return whole(model.plan().network(), architecture.inputs(), architecture.outputs(), model.weights());
  }

  /** A model's network, without what no prediction depends on; one on rows with lengths of their own whole. */
  public static TrainedNetwork of(NetworkModel model) {
    TrainedNetwork whole = unpruned(model);
    if (whole.network.padded()) {
      return whole;
    }
    return whole.onMaps() ? new MapPruning(whole).pruned() : new Pruning(whole).pruned();
  }

  /** Whether there is a layer on images or sequences. */
  public boolean onMaps() {
    return network.onMaps();
  }

  /** Says that an export holds one network. */
  public static DataException onlySingle(EnsembleModel ensemble) {
    return new DataException("this model is " + ensemble.summary()
        + ", which no Java program trains as a whole: --single exports its first network alone, --members a Python "
        + "program of all");
  }

  /** The network bound to its sizes. */
  public Architecture architecture() {
    return Architecture.of(network, inputs.size(), outputs);
  }

  /** The inputs that are taken, of a model's features. */
  public List<Feature> features(List<Feature> all) {
    return inputs.stream().map(all::get).toList();
  }

  /** The parameter of a stage by its role's suffix, for example {@code kernel}. */
  public Parameter parameter(Architecture.Stage stage, String suffix) {
    return weights.parameter(stage.name() + "." + suffix);
  }

  /** What a layer without weights of other units does to one unit at inference. */
  static double applied(Layer layer, List<Parameter> parameters, int unit, double value) {
    return switch (layer) {
      case ActivationLayer activate -> value(activate.activation(), value);
      case Dropout(double rate, Dropout.Form form) -> form == Dropout.Form.ORIGINAL ? value * (1 - rate) : value;
      case BatchNorm norm -> parameters.get(0).values()[unit] * (value - parameters.get(2).values()[unit])
          / Math.sqrt(parameters.get(3).values()[unit] + norm.epsilon()) + parameters.get(1).values()[unit];
      case Pool _,GlobalPool _,Flatten _,Reshape _,SpatialDropout _ -> value; // of maps that are this value everywhere
      case Dense _,Embedding _,LayerNorm _,Convolution _,Recurrent _,Join _,Embedding.Words _ -> Double.NaN;
    };
  }

  /** An activation of one number; NaN for GELU, which Java's library cannot compute. */
  static double value(Activation activation, double z) {
    return switch (activation) {
      case LINEAR -> z;
      case RELU -> Math.max(z, 0);
      case LEAKY_RELU -> z > 0 ? z : Activation.LEAKY_SLOPE * z;
      case SILU -> z / (1 + StrictMath.exp(-z));
      case SELU -> 1.0507009873554805 * (z > 0 ? z : 1.6732632423543772 * StrictMath.expm1(z));
      case ELU -> z > 0 ? z : StrictMath.expm1(z);
      case MISH -> z * StrictMath.tanh(StrictMath.log1p(StrictMath.exp(z)));
      case TANH -> StrictMath.tanh(z);
      case SIGMOID -> 1 / (1 + StrictMath.exp(-z));
      case GELU -> z == 0 ? 0 : Double.NaN;
    };
  }
}
