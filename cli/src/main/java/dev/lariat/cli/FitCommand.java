package dev.lariat.cli;

import dev.lariat.cli.option.ClusterStudy;
import dev.lariat.cli.option.FitOptions;
import dev.lariat.cli.option.OutputOptions;
import dev.lariat.cli.option.RunFolder;
import dev.lariat.cli.word.TypedLine;
import dev.lariat.cli.stream.StreamedStudy;
import dev.lariat.cli.terminal.FitProgress;
import dev.lariat.cli.terminal.Progress;
import dev.lariat.cli.terminal.Terminal;
import dev.lariat.data.Dataset;
import dev.lariat.data.Suggestions;
import dev.lariat.handover.tensorboard.TensorBoardLog;
import dev.lariat.io.cluster.Cluster;
import dev.lariat.io.cluster.ClusterCells;
import dev.lariat.io.run.FinishedStudy;
import dev.lariat.io.run.RunDirectory;
import dev.lariat.io.run.StartedCommand;
import dev.lariat.io.run.VerdictFile;
import dev.lariat.io.stream.FloatFile;
import dev.lariat.model.Model;
import dev.lariat.model.Provenance;
import dev.lariat.page.study.ReportFile;
import dev.lariat.page.study.StudyFiles;
import dev.lariat.page.study.VerdictText;
import dev.lariat.study.Study;
import dev.lariat.study.StudyResult;
import dev.lariat.studio.command.PreparedFit;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lariat fit}: the study of a table, from the diagnosis to the model. */
@Command(name = "fit", description = "Find out whether a model overfits, which regularizer to use and how strong, and train it.")
final class FitCommand extends TableCommand {
  @Mixin
  private FitOptions options;

  @Mixin
  private StreamedStudy streamed;

  @Option(names = "--tensorboard", paramLabel = "DIR", description = "Write the trials and the model for TensorBoard, a run each.")
  private Path tensorboard;

  @Option(names = "--on", paramLabel = "ADDRESS", description = "Compute the cells on a cluster, as in spark://host:7077 (Spark 4.2 on Java 25); the networks that follow them are trained there, too. The results are the same. See docs/scale.md.")
  private String on;

  @Option(names = "--dry-run", description = "Say what would run, and about how long.")
  private boolean dryRun;

  /** Notes of the table. */
  private List<String> said = List.of();

  @Override
  void check() {
    options.check(input);
    if (on != null) {
      streamed.refuse("--on: the cells of a sample are computed here");
      Cluster.installed().check(on);
    }
    streamed.check(input, options);
  }

  @Override
  int learn(PrintWriter out) throws IOException {
    Optional<StreamedStudy.Sampled> sampled = on == null ? streamed.sample(streaming(), options) : Optional.empty();
    PreparedFit fit = prepare(commandLine(), sampled);
    note(options.networkNotes());
    Study study = fit.study();
    if (dryRun) {
      Terminal.print(FitProgress.heading(study.describe(), said), out);
      Terminal.print(FitProgress.plan(study.describe(), study.estimate()), out);
      study.memory().map(FitProgress::memory).ifPresent(line -> Terminal.print(line, out));
      return Exit.OK;
    }
    if (tensorboard != null) {
      TensorBoardLog.requireUnused(tensorboard); // now, not after the study
    }
    Path folder = fit.folder();
    try (var run = RunDirectory.open(folder, fit.header(), output.force())) {
      Path model = folder.resolve(RunFolder.MODEL);
      Path report = folder.resolve(ReportFile.NAME);
      if (!input.isPassing() && input.isOnePlace()) {
        new StartedCommand(input.source(), TypedLine.options(spec)).write(folder);
      }
      FinishedStudy json = StudyFiles.finished(folder).orElseGet(() -> write(fit, run, out));
      StudyFiles.writePage(folder);
      if (tensorboard != null) {
        StudyBoard.write(tensorboard, json, Model.load(model));
      }
      if (output.json()) {
        out.println(VerdictFile.text(json));
      } else if (!output.quiet()) {
        VerdictText.of(json, Terminal.plain(), Terminal.columns()).lines().forEach(out::println);
        sampled.flatMap(part -> part.certainty(json)).ifPresent(line -> Terminal.print(line, out));
        out.println();
        Terminal.print("files: " + folder + ": model.lariat, verdict.json, evidence.json, trials.jsonl", out);
        out.println("look:  " + report);
        out.println("next:  lariat predict " + Suggestions.typedPath(folder.toString()) + " DATA");
      }
    }
    return Exit.OK;
  }

  /**
   * Opens the table, and says what would be studied and where. Nothing is run.
   *
   * @param shown the command for a reader
   * @param sampled the rows that are studied where they are a sample
   */
  private PreparedFit prepare(String shown, Optional<StreamedStudy.Sampled> sampled) {
    Dataset data = sampled.map(part -> input.marked(part.sample()))
        .orElseGet(() -> options.lengths(read(), this::note));
    sampled.ifPresent(_ -> note(data.notes()));
    said = data.notes();
    options.hint(data, input).ifPresent(line -> note(List.of(line)));
    String hash = input.hash();
    Study told = options.study(data, input).provenance(shown, hash);
    Study study = sampled.isPresent() ? told.ofSample() : told;
    String settings = study.settings() + options.testHash(input) + input.settings()
        + sampled.map(StreamedStudy.Sampled::settings).orElse("");
    Path folder = output.path(input.file(), input.target(), hash, settings);
    return new PreparedFit(study, folder, new RunDirectory.Header(hash, OutputOptions.hash(settings), settings),
        sampled.map(part -> onAllRows(part, hash + "\n" + settings))
            .orElse((whole, where, run) -> StudyFiles.write(run.apply(whole), where)));
  }

  /** The same after the checks that the command line makes first. */
  PreparedFit prepareAlone(String shown) {
    if (!input.isOneWord()) { // which files are asked for elsewhere is not to be told by words in a folder
      throw new IllegalArgumentException("a study of several files goes on by its own command: type it");
    }
    input.check();
    check();
    if (input.target() == null) {
      throw new IllegalArgumentException("choose the target first");
    }
    return prepare(shown, streamed.sample(streaming(), options));
  }

  /** Runs the study, or what is left of it, and keeps what came of it. */
  private FinishedStudy write(PreparedFit fit, RunDirectory run, PrintWriter out) {
    if (output.force()) {
      StreamedStudy.end(fit.folder(), options.average());
    }
    FinishedStudy finished = fit.ending().write(fit.study(), fit.folder(), study -> run(study, run, out));
    input.sequences().remember(fit.folder());
    options.series().remember(fit.folder());
    return finished;
  }

  /**
   * What is used is trained on all rows.
   *
   * @param settings what identifies data and settings
   */
  private PreparedFit.Ending onAllRows(StreamedStudy.Sampled sampled, String settings) {
    return (study, folder, run) -> {
      try (var store = FloatFile.open(folder.resolve("training.cache"))) {
        FinishedStudy finished = StudyFiles
            .write(run.apply(study.allRows(sampled.allRows(streaming(), store, folder, settings))), folder);
        StreamedStudy.end(folder, options.average());
        return finished;
      }
    };
  }

  private StudyResult run(Study whole, RunDirectory run, PrintWriter out) {
    PrintWriter err = spec.commandLine().getErr();
    run.begunByAnother()
        .ifPresent(version -> note(List.of("the study was begun by " + version + " and goes on by the rules of "
            + Provenance.lariatWords() + "; what is finished stays as it is (--force starts anew)")));
    var interrupted = new Thread(() -> {
      err.println();
      err.println("lariat fit: interrupted; what was finished is kept, and the same command goes on");
      err.flush();
    });
    Runtime.getRuntime().addShutdownHook(interrupted);
    try (var progress = new FitProgress(text() ? out : null, err, text() && Progress.onTerminal(),
        (int) run.results().stream().filter(result -> !result.cell().isCount()).count(), said)) {
      Study study = whole.log(run).listener(progress);
      StudyResult result = on == null ? study.run() : onCluster(study);
      if (options.asksForYardstick() && result.yardstick().isEmpty()) {
        note(List.of("the yardstick was not measured: the time limit was over"));
      }
      return result;
    } finally {
      try {
        Runtime.getRuntime().removeShutdownHook(interrupted);
      } catch (IllegalStateException _) {
        // The JVM is going down already.
      }
    }
  }

  private StudyResult onCluster(Study study) {
    try (ClusterCells cells = Cluster.installed()
        .open(on, ClusterStudy.of(spec, options, input, study), ClusterStudy.files(options, input))) {
      note(List.of("the cells are computed on " + on + ", " + cells.slots() + " at once"));
      return study.on(cells).run();
    }
  }
}
