package dev.lariat.cli;

import dev.lariat.cli.linear.LinearJson;
import dev.lariat.cli.linear.LinearReport;
import dev.lariat.cli.option.TableInput;
import dev.lariat.cli.terminal.ByteProgress;
import dev.lariat.cli.terminal.Progress;
import dev.lariat.data.Dataset;
import dev.lariat.data.stream.RowFolds;
import dev.lariat.data.stream.RowRoles;
import dev.lariat.io.run.PassFile;
import dev.lariat.io.stream.StreamedTable;
import dev.lariat.linear.Family;
import dev.lariat.model.LinearFit;
import dev.lariat.model.LinearModel;
import dev.lariat.model.LinearTrainer;
import dev.lariat.model.Provenance;
import dev.lariat.model.StreamedTrainer;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiFunction;
import picocli.CommandLine.Option;

/** {@code lariat linear} on a table of several files, or one that is passed over instead of held. */
final class StreamedLinear {
  @Option(names = "--stream", description = "Pass over the table instead of holding it in memory (not for multinomial and cox). Without it this is done where it would take more than half of the memory that Java may use.")
  private boolean stream;

  /** What is to be fitted: settings of the command, and a trainer for a table and a family. */
  record Wish(Family told, List<String> offset, Integer folds, String foldColumn, long seed, String settings,
      BiFunction<Dataset, Family, LinearTrainer> trainer) {}

  /** Why the rows have to be in memory, as far as that is known without the table. */
  static Optional<String> needsRows(Family told, TableInput input, boolean page, boolean fitsTwice) {
    Optional<String> family = told == null ? Optional.empty() : StreamedTrainer.needsRows(told);
    if (family.isPresent()) {
      return family;
    }
    if (input.logsTarget()) {
      return Optional.of("--log-target needs the rows in memory");
    }
    if (page) {
      return Optional.of("--html draws what needs the rows in memory");
    }
    return fitsTwice
        ? Optional.of("--adaptive fits twice and needs the rows in memory, as --relax and --stability do")
        : Optional.empty();
  }

  /** Refuses to stream what needs the rows. */
  void check(Optional<String> needsRows) {
    if (stream && needsRows.isPresent()) {
      throw new IllegalArgumentException("--stream: " + needsRows.get() + "; leave --stream away");
    }
  }

  /** Whether the table is to be streamed. */
  boolean isWanted(TableInput input, Optional<String> needsRows) {
    return stream || (needsRows.isEmpty()
        && StreamedTable.isLarger(input.files(), input.options(), Runtime.getRuntime().maxMemory() / 2.0));
  }

  /** {@return the exit code; empty where the rows have to be in memory after all} */
  OptionalInt learn(TableCommand command, Wish wish, PrintWriter out) {
    TableInput input = command.input;
    boolean shown = command.text() && Progress.onTerminal();
    try (var progress = new ByteProgress(command.spec.commandLine().getErr(), shown)) {
      StreamedTable table = StreamedTable.open(input.files(), input.options(), Set.copyOf(input.dropped()),
          (pass, bytes, all) -> progress.at("pass " + pass, bytes, all));
      command.note(table.specimen().notes());
      Family used = wish.told == null ? StreamedTrainer.family(table, input.target(), input.task()) : wish.told;
      Optional<String> why = StreamedTrainer.needsRows(used);
      if (why.isPresent()) {
        check(why);
        return OptionalInt.empty();
      }
      learn(command, wish, table, used, out);
      return OptionalInt.of(Exit.OK);
    }
  }

  private static void learn(TableCommand command, Wish wish, StreamedTable table, Family used, PrintWriter out) {
    TableInput input = command.input;
    for (String column : wish.offset) {
      table.specimen().column(column);
    }
    if (wish.offset.size() > 1) {
      throw new IllegalArgumentException("--offset: a path of the family " + used + " has one");
    }
    RowFolds folds = wish.folds != null
        ? RowFolds.numbered(wish.folds, wish.seed)
        : wish.foldColumn != null ? RowFolds.of(table.specimen().column(wish.foldColumn).name()) : RowFolds.none();
    var roles = new RowRoles(input.target(), input.weights(), wish.offset.stream().findFirst(), folds,
        input.dropsMissing());
    LinearTrainer request = wish.trainer.apply(StreamedTrainer.specimen(table, roles, used.task()), used);
    String hash = input.hash();
    try (var folder = command.output.folder(input.file(), input.target(), hash, wish.settings)) {
      var log = new PassFile(folder.path(), hash + "\n" + wish.settings);
      if (command.output.force()) {
        log.end();
      }
      LinearFit fit = StreamedTrainer.fit(request, table, roles, log);
      String name = table.specimen().name();
      LinearModel.of(fit, Provenance.now(command.commandLine(), wish.seed, name, hash))
          .save(folder.model(), command.output.force());
      log.end();
      if (command.output.json()) {
        out.println(LinearJson.of(fit, table.passes()));
      } else if (!command.output.quiet()) {
        out.print(LinearReport.of(fit, name, table.rows(), folder.model()));
        out.println("The table was streamed, in " + table.passes() + " passes.");
      }
      command.note(fit.notes());
    }
  }
}
