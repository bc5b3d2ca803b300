package dev.lariat.net;

import dev.lariat.net.layer.Layer;
import dev.lariat.net.layer.LayerParameter;
import dev.lariat.net.layer.LayerParameter.Role;
import dev.lariat.net.layer.LayerParameter.Start;
import dev.lariat.net.layer.Shape;
import dev.lariat.net.layer.Convolution;
import dev.lariat.net.layer.Pool;
import dev.lariat.net.layer.Pooling;
import dev.lariat.net.layer.Dense;
import dev.lariat.net.layer.Activation;
import dev.lariat.penalty.Regularizer;
import dev.lariat.penalty.WeightShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A network bound to its number of inputs and outputs: every layer, the implied output layer included, with its sizes
 * and parameters. Immutable.
 *
 * @param network the description
 * @param inputs columns of the input
 * @param outputs units of the output layer
 * @param stages the layers in order; the last is the output layer, a linear {@link Dense}
 */
public record Architecture(Network network, int inputs, int outputs, List<Stage> stages) {
  /** Layers of noise between two layers of units whose random numbers are different streams. */
  private static final int NOISE_BETWEEN = 16;

  /**
   * A layer with its sizes.
   *
   * @param layer the description
   * @param name unique: the kind with a number, or "output"
   * @param ordinal which of its kind, from 0; random numbers are keyed by it, so that a dropout layer more does not
   * change how the dense layers begin
   * @param input what a row is to it
   * @param output what it gives for a row
   * @param parameters its arrays, in order
   */
  public record Stage(Layer layer, String name, int ordinal, Shape input, Shape output, List<Spec> parameters) {
    /** {@return how many numbers a row has before it} */
    public int inputs() {
      return input.size();
    }

    /** {@return how many numbers a row has behind it} */
    public int outputs() {
      return output.size();
    }
  }

  /**
   * A parameter's description.
   *
   * @param name unique in the network
   * @param role what it is
   * @param shape {@code inputs × units}; a vector is {@code 1 × units}
   * @param start what it is before training
   * @param regularizers what is put on it
   */
  public record Spec(String name, Role role, WeightShape shape, Start start, List<Regularizer> regularizers) {}

  /**
   * Binds a network.
   *
   * @param columnOfInput the table column of each input for the group lasso by column, or null where inputs are columns
   * @throws IllegalArgumentException which names the layer, if one does not take what the layer before it gives
   */
  public static Architecture of(Network network, Shape input, int outputs, int[] columnOfInput) {
    if (outputs < 1) {
      throw new IllegalArgumentException("a network needs at least 1 output, not " + outputs);
    }
    var builder = new Builder(input, columnOfInput);
    network.layers().forEach(builder::add);
    builder.add("output", 0,
        new Dense(outputs, Activation.LINEAR, true, network.outputInitializer(), network.output(), List.of()));
    return new Architecture(network, input.size(), outputs, List.copyOf(builder.stages));
  }

  /** A network whose rows are vectors. */
  public static Architecture of(Network network, int inputs, int outputs, int[] columnOfInput) {
    if (inputs < 1 || outputs < 1) {
      throw new IllegalArgumentException("a network needs inputs and outputs, not " + inputs + " and " + outputs);
    }
    return of(network, Shape.vector(inputs), outputs, columnOfInput);
  }

  /** A network whose inputs are table columns. */
  public static Architecture of(Network network, int inputs, int outputs) {
    return of(network, inputs, outputs, null);
  }

  /**
   * {@return whether what a layer gives is never kept, because it is a convolution and the pool of maxima that follows
   * is computed with it: the gradient of its activation has to be known from the largest outputs alone}
   */
  public boolean isPooledAtOnce(int stage) {
    Stage convolution = stages.get(stage);
    boolean pooled = stage + 1 < stages.size() && stages.get(stage + 1).layer() instanceof Pool pool
        && pool.pooling() == Pooling.MAX;
    return pooled && !convolution.output().hasPadding() && convolution.layer() instanceof Convolution layer
        && switch (layer.activation()) {
          case LINEAR, RELU, LEAKY_RELU, SELU, ELU, TANH, SIGMOID -> true;
          case GELU, SILU, MISH -> false;
        };
  }

  /** All parameters in order. */
  public List<Spec> parameters() {
    return stages.stream().flatMap(stage -> stage.parameters().stream()).toList();
  }

  /** How many numbers are trained. */
  public long trainedParameters() {
    return parameters().stream().filter(spec -> spec.role().trained()).mapToLong(spec -> spec.shape().size()).sum();
  }

  /** Checks that weights belong to this architecture. */
  public void check(Weights weights) {
    List<Spec> specs = parameters();
    if (specs.size() != weights.parameters().size()) {
      throw new IllegalArgumentException(
          "a network with " + specs.size() + " parameters got weights with " + weights.parameters().size());
    }
    for (int i = 0; i < specs.size(); i++) {
      Parameter parameter = weights.parameters().get(i);
      if (!parameter.name().equals(specs.get(i).name()) || !parameter.shape().equals(shape(specs.get(i)))) {
        throw new IllegalArgumentException(
            "expected " + specs.get(i).name() + shape(specs.get(i)) + " and got " + parameter);
      }
    }
  }

  /** Initial weights: a function of (seed, fold, layer) alone, never of a regularizer. */
  public Weights initialWeights(long seed, int fold) {
    var parameters = new ArrayList<Parameter>();
    for (Stage stage : stages) {
      for (Spec spec : stage.parameters()) {
        parameters.add(new Parameter(spec.name(), shape(spec), new float[spec.shape().size()]));
      }
    }
    int at = 0;
    for (Stage stage : stages) {
      InitialWeights.draw(stage, parameters.subList(at, at + stage.parameters().size()), seed, fold);
      at += stage.parameters().size();
    }
    return new Weights(parameters);
  }

  private static List<Integer> shape(Spec spec) {
    return switch (spec.role()) {
      case KERNEL, TABLE -> List.of(spec.shape().inputs(), spec.shape().units());
      case BIAS, SCALE, SHIFT, MEAN, VARIANCE -> List.of(spec.shape().units());
    };
  }

  /** Numbers the layers and follows their shapes. */
  private static final class Builder {
    private final List<Stage> stages = new ArrayList<>();
    private int[] columns; // the table column of each input of the next layer, null where inputs are columns
    private Shape shape;
    private int beside; // numbers of a row that a join takes up
    private boolean fromInput = true; // whether the next layer's inputs still belong to table columns
    private int units;
    private int norm;
    private int activation;
    private int noise; // since the last layer of units
    private final Map<String, Integer> shapes = new HashMap<>(); // by label

    Builder(Shape input, int[] columnOfInput) {
      this.shape = input;
      this.columns = columnOfInput == null ? null : columnOfInput.clone();
    }

    void add(Layer layer) {
      switch (layer.numbering()) {
        case UNITS -> {
          add(layer.label() + (units + 1), units++, layer);
          noise = 0;
        }
        case NORMALIZATION -> add(layer.label() + (norm + 1), norm++, layer);
        case NOISE ->
          add(layer.label() + (units + 1) + (noise == 0 ? "" : "." + noise), NOISE_BETWEEN * units + noise++, layer);
        case SINGLE -> add(layer.label(), 0, layer);
        case ACTIVATION -> add(layer.label() + (activation + 1), activation++, layer);
        case SHAPE -> {
          int number = shapes.merge(layer.label(), 1, Integer::sum);
          add(layer.label() + number, number - 1, layer);
        }
      }
    }

    void add(String name, int ordinal, Layer layer) {
      Shape output = layer.output(shape, beside, name);
      beside += layer.beside(shape);
      var specs = new ArrayList<Spec>();
      for (LayerParameter parameter : layer.parameters(shape)) {
        WeightShape lies = parameter.shape();
        specs.add(new Spec(name + "." + parameter.name(), parameter.role(),
            parameter.role() == Role.KERNEL && fromInput
                ? new WeightShape(lies.inputs(), lies.units(), layer.columnsOfKernel(columns), lies.gates())
                : lies,
            parameter.start(), parameter.regularizers()));
      }
      stages.add(new Stage(layer, name, ordinal, shape, output, List.copyOf(specs)));
      if (fromInput) {
        fromInput = !layer.mixesInputs();
        columns = layer.columns(shape, columns);
      }
      shape = output;
    }
  }
}
