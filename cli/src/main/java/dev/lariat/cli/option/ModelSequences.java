package dev.lariat.cli.option;

import dev.lariat.data.ColumnKind;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.Schema;
import dev.lariat.data.Suggestions;
import dev.lariat.io.Tables;
import dev.lariat.io.model.SeriesColumns;
import dev.lariat.io.model.StepColumns;
import dev.lariat.io.sequence.LongTable;
import dev.lariat.io.sequence.SequenceLayout;
import dev.lariat.io.sequence.SeriesLengths;
import dev.lariat.io.sequence.WideTable;
import dev.lariat.io.table.TableOptions;
import dev.lariat.io.table.TableReader;
import dev.lariat.model.EnsembleModel;
import dev.lariat.model.LinearModel;
import dev.lariat.model.Model;
import dev.lariat.model.NetworkModel;
import dev.lariat.model.TrivialModel;
import dev.lariat.net.layer.Shape;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A long table for a model of sequences: a row for each sequence, with the columns that the model has. */
public final class ModelSequences {
  private final Model model;
  private final Path path;

  /**
   * For a model.
   *
   * @param path for messages
   */
  public ModelSequences(Model model, Path path) {
    this.model = model;
    this.path = path;
  }

  /**
   * {@return the table of the sequences; where nothing is said of them, DATA as it is}
   *
   * @param keep the columns that are written in front; modified: the sequences' names come first
   * @param err for what was found
   */
  public Path data(Path data, SequenceInput input, List<String> keep, PrintWriter err) {
    Schema schema = model.schema();
    List<String> columns = schema.fields()
        .stream()
        .map(Schema.Field::name)
        .filter(name -> !model.target().all().contains(name))
        .toList();
    boolean ofSequences = SequenceLayout.isOfSequences(columns);
    Optional<SeriesColumns> series = ofSequences ? SeriesColumns.of(path) : Optional.empty();
    if (series.isPresent() && !input.isGiven()) {
      return withLengths(data, series.get(), schema);
    }
    Optional<StepColumns> known = ofSequences ? StepColumns.of(path) : Optional.empty();
    if (!input.isGiven() && ofSequences && isWide(data, known)) {
      return data;
    }
    known.ifPresent(input::recall);
    input.check();
    if (!input.isGiven()) {
      return data;
    }
    if (!ofSequences) {
      throw new IllegalArgumentException("--sequence-id: " + path + " was not trained on sequences of a long table");
    }
    if (!keep.contains(input.id())) {
      keep.addFirst(input.id());
    }
    LongTable sequences = input.of(data, schema);
    var wanted = new ArrayList<String>(keep);
    columns.stream()
        .filter(name -> !wanted.contains(name))
        .filter(name -> required(schema, name) || sequences.table().has(name) || SequenceLayout.isOfStep(name))
        .forEach(wanted::add);
    model.target()
        .all()
        .stream()
        .filter(name -> sequences.table().has(name) && !wanted.contains(name))
        .forEach(wanted::add);
    var rows = new WideTable(sequences);
    Path table = rows.write(wanted, sequence().map(Shape.Sequence::length).orElse(Integer.MAX_VALUE));
    sequences.notes().forEach(note -> err.println("note: " + note));
    rows.notes().forEach(note -> err.println("note: " + note));
    return table;
  }

  /** A table of series with how many steps each has, where it does not say it by itself. */
  private static Path withLengths(Path data, SeriesColumns series, Schema schema) {
    List<String> names = TableReader.of(data, TableOptions.none()).names();
    if (names.contains(SequenceLayout.STEPS)) {
      return data;
    }
    TableOptions options = TableOptions.none();
    for (Schema.Field field : schema.fields()) {
      boolean told = names.contains(field.name()) && field.kind() != ColumnKind.CONSTANT;
      options = told ? options.kind(field.name(), field.kind()) : options;
    }
    for (String number : series.numbers()) {
      if (!names.contains(number)) {
        throw new DataException("no column '" + number + "' in " + data + ": "
            + Suggestions.suggest(number, names, Suggestions.Kind.COLUMNS));
      }
      options = options.kind(number, ColumnKind.NUMERIC);
    }
    Dataset rows = Tables.read(data, options);
    return WideTable.write(SeriesLengths.added(rows, series.steps(), series.numbers()));
  }

  private static boolean required(Schema schema, String column) {
    return schema.fields().stream().anyMatch(field -> field.name().equals(column) && field.required());
  }

  /**
   * {@return whether a table has a row for each sequence, so that it is read as it is}
   *
   * @throws DataException if it has no such row, and not the columns of which the sequences were made; it says what to
   * do
   */
  private boolean isWide(Path data, Optional<StepColumns> known) {
    List<String> names = TableReader.of(data, TableOptions.none()).names();
    if (names.contains(SequenceLayout.STEPS)) {
      return true;
    }
    if (known.filter(columns -> names.contains(columns.id()) && names.contains(columns.time())).isEmpty()) {
      throw new DataException(
          path + " is a model of sequences: say with --sequence-id and --sequence-time which columns of " + data
              + " tell of which sequence a row is, and when"
              + known.map(columns -> "; in training they were '" + columns.id() + "' and '" + columns.time() + "'")
                  .orElse(""));
    }
    return false;
  }

  /** {@return what a network takes a row for; empty where there is none} */
  private Optional<Shape.Sequence> sequence() {
    return switch (model) {
      case NetworkModel network -> network.plan().network().sequence();
      case EnsembleModel ensemble -> ensemble.members().getFirst().plan().network().sequence();
      case LinearModel _,TrivialModel _ -> Optional.empty();
    };
  }
}
