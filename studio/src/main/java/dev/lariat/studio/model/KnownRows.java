package dev.lariat.studio.model;

import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.io.Tables;
import dev.lariat.io.image.Pictures;
import dev.lariat.io.run.StartedCommand;
import dev.lariat.model.Model;
import dev.lariat.studio.table.OpenTable;
import dev.lariat.studio.table.StudioFolder;
import dev.lariat.studio.web.Refusal;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Rows of a model's training table, evenly spread, with which a typed row is compared.
 *
 * @param table with the columns that the model reads
 * @param numbers of its rows in the whole table, from 1
 */
record KnownRows(Dataset table, List<Integer> numbers) {
  /** More say little more, and each prediction is explained against them. */
  private static final int MOST = 200;
  /** More levels nobody chooses from. */
  private static final int LEVELS = 30;

  /** Copies the numbers. */
  KnownRows {
    numbers = List.copyOf(numbers);
  }

  /**
   * The rows of a model's training table.
   *
   * @param directory of the run that made the model
   * @return empty where the table is not in the folder, or is not what it was
   */
  static Optional<KnownRows> of(StudioFolder folder, Path directory, Model model) {
    try {
      return table(folder, directory, model).map(file -> {
        Dataset all = Tables.read(OpenTable.readable(file), model.schema());
        long rows = all.rows();
        int kept = Math.min(MOST, all.rows());
        int[] spread = IntStream.range(0, kept).map(i -> (int) (i * rows / kept)).toArray();
        return new KnownRows(all.select(spread), IntStream.of(spread).mapToObj(row -> row + 1).toList());
      });
    } catch (Refusal | DataException | UncheckedIOException _) {
      return Optional.empty(); // the table is gone, or another one
    }
  }

  /** A study says where its table is; of another model its name and its content tell. */
  private static Optional<Path> table(StudioFolder folder, Path directory, Model model) {
    String hash = model.provenance().dataHash();
    if (folder.isInside(directory.resolve(StartedCommand.NAME))) {
      return StartedCommand.read(directory)
          .map(command -> folder.table(folder.shown(command.data())))
          .filter(file -> hash.isEmpty() || Pictures.of(file).isPresent() || Tables.hash(file).equals(hash));
    }
    return folder.tables()
        .stream()
        .filter(one -> Path.of(one.path()).getFileName().toString().equals(model.provenance().data()))
        .map(one -> folder.table(one.path()))
        .filter(file -> Tables.hash(OpenTable.readable(file)).equals(hash))
        .findFirst();
  }

  int rows() {
    return table.rows();
  }

  /** {@return a column; empty where the table lacks it} */
  Optional<Column> column(String name) {
    return table.has(name) ? Optional.of(table.column(name)) : Optional.empty();
  }

  /** {@return the levels of a column in order; none where they are too many} */
  static List<String> levels(Column column) {
    List<String> levels = IntStream.range(0, column.rows())
        .filter(row -> !column.isMissing(row))
        .mapToObj(column::text)
        .distinct()
        .sorted()
        .toList();
    return levels.size() <= LEVELS ? levels : List.of();
  }

  /** {@return from where to where nine of ten of a column's numbers lie; empty where it has none} */
  static Optional<Range> range(Column column) {
    double[] sorted = IntStream.range(0, column.rows())
        .mapToDouble(column::number)
        .filter(Double::isFinite)
        .sorted()
        .toArray();
    return sorted.length == 0
        ? Optional.empty()
        : Optional
            .of(new Range(sorted[(int) (0.05 * (sorted.length - 1))], sorted[(int) (0.95 * (sorted.length - 1))]));
  }

  /** From a number to another. */
  record Range(double low, double high) {
    /** {@return so many numbers, evenly spread, each once} */
    double[] spread(int steps) {
      return IntStream.range(0, steps).mapToDouble(i -> low + i * (high - low) / (steps - 1)).distinct().toArray();
    }
  }
}
