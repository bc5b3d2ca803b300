package dev.lariat.net;

import dev.lariat.net.layer.Layer;
import dev.lariat.net.layer.Dense;
import dev.lariat.net.layer.Dropout;
import dev.lariat.net.layer.BatchNorm;
import dev.lariat.net.layer.LayerNorm;
import dev.lariat.net.layer.Embedding;
import dev.lariat.net.layer.ActivationLayer;
import dev.lariat.net.layer.Activation;
import dev.lariat.penalty.Regularizer;
import dev.lariat.penalty.WeightShape;
import java.util.ArrayList;
import java.util.List;

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
  /**
   * A layer with its sizes.
   *
   * @param layer the description
   * @param name unique: the kind with a number, or "output"
   * @param ordinal which of its kind, from 0; random numbers are keyed by it, so that a dropout layer more does not
   * change how the dense layers begin
   * @param inputs columns in
   * @param outputs columns out
   * @param parameters its arrays, in order
   */
  public record Stage(Layer layer, String name, int ordinal, int inputs, int outputs, List<Spec> parameters) {}

  /**
   * A parameter's description.
   *
   * @param name unique in the network
   * @param role what it is
   * @param shape {@code inputs × units}; a vector is {@code 1 × units}
   * @param regularizers what is put on it
   */
  public record Spec(String name, Role role, WeightShape shape, List<Regularizer> regularizers) {}

  /** What a parameter is to its layer. */
  public enum Role {
    /** A dense layer's {@code [in, out]}. */
    KERNEL,
    /** A dense layer's {@code [out]}. */
    BIAS,
    /** An embedding's {@code [levels + 1, dimension]}. */
    TABLE,
    /** A normalisation's factor. */
    SCALE,
    /** A normalisation's summand. */
    SHIFT,
    /** Batch normalisation's running mean: not trained. */
    MEAN,
    /** Batch normalisation's running variance: not trained. */
    VARIANCE;

    /** Whether gradients change it. */
    public boolean trained() {
      return this != MEAN && this != VARIANCE;
    }

    /** Whether it counts as a weight in zero shares and takes the optimizer's own decay. */
    public boolean weight() {
      return this == KERNEL || this == TABLE;
    }

    private boolean vector() {
      return this != KERNEL && this != TABLE;
    }
  }

  /**
   * Binds a network.
   *
   * @param columnOfInput the table column of each input for the group lasso by column, or null where inputs are columns
   */
  public static Architecture of(Network network, int inputs, int outputs, int[] columnOfInput) {
    if (inputs < 1 || outputs < 1) {
      throw new IllegalArgumentException("a network needs inputs and outputs, not " + inputs + " and " + outputs);
    }
    var builder = new Builder(inputs, columnOfInput);
    network.layers().forEach(builder::add);
    builder.add("output", 0,
        new Dense(outputs, Activation.LINEAR, true, network.outputInitializer(), network.output(), List.of()));
    return new Architecture(network, inputs, outputs, List.copyOf(builder.stages));
  }

  /** A network whose inputs are table columns. */
  public static Architecture of(Network network, int inputs, int outputs) {
    return of(network, inputs, outputs, null);
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
    return spec.role().vector() ? List.of(spec.shape().units()) : List.of(spec.shape().inputs(), spec.shape().units());
  }

  /** Numbers the layers by kind and follows their widths. */
  private static final class Builder {
    private final List<Stage> stages = new ArrayList<>();
    private int[] columns; // the table column of each of the width inputs, null where inputs are columns
    private int width;
    private boolean fromInput = true; // whether the next layer's inputs are still the network's own
    private int dense;
    private int norm;
    private int activation;
    private int dropout; // since the last dense layer

    Builder(int inputs, int[] columnOfInput) {
      this.width = inputs;
      this.columns = columnOfInput == null ? null : columnOfInput.clone();
    }

    void add(Layer layer) {
      switch (layer) {
        case Dense _ -> {
          add("dense" + (dense + 1), dense++, layer);
          dropout = 0;
        }
        case BatchNorm _ -> add("batchNorm" + (norm + 1), norm++, layer);
        case LayerNorm _ -> add("layerNorm" + (norm + 1), norm++, layer);
        case Dropout _ ->
          add("dropout" + (dense + 1) + (dropout == 0 ? "" : "." + dropout), 16 * dense + dropout++, layer);
        case Embedding _ -> add("embedding", 0, layer);
        case ActivationLayer _ -> add("activation" + (activation + 1), activation++, layer);
      }
    }

    void add(String name, int ordinal, Layer layer) {
      switch (layer) {
        case Dense d -> {
          WeightShape shape = new WeightShape(width, d.units(), fromInput ? columns : null);
          var specs = new ArrayList<Spec>();
          specs.add(new Spec(name + ".kernel", Role.KERNEL, shape, d.kernelRegularizers()));
          if (d.bias()) {
            specs.add(new Spec(name + ".bias", Role.BIAS, WeightShape.vector(d.units()), d.biasRegularizers()));
          }
          push(layer, name, ordinal, d.units(), specs);
          fromInput = false;
        }
        case BatchNorm _ -> push(layer, name, ordinal, width,
            List.of(vector(name + ".scale", Role.SCALE), vector(name + ".shift", Role.SHIFT),
                vector(name + ".mean", Role.MEAN), vector(name + ".variance", Role.VARIANCE)));
        case LayerNorm _ -> push(layer, name, ordinal, width,
            List.of(vector(name + ".scale", Role.SCALE), vector(name + ".shift", Role.SHIFT)));
        case Embedding e -> {
          var tables = tables(e, name);
          columns = e.columns(width, columns);
          push(layer, name, ordinal, e.outputs(width), tables);
        }
        case Dropout _,ActivationLayer _ -> push(layer, name, ordinal, width, List.of());
      }
    }

    private List<Spec> tables(Embedding embedding, String name) {
      var specs = new ArrayList<Spec>();
      for (Embedding.Code code : embedding.codes()) {
        if (code.input() >= width) {
          throw new IllegalArgumentException("an embedding of input " + code.input() + " of " + width);
        }
        specs.add(new Spec(name + ".table" + code.input(), Role.TABLE,
            WeightShape.of(code.levels() + 1, code.dimension()), embedding.regularizers()));
      }
      return specs;
    }

    private Spec vector(String name, Role role) {
      return new Spec(name, role, WeightShape.vector(width), List.of());
    }

    private void push(Layer layer, String name, int ordinal, int outputs, List<Spec> specs) {
      stages.add(new Stage(layer, name, ordinal, width, outputs, List.copyOf(specs)));
      width = outputs;
    }
  }
}
