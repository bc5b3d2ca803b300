package dev.lariat.cli.option;

import dev.lariat.handover.keras.KerasModel;
import dev.lariat.model.Trainer;
import dev.lariat.net.Network;
import dev.lariat.net.layer.Embedding;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** The network of a Keras file, in place of the options that describe one. */
public final class KerasNetwork {
  private static final List<String> NETWORK_OPTIONS = List.of("--hidden", "--dropout", "--l1", "--l2", "--elastic-net",
      "--group-lasso", "--max-norm", "--activation", "--batch-norm", "--layer-norm", "--init", "--layers", "--image",
      "--series");
  private static final List<String> OPTIMIZER_OPTIONS = List.of("--optimizer", "--lr", "--momentum", "--weight-decay",
      "--dialect", "--schedule", "--clip-norm");

  private final KerasModel keras;
  private final CommandSpec spec;

  public KerasNetwork(Path file, CommandSpec spec) {
    this.spec = spec;
    for (String option : NETWORK_OPTIONS) {
      if (said(option)) {
        throw new IllegalArgumentException("--network has layers of its own: leave out " + option);
      }
    }
    keras = KerasModel.read(file);
    keras.notes().forEach(note -> spec.commandLine().getErr().println("note: " + note));
  }

  /** A trainer: the command line's optimizer where one was said, else the file's. */
  public Trainer trainer(OptimizerOptions options) {
    // The trainer makes embeddings itself, one for each category with many levels.
    var layers = keras.network().layers().stream().filter(layer -> !(layer instanceof Embedding)).toList();
    var network = new Network(layers, keras.network().output(), keras.network().outputInitializer());
    Trainer bare = Trainer.of(network).plan(options::apply);
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
