package dev.lariat.study.candidate;

import dev.lariat.data.Dataset;
import dev.lariat.data.Task;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.data.encoding.PreprocessingOptions;
import dev.lariat.loss.Loss;
import dev.lariat.model.TableRows;
import dev.lariat.net.layer.ActivationLayer;
import dev.lariat.net.layer.Activation;
import dev.lariat.net.layer.BatchNorm;
import dev.lariat.net.layer.Conv1D;
import dev.lariat.net.layer.Conv2D;
import dev.lariat.net.layer.Convolution;
import dev.lariat.net.layer.Dense;
import dev.lariat.net.layer.Flatten;
import dev.lariat.net.layer.GlobalPool;
import dev.lariat.net.layer.Reshape.Join;
import dev.lariat.net.layer.MapLayer;
import dev.lariat.net.layer.Padding;
import dev.lariat.net.layer.Pool;
import dev.lariat.net.layer.Recurrent;
import dev.lariat.net.layer.Reshape;
import dev.lariat.net.layer.Shape;
import dev.lariat.net.layer.SpatialDropout;
import dev.lariat.net.LayerText;
import dev.lariat.net.layer.Dropout;
import dev.lariat.net.layer.Embedding;
import dev.lariat.net.layer.Initializer;
import dev.lariat.net.layer.Layer;
import dev.lariat.net.layer.LayerNorm;
import dev.lariat.net.Architecture;
import dev.lariat.net.Network;
import dev.lariat.net.TrainingPlan;
import dev.lariat.optim.Optimizer;
import dev.lariat.optim.Schedule;
import dev.lariat.study.Study;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The network that every candidate starts from: architecture, scaling and schedule, and no regularization at all.
 *
 * <p>Robust scaling with a smooth clip, one-hot categories, and a learning rate that warms up and falls to zero are
 * what RealMLP's ablations found to matter most among the steps that do not regularize (Holzmüller, Grinsztajn and
 * Steinwart 2024, "Better by default: strong pre-tuned MLPs and boosted trees on tabular data"); that a plain network
 * with well-chosen regularizers is then as good as the specialised ones is the finding of Kadra, Lindauer, Hutter and
 * Grabocka 2021, "Well-tuned simple nets excel on tabular datasets".
 *
 * @param network its layers, without regularizers
 * @param optimizer with the learning rate at the top of the schedule
 * @param epochs of the planned schedule
 * @param batch rows a step
 * @param preprocessing how the table becomes inputs
 * @param loss what every network minimises; empty for the one that goes with the target
 */
public record NetworkRecipe(Network network, Optimizer optimizer, int epochs, int batch,
    PreprocessingOptions preprocessing, Optional<Loss> loss) {
  /** Share of the schedule that the learning rate rises. */
  private static final double WARM_UP = 0.05;
  /** Weights that a row is taken through in a nanosecond, forward and back. */
  private static final int WEIGHTS = 8;
  /** Of one row; they fall with the root of the rows. */
  private static final double EPOCHS = 2000;
  /** Training rows; of 1,000 rows a fold trains on so many. */
  private static final int FEW_ROWS = 800;
  /** Images of a shorter side below this have half as many filters. */
  private static final int SMALL_IMAGE = 20;
  /** Of a number's range at most, as inputs of a network: sixteen are no better ({@code docs/ablation.md}). */
  private static final int PIECES = 8;
  /** Units of the dense layer behind the maps at most, however many classes there are. */
  private static final int MOST_DENSE = 512;

  /** From so many training rows on, twice the units of a recurrent layer. */
  private static final int MANY_ROWS = 2000;
  /** Sequences of more steps are shortened before a recurrent layer. */
  private static final int LONG_SEQUENCE = 100;
  /** Steps of the convolution that does, and of its pool. */
  private static final int SHORTENING_SIZE = 5;
  private static final int SHORTENING = 4;

  /** Refuses null. */
  public NetworkRecipe {
    Objects.requireNonNull(optimizer);
    Objects.requireNonNull(preprocessing);
    Objects.requireNonNull(loss);
  }

  /**
   * {@return about how many nanoseconds a training takes on a core of today, from sizes alone} Of sparse rows the first
   * layer multiplies what is not 0, and each step changes all of its weights, one in a nanosecond. Layers on maps use
   * their weights more than once, which is not counted.
   *
   * @param rows that are trained on
   * @param preprocessing fitted, as the network sees a table
   * @param data that table
   * @param outputs classes, or 1
   */
  public long work(int rows, Preprocessing preprocessing, Dataset data, int outputs) {
    int inputs = preprocessing.width();
    List<Architecture.Spec> kernels = Architecture.of(network, inputs, outputs, null).parameters();
    double first = (double) inputs * kernels.getFirst().shape().units();
    double others = kernels.stream().mapToDouble(spec -> (double) spec.shape().inputs() * spec.shape().units()).sum()
        - first;
    if (!TableRows.sparse(data, preprocessing)) {
      return (long) (epochs * (double) rows * (first + others) / WEIGHTS);
    }
    double entered = TableRows.ENTRY * preprocessing.entriesPerRow(data) * kernels.getFirst().shape().units();
    double steps = Math.ceil((double) rows / batch);
    return (long) (epochs * (rows * (entered + others) / WEIGHTS + steps * first));
  }

  /**
   * A recipe that suits a task and a number of training rows: fewer epochs and larger batches where rows are many.
   * Classes of a thousand rows and more take half the epochs of numbers: with regularizers at their best strengths that
   * is as good, without any it is better. On fewer rows it is worse by 3 % ({@code docs/ablation.md}).
   *
   * @param quick whether a first answer will do: half the epochs
   */
  public static NetworkRecipe of(Task task, int rows, boolean quick) {
    return sized(switch (task) {
      case CLASSIFICATION -> rows < FEW_ROWS ? EPOCHS : EPOCHS / 2;
      case REGRESSION -> EPOCHS;
    }, rows, quick);
  }

  private static NetworkRecipe sized(double atOneRow, int rows, boolean quick) {
    int epochs = Math.clamp(Math.round(atOneRow / Math.sqrt(rows)), 8, 100);
    int batch = rows <= 16_000 ? 32 : rows <= 64_000 ? 64 : 128;
    return new NetworkRecipe(network(List.of(128, 64)), Optimizer.adam(1e-3 * Math.sqrt(batch / 32.0)),
        quick ? Math.ceilDiv(epochs, 2) : epochs, batch, PreprocessingOptions.network(), Optional.empty());
  }

  /**
   * A recipe for images: a small network of convolutions, by the size of the images. Each block is a convolution of 3 ×
   * 3 with ReLU and a pool of 2 × 2; blocks follow while the shorter side is at least 8, two of them at least where it
   * is 4 at first. Filters are 32, or 16 where the shorter side is below 20, and twice as many in each further block,
   * 128 at most; where a side is below 12 a convolution keeps its size. Then flatten, and a dense layer of four times
   * the first filters, as many as there are classes at least. Epochs are half as many as of numbers, for they cost more
   * and teach more: the same filter is trained at every place of an image.
   *
   * @param rows that are trained on
   * @param classes of the target; 0 for numbers
   * @param quick whether a first answer will do: half the epochs
   */
  public static NetworkRecipe ofImages(Shape.Image image, int rows, int classes, boolean quick) {
    NetworkRecipe tables = sized(EPOCHS, rows, quick);
    int side = Math.min(image.height(), image.width());
    int filters = side < SMALL_IMAGE ? 16 : 32;
    var layers = new ArrayList<Layer>(List.of(new Reshape(image)));
    int dense = Math.max(4 * filters, Math.min(classes, MOST_DENSE));
    for (int block = 0; block == 0 || side >= 8 || (block == 1 && side >= 4); block++) {
      boolean same = side < 12;
      Conv2D conv = Layer.conv(filters, 3, Activation.RELU).init(Initializer.HE_UNIFORM);
      layers.add(same ? conv.padding(Padding.SAME) : conv);
      side = same ? side : side - 2;
      if (side >= 2) {
        layers.add(Layer.maxPool(2));
        side /= 2;
      }
      filters = Math.min(2 * filters, 128);
    }
    layers.add(Layer.flatten());
    layers.add(Layer.dense(dense, Activation.RELU).init(Initializer.HE_UNIFORM));
    return tables.withNetwork(Network.of(layers)).withEpochs(Math.max(1, tables.epochs() / 2));
  }

  /**
   * A recipe for sequences: a gated recurrent unit that reads them step by step and gives its last state, of 32 units,
   * or 64 where there are 2,000 rows. A sequence of more than 100 steps is first shortened by convolutions of 5 steps
   * with ReLU and pools of 4, which leaves it 24 steps at least: what a state has to remember over hundreds of steps it
   * learns slowly, and each step costs. The rest is as on tables, but gradients are clipped.
   *
   * <p>Where something stands beside the sequences, it is joined to the last state before a dense layer of as many
   * units. Convolutions of sequences with lengths of their own keep these ({@code same}), so that the pools alone
   * shorten them.
   *
   * @param rows that are trained on
   * @param quick whether a first answer will do: half the epochs
   * @param beside how many columns stand beside a sequence with a length of its own
   */
  public static NetworkRecipe ofSequences(Shape.Sequence sequence, int rows, boolean quick, int beside) {
    int units = rows < MANY_ROWS ? 32 : 64;
    var layers = new ArrayList<Layer>(List.of(new Reshape(sequence)));
    for (int steps = sequence.length(); steps > LONG_SEQUENCE; steps = (steps - SHORTENING_SIZE + 1) / SHORTENING) {
      Conv1D conv = Layer.conv1d(units, SHORTENING_SIZE, Activation.RELU).init(Initializer.HE_UNIFORM);
      layers.add(sequence.padded() ? conv.padding(Padding.SAME) : conv);
      layers.add(Layer.maxPool(SHORTENING));
    }
    layers.add(Layer.gru(units));
    if (sequence.padded() && beside > 0) {
      layers.add(Layer.join());
      layers.add(Layer.dense(units, Activation.RELU).init(Initializer.HE_UNIFORM));
    }
    return sized(EPOCHS, rows, quick).withNetwork(Network.of(layers));
  }

  /**
   * {@return layers on sequences with a join of what stands beside these}, right behind the layer that makes a vector
   * of a sequence; the same layers where there is a join already.
   */
  public static List<Layer> joined(List<Layer> layers) {
    if (layers.stream().anyMatch(Join.class::isInstance)) {
      return layers;
    }
    var all = new ArrayList<Layer>();
    boolean open = true;
    for (Layer layer : layers) {
      all.add(layer);
      if (open && NoiseLayers.endsMaps(layer)) {
        all.add(Layer.join());
        open = false;
      }
    }
    return all;
  }

  private static Network network(List<Integer> hidden) {
    return Network.of(hidden.stream().<Layer>map(units -> {
      if (units < 1) {
        throw new IllegalArgumentException("a hidden layer needs at least 1 unit, not " + units);
      }
      return Layer.dense(units, Activation.RELU).init(Initializer.HE_UNIFORM);
    }).toList());
  }

  /** Units of the hidden layers, from the input on. */
  public List<Integer> hidden() {
    return network.layers().stream().filter(Dense.class::isInstance).map(layer -> ((Dense) layer).units()).toList();
  }

  /**
   * For example {@code 128-64 relu}; of other networks every layer, {@code 128, batch norm, relu, 64 tanh}; of networks
   * on maps in the words of {@link LayerText}.
   */
  public String networkText() {
    if (network.onMaps()) {
      return LayerText.of(network.layers());
    }
    var activations = new LinkedHashSet<String>();
    for (Layer layer : network.layers()) {
      activations.add(layer instanceof Dense dense ? word(dense.activation()) : "");
    }
    if (activations.size() <= 1 && !activations.contains("")) {
      return hidden().stream().map(String::valueOf).collect(Collectors.joining("-"))
          + activations.stream().map(name -> " " + name).collect(Collectors.joining());
    }
    return network.layers().stream().map(layer -> switch (layer) {
      case Dense dense ->
        dense.units() + (dense.activation() == Activation.LINEAR ? "" : " " + word(dense.activation()));
      case ActivationLayer activate -> word(activate.activation());
      case BatchNorm _ -> "batch norm";
      case LayerNorm _ -> "layer norm";
      case Dropout dropout -> "dropout " + dropout.rate();
      case Embedding _ -> "embedding";
      case MapLayer map -> LayerText.of(map);
    }).collect(Collectors.joining(", "));
  }

  private static String word(Activation activation) {
    return activation.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** At the top of the schedule. */
  public double learningRate() {
    return optimizer.learningRate();
  }

  /** With another network; its regularizers should be candidates of the study: see {@link Study#network}. */
  public NetworkRecipe withNetwork(Network other) {
    return new NetworkRecipe(other, optimizer, epochs, batch, preprocessing, loss);
  }

  /** With another optimizer; a decay of its own should be a candidate of the study. */
  public NetworkRecipe withOptimizer(Optimizer other) {
    return new NetworkRecipe(network, other, epochs, batch, preprocessing, loss);
  }

  public NetworkRecipe withHidden(List<Integer> units) {
    return withNetwork(network(units));
  }

  public NetworkRecipe withEpochs(int count) {
    return new NetworkRecipe(network, optimizer, count, batch, preprocessing, loss);
  }

  public NetworkRecipe withBatch(int rows) {
    return new NetworkRecipe(network, optimizer, epochs, rows, preprocessing, loss);
  }

  public NetworkRecipe withLearningRate(double rate) {
    return withOptimizer(optimizer.withLearningRate(rate));
  }

  public NetworkRecipe withPreprocessing(PreprocessingOptions options) {
    return new NetworkRecipe(network, optimizer, epochs, batch, options, loss);
  }

  /** With a loss in place of the one that goes with the target; what is compared stays the study's metric. */
  public NetworkRecipe withLoss(Loss other) {
    return new NetworkRecipe(network, optimizer, epochs, batch, preprocessing, Optional.of(other));
  }

  /** The recipe of a candidate's network. */
  public NetworkRecipe in(NetworkForm form) {
    return switch (form) {
      case AS_PLANNED -> this;
      case OF_TWICE_THE_WIDTH -> twiceAsWide();
      case ON_PIECES -> withPreprocessing(preprocessing.hinges(PIECES));
    };
  }

  /** Every hidden layer twice as wide. */
  public NetworkRecipe twiceAsWide() {
    return withNetwork(new Network(network.layers().stream().<Layer>map(layer -> switch (layer) {
      case Dense dense -> new Dense(Math.multiplyExact(2, dense.units()), dense.activation(), dense.bias(),
          dense.initializer(), dense.kernelRegularizers(), dense.biasRegularizers());
      case Convolution convolution -> convolution.withUnits(Math.multiplyExact(2, convolution.units()));
      case Recurrent recurrent -> recurrent.withUnits(Math.multiplyExact(2, recurrent.units()));
      case Dropout _,BatchNorm _,LayerNorm _,Embedding _,ActivationLayer _,Pool _,GlobalPool _,Flatten _,Reshape _,Join _,SpatialDropout _ ->
        layer;
      case Embedding.Words words -> new Embedding.Words(Math.multiplyExact(2, words.dimension()), words.words(),
          words.dropout(), words.regularizers());
    }).toList(), network.output(), network.outputInitializer()));
  }

  /** How the network is trained without regularization. */
  public TrainingPlan plan(Task task, long seed, int fold) {
    return TrainingPlan.of(network, loss.orElseGet(() -> Loss.of(task)))
        .withOptimizer(optimizer)
        .withSchedule(Schedule.cosine(WARM_UP * epochs))
        .withEpochs(epochs)
        .withBatch(batch)
        .withSeed(seed)
        .withFold(fold);
  }
}
