package dev.lariat.cli.stream;

import dev.lariat.cli.option.FitOptions;
import dev.lariat.cli.option.TableInput;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumberText;
import dev.lariat.data.Target;
import dev.lariat.data.Task;
import dev.lariat.data.stream.FloatStore;
import dev.lariat.data.stream.RowRoles;
import dev.lariat.data.stream.RowSource;
import dev.lariat.data.stream.StratifiedSample;
import dev.lariat.io.run.FinishedStudy;
import dev.lariat.io.run.Gains;
import dev.lariat.io.run.PassFile;
import dev.lariat.io.stream.StreamedTable;
import dev.lariat.model.StreamedTrainer;
import dev.lariat.study.AllRows;
import dev.lariat.study.statistics.Interval;
import dev.lariat.study.verdict.Gain;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** {@code lariat fit} on a table of so many rows that a sample tells what to use. */
public final class StreamedStudy {
  /** Rows that are studied: a study of so many takes minutes, and one in five of them validates, 40,000. */
  private static final int SAMPLE = 200_000;

  @Option(names = "--stream", description = "Study a sample of the rows, each class in its share, and train what is used on all rows, which are passed over instead of held. Without it this is done where there are more rows than --sample says.")
  private boolean stream;

  @Option(names = "--sample", paramLabel = "ROWS", description = "How many rows are studied of a table that has more (default: 200000).")
  private Integer sample;

  /** Checks what can be checked without opening the data. */
  public void check(TableInput input, FitOptions options) {
    if (sample != null && sample < 100) {
      throw new IllegalArgumentException("--sample: a study needs at least 100 rows, not " + sample);
    }
    Optional<String> why = needsRows(input, options);
    if (stream && why.isPresent()) {
      throw new IllegalArgumentException("--stream: " + why.get() + ", or leave --stream away");
    }
  }

  /** Refuses to draw a sample beside another option. */
  public void refuse(String why) {
    if (stream || sample != null) {
      throw new IllegalArgumentException(
          (stream ? "--stream and " : "--sample and ") + why + "; leave one of them away");
    }
  }

  private static Optional<String> needsRows(TableInput input, FitOptions options) {
    return input.logsTarget()
        ? Optional.of("--log-target needs the rows in memory; leave it away")
        : options.needsRows();
  }

  /**
   * The sample of a table that is to be streamed.
   *
   * @return empty where all rows are studied, in memory
   */
  public Optional<Sampled> sample(StreamedCommand command, FitOptions options) {
    TableInput input = command.input();
    int most = sample == null ? SAMPLE : sample;
    if (!stream && (needsRows(input, options).isPresent()
        // about: twice as many may be there
        || (!command.isLarge() && StreamedTable.rowsAbout(input.files(), input.options(), most) <= most / 2))) {
      return Optional.empty();
    }
    try (var progress = command.progress()) {
      StreamedTable table = command.open(progress, Set.of());
      if (!stream && !command.isLarge() && table.rows() <= most) {
        return Optional.empty();
      }
      command.require(table.specimen());
      RowRoles roles = command.roles();
      Task task = input.task() != null
          ? input.task()
          : Target.find(table.specimen().column(input.target()), table.rows());
      var drawn = new StratifiedSample(roles, task, StreamedTrainer.specimen(table, roles, task).target().classes(),
          table.rows(), most, options.seed());
      RowSource ended = options.series().lengths(table, command.aside(options.dividing()), command::note);
      Dataset rows = options.series().other(input.withTexts(table.chosen(drawn::chosen)));
      return Optional.of(new Sampled(table, ended, rows.note(note(rows.rows(), table.rows()))));
    }
  }

  private static String note(long studied, long all) {
    return studied == all
        ? "all rows are studied; the model is trained on rows that are passed over"
        : String.format(Locale.ROOT,
            "a sample of %,d of the %,d rows is studied, each class in its share: intervals are about %s times as wide"
                + " as those of all rows would be; what is used is trained on all rows",
            studied, all, NumberText.number(Math.sqrt((double) all / studied)));
  }

  /**
   * A table and the sample of it.
   *
   * @param whole the table as it is
   * @param table with how many steps each row has, where rows are series and some end early
   * @param sample with all columns, without the rows that have no target
   */
  public record Sampled(StreamedTable whole, RowSource table, Dataset sample) {
    /** {@return what distinguishes a study of this sample} */
    public String settings() {
      return ", a sample of " + sample.rows() + " of " + table.rows() + " rows";
    }

    /**
     * All rows, for what is trained at the end.
     *
     * @param store takes the encoded rows
     * @param folder of the run
     * @param fit what identifies data and settings
     */
    public AllRows allRows(StreamedCommand command, FloatStore store, Path folder, String fit) {
      return new AllRows(table, command.roles(), store, member -> PassFile.numbered(folder, member, fit),
          () -> command.input().marked(command.input().withTexts(whole.readBesideTexts(folder))));
    }

    /** {@return what the sample costs in certainty, of what the best regularizer gains} */
    public Optional<String> certainty(FinishedStudy study) {
      double narrower = Math.sqrt((double) sample.rows() / table.rows());
      return new Gains(study).onNone()
          .filter(_ -> sample.rows() < table.rows())
          .map(Gain::interval)
          .map(gain -> String.format(Locale.ROOT,
              "The sample of %,d of %,d rows tells the gain of the best regularizer to within%n  %s to %s; all rows"
                  + " would tell it to within about %s to %s.",
              sample.rows(), table.rows(), NumberText.number(gain.low()), NumberText.number(gain.high()),
              NumberText.number(scaled(gain, gain.low(), narrower)),
              NumberText.number(scaled(gain, gain.high(), narrower))));
    }

    private static double scaled(Interval gain, double end, double by) {
      return gain.mean() + by * (end - gain.mean());
    }
  }

  /**
   * Forgets where the trainings at the end were.
   *
   * @param networks how many there may be
   */
  public static void end(Path folder, int networks) {
    for (int member = 0; member < networks; member++) {
      PassFile.numbered(folder, member, "").end();
    }
  }
}
