package dev.lariat.cli.option;

import dev.lariat.handover.keras.KerasModel;
import dev.lariat.model.Trainer;
import dev.lariat.net.Network;
import dev.lariat.net.LayerText;
import dev.lariat.net.layer.Embedding;
import dev.lariat.net.layer.Layer;
import dev.lariat.net.layer.Reshape;
import dev.lariat.net.layer.Shape;
import dev.lariat.study.candidate.NetworkRecipe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** The network of a Keras file, in place of the options that describe one. */
public final class KerasNetwork {
  private static final List<String> NETWORK_OPTIONS = List.of("--hidden", "--dropout", "--l1", "--l2", "--elastic-net",
      "--l1-share", "--group-lasso", "--group-by", "--max-norm", "--activation", "--batch-norm", "--layer-norm",
      "--dropout-form", "--init", "--layers");
  private static final List<String> OPTIMIZER_OPTIONS = List.of("--optimizer", "--lr", "--momentum", "--weight-decay",
      "--dialect", "--schedule", "--clip-norm");

  private final KerasModel keras;
  private final Path file;
  private final CommandSpec spec;

  public KerasNetwork(Path file, CommandSpec spec) {
    this.spec = spec;
    this.file = file;
    for (String option : NETWORK_OPTIONS) {
      if (said(option)) {
        throw new IllegalArgumentException("--network has layers of its own: leave out " + option);
      }
    }
    keras = KerasModel.read(file);
    keras.notes().forEach(note -> spec.commandLine().getErr().println("note: " + note));
    vocabulary(keras.network()).ifPresent(note -> spec.commandLine().getErr().println("note: " + note));
  }

  /**
   * {@return the network of a file for rows that are maps} Where rows are sequences with lengths of their own, it reads
   * them so, and joins what stands beside them.
   *
   * @param map what rows are said or known to be; empty where nothing is
   * @param columns that are learnt from; empty where the table has not been read
   * @throws IllegalArgumentException which says what the network takes and what the rows are, if these differ
   */
  static Network on(Network network, Path file, Optional<Shape> map, Optional<List<String>> columns) {
    if (network.words().isPresent()) {
      return ofWords(network, file, map, columns);
    }
    if (map.isEmpty() || columns.isEmpty()) {
      return network;
    }
    Shape rows = map.get();
    if (!(network.layers().getFirst() instanceof Reshape(Shape own))) {
      return switch (rows) {
        case Shape.Image _,Shape.Vector _ -> network; // each pixel is a number
        case Shape.Sequence _ -> throw new IllegalArgumentException("--network " + file + " begins with "
            + LayerText.of(network.layers().getFirst()) + ", which takes a vector, and rows are " + rows);
      };
    }
    if (own.equals(rows)) {
      return network;
    }
    boolean reads = rows instanceof Shape.Sequence row && row.padded() && own instanceof Shape.Sequence takes
        && takes.channels() == row.channels() && takes.length() >= row.length();
    if (!reads) {
      throw new IllegalArgumentException(
          "--network " + file + ": its first layer takes " + own + ", and rows are " + rows + switch (own) {
            case Shape.Image image when rows instanceof Shape.Image -> ": --image " + image.height() + "x"
                + image.width() + (image.channels() == 1 ? "" : "x" + image.channels()) + " brings pictures to it";
            case Shape.Image _,Shape.Sequence _,Shape.Vector _ -> "";
          });
    }
    var layers = new ArrayList<>(network.layers());
    layers.set(0, new Reshape(rows));
    List<Layer> all = columns.get().size() > rows.size() + 1 ? NetworkRecipe.joined(layers) : layers;
    return new Network(all, network.output(), network.outputInitializer());
  }

  /** Reads the words of a text; how many there are is learnt, and other columns are joined behind it. */
  private static Network ofWords(Network network, Path file, Optional<Shape> map, Optional<List<String>> columns) {
    map.ifPresent(rows -> {
      throw new IllegalArgumentException(
          "--network " + file + " begins with an embedding of the words of a text, and rows are " + rows);
    });
    List<Layer> layers = network.layers()
        .stream()
        .<Layer>map(layer -> layer instanceof Embedding.Words words ? words.of(0) : layer)
        .toList();
    List<Layer> all = columns.filter(names -> names.size() > 1).isPresent() ? NetworkRecipe.joined(layers) : layers;
    return new Network(all, network.output(), network.outputInitializer());
  }

  /** {@return what differs from the file where its network reads words; empty where it does not} */
  static Optional<String> vocabulary(Network network) {
    return network.words()
        .map(words -> "the words are those of the table, learnt in each fold, and not the " + (words.words() + 1)
            + " of the file: --text-max-features and --text-min-df say how many");
  }

  /**
   * A trainer: the command line's optimizer where one was said, else the file's.
   *
   * @param map what rows are said or known to be
   * @param columns that are learnt from; empty where the table has not been read
   */
  public Trainer trainer(OptimizerOptions options, Optional<Shape> map, Optional<List<String>> columns) {
    // The trainer makes embeddings itself, one for each category with many levels.
    var layers = keras.network().layers().stream().filter(layer -> !(layer instanceof Embedding)).toList();
    var network = new Network(layers, keras.network().output(), keras.network().outputInitializer());
    Trainer bare = Trainer.of(on(network, file, map, columns)).plan(options::apply);
    Trainer trainer = keras.loss().map(bare::loss).orElse(bare);
    if (keras.optimizer().isEmpty() || OPTIMIZER_OPTIONS.stream().anyMatch(this::said)) {
      return trainer;
    }
    return trainer.plan(plan -> plan.withOptimizer(keras.optimizer().get())
        .withSchedule(keras.schedule())
        .withClipNorm(keras.clipNorm()));
  }

  private boolean said(String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }
}
