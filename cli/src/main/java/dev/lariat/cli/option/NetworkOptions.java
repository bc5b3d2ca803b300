package dev.lariat.cli.option;

import dev.lariat.cli.word.Choice;
import dev.lariat.cli.word.ValueWords;
import dev.lariat.net.Network;
import dev.lariat.net.layer.Activation;
import dev.lariat.net.layer.ActivationLayer;
import dev.lariat.net.layer.BatchNorm;
import dev.lariat.net.layer.Conv1D;
import dev.lariat.net.layer.Conv2D;
import dev.lariat.net.layer.Convolution;
import dev.lariat.net.layer.Dense;
import dev.lariat.net.layer.Dropout;
import dev.lariat.net.layer.Embedding;
import dev.lariat.net.layer.Flatten;
import dev.lariat.net.layer.GlobalPool;
import dev.lariat.net.layer.Reshape.Join;
import dev.lariat.net.layer.Initializer;
import dev.lariat.net.layer.Layer;
import dev.lariat.net.layer.LayerNorm;
import dev.lariat.net.layer.Pool;
import dev.lariat.net.layer.Recurrent;
import dev.lariat.net.layer.Reshape;
import dev.lariat.net.layer.Shape;
import dev.lariat.net.layer.SpatialDropout;
import dev.lariat.penalty.GroupBy;
import dev.lariat.penalty.MaxNorm;
import dev.lariat.penalty.Penalty;
import dev.lariat.penalty.Regularizer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The network with its regularizers, as options of {@code train}. */
public final class NetworkOptions {
  @Option(names = "--hidden", paramLabel = "UNITS", split = ",", defaultValue = "128,64", description = "Units of the hidden layers, or none (default: ${DEFAULT-VALUE}).")
  private List<String> hidden;

  @Option(names = "--activation", paramLabel = "NAME", defaultValue = "relu", completionCandidates = ActivationWords.class, description = "Of the hidden layers: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private String activation;

  @Option(names = "--init", completionCandidates = ValueWords.Initializers.class, paramLabel = "NAME", defaultValue = "glorot-uniform", description = "How weights begin: glorot-, he- or lecun-, each -uniform or -normal, or pytorch (default: ${DEFAULT-VALUE}).")
  private String initializer;

  @Option(names = "--batch-norm", description = "Batch normalisation between each hidden layer and its activation.")
  private boolean batchNorm;

  @Option(names = "--layer-norm", description = "Layer normalisation there.")
  private boolean layerNorm;

  @Option(names = "--dropout", paramLabel = "RATE", defaultValue = "0", description = "Share of each hidden layer's units dropped in training, in [0, 1) (default: ${DEFAULT-VALUE}).")
  private double dropout;

  @Option(names = "--dropout-form", completionCandidates = ValueWords.DropoutForms.class, paramLabel = "NAME", defaultValue = "inverted", description = "inverted scales in training, original at inference (default: ${DEFAULT-VALUE}).")
  private String dropoutForm;

  @Option(names = "--l1", paramLabel = "LAMBDA", defaultValue = "0", description = "L1 penalty lambda*|w| on the kernels: exact zeros (default: ${DEFAULT-VALUE}).")
  private double l1;

  @Option(names = "--l2", paramLabel = "LAMBDA", defaultValue = "0", description = "L2 penalty lambda/2*|w|^2 on the kernels; Keras' l2(x) is 2x here (default: ${DEFAULT-VALUE}).")
  private double l2;

  @Option(names = "--elastic-net", paramLabel = "LAMBDA", defaultValue = "0", description = "Both: lambda*(a*|w| + (1-a)/2*|w|^2) (default: ${DEFAULT-VALUE}).")
  private double elasticNet;

  @Option(names = "--l1-share", paramLabel = "A", defaultValue = "0.5", description = "The elastic net's a, from 0 to 1 (default: ${DEFAULT-VALUE}).")
  private double share;

  @Option(names = "--group-lasso", paramLabel = "LAMBDA", defaultValue = "0", description = "Group lasso: whole groups of weights become zero (default: ${DEFAULT-VALUE}).")
  private double groupLasso;

  @Option(names = "--group-by", completionCandidates = ValueWords.Groupings.class, paramLabel = "NAME", defaultValue = "column", description = "What vanishes whole: column or input of the first layer, or unit of each hidden layer (default: ${DEFAULT-VALUE}).")
  private String groupBy;

  @Option(names = "--max-norm", paramLabel = "C", description = "No hidden unit's incoming weights get longer than this.")
  private Double maxNorm;

  @Option(names = "--layers", paramLabel = "LAYERS", description = "The hidden layers in words, in place of --hidden, --activation and --dropout, as in %n\"conv 32 3, pool 2, dropout 0.25, flatten, dense 128\". There are conv UNITS SIZE[xSIZE] [same] [stride N], conv1d UNITS SIZE [same|causal] [stride N] [dilation N], dense UNITS, each with an activation (relu unless told); pool N, average-pool N, global-average, global-max, flatten, join, dropout P, spatial-dropout P, batch-norm, layer-norm, gru UNITS and lstm UNITS [sequence] [bidirectional] [dropout P] [recurrent-dropout P] [weight-drop P], embedding DIM [dropout P] of the words of a column of text, in their order, and activations by themselves. See docs/networks.md.")
  private String layers;

  @Mixin
  private SeriesInput series;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** {@return what rows are said to be} */
  public Optional<Shape> map(Optional<Shape.Image> told, Optional<Shape.Sequence> sequences,
      Optional<List<String>> columns) {
    return DescribedLayers.map(told, series, sequences, columns);
  }

  /** {@return what is said of series} */
  public SeriesInput series() {
    return series;
  }

  /** What is about hidden layers. */
  private static final List<String> OF_HIDDEN = List.of("--activation", "--batch-norm", "--layer-norm", "--dropout",
      "--dropout-form", "--max-norm");
  /** What {@code --layers} says otherwise. */
  private static final List<String> IN_LAYERS = List.of("--hidden", "--activation", "--dropout", "--dropout-form",
      "--batch-norm", "--layer-norm");

  /**
   * The network.
   *
   * @param told what {@code --image} says
   * @param found what rows are known to be
   * @param sequences what the sequences of a long table are
   * @param columns of the table that are learnt from; empty where it has not been read yet, to check all else
   */
  public Network network(Optional<Shape.Image> told, Optional<Shape.Image> found, Optional<Shape.Sequence> sequences,
      Optional<List<String>> columns) {
    if (elasticNet == 0 && typed("--l1-share")) {
      throw new IllegalArgumentException("--l1-share goes with --elastic-net");
    }
    if (groupLasso == 0 && typed("--group-by")) {
      throw new IllegalArgumentException("--group-by goes with --group-lasso");
    }
    if (layers == null) {
      if (told.isPresent() && found.isEmpty()) {
        throw new IllegalArgumentException(
            "--image needs --layers that begin with a map, as in --layers \"conv 32 3, pool 2, flatten, dense 128\"");
      }
      if (sequences.isPresent()) {
        throw new IllegalArgumentException(
            "--sequence-id needs --layers that read sequences, as in --layers \"gru 32\"");
      }
      if (series.isGiven()) {
        throw new IllegalArgumentException(
            "--series needs --layers that begin with a sequence, as in --layers \"gru 32\"");
      }
      return plain();
    }
    for (String option : IN_LAYERS) {
      if (typed(option)) {
        throw new IllegalArgumentException("--layers says all of the layers: leave out " + option);
      }
    }
    List<Layer> said = DescribedLayers.read(layers, DescribedLayers.map(told, series, sequences, columns), found,
        columns);
    boolean byFilter = Choice.of(GroupBy.class, "--group-by", groupBy) == GroupBy.UNIT;
    if (groupLasso != 0 && !byFilter
        && said.stream().anyMatch(layer -> layer instanceof Convolution || layer instanceof Recurrent)) {
      throw new IllegalArgumentException(
          "--group-lasso: the kernel of a convolution or a recurrent layer has no rows for columns of the table; take --group-by unit, so that whole filters and units vanish");
    }
    var init = Choice.of(Initializer.class, "--init", initializer);
    var made = new ArrayList<Layer>();
    boolean first = true;
    for (Layer layer : said) {
      made.add(switch (layer) {
        case Dense dense -> dense.init(init).kernel(regularizers(first, true));
        case Conv2D conv -> conv.init(init).kernel(regularizers(first, true));
        case Conv1D conv -> conv.init(init).kernel(regularizers(first, true));
        case Recurrent recurrent -> recurrent.init(init).kernels(regularizers(first, true));
        case Dropout _,BatchNorm _,LayerNorm _,ActivationLayer _,Embedding _,Pool _,GlobalPool _,Flatten _,Reshape _,Join _,SpatialDropout _,Embedding.Words _ ->
          layer;
      });
      first &= layer.numbering() != Layer.Numbering.UNITS;
    }
    return Network.of(made).output(regularizers(first, false)).outputInitializer(init);
  }

  private Network plain() {
    var function = Choice.of(Activation.class, "--activation", activation);
    var init = Choice.of(Initializer.class, "--init", initializer);
    var noise = new Dropout(dropout, Choice.of(Dropout.Form.class, "--dropout-form", dropoutForm));
    if (batchNorm && layerNorm) {
      throw new IllegalArgumentException("--batch-norm and --layer-norm: choose one");
    }
    int[] hiddenUnits = units();
    for (String option : OF_HIDDEN) {
      if (hiddenUnits.length == 0 && typed(option)) {
        throw new IllegalArgumentException(option + " is about hidden layers, and --hidden none leaves none");
      }
    }
    if (dropout == 0 && typed("--dropout-form")) {
      throw new IllegalArgumentException("--dropout-form goes with --dropout");
    }
    var layers = new ArrayList<Layer>();
    for (int units : hiddenUnits) {
      Dense dense = Layer.dense(units, batchNorm || layerNorm ? Activation.LINEAR : function)
          .init(init)
          .kernel(regularizers(layers.isEmpty(), true));
      layers.add(dense);
      if (batchNorm || layerNorm) {
        BatchNorm byBatch = Layer.batchNorm();
        LayerNorm byRow = Layer.layerNorm();
        layers.add(batchNorm ? byBatch : byRow);
        layers.add(new ActivationLayer(function));
      }
      if (dropout != 0) {
        layers.add(noise);
      }
    }
    return Network.of(layers).output(regularizers(layers.isEmpty(), false)).outputInitializer(init);
  }

  /** L1, L2 and the elastic net are on every kernel, the output layer's too; max-norm is on the hidden ones. */
  private Regularizer[] regularizers(boolean first, boolean hiddenLayer) {
    var list = new ArrayList<Regularizer>();
    var by = Choice.of(GroupBy.class, "--group-by", groupBy);
    add(list, l1, Penalty.l1(l1));
    add(list, l2, Penalty.l2(l2));
    add(list, elasticNet, Penalty.elasticNet(elasticNet, share));
    boolean grouped = switch (by) {
      case COLUMN, INPUT -> first;
      case UNIT -> hiddenLayer;
    };
    add(list, grouped ? groupLasso : 0, Penalty.groupLasso(groupLasso, by));
    if (maxNorm != null && hiddenLayer) {
      list.add(MaxNorm.maxNorm(maxNorm));
    }
    return list.toArray(Regularizer[]::new);
  }

  private static void add(List<Regularizer> list, double strength, Regularizer regularizer) {
    if (strength != 0) {
      list.add(regularizer);
    }
  }

  private boolean typed(String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }

  private int[] units() {
    if (hidden.equals(List.of("none"))) {
      return new int[0];
    }
    int[] units = new int[hidden.size()];
    for (int i = 0; i < units.length; i++) {
      try {
        units[i] = Integer.parseInt(hidden.get(i).strip());
      } catch (NumberFormatException _) {
        throw new IllegalArgumentException(
            "--hidden: '" + hidden.get(i) + "' is not a number of units; write for example --hidden 128,64");
      }
    }
    return units;
  }

  /** What {@code --activation} takes. */
  private static final class ActivationWords implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Choice.words(Activation.class).iterator();
    }
  }
}
