package dev.lariat.cli.stream;

import dev.lariat.cli.linear.LinearJson;
import dev.lariat.cli.linear.LinearReport;
import dev.lariat.cli.option.TableInput;
import dev.lariat.cli.terminal.ByteProgress;
import dev.lariat.cli.terminal.Terminal;
import dev.lariat.data.Dataset;
import dev.lariat.data.Task;
import dev.lariat.data.stream.RowFolds;
import dev.lariat.data.stream.RowRoles;
import dev.lariat.data.stream.RowSource;
import dev.lariat.io.cluster.Cluster;
import dev.lariat.io.cluster.ClusterRows;
import dev.lariat.io.cluster.Machine;
import dev.lariat.io.cluster.RowPlace;
import dev.lariat.io.cluster.TravellingRows;
import dev.lariat.io.column.UncountedMissingException;
import dev.lariat.io.run.PassFile;
import dev.lariat.io.stream.SortedFile;
import dev.lariat.io.stream.StreamedTable;
import dev.lariat.io.stream.TravellingTable;
import dev.lariat.linear.Family;
import dev.lariat.model.LinearFit;
import dev.lariat.model.LinearModel;
import dev.lariat.model.LinearTrainer;
import dev.lariat.model.Provenance;
import dev.lariat.model.StreamedTrainer;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** {@code lariat linear} on a table of several files, or one that is passed over instead of held. */
public final class StreamedLinear {
  @Option(names = "--stream", description = "Pass over the table instead of holding it in memory (not for several targets). Without it this is done where it would take more than half of the memory that Java may use.")
  private boolean stream;

  @Option(names = "--on", paramLabel = "ADDRESS", description = "Pass over the table on a cluster, as in spark://host:7077 (Spark 4.2 on Java 25): files (Parquet, CSV, svmlight) under the same path on all its machines. The results are those of --stream. See docs/scale.md.")
  private String on;

  private Dataset besideTexts; // null where there are none
  private int passes; // over a table with texts

  /**
   * What is to be fitted.
   *
   * @param told null where the target decides
   * @param folds null for none
   * @param foldColumn null for none
   * @param events of rows that wait for one
   * @param settings all settings as text
   * @param needsRows why the settings and a family need the rows in memory
   * @param trainer for a table and a family
   */
  public record Wish(Family told, List<String> offset, Integer folds, String foldColumn,
      Optional<RowRoles.Events> events, long seed, String settings, Function<Family, Optional<String>> needsRows,
      BiFunction<Dataset, Family, LinearTrainer> trainer) {
    private RowRoles roles(TableInput input, Dataset specimen) {
      offset.forEach(specimen::column); // says what is near where one is missing
      requireParted(input.targets(specimen), foldColumn);
      RowFolds folding = folds != null
          ? RowFolds.numbered(folds, seed)
          : foldColumn != null ? RowFolds.of(specimen.column(foldColumn).name()) : RowFolds.none();
      return new RowRoles(input.targets(specimen).getFirst(), input.weights(), offset, folding, input.dropsMissing(),
          events);
    }
  }

  /** Refuses folds by a target. */
  public static void requireParted(List<String> targets, String foldColumn) {
    if (foldColumn != null && targets.contains(foldColumn)) {
      throw new IllegalArgumentException("'" + foldColumn + "' is the target: rows must be parted by another column");
    }
  }

  /** Why the rows have to be in memory, as far as that is known without the table. */
  public static Optional<String> needsRows(Family told, TableInput input, boolean page, boolean fitsTwice) {
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
        ? Optional.of("--adaptive fits twice and needs the rows in memory, as --relax, --stability and --hinges do")
        : Optional.empty();
  }

  /**
   * Refuses to stream what needs the rows.
   *
   * @param told null where the target decides
   */
  public void check(Family told, Optional<String> needsRows) {
    refuseOn(told);
    refuse(needsRows);
    if (on != null) {
      Cluster.installed().check(on);
    }
  }

  private void refuse(Optional<String> needsRows) {
    if (isAsked() && needsRows.isPresent()) {
      String option = stream ? "--stream" : "--on";
      throw new IllegalArgumentException(option + ": " + needsRows.get() + "; leave " + option + " away");
    }
  }

  /** Refuses a cluster where the rows are sorted. */
  private void refuseOn(Family told) {
    if (on != null && told != null && told.survival().isPresent()) {
      throw new IllegalArgumentException("--on: a path of the family " + told
          + " passes over rows that one machine has sorted by time; leave --on away, or take --stream");
    }
  }

  private boolean isAsked() {
    return stream || on != null;
  }

  /** {@return whether the table is to be streamed} */
  public boolean isWanted(StreamedCommand command, Optional<String> needsRows) {
    return isAsked() || (needsRows.isEmpty() && command.isLarge());
  }

  /** {@return whether the path was fitted; not where the rows, or all but their texts, have to be in memory} */
  public boolean learn(StreamedCommand command, Wish wish) {
    try (var progress = command.progress()) {
      Task task = wish.told == null ? command.input().task() : wish.told.task();
      try {
        return learn(command, wish, progress,
            command.open(progress, column -> task != Task.CLASSIFICATION || !column.equals(command.input().target())));
      } catch (UncountedMissingException _) {
        return learn(command, wish, progress, command.open(progress)); // with a look at all rows first
      }
    }
  }

  private boolean learn(StreamedCommand command, Wish wish, ByteProgress progress, StreamedTable table) {
    TableInput input = command.input();
    var _ = input.withTexts(table.specimen()); // refuses what is about texts where there are none
    RowRoles roles = wish.roles(input, table.specimen());
    if (command.text(table, roles).isPresent()) {
      keepTexts(command, wish, table);
      return false;
    }
    if (input.targets(table.specimen()).size() > 1) {
      refuse(Optional.of("several targets need the rows in memory"));
      return false;
    }
    Family used = wish.told == null ? StreamedTrainer.family(table, roles.target(), input.task()) : wish.told;
    Optional<String> why = wish.needsRows.apply(used);
    if (why.isPresent()) {
      refuse(why);
      return false;
    }
    learn(command, wish, progress, table, roles, used);
    return true;
  }

  /** Words are no sums over rows: each row's are weighed by those of all others, and a fold has its own. */
  private void keepTexts(StreamedCommand command, Wish wish, StreamedTable table) {
    if (on != null) {
      throw new IllegalArgumentException("--on: " + table.specimen().name() + " has a column of text, whose words are"
          + " learnt from all rows on one machine; leave --on away, or --drop the column");
    }
    TableInput input = command.input();
    input.targets(table.specimen()).forEach(table.specimen()::column); // says what is near where one is missing
    try (var folder = command.output().folder(input.file(), input.target(), input.hash(), wish.settings)) {
      besideTexts = input.table(table.readBesideTexts(folder.path()));
    }
    passes = table.passes();
  }

  /** {@return the table whose texts were passed over into a file; empty where it is to be read as a whole} */
  public Optional<Dataset> besideTexts() {
    return Optional.ofNullable(besideTexts);
  }

  /** {@return how often such a table was passed over; 0 for one that was read as a whole} */
  public int passes() {
    return passes;
  }

  /** Says that such a table was streamed. */
  public void told(PrintWriter out) {
    if (passes > 0) {
      out.println("The table was streamed, in " + passes + " passes; its texts and their words were in a file.");
    }
  }

  private void learn(StreamedCommand command, Wish wish, ByteProgress progress, StreamedTable table, RowRoles roles,
      Family used) {
    TableInput input = command.input();
    Dataset specimen = StreamedTrainer.specimen(table, roles, used.task());
    command.note(specimen.notes());
    LinearTrainer request = wish.trainer.apply(specimen, used);
    String hash = input.hash();
    try (var folder = command.output().folder(input.file(), input.target(), hash, wish.settings);
        var sorted = SortedFile.at(folder.path().resolve("sorted.cache"),
            (pass, bytes, all) -> progress.at("sorted rows, pass " + pass, bytes, all))) {
      var log = new PassFile(folder.path(), hash + "\n" + wish.settings);
      if (command.output().force()) {
        log.end();
      }
      LinearFit fit = on == null
          ? StreamedTrainer.fit(request, table, roles, log, sorted)
          : onCluster(command, table, rows -> StreamedTrainer.fit(request, rows, roles, log));
      String name = table.specimen().name();
      LinearModel.of(fit, Provenance.now(command.words(), wish.seed, name, hash))
          .save(folder.model(), command.output().force());
      log.end();
      if (command.output().json()) {
        command.out().println(LinearJson.of(fit, table.passes()));
      } else if (!command.output().quiet()) {
        Terminal.print(LinearReport.of(fit, name, table.rows(), folder.model(), specimen.notes()).lines().toList(),
            command.out());
        command.out()
            .println("The table was streamed, in " + table.passes() + (table.passes() == 1 ? " pass." : " passes."));
      }
      command.note(fit.notes());
    }
  }

  private LinearFit onCluster(StreamedCommand command, StreamedTable table, Function<RowSource, LinearFit> fit) {
    var travelling = new TravellingRows(TravellingTable.text(table), Machine.here());
    try (RowPlace place = Cluster.installed().open(on, travelling, "lariat linear " + table.specimen().name())) {
      command.note(List.of("the rows are added up on " + on + ", " + place.slots() + " blocks at once"));
      return fit.apply(new ClusterRows(table, place));
    }
  }
}
