package dev.lariat.cli;

import dev.lariat.cli.terminal.Terminal;
import dev.lariat.cli.terminal.Progress;
import dev.lariat.cli.terminal.FitProgress;
import dev.lariat.cli.option.FitOptions;
import dev.lariat.cli.option.OutputOptions;
import dev.lariat.cli.option.TableInput;
import dev.lariat.cli.option.RunFolder;

import dev.lariat.cli.report.ReportFile;
import dev.lariat.cli.report.VerdictText;
import dev.lariat.data.Dataset;
import dev.lariat.handover.tensorboard.TensorBoardLog;
import dev.lariat.io.Tables;
import dev.lariat.io.run.EvidenceFile;
import dev.lariat.io.run.RunDirectory;
import dev.lariat.io.run.VerdictFile;
import dev.lariat.model.Model;
import dev.lariat.model.ModelFormat;
import dev.lariat.study.Study;
import dev.lariat.study.StudyResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code lariat fit}: the study of a table, from the diagnosis to the model. */
@Command(name = "fit", description = "Find out whether a model overfits, which regularizer to use and how strong, and train it.")
final class FitCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @Mixin
  private TableInput input;

  @Mixin
  private FitOptions options;

  @Mixin
  private OutputOptions output;

  @Option(names = "--tensorboard", paramLabel = "DIR", description = "Write the trials and the model for TensorBoard, a run each.")
  private Path tensorboard;

  @Option(names = "--dry-run", description = "Say what would run, and about how long.")
  private boolean dryRun;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    input.check();
    options.check();
    if (input.target() == null) {
      Columns.list(Tables.read(input.file(), input.options()), input.file(), "fit", out);
      err.println("lariat fit: which column is to be predicted? Say it with --target");
      return Exit.USAGE;
    }
    Dataset data = input.read();
    String hash = Tables.hash(input.file());
    Study study = options.study(data, input).provenance(commandLine(), hash);
    if (!output.quiet()) {
      Stream.concat(data.notes().stream(), options.networkNotes().stream())
          .forEach(note -> err.println("note: " + note));
    }
    if (dryRun) {
      FitProgress.heading(study.describe()).forEach(out::println);
      FitProgress.plan(study.describe(), study.estimate()).forEach(out::println);
      return Exit.OK;
    }
    if (tensorboard != null) {
      TensorBoardLog.requireUnused(tensorboard); // now, not after the study
    }
    String settings = study.settings() + options.testHash();
    Path folder = output.path(input.file(), input.target(), hash, settings);
    var header = new RunDirectory.Header(hash, OutputOptions.hash(settings), settings);
    try (var run = RunDirectory.open(folder, header, output.force())) {
      Path verdict = folder.resolve(RunDirectory.VERDICT);
      Path model = folder.resolve(RunFolder.MODEL);
      Path report = folder.resolve(ReportFile.NAME);
      ObjectNode json;
      if (Files.exists(verdict) && Files.exists(model)) {
        json = VerdictFile.read(verdict);
      } else {
        StudyResult result = run(study, run, out, err);
        ModelFormat.installed().write(result.model(), model, true);
        EvidenceFile.write(result.evidence(), folder);
        json = VerdictFile.json(result, result.model().provenance());
        VerdictFile.write(json, verdict);
        Files.deleteIfExists(report); // of an earlier study, until this one's is written
      }
      if (!Files.exists(report)) {
        ReportFile.write(folder, report, false);
      }
      if (tensorboard != null) {
        StudyBoard.write(tensorboard, json, Model.load(model));
      }
      if (output.json()) {
        out.println(VerdictFile.text(json));
      } else if (!output.quiet()) {
        VerdictText.of(json, Terminal.plain(), Terminal.columns()).lines().forEach(out::println);
        out.println();
        out.println("files: " + folder + ": model.lariat, verdict.json, evidence.json, trials.jsonl");
        out.println("look:  " + report);
        out.println("next:  lariat predict " + Columns.quoted(folder.toString()) + " DATA");
      }
    }
    return Exit.OK;
  }

  private StudyResult run(Study study, RunDirectory run, PrintWriter out, PrintWriter err) {
    boolean text = !output.json() && !output.quiet();
    var interrupted = new Thread(() -> {
      err.println();
      err.println("lariat fit: interrupted; what was finished is kept, and the same command goes on");
      err.flush();
    });
    Runtime.getRuntime().addShutdownHook(interrupted);
    try (var progress = new FitProgress(text ? out : null, err, text && Progress.onTerminal(), run.results().size())) {
      return study.log(run).listener(progress).run();
    } finally {
      try {
        Runtime.getRuntime().removeShutdownHook(interrupted);
      } catch (IllegalStateException _) {
        // The JVM is going down already.
      }
    }
  }

  private String commandLine() {
    return spec.commandLine()
        .getParseResult()
        .originalArgs()
        .stream()
        .map(Columns::quoted)
        .collect(Collectors.joining(" ", "lariat ", ""));
  }
}
