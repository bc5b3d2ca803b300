package dev.lariat.cli.stream;

import dev.lariat.cli.option.OutputOptions;
import dev.lariat.cli.option.TableInput;
import dev.lariat.cli.terminal.ByteProgress;
import dev.lariat.cli.terminal.Progress;
import dev.lariat.io.stream.StreamedTable;
import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.data.TextColumn;
import dev.lariat.data.stream.RowFolds;
import dev.lariat.data.stream.RowRoles;
import java.util.Optional;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a command that streams its table was told, and where it speaks.
 *
 * @param words the command as it was typed
 * @param out takes results
 * @param err takes what is beside them
 */
public record StreamedCommand(TableInput input, OutputOptions output, String words, PrintWriter out, PrintWriter err) {
  /** {@return whether the table would take more than half of the memory that Java may use} */
  boolean isLarge() {
    return StreamedTable.isLarger(input.files(), input.options(), Runtime.getRuntime().maxMemory() / 2.0);
  }

  /** A bar of the bytes that a pass reads, where somebody looks on. */
  ByteProgress progress() {
    return new ByteProgress(err, !output.json() && !output.quiet() && Progress.onTerminal());
  }

  /** Opens the table, and passes over it to see what its columns hold. */
  StreamedTable open(ByteProgress progress) {
    return open(progress, dropped());
  }

  /** @param without columns that are not read */
  StreamedTable open(ByteProgress progress, Set<String> without) {
    return StreamedTable.open(input.files(), input.options(), without,
        (pass, bytes, all) -> progress.at("pass " + pass, bytes, all));
  }

  /**
   * Opens the table; what its file says itself of columns of numbers is believed.
   *
   * @param typed of which columns
   */
  StreamedTable open(ByteProgress progress, Predicate<String> typed) {
    return StreamedTable.typed(input.files(), input.options(), dropped(),
        (pass, bytes, all) -> progress.at("pass " + pass, bytes, all), typed);
  }

  /** A table of sequences has been made without them. */
  private Set<String> dropped() {
    return input.sequences().isGiven() ? Set.of() : Set.copyOf(input.dropped());
  }

  /** {@return which column is what, for networks and samples: all rows are in one fold} */
  RowRoles roles() {
    return new RowRoles(input.target(), input.weights(), List.of(), RowFolds.none(), input.dropsMissing());
  }

  /**
   * {@return columns that are not learnt from}
   *
   * @param others that part the rows
   */
  Set<String> aside(Set<String> others) {
    Set<String> aside = new HashSet<>(others);
    aside.addAll(input.dropped());
    aside.add(input.target());
    input.weights().ifPresent(aside::add);
    return aside;
  }

  /** Refuses what a table in memory is refused for when its target and its weights are marked. */
  void require(Dataset specimen) {
    var kept = specimen.without(input.dropped().stream().filter(specimen::has).toArray(String[]::new));
    input.weights().ifPresent(kept::column); // says what is near where it is missing
    input.requireOne(kept);
    kept.column(input.target());
  }

  /** {@return an input that is text} */
  Optional<String> text(StreamedTable table, RowRoles roles) {
    return roles.inputs(table.specimen())
        .columns()
        .stream()
        .filter(TextColumn.class::isInstance)
        .map(Column::name)
        .filter(name -> !input.dropped().contains(name))
        .findFirst();
  }

  /** Says what a user should know of a table, unless nothing is to be said. */
  void note(List<String> notes) {
    if (!output.quiet()) {
      notes.forEach(note -> err.println("note: " + note));
    }
  }
}
