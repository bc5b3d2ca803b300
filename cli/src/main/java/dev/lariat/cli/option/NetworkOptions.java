package dev.lariat.cli.option;

import dev.lariat.net.Network;
import dev.lariat.net.layer.Activation;
import dev.lariat.net.layer.ActivationLayer;
import dev.lariat.net.layer.BatchNorm;
import dev.lariat.net.layer.Dense;
import dev.lariat.net.layer.Dropout;
import dev.lariat.net.layer.Initializer;
import dev.lariat.net.layer.Layer;
import dev.lariat.net.layer.LayerNorm;
import dev.lariat.penalty.GroupBy;
import dev.lariat.penalty.MaxNorm;
import dev.lariat.penalty.Penalty;
import dev.lariat.penalty.Regularizer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.Option;

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

  /** The network. */
  public Network network() {
    var function = Choice.of(Activation.class, "--activation", activation);
    var init = Choice.of(Initializer.class, "--init", initializer);
    var noise = new Dropout(dropout, Choice.of(Dropout.Form.class, "--dropout-form", dropoutForm));
    if (batchNorm && layerNorm) {
      throw new IllegalArgumentException("--batch-norm and --layer-norm: choose one");
    }
    var layers = new ArrayList<Layer>();
    for (int units : units()) {
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
