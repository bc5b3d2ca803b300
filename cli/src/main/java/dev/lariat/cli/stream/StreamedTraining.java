package dev.lariat.cli.stream;

import dev.lariat.cli.option.RunFolder;
import dev.lariat.cli.option.SeriesInput;
import dev.lariat.cli.option.TableInput;
import dev.lariat.data.Dataset;
import dev.lariat.data.stream.RowSource;
import dev.lariat.io.run.PassFile;
import dev.lariat.io.stream.FloatFile;
import dev.lariat.io.stream.StreamedTable;
import dev.lariat.model.Fit;
import dev.lariat.model.StreamedRows;
import dev.lariat.model.Trainer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** {@code lariat train} on a table that is passed over instead of held. */
public final class StreamedTraining {
  @Option(names = "--stream", description = "Keep the encoded rows in a file beside the run instead of the table in memory. Without it this is done where the table would take more than half of the memory that Java may use.")
  private boolean stream;

  /** Refuses to stream what needs the rows. */
  public void check(TableInput input) {
    if (stream && input.logsTarget()) {
      throw new IllegalArgumentException("--stream: --log-target needs the rows in memory; leave one of them away");
    }
  }

  /**
   * A table to be streamed.
   *
   * @param table as it is
   * @param rows with how many steps each has, where they are series and some end early
   */
  public record Passed(StreamedTable table, RowSource rows) {}

  /**
   * The table to be streamed, after the first pass over it.
   *
   * @return empty where the rows are to be in memory
   */
  public Optional<Passed> table(StreamedCommand command, SeriesInput series) {
    TableInput input = command.input();
    if (!stream && (input.logsTarget() || !command.isLarge())) {
      return Optional.empty();
    }
    try (var progress = command.progress()) {
      StreamedTable table = command.open(progress);
      command.require(table.specimen());
      command.note(table.specimen().target(input.target(), input.task()).notes());
      return Optional.of(new Passed(table, series.lengths(table, command.aside(Set.of()), command::note)));
    }
  }

  /**
   * What is to be trained.
   *
   * @param share of the rows that is kept out
   * @param hash of the table's files
   * @param settings all settings as text
   */
  public record Wish(double share, long seed, String hash, String settings) {}

  /**
   * Trains; the encoded rows are in the run's folder meanwhile, and where it is after each epoch until {@link #end}.
   */
  public static Fit train(Trainer trainer, Passed passed, SeriesInput series, StreamedCommand command, Wish wish,
      RunFolder folder) {
    Path beside = folder.path();
    var log = log(wish, folder);
    if (command.output().force()) {
      log.end();
    }
    try (FloatFile training = FloatFile.open(beside.resolve("training.cache"));
        FloatFile validation = FloatFile.open(beside.resolve("validation.cache"))) {
      StreamedTable table = passed.table;
      Dataset sample = series
          .other(command.input().withTexts(table.sample(StreamedRows.sampled(table.rows(), wish.share, wish.seed))));
      return trainer.train(passed.rows, sample, command.roles(), command.input().task(), training, validation, log);
    }
  }

  /** Forgets where the training was, once the model is kept. */
  public static void end(Wish wish, RunFolder folder) {
    log(wish, folder).end();
  }

  private static PassFile log(Wish wish, RunFolder folder) {
    return new PassFile(folder.path(), wish.hash + "\n" + wish.settings);
  }
}
