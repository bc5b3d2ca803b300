package dev.lariat.cli;

import dev.lariat.cli.option.FitOptions;
import dev.lariat.cli.option.OutputOptions;
import dev.lariat.cli.option.RunFolder;
import dev.lariat.cli.option.TypedLine;
import dev.lariat.cli.terminal.FitProgress;
import dev.lariat.cli.terminal.Progress;
import dev.lariat.cli.terminal.Terminal;
import dev.lariat.data.Dataset;
import dev.lariat.handover.tensorboard.TensorBoardLog;
import dev.lariat.io.Tables;
import dev.lariat.io.run.EvidenceFile;
import dev.lariat.io.run.FinishedStudy;
import dev.lariat.io.run.RunDirectory;
import dev.lariat.io.run.VerdictFile;
import dev.lariat.model.Model;
import dev.lariat.model.ModelFormat;
import dev.lariat.page.study.ReportFile;
import dev.lariat.page.study.VerdictText;
import dev.lariat.study.Study;
import dev.lariat.study.StudyResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lariat fit}: the study of a table, from the diagnosis to the model. */
@Command(name = "fit", description = "Find out whether a model overfits, which regularizer to use and how strong, and train it.")
final class FitCommand extends TableCommand {
  @Mixin
  private FitOptions options;

  @Option(names = "--tensorboard", paramLabel = "DIR", description = "Write the trials and the model for TensorBoard, a run each.")
  private Path tensorboard;

  @Option(names = "--dry-run", description = "Say what would run, and about how long.")
  private boolean dryRun;

  @Override
  void check() {
    options.check();
  }

  @Override
  int learn(PrintWriter out) throws IOException {
    Dataset data = read();
    String hash = Tables.hash(input.file());
    Study study = options.study(data, input).provenance(commandLine(), hash);
    note(options.networkNotes());
    if (dryRun) {
      FitProgress.heading(study.describe()).forEach(out::println);
      FitProgress.plan(study.describe(), study.estimate()).forEach(out::println);
      return Exit.OK;
    }
    if (tensorboard != null) {
      TensorBoardLog.requireUnused(tensorboard); // now, not after the study
    }
    String settings = study.settings() + options.testHash() + input.settings();
    Path folder = output.path(input.file(), input.target(), hash, settings);
    var header = new RunDirectory.Header(hash, OutputOptions.hash(settings), settings);
    try (var run = RunDirectory.open(folder, header, output.force())) {
      Path verdict = folder.resolve(RunDirectory.VERDICT);
      Path model = folder.resolve(RunFolder.MODEL);
      Path report = folder.resolve(ReportFile.NAME);
      FinishedStudy json;
      if (Files.exists(verdict) && Files.exists(model)) {
        json = VerdictFile.read(verdict);
      } else {
        StudyResult result = run(study, run, out);
        ModelFormat.installed().write(result.model(), model, true);
        EvidenceFile.write(result.evidence(), folder);
        json = VerdictFile.of(result, result.model().provenance());
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
        out.println("next:  lariat predict " + TypedLine.quoted(folder.toString()) + " DATA");
      }
    }
    return Exit.OK;
  }

  private StudyResult run(Study study, RunDirectory run, PrintWriter out) {
    PrintWriter err = spec.commandLine().getErr();
    var interrupted = new Thread(() -> {
      err.println();
      err.println("lariat fit: interrupted; what was finished is kept, and the same command goes on");
      err.flush();
    });
    Runtime.getRuntime().addShutdownHook(interrupted);
    try (var progress = new FitProgress(text() ? out : null, err, text() && Progress.onTerminal(),
        run.results().size())) {
      return study.log(run).listener(progress).run();
    } finally {
      try {
        Runtime.getRuntime().removeShutdownHook(interrupted);
      } catch (IllegalStateException _) {
        // The JVM is going down already.
      }
    }
  }
}
