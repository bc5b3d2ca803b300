package dev.lariat.cli.option;

import dev.lariat.cli.word.QuotedList;
import dev.lariat.data.ColumnKind;
import dev.lariat.data.Dataset;
import dev.lariat.data.Schema;
import dev.lariat.io.Tables;
import dev.lariat.io.model.StepColumns;
import dev.lariat.io.sequence.LongTable;
import dev.lariat.io.sequence.SequenceLayout;
import dev.lariat.io.sequence.WideTable;
import dev.lariat.io.table.TableOptions;
import dev.lariat.io.table.TableReader;
import dev.lariat.net.layer.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** A table with a row for each step of a sequence: which sequence a row is of, and when. */
public final class SequenceInput {
  /** In place of the sizes while the table has not been read. */
  private static final Shape.Sequence UNREAD = new Shape.Sequence(1, 1, Shape.Lengths.BY_ROW);

  @Option(names = "--sequence-id", paramLabel = "COLUMN", description = "The table has a row for each step, and this column says which sequence a row is of. Numbers and categories that change are read step by step; columns that do not change within any sequence stand beside it. A sequence has one target.")
  private String id;

  @Option(names = "--sequence-time", paramLabel = "COLUMN", description = "When a step is: the order within a sequence, as numbers or dates.")
  private String time;

  @Option(names = "--sequence-static", paramLabel = "COLUMN,…", description = "Columns that have to be the same at all steps of a sequence; others that are, are found.")
  private List<String> same = new ArrayList<>();

  private SequenceLayout layout; // null until the table is read
  private final Map<Path, Path> tables = new HashMap<>(); // what others became
  private final List<String> notes = new ArrayList<>();

  /** {@return whether rows are steps of sequences} */
  public boolean isGiven() {
    return id != null;
  }

  /** Checks that what belongs together is there. */
  public void check() {
    if (id == null && time != null) {
      throw new IllegalArgumentException(
          "--sequence-time needs --sequence-id, the column that says which sequence a row is of");
    }
    if (id != null && time == null) {
      throw new IllegalArgumentException("--sequence-id needs --sequence-time, the column that says when a step is");
    }
    if (id == null && !same.isEmpty()) {
      throw new IllegalArgumentException("--sequence-static belongs to --sequence-id");
    }
    if (id != null && id.equals(time)) {
      throw new IllegalArgumentException("--sequence-id and --sequence-time are two columns, not both '" + id + "'");
    }
  }

  /** Writes into a model's file of which columns its sequences were made, so that they need not be told again. */
  public void remember(Path model) {
    if (isGiven()) {
      new StepColumns(id, time, QuotedList.items("--sequence-static", same)).addTo(model);
    }
  }

  /** Takes up what a model's file says of these columns, where nothing else is told. */
  void recall(StepColumns columns) {
    id = id == null ? columns.id() : id;
    time = time == null ? columns.time() : time;
  }

  /** {@return what a row is to a network; of no table in particular while none is read} */
  public Optional<Shape.Sequence> shape() {
    if (!isGiven()) {
      return Optional.empty();
    }
    return Optional.of(
        layout == null ? UNREAD : new Shape.Sequence(layout.steps(), layout.channels().size(), Shape.Lengths.BY_ROW));
  }

  /**
   * {@return the table of a row for each sequence}
   *
   * @param aside columns that are neither read nor stand beside the sequences: the target first
   * @param dropped columns to leave out
   */
  Path table(List<Path> files, TableOptions options, List<String> aside, List<String> dropped) {
    LongTable sequences = read(Tables.read(files, options), dropped);
    layout = sequences.layout(aside, QuotedList.items("--sequence-static", same));
    notes.addAll(sequences.notes());
    var columns = new ArrayList<>(layout.columns());
    columns.addAll(aside);
    return new WideTable(sequences).write(columns, layout.steps());
  }

  /** {@return another such table, of validation rows for example, with the same columns} */
  Path other(Path file, TableOptions options, List<String> aside, List<String> dropped) {
    return tables.computeIfAbsent(file, path -> {
      var columns = new ArrayList<>(layout.columns());
      columns.addAll(aside);
      return new WideTable(read(Tables.read(path, ofSteps(options)), dropped)).write(columns, layout.steps());
    });
  }

  private LongTable read(Dataset table, List<String> dropped) {
    return new LongTable(dropped.isEmpty() ? table : table.without(dropped.toArray(String[]::new)), id, time);
  }

  /** {@return how the long table is read where it is known what its columns hold} */
  private TableOptions ofSteps(TableOptions options) {
    TableOptions all = options;
    for (SequenceLayout.Channel channel : layout.channels()) {
      all = kind(all, channel);
    }
    return all;
  }

  /** {@return how the table of sequences is read, by what is told about the long one} */
  TableOptions kinds(TableOptions options) {
    if (layout == null) {
      return options;
    }
    TableOptions own = new TableOptions(Map.of(), Optional.of(','), Optional.of(true), options.badRows());
    for (String column : layout.columns()) {
      if (SequenceLayout.isOfStep(column) || column.equals(SequenceLayout.STEPS)) {
        own = own.kind(column, ColumnKind.NUMERIC);
      } else if (options.kinds().containsKey(column)) {
        own = own.kind(column, options.kinds().get(column));
      }
    }
    return own;
  }

  /** {@return what was found, each a line} */
  List<String> notes() {
    return notes;
  }

  /** {@return the column that says which sequence a row is of} */
  public String id() {
    return id;
  }

  /**
   * {@return the sequences of a table to predict from, its columns read as they were in training}
   *
   * @param schema of the model
   */
  public LongTable of(Path data, Schema schema) {
    Set<String> found = Set.copyOf(TableReader.of(data, TableOptions.none()).names());
    TableOptions options = TableOptions.none();
    for (Schema.Field field : schema.fields()) {
      Optional<SequenceLayout.Channel> channel = SequenceLayout.channel(field.name(), found::contains);
      if (channel.filter(each -> found.contains(each.column())).isPresent()) {
        options = kind(options, channel.get());
      } else if (found.contains(field.name()) && field.kind() != ColumnKind.CONSTANT) {
        options = options.kind(field.name(), field.kind());
      }
    }
    return new LongTable(Tables.read(data, options), id, time);
  }

  private static TableOptions kind(TableOptions options, SequenceLayout.Channel channel) {
    return options.kind(channel.column(), channel.level().isPresent() ? ColumnKind.CATEGORY : ColumnKind.NUMERIC);
  }
}
