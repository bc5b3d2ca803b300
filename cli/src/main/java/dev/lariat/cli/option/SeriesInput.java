package dev.lariat.cli.option;

import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.data.stream.RowSource;
import dev.lariat.io.model.SeriesColumns;
import dev.lariat.io.sequence.SequenceLayout;
import dev.lariat.io.sequence.SeriesLengths;
import dev.lariat.net.layer.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** A table whose rows are series: how many steps they have at most. */
public final class SeriesInput {
  @Option(names = "--series", paramLabel = "STEPS", description = "Each row is a series of this many steps: its columns are the numbers of the first step, then those of the second. A row that misses its last steps ends there.")
  private Integer steps;

  private List<String> numbers = List.of(); // the columns of the steps, where a series ends early

  /** {@return whether rows are series} */
  public boolean isGiven() {
    return steps != null;
  }

  /** {@return what was said; null where nothing was} */
  Integer steps() {
    return steps;
  }

  /**
   * {@return the table, with how many steps each row has where some end early}
   *
   * @param others columns that are not learnt from
   * @param note what was found
   */
  public Dataset lengths(Dataset data, Set<String> others, Consumer<List<String>> note) {
    if (steps == null) {
      return data;
    }
    SeriesLengths found = SeriesLengths.of(data, steps,
        data.features().stream().map(Column::name).filter(name -> !others.contains(name)).toList());
    numbers = found.numbers();
    note.accept(found.notes());
    return found.data();
  }

  /**
   * {@return the same of a table that is passed over}
   *
   * @param others columns that are not learnt from, the target among them
   * @param note what was found
   */
  public RowSource lengths(RowSource table, Set<String> others, Consumer<List<String>> note) {
    if (steps == null) {
      return table;
    }
    SeriesLengths.Passed found = SeriesLengths.of(table, steps,
        table.specimen().columns().stream().map(Column::name).filter(name -> !others.contains(name)).toList());
    numbers = found.numbers();
    note.accept(found.notes());
    return found.rows();
  }

  /** {@return another table of such rows, of validation rows for example} */
  public Dataset other(Dataset data) {
    return numbers.isEmpty() ? data : SeriesLengths.added(data, steps, numbers);
  }

  /** Writes into a model's file which columns are the steps, so that a series may end early in prediction, too. */
  public void remember(Path model) {
    if (!numbers.isEmpty()) {
      new SeriesColumns(steps, numbers).addTo(model);
    }
  }

  /**
   * {@return what a row is; empty where it is no series}
   *
   * @param columns that are learnt from; empty where the table has not been read, and a step counts as one number
   */
  Optional<Shape> shape(Optional<List<String>> columns) {
    if (steps == null) {
      return Optional.empty();
    }
    if (steps < 1) {
      throw new IllegalArgumentException("--series must be at least 1 step, not " + steps);
    }
    List<String> names = columns.orElse(List.of());
    int ends = names.indexOf(SequenceLayout.STEPS);
    int count = columns.isEmpty() ? steps : ends < 0 ? names.size() : ends;
    if (count == 0 || count % steps != 0) {
      throw new IllegalArgumentException("--series " + steps + ": the table has " + count
          + " columns to learn from, which is no multiple of the steps: leave the others out with --drop");
    }
    return Optional.of(new Shape.Sequence(steps, count / steps, ends < 0 ? Shape.Lengths.EQUAL : Shape.Lengths.BY_ROW));
  }
}
