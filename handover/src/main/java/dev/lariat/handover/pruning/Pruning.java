package dev.lariat.handover.pruning;

import dev.lariat.handover.pruning.TrainedNetwork.LeftOut;
import dev.lariat.net.Architecture;
import dev.lariat.net.Architecture.Stage;
import dev.lariat.net.layer.ActivationLayer;
import dev.lariat.net.layer.BatchNorm;
import dev.lariat.net.layer.Dense;
import dev.lariat.net.layer.Dropout;
import dev.lariat.net.layer.Embedding;
import dev.lariat.net.layer.Layer;
import dev.lariat.net.layer.LayerNorm;
import dev.lariat.net.layer.MapLayer;
import dev.lariat.net.Network;
import dev.lariat.net.Parameter;
import dev.lariat.net.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Leaves out what no prediction depends on: inputs and units whose outgoing weights are all exactly 0, and units whose
 * incoming weights are, which are constants and go into the next bias. Nothing is taken away before a layer
 * normalisation, which looks at all units together, and one of each layer stays. For one use.
 */
final class Pruning {
  private final TrainedNetwork whole;
  private final List<Stage> stages;
  private final List<Integer> dense = new ArrayList<>(); // places of the dense stages
  private final List<boolean[]> keep = new ArrayList<>(); // per dense stage: which of its inputs stay
  private final List<float[]> biases = new ArrayList<>(); // per dense stage: with the constants of units left out; null
                                                          // without

  Pruning(TrainedNetwork whole) {
    this.whole = whole;
    this.stages = whole.architecture().stages();
    for (int s = 0; s < stages.size(); s++) {
      Stage stage = stages.get(s);
      if (stage.layer() instanceof Dense layer) {
        dense.add(s);
        boolean[] all = new boolean[stage.inputs()];
        Arrays.fill(all, true);
        keep.add(all);
        biases.add(layer.bias() ? whole.parameter(stage, "bias").values().clone() : null);
      }
    }
  }

  TrainedNetwork pruned() {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int d = 0; d < dense.size(); d++) {
        changed |= !mixed(d) && dropInputs(d);
      }
    }
    return rebuilt();
  }

  private float[] kernel(int d) {
    return whole.parameter(stages.get(dense.get(d)), "kernel").values();
  }

  private int units(int d) {
    return stages.get(dense.get(d)).outputs();
  }

  private boolean unitStays(int d, int unit) {
    return d + 1 == dense.size() || keep.get(d + 1)[unit];
  }

  /** Whether a layer normalisation stands between this dense layer and the one before it. */
  private boolean mixed(int d) {
    int before = d == 0 ? -1 : dense.get(d - 1);
    return stages.subList(before + 1, dense.get(d)).stream().anyMatch(stage -> stage.layer() instanceof LayerNorm);
  }

  private boolean dropInputs(int d) {
    boolean[] stay = keep.get(d);
    boolean changed = false;
    for (int input = 0; input < stay.length; input++) {
      if (stay[input] && count(stay) > 1
          && (unheard(d, input) || (d > 0 && silent(d - 1, input) && folded(d, input)))) {
        stay[input] = false;
        changed = true;
      }
    }
    return changed;
  }

  private boolean unheard(int d, int input) {
    float[] kernel = kernel(d);
    int units = units(d);
    for (int u = 0; u < units; u++) {
      if (kernel[input * units + u] != 0 && unitStays(d, u)) {
        return false;
      }
    }
    return true;
  }

  private boolean silent(int d, int unit) {
    float[] kernel = kernel(d);
    int units = units(d);
    boolean[] stay = keep.get(d);
    for (int i = 0; i < stay.length; i++) {
      if (stay[i] && kernel[i * units + unit] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Adds a constant unit's share to the next bias, if there is one to take it. */
  private boolean folded(int d, int unit) {
    int before = dense.get(d - 1);
    Dense layer = (Dense) stages.get(before).layer();
    double constant = TrainedNetwork.value(layer.activation(), biases.get(d - 1) == null ? 0 : biases.get(d - 1)[unit]);
    for (Stage stage : stages.subList(before + 1, dense.get(d))) {
      constant = TrainedNetwork.applied(stage.layer(), parameters(stage), unit, constant);
    }
    float[] bias = biases.get(d);
    if (Double.isNaN(constant) || (constant != 0 && bias == null)) {
      return false;
    }
    float[] kernel = kernel(d);
    for (int u = 0; bias != null && u < bias.length; u++) {
      bias[u] += (float) (constant * kernel[unit * bias.length + u]);
    }
    return true;
  }

  private List<Parameter> parameters(Stage stage) {
    return stage.parameters().stream().map(spec -> whole.weights().parameter(spec.name())).toList();
  }

  private TrainedNetwork rebuilt() {
    boolean[] first = keep.getFirst();
    Embedding embedding = stages.getFirst().layer() instanceof Embedding e ? e : null;
    boolean[] inputs = embedding == null ? first : inputsOf(embedding, first);
    if (embedding != null) {
      first = widened(embedding, inputs, first.length);
      keep.set(0, first);
    }
    int[] newPlace = new int[inputs.length];
    var kept = new ArrayList<Integer>();
    for (int i = 0; i < inputs.length; i++) {
      if (inputs[i]) {
        newPlace[i] = kept.size();
        kept.add(whole.inputs().get(i));
      }
    }
    var layers = new ArrayList<Layer>();
    var arrays = new ArrayList<float[]>();
    int unitsLeftOut = 0;
    int next = 0; // which dense layer comes next
    for (Stage stage : stages) {
      switch (stage.layer()) {
        case Dense layer -> {
          boolean[] units = next + 1 == dense.size() ? null : keep.get(next + 1);
          int count = units == null ? layer.units() : count(units);
          unitsLeftOut += layer.units() - count;
          arrays.add(rows(kernel(next), keep.get(next), units, layer.units()));
          if (layer.bias()) {
            arrays.add(select(biases.get(next), units));
          }
          layers.add(new Dense(count, layer.activation(), layer.bias(), layer.initializer(), layer.kernelRegularizers(),
              layer.biasRegularizers()));
          next++;
        }
        case Embedding layer -> {
          var codes = new ArrayList<Embedding.Code>();
          List<Parameter> tables = parameters(stage);
          for (int c = 0; c < layer.codes().size(); c++) {
            Embedding.Code code = layer.codes().get(c);
            if (inputs[code.input()]) {
              codes.add(new Embedding.Code(newPlace[code.input()], code.levels(), code.dimension()));
              arrays.add(tables.get(c).values());
            }
          }
          if (!codes.isEmpty()) {
            layers.add(new Embedding(codes, layer.regularizers()));
          }
        }
        case MapLayer map -> throw new IllegalStateException(map + " is not pruned");
        case ActivationLayer _,Dropout _,BatchNorm _,LayerNorm _ -> {
          int boundary = next;
          parameters(stage).forEach(parameter -> arrays.add(select(parameter.values(), keep.get(boundary))));
          layers.add(stage.layer());
        }
      }
    }
    layers.removeLast();
    Network network = new Network(layers, whole.network().output(), whole.network().outputInitializer());
    return bound(network, kept, whole.outputs(), arrays, new LeftOut(inputs.length - kept.size(), unitsLeftOut));
  }

  /** A network with these arrays, in the order of its parameters. */
  static TrainedNetwork bound(Network network, List<Integer> inputs, int outputs, List<float[]> arrays,
      LeftOut leftOut) {
    var parameters = new ArrayList<Parameter>();
    var specs = Architecture.of(network, inputs.size(), outputs).parameters();
    for (int i = 0; i < specs.size(); i++) {
      var shape = specs.get(i).role().weight()
          ? List.of(specs.get(i).shape().inputs(), specs.get(i).shape().units())
          : List.of(specs.get(i).shape().units());
      parameters.add(new Parameter(specs.get(i).name(), shape, arrays.get(i)));
    }
    return new TrainedNetwork(network, inputs, outputs, new Weights(parameters), leftOut);
  }

  /** An embedded input stays if any number of its vectors does. */
  private static boolean[] inputsOf(Embedding embedding, boolean[] kept) {
    int vectors = embedding.codes().stream().mapToInt(Embedding.Code::dimension).sum();
    boolean[] inputs = new boolean[kept.length - vectors + embedding.codes().size()];
    boolean[] embedded = new boolean[inputs.length];
    int at = kept.length - vectors;
    for (Embedding.Code code : embedding.codes()) {
      embedded[code.input()] = true;
      for (int i = 0; i < code.dimension(); i++) {
        inputs[code.input()] |= kept[at++];
      }
    }
    int plain = 0;
    for (int i = 0; i < inputs.length; i++) {
      if (!embedded[i]) {
        inputs[i] = kept[plain++];
      }
    }
    return inputs;
  }

  /** The dense layer's inputs where whole vectors stay. */
  private static boolean[] widened(Embedding embedding, boolean[] inputs, int width) {
    boolean[] kept = new boolean[width];
    boolean[] embedded = new boolean[inputs.length];
    embedding.codes().forEach(code -> embedded[code.input()] = true);
    int at = 0;
    for (int i = 0; i < inputs.length; i++) {
      if (!embedded[i]) {
        kept[at++] = inputs[i];
      }
    }
    for (Embedding.Code code : embedding.codes()) {
      Arrays.fill(kept, at, at + code.dimension(), inputs[code.input()]);
      at += code.dimension();
    }
    return kept;
  }

  static int count(boolean[] kept) {
    int count = 0;
    for (boolean k : kept) {
      count += k ? 1 : 0;
    }
    return count;
  }

  private static float[] select(float[] values, boolean[] kept) {
    if (kept == null) {
      return values;
    }
    float[] selected = new float[count(kept)];
    int at = 0;
    for (int i = 0; i < kept.length; i++) {
      if (kept[i]) {
        selected[at++] = values[i];
      }
    }
    return selected;
  }

  private static float[] rows(float[] kernel, boolean[] inputs, boolean[] units, int width) {
    float[] selected = new float[count(inputs) * (units == null ? width : count(units))];
    int at = 0;
    for (int i = 0; i < inputs.length; i++) {
      for (int u = 0; inputs[i] && u < width; u++) {
        if (units == null || units[u]) {
          selected[at++] = kernel[i * width + u];
        }
      }
    }
    return selected;
  }
}
