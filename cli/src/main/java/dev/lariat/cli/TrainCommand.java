package dev.lariat.cli;

import dev.lariat.cli.terminal.Terminal;
import dev.lariat.cli.word.ValueWords;
import dev.lariat.cli.option.KerasNetwork;
import dev.lariat.cli.option.NetworkOptions;
import dev.lariat.cli.option.OptimizerOptions;
import dev.lariat.cli.option.PictureInput;
import dev.lariat.cli.word.ShareOrFile;
import dev.lariat.cli.stream.StreamedTraining;
import dev.lariat.cli.terminal.Progress;
import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumberText;
import dev.lariat.data.Suggestions;
import dev.lariat.data.stream.RowSource;
import dev.lariat.handover.tensorboard.TensorBoardLog;
import dev.lariat.model.Fit;
import dev.lariat.model.Trainer;
import dev.lariat.net.ClassWeights;
import dev.lariat.net.Epoch;
import dev.lariat.net.TrainingResult;
import dev.lariat.net.layer.Shape;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lariat train}: one network on one table. */
@Command(name = "train", description = "Train one network on a table and save it as a model.")
final class TrainCommand extends TableCommand {
  @Mixin
  private NetworkOptions network;

  @Mixin
  private OptimizerOptions optimizer;

  @Option(names = "--epochs", paramLabel = "N", defaultValue = "10", description = "Passes over the training rows (default: ${DEFAULT-VALUE}).")
  private int epochs;

  @Option(names = "--batch", paramLabel = "ROWS", defaultValue = "32", description = "Rows a step (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(names = "--validation", paramLabel = "SHARE|FILE", defaultValue = "0.2", description = "Share of the rows kept out for validation, or a table of its own; 0 for none (default: ${DEFAULT-VALUE}).")
  private String validation;

  @Option(names = "--class-weight", completionCandidates = ValueWords.ClassWeightings.class, paramLabel = "balanced|none", defaultValue = "none", description = "balanced: every class counts the same in training (default: ${DEFAULT-VALUE}).")
  private String classWeight;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Seed of the split, the initial weights, the batches and dropout (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--threads", paramLabel = "N", description = "At most so many threads. One network trains on one; results never depend on it.")
  private Integer threads;

  @Option(names = "--network", paramLabel = "FILE.keras", description = "The layers, regularizers, optimizer and schedule of a Keras file; trained anew.")
  private Path networkFile;

  @Option(names = "--tensorboard", paramLabel = "DIR", description = "Write the run for TensorBoard into this folder.")
  private Path tensorboard;

  @Mixin
  private StreamedTraining streamed;

  private ShareOrFile kept;
  private KerasNetwork keras; // null without a file

  @Override
  void check() {
    if (threads != null && threads < 1) {
      throw new IllegalArgumentException("--threads must be at least 1, not " + threads);
    }
    kept = ShareOrFile.of("--validation", validation);
    keras = networkFile == null ? null : new KerasNetwork(networkFile, spec);
    var _ = trainer(input.pictures().found(), Optional.empty());
    streamed.check(input);
  }

  @Override
  int learn(PrintWriter out) {
    Optional<StreamedTraining.Passed> table = streamed.table(streaming(), network.series());
    Optional<Dataset> held = table.isPresent()
        ? Optional.empty()
        : Optional.of(network.series().lengths(read(), Set.of(), this::note));
    String hash = input.hash();
    Dataset columns = held.orElseGet(() -> table.orElseThrow().rows().specimen());
    Trainer trainer = trainer(input.pictures().found().or(() -> PictureInput.pixels(columns, input)),
        Optional.of(learnt(columns)));
    Trainer whole = kept.file()
        .map(file -> trainer.validation(network.series().other(input.marked(input.table(file)))))
        .orElse(trainer)
        .provenance(commandLine(), hash);
    if (tensorboard != null) {
      TensorBoardLog.requireUnused(tensorboard); // now, not after the training
    }
    try (var folder = output.folder(input.file(), input.target(), hash,
        whole + input.settings() + (table.isPresent() ? ", streamed" : ""))) {
      PrintWriter lines = text() ? out : null;
      Fit fit;
      if (held.isPresent()) {
        fit = train(whole, held.get(), held.get().rows(), lines, settings -> settings.train(held.get()));
        fit.model().save(folder.model(), output.force());
      } else {
        StreamedTraining.Passed passed = table.get();
        RowSource rows = passed.rows();
        var wish = new StreamedTraining.Wish(kept.file().isPresent() ? 0 : kept.share(), seed, hash,
            whole + "\n" + settingsText());
        fit = train(whole, rows.specimen(), rows.rows(), lines,
            settings -> StreamedTraining.train(settings, passed, network.series(), streaming(), wish, folder));
        fit.model().save(folder.model(), output.force());
        StreamedTraining.end(wish, folder);
      }
      input.sequences().remember(folder.model());
      network.series().remember(folder.model());
      if (output.json()) {
        out.println(TrainingReport.json(fit, table.map(passed -> passed.rows().passes()).orElse(0)));
      } else if (text()) {
        summary(fit, folder.model(), out);
        table.ifPresent(passed -> out.println("The table was streamed, in " + passed.rows().passes() + " passes."));
      }
      if (fit.result().end() == TrainingResult.End.DIVERGED) {
        warn("lariat train: " + fit.result().message());
      }
    }
    return Exit.OK;
  }

  /** The columns that are learnt from; a streamed table does not know its target and its weights. */
  private List<String> learnt(Dataset table) {
    return table.features()
        .stream()
        .map(Column::name)
        .filter(name -> !name.equals(input.target()) && !name.equals(input.weights().orElse(null)))
        .toList();
  }

  /**
   * All settings.
   *
   * @param found what rows are known to be
   * @param columns of the table that are learnt from; empty where it has not been read
   */
  private Trainer trainer(Optional<Shape.Image> found, Optional<List<String>> columns) {
    Trainer begun = networkFile == null
        ? Trainer.of(network.network(input.pictures().told(), found, input.sequences().shape(), columns))
            .plan(optimizer::apply)
        : keras.trainer(optimizer, network.map(input.pictures().told(), input.sequences().shape(), columns)
            .or(() -> found.map(image -> image)), columns);
    Trainer set = begun.epochs(epochs)
        .batch(batch)
        .seed(seed)
        .classWeights(switch (classWeight.toLowerCase(Locale.ROOT)) {
          case "balanced" -> ClassWeights.BALANCED;
          case "none" -> ClassWeights.NONE;
          default ->
            throw new IllegalArgumentException("--class-weight: no '" + classWeight + "'; it is balanced or none");
        })
        .validation(kept.share());
    return optimizer.loss().map(set::loss).orElse(set);
  }

  /** @param how trains by the settings, which have listeners here */
  private Fit train(Trainer settings, Dataset table, long rows, PrintWriter lines, Function<Trainer, Fit> how) {
    PrintWriter status = spec.commandLine().getErr();
    boolean text = lines != null;
    try (var progress = new Progress("epochs", epochs, lines, status, text && Progress.onTerminal());
        var board = new TensorBoardOutput(tensorboard)) {
      Fit fit = how.apply(settings.onStart(start -> {
        board.begin(start.plan());
        if (text) {
          TrainingReport.heading(start, table, rows).forEach(progress::line);
        }
        progress.begin(); // what streams its rows has passed over them before
      }).listener(epoch -> {
        progress.step();
        board.epoch(epoch);
        if (text) {
          progress.line(TrainingReport.line(epoch, epochs));
        }
      }));
      board.end(fit.model(), fit.history().epochs().size());
      return fit;
    }
  }

  private static void summary(Fit fit, Path model, PrintWriter out) {
    out.println();
    if (fit.validationRows() > 0) {
      int best = fit.result().bestEpoch();
      Terminal.print("best validation loss: "
          + NumberText.tabular(fit.history().epochs().get(best - 1).validationLoss()) + " in epoch " + best, out);
    }
    fit.validation()
        .ifPresent(metrics -> Terminal.print("on these rows, of " + fit.model().target().name() + " itself: "
            + metrics.values()
                .entrySet()
                .stream()
                .map(figure -> figure.getKey() + " " + NumberText.tabular(figure.getValue()))
                .collect(Collectors.joining(", ")),
            out));
    Epoch last = fit.history().last();
    if (last.zeroShare() > 0) {
      Terminal.print(String.format(Locale.ROOT, "weights: %,d of %,d are not exactly zero; %,d inputs are used",
          last.nonZeroWeights(), last.weights(), last.inputsUsed()), out);
    }
    out.println("model: " + model);
    out.println("next:  lariat predict " + Suggestions.typedPath(model.getParent().toString()) + " DATA");
  }
}
