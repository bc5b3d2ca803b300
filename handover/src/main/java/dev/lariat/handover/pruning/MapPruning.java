package dev.lariat.handover.pruning;

import dev.lariat.handover.pruning.TrainedNetwork.LeftOut;
import dev.lariat.net.Architecture.Stage;
import dev.lariat.net.Network;
import dev.lariat.net.Parameter;
import dev.lariat.net.layer.ActivationLayer;
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
import dev.lariat.net.layer.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Leaves filters and units of a network on maps out on which no prediction depends: those that nothing reads, and those
 * whose incoming weights are all exactly 0. The latter are constants and go into the next bias; where a convolution
 * sees zeros around its map, only those that are 0 can. A unit of a recurrent layer without incoming weights still
 * moves with its biases: it is left out where its candidate (gate n of a GRU, g of an LSTM) is always 0. Inputs, layers
 * that read both ways, and what a layer normalisation looks at stay. Not for rows with lengths of their own: behind
 * their last step nothing is a constant. For one use.
 */
final class MapPruning {
  /** The gate with tanh, of both cells. */
  private static final int CANDIDATE = 2;

  private final TrainedNetwork whole;
  private final List<Stage> stages;
  private final List<Integer> places = new ArrayList<>(); // of the stages with units, the output layer's last
  private final List<boolean[]> keep = new ArrayList<>(); // of each: which of its units stay
  private final Map<String, float[]> biases = new HashMap<>(); // with the constants of units left out, by name

  MapPruning(TrainedNetwork whole) {
    this.whole = whole;
    this.stages = whole.architecture().stages();
    for (int s = 0; s < stages.size(); s++) {
      int units = units(stages.get(s).layer());
      if (units > 0) {
        places.add(s);
        boolean[] all = new boolean[units];
        Arrays.fill(all, true);
        keep.add(all);
      }
    }
  }

  /** How many numbers a layer of units gives at each place; 0 for others. */
  private static int units(Layer layer) {
    return switch (layer) {
      case Dense dense -> dense.units();
      case Convolution convolution -> convolution.units();
      case Recurrent recurrent -> recurrent.units() * recurrent.directions();
      case ActivationLayer _,Dropout _,BatchNorm _,LayerNorm _,Embedding _,Pool _,GlobalPool _,Flatten _,Reshape _,Join _,SpatialDropout _,Embedding.Words _ ->
        0;
    };
  }

  TrainedNetwork pruned() {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int k = 0; k + 1 < places.size(); k++) {
        boolean[] stay = keep.get(k);
        for (int u = 0; u < stay.length; u++) {
          if (stay[u] && Pruning.count(stay) > 1 && mayGo(k) && (unheard(k, u) || (silent(k, u) && folded(k, u)))) {
            stay[u] = false;
            changed = true;
          }
        }
      }
    }
    return rebuilt();
  }

  private Stage stage(int k) {
    return stages.get(places.get(k));
  }

  private List<Stage> between(int k) {
    return stages.subList(places.get(k) + 1, places.get(k + 1));
  }

  private boolean mayGo(int k) {
    boolean both = stage(k).layer() instanceof Recurrent recurrent && recurrent.directions() > 1;
    return !both && between(k).stream().noneMatch(stage -> stage.layer() instanceof LayerNorm);
  }

  private float[] values(Stage stage, String name) {
    return whole.parameter(stage, name).values();
  }

  /** The kernels by which a stage reads its input. */
  private List<float[]> kernels(Stage stage) {
    return stage.layer() instanceof Recurrent recurrent
        ? IntStream.range(0, recurrent.directions()).mapToObj(d -> values(stage, Recurrent.named("kernel", d))).toList()
        : List.of(values(stage, "kernel"));
  }

  /** Which columns of a stage's kernel belong to units that stay: for a recurrent one, of each gate. */
  private boolean[] columns(int k) {
    boolean[] units = keep.get(k);
    if (!(stage(k).layer() instanceof Recurrent recurrent)) {
      return units;
    }
    boolean[] wide = new boolean[recurrent.cell().gates() * recurrent.units()];
    for (int j = 0; j < wide.length; j++) {
      wide[j] = recurrent.directions() > 1 || units[j % recurrent.units()];
    }
    return wide;
  }

  /** Whether no unit that stays has a weight for it. */
  private boolean unheard(int k, int unit) {
    int features = keep.get(k).length;
    boolean[] columns = columns(k + 1);
    for (float[] kernel : kernels(stage(k + 1))) {
      for (int row = unit; row * columns.length < kernel.length; row += features) {
        if (hears(kernel, row, columns)) {
          return false;
        }
      }
    }
    if (!(stage(k).layer() instanceof Recurrent recurrent)) {
      return true;
    }
    boolean[] others = columns(k).clone();
    for (int j = unit; j < others.length; j += recurrent.units()) {
      others[j] = false;
    }
    return !hears(values(stage(k), "recurrentKernel"), unit, others);
  }

  private static boolean hears(float[] kernel, int row, boolean[] columns) {
    for (int j = 0; j < columns.length; j++) {
      if (columns[j] && kernel[row * columns.length + j] != 0) {
        return true;
      }
    }
    return false;
  }

  /** Whether nothing that stays has a weight into it; of a recurrent unit, into its candidate. */
  private boolean silent(int k, int unit) {
    Stage stage = stage(k);
    boolean[] inputs = inputs(k);
    float[] kernel = kernels(stage).getFirst();
    if (!(stage.layer() instanceof Recurrent recurrent)) {
      return !speaks(kernel, inputs, keep.get(k).length, unit, -1);
    }
    int wide = recurrent.cell().gates() * recurrent.units();
    int column = CANDIDATE * recurrent.units() + unit;
    return !speaks(kernel, inputs, wide, column, -1)
        && !speaks(values(stage, "recurrentKernel"), keep.get(k), wide, column, unit);
  }

  private static boolean speaks(float[] kernel, boolean[] rows, int width, int column, int except) {
    for (int row = 0; row * width < kernel.length; row++) {
      if (rows[row % rows.length] && row != except && kernel[row * width + column] != 0) {
        return true;
      }
    }
    return false;
  }

  /** Which of a stage's input channels stay. */
  private boolean[] inputs(int k) {
    if (k > 0) {
      return keep.get(k - 1);
    }
    boolean[] all = new boolean[stage(0).input().channels()];
    Arrays.fill(all, true);
    return all;
  }

  /** What a silent unit always is, behind the layers up to the next with units; NaN where that is not known. */
  private double constant(int k, int unit) {
    Stage stage = stage(k);
    double value = switch (stage.layer()) {
      case Dense dense -> TrainedNetwork.value(dense.activation(), dense.bias() ? bias(stage, "bias")[unit] : 0);
      case Convolution convolution ->
        TrainedNetwork.value(convolution.activation(), convolution.bias() ? bias(stage, "bias")[unit] : 0);
      case Recurrent recurrent -> {
        int at = CANDIDATE * recurrent.units() + unit;
        boolean still = bias(stage, "bias")[at] == 0
            && (recurrent.cell() != Recurrent.Cell.GRU || bias(stage, "recurrentBias")[at] == 0);
        yield still ? 0 : Double.NaN;
      }
      case ActivationLayer _,Dropout _,BatchNorm _,LayerNorm _,Embedding _,Pool _,GlobalPool _,Flatten _,Reshape _,Join _,SpatialDropout _,Embedding.Words _ ->
        Double.NaN;
    };
    for (Stage after : between(k)) {
      List<Parameter> parameters = after.parameters()
          .stream()
          .map(spec -> whole.weights().parameter(spec.name()))
          .toList();
      // behind flatten each place of a map has numbers of its own
      boolean byPlace = !parameters.isEmpty() && parameters.getFirst().values().length != keep.get(k).length;
      value = byPlace ? Double.NaN : TrainedNetwork.applied(after.layer(), parameters, unit, value);
    }
    return value;
  }

  private float[] bias(Stage stage, String name) {
    return biases.computeIfAbsent(stage.name() + "." + name, _ -> values(stage, name).clone());
  }

  /** Adds a constant unit's share to the next biases, if these can take it. */
  private boolean folded(int k, int unit) {
    double constant = constant(k, unit);
    Stage next = stage(k + 1);
    boolean takes = constant == 0 || switch (next.layer()) {
      case Dense dense -> dense.bias();
      case Convolution convolution -> convolution.bias() && !padded(convolution.window(next.input(), next.name()));
      case Recurrent _ -> true;
      case ActivationLayer _,Dropout _,BatchNorm _,LayerNorm _,Embedding _,Pool _,GlobalPool _,Flatten _,Reshape _,Join _,SpatialDropout _,Embedding.Words _ ->
        false;
    };
    if (Double.isNaN(constant) || !takes) {
      return false;
    }
    if (constant == 0) {
      return true;
    }
    int features = keep.get(k).length;
    List<float[]> kernels = kernels(next);
    for (int d = 0; d < kernels.size(); d++) {
      float[] bias = bias(next, Recurrent.named("bias", d));
      for (int j = 0; j < bias.length; j++) {
        double sum = 0;
        for (int row = unit; row * bias.length < kernels.get(d).length; row += features) {
          sum += kernels.get(d)[row * bias.length + j];
        }
        bias[j] += (float) (constant * sum);
      }
    }
    return true;
  }

  private static boolean padded(Window window) {
    return window.vertical().before() + window.vertical().after() + window.horizontal().before()
        + window.horizontal().after() > 0;
  }

  private TrainedNetwork rebuilt() {
    var layers = new ArrayList<Layer>();
    var arrays = new ArrayList<float[]>();
    int left = 0;
    int k = 0; // which layer of units comes next
    for (Stage stage : stages) {
      if (units(stage.layer()) == 0) {
        for (var spec : stage.parameters()) {
          float[] values = whole.weights().parameter(spec.name()).values();
          arrays.add(k == 0 ? values : selected(values, keep.get(k - 1), 1, null));
        }
        layers.add(stage.layer());
        continue;
      }
      boolean[] stay = keep.get(k);
      int count = Pruning.count(stay);
      left += stay.length - count;
      for (var spec : stage.parameters()) {
        String name = spec.name().substring(stage.name().length() + 1);
        float[] values = biases.getOrDefault(spec.name(), values(stage, name));
        boolean[] columns = columns(k);
        boolean own = IntStream.range(0, 2).anyMatch(d -> name.equals(Recurrent.named("recurrentKernel", d)));
        arrays.add(spec.role().weight()
            ? selected(values, own ? stay : inputs(k), columns.length, columns)
            : selected(values, columns, 1, null));
      }
      layers.add(switch (stage.layer()) {
        case Convolution convolution -> convolution.withUnits(count);
        case Recurrent recurrent -> recurrent.withUnits(count / recurrent.directions());
        case Dense dense -> new Dense(count, dense.activation(), dense.bias(), dense.initializer(),
            dense.kernelRegularizers(), dense.biasRegularizers());
        case ActivationLayer _,Dropout _,BatchNorm _,LayerNorm _,Embedding _,Pool _,GlobalPool _,Flatten _,Reshape _,Join _,SpatialDropout _,Embedding.Words _ ->
          stage.layer();
      });
      k++;
    }
    layers.removeLast();
    Network network = new Network(layers, whole.network().output(), whole.network().outputInitializer());
    return Pruning.bound(network, whole.inputs(), whole.outputs(), arrays, new LeftOut(0, left));
  }

  /** Rows whose place in {@code rows}, which repeats, stays, and of these the columns that stay, or all with null. */
  private static float[] selected(float[] values, boolean[] rows, int width, boolean[] columns) {
    float[] kept = new float[values.length];
    int at = 0;
    for (int i = 0; i < values.length; i++) {
      if (rows[i / width % rows.length] && (columns == null || columns[i % width])) {
        kept[at++] = values[i];
      }
    }
    return Arrays.copyOf(kept, at);
  }
}
