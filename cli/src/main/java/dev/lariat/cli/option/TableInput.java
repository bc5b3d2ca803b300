package dev.lariat.cli.option;

import dev.lariat.cli.word.Choice;
import dev.lariat.cli.word.PathWord;
import dev.lariat.cli.word.QuotedList;
import dev.lariat.cli.word.ValueWords;
import dev.lariat.data.ColumnKind;
import dev.lariat.data.Dataset;
import dev.lariat.data.Suggestions;
import dev.lariat.data.Task;
import dev.lariat.io.Tables;
import dev.lariat.io.stream.TableFiles;
import dev.lariat.io.table.TableOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The table and what is to be learnt from it, as options of every command that trains. */
public final class TableInput {
  @Parameters(index = "0", arity = "0..1", paramLabel = "DATA", description = "A table: CSV, TSV (also gzipped), Parquet or svmlight, or a folder of such files, with a row for each step of a sequence where --sequence-id says so; or pictures: a folder of one folder for each class with PNG or JPEG files, an IDX file, or an array of NumPy (.npy). - reads standard input.")
  private String word;

  @Parameters(index = "1..*", arity = "0..*", paramLabel = "DATA", description = "More files of the same table. A pattern in quotes ('data/*.parquet') or a folder stands for all tables that it holds.")
  private List<String> more = new ArrayList<>();

  @Mixin
  private SqlOption sql;

  @Mixin
  private PictureInput pictures;

  @Mixin
  private SequenceInput sequences;

  @Option(names = {"-t",
      "--target"}, paramLabel = "COLUMN", description = "What to predict; for lariat linear also several columns of numbers, a,b. Without it: lists the columns; of pictures it is class, the folders' names.")
  private String target;

  @Option(names = "--task", completionCandidates = ValueWords.Tasks.class, paramLabel = "TASK", description = "classification or regression; found from the target if not told.")
  private String task;

  @Option(names = "--log-target", description = "Learn the logarithm of the target, a number above 0. Predictions are of the target itself, as medians; a study compares and reports on that scale too.")
  private boolean logTarget;

  @Option(names = "--weights", paramLabel = "COLUMN", description = "A column with each row's weight.")
  private String weights;

  @Option(names = "--kinds", paramLabel = "COLUMN=KIND,…", description = "What columns hold, where it is not found rightly: numeric, category, boolean, date, text or identifier. A name with a comma stands in double quotes.")
  private List<String> kinds = new ArrayList<>();

  @Option(names = "--drop", paramLabel = "COLUMN,…", description = "Columns to leave out.")
  private List<String> drop = new ArrayList<>();

  @Option(names = "--target-missing", completionCandidates = ValueWords.MissingTargets.class, paramLabel = "refuse|drop", description = "What to do with rows that have no target: refuse the table (default), or leave the rows out.")
  private String targetMissing = "refuse";

  @Option(names = "--on-bad-rows", completionCandidates = ValueWords.BadRows.class, paramLabel = "refuse|skip", description = "What to do with rows of a text table that have too many or too few fields: refuse the table (default), or leave the rows out.")
  private String badRows = "refuse";

  @Mixin
  private TextFeatureOptions texts;

  private Path data; // what the word names; null where there is none, or a pattern that cannot be a name
  private Path file;
  private List<Path> files; // where there may be several
  private List<Path> steps = List.of(); // the long table that sequences were made of
  private boolean readWithout; // what is dropped, if a table has no such column

  /** {@return the file, of several the first} */
  public Path file() {
    if (file == null) {
      files = files == null ? found() : files;
      file = files == null ? alone() : files.getFirst();
      if (sequences.isGiven() && target != null) {
        steps = files == null ? List.of(file) : files;
        file = sequences.table(steps, told(), aside(), dropped());
        files = null;
      }
    }
    return file;
  }

  /** The file where it stands alone: one of a query, of pictures, or with what standard input held. */
  private Path alone() {
    if (sql.isGiven()) {
      return sql.file(word);
    }
    return pictures.isGiven() ? pictures.table(data) : StandardInput.file(data);
  }

  /** Columns that belong to a sequence and are not learnt from. */
  private List<String> aside() {
    return weights == null ? List.of(target) : List.of(weights, target);
  }

  /** {@return the path that was given, of a table, of several or of pictures} */
  public Path source() {
    return data == null || word.equals("-") ? file() : data;
  }

  /** {@return whether the table is one file or folder, and no pattern of some} */
  public boolean isOnePlace() {
    return isOneWord() && (word == null || (data != null && Files.exists(data)));
  }

  /** {@return whether one word says where the table is} */
  public boolean isOneWord() {
    return more.isEmpty();
  }

  /** {@return what is said of sequences} */
  public SequenceInput sequences() {
    return sequences;
  }

  /** {@return what is said of images, and found of pictures} */
  public PictureInput pictures() {
    return pictures;
  }

  /** {@return whether the table came through a pipe or from a query, so that no file has it afterwards} */
  public boolean isPassing() {
    return sql.isGiven() || word.equals("-");
  }

  /** {@return how a command line names the table} */
  public String words() {
    return (sql.isGiven() ? sql.words(word) : Suggestions.typedPath(word.equals("-") ? file().toString() : word))
        + more.stream().map(word -> " " + Suggestions.typedPath(word)).collect(Collectors.joining());
  }

  /** {@return the files of a table that lies in some; null where it does not} */
  private List<Path> found() {
    more.forEach(PathWord::require);
    if (sql.isGiven()) {
      if (!more.isEmpty()) {
        throw new IllegalArgumentException("--sql and the file " + more.getFirst() + ": the query names its files");
      }
      return null;
    }
    if (pictures.isGiven()) {
      if (!more.isEmpty()) {
        throw new IllegalArgumentException(word + " is pictures: they stand alone, not beside other files");
      }
      return null;
    }
    var words = new ArrayList<>(List.of(word));
    words.addAll(more);
    if (words.equals(List.of("-"))) {
      return null;
    }
    if (words.contains("-")) {
      throw new IllegalArgumentException("- for standard input stands alone, not beside other files");
    }
    if (data != null && Files.isDirectory(data) && !TableFiles.hasTables(data)) {
      throw PictureInput.noData(data);
    }
    return TableFiles.of(words);
  }

  /** {@return all files of the table} */
  public List<Path> files() {
    Path first = file();
    return files == null ? List.of(first) : files;
  }

  /**
   * {@return the files of which another machine makes the same table} Of pictures it is the table that they became, of
   * a long table that table itself.
   */
  List<Path> travelling() {
    List<Path> made = files();
    return steps.isEmpty() ? made : steps;
  }

  /** {@return words that tell of the table that pictures became what was known of them; none of tables} */
  List<String> travellingWords() {
    if (!pictures.isGiven()) {
      return List.of();
    }
    var words = new ArrayList<>(List.of("--target=" + target));
    TableOptions told = told();
    if (told.kinds().containsKey(target)) {
      words.add(
          "--kinds=" + Suggestions.listed(target) + "=" + told.kinds().get(target).name().toLowerCase(Locale.ROOT));
    }
    return words;
  }

  /** {@return what identifies the files' content} */
  public String hash() {
    return TableFiles.hash(files());
  }

  /** {@return the columns to leave out} */
  public List<String> dropped() {
    return QuotedList.items("--drop", drop);
  }

  /** {@return the column of the rows' weights, if one was named} */
  public Optional<String> weights() {
    return Optional.ofNullable(weights);
  }

  /** The target's name; null if none was given, and there is no usual one. */
  public String target() {
    return target;
  }

  /** Takes a column for the target that another option has named. */
  public void targetIs(String column) {
    target = column;
  }

  /** {@return the columns that the target names: the one of exactly that name, else those of a list with commas} */
  public List<String> targets(Dataset table) {
    if (table.has(target)) {
      return List.of(target);
    }
    return QuotedList.items("--target", List.of(target));
  }

  /** What is told about the table. */
  public TableOptions options() {
    return sequences.isGiven() ? sequences.kinds(told()) : told();
  }

  private TableOptions told() {
    var options = TableOptions.none().badRows(TableOptions.BadRows.of("--on-bad-rows", badRows));
    for (QuotedList.Pair pair : QuotedList.pairs("--kinds COLUMN=KIND", kinds)) {
      options = options.kind(pair.name(), ColumnKind.of(pair.value()));
    }
    return pictures.kinds(options, task());
  }

  /** Checks what can be checked without opening the data. */
  public void check() {
    sql.check(word);
    data = PathWord.of(word);
    task();
    options();
    pictures.check(sql.isGiven() || word.equals("-") ? null : data, target);
    target = target == null ? pictures.target() : target;
    sequences.check();
    if (sequences.isGiven() && pictures.isGiven()) {
      throw new IllegalArgumentException("--sequence-id is for tables, and " + word + " is pictures");
    }
    texts.options();
    dropsMissing();
    refuseDropped("--target", target);
    refuseDropped("--weights", weights);
    files = found(); // says now what is not there
  }

  private void refuseDropped(String option, String column) {
    if (column != null && dropped().contains(column)) {
      throw new IllegalArgumentException("--drop leaves out '" + column + "', which is what " + option + " names");
    }
  }

  /** {@return whether rows without a target are left out} */
  public boolean dropsMissing() {
    return switch (targetMissing) {
      case "refuse" -> false;
      case "drop" -> true;
      default -> throw new IllegalArgumentException("--target-missing is refuse or drop, not '" + targetMissing + "'");
    };
  }

  /** {@return what is to be learnt, null if it was not told} */
  public Task task() {
    if (task == null) {
      return logTarget ? Task.REGRESSION : null;
    }
    Task told = Choice.of(Task.class, "--task", task);
    if (logTarget && told == Task.CLASSIFICATION) {
      throw new IllegalArgumentException("--log-target is for numbers, and --task says that the target is a class");
    }
    return told;
  }

  /** {@return the table as it is} */
  public Dataset table() {
    return noted(Tables.read(files(), options()));
  }

  private Dataset noted(Dataset read) {
    Dataset table = withTexts(read);
    for (String note : Stream.concat(pictures.notes().stream(), sequences.notes().stream()).toList()) {
      table = table.note(note);
    }
    return table;
  }

  /** {@return the table, which was read without the columns that are left out} */
  public Dataset table(Dataset read) {
    readWithout = true;
    return noted(read);
  }

  /** {@return another table, for example one of validation rows, read by the same options} */
  public Dataset table(Path other) {
    return withTexts(Tables.read(asTable(other), options()));
  }

  /** {@return what identifies another table's content} */
  public String hash(Path other) {
    return Tables.hash(asTable(other));
  }

  /** {@return another table of pictures as the table that they became, and others as they are} */
  Path travelling(Path other) {
    return pictures.isGiven() ? pictures.table(other) : other;
  }

  private Path asTable(Path other) {
    return sequences.isGiven() ? sequences.other(other, told(), aside(), dropped()) : pictures.table(other);
  }

  /** {@return the table, whose texts become features as it was told} */
  public Dataset withTexts(Dataset table) {
    return texts.options().map(table::texts).orElse(table);
  }

  /** {@return what is told about the columns that the models learn from; empty where nothing is} */
  public String settings() {
    return (logTarget ? ", logarithm of the target" : "") + (kinds.isEmpty() ? "" : ", kinds " + kinds)
        + (drop.isEmpty() ? "" : ", without " + drop) + (sequences.isGiven() ? ", sequences" : "")
        + texts.options().map(options -> ", " + options).orElse("");
  }

  /** {@return the table with its target and weights marked} */
  public Dataset read() {
    return marked(table());
  }

  /** Marks target and weights in another table, for example one of validation rows. */
  public Dataset marked(Dataset table) {
    var kept = kept(table);
    requireOne(kept);
    return transformed((dropsMissing() ? kept.withTarget(target) : kept).target(target, task()));
  }

  /** Refuses several targets. */
  public void requireOne(Dataset table) {
    if (targets(table).size() > 1 && targets(table).stream().allMatch(table::has)) {
      throw new IllegalArgumentException(
          "--target " + target + ": several targets at once are for lariat linear; this command models one");
    }
  }

  /** The table with its weights, without the columns to leave out; one of sequences has been made without them. */
  private Dataset kept(Dataset table) {
    String[] without = dropped().stream().filter(name -> !readWithout || table.has(name)).toArray(String[]::new);
    Dataset kept = sequences.isGiven() ? table : table.without(without);
    return weights == null ? kept : kept.weights(weights); // now: what is no weight is told by its row of the table
  }

  /** {@return whether the target's logarithm is learnt} */
  public boolean logsTarget() {
    return logTarget;
  }

  /** {@return a table with its target marked, and its logarithm learnt where that was asked for} */
  public Dataset transformed(Dataset marked) {
    return logTarget ? marked.logTarget() : marked;
  }

  /**
   * Marks the first of several numeric targets, and the weights.
   *
   * @throws IllegalArgumentException if a target is named twice, or the task is classification
   */
  public Dataset marked(Dataset table, List<String> targets) {
    if (task() == Task.CLASSIFICATION) {
      throw new IllegalArgumentException("--task classification: several targets at once are numbers");
    }
    if (logTarget) {
      throw new IllegalArgumentException("--log-target is for one target, not for several at once");
    }
    var kept = kept(table);
    for (int k = 0; k < targets.size(); k++) {
      if (targets.subList(0, k).contains(targets.get(k))) {
        throw new IllegalArgumentException("--target names '" + targets.get(k) + "' twice");
      }
      kept = dropsMissing() ? kept.withTarget(targets.get(k)) : kept;
    }
    return kept.target(targets.getFirst(), Task.REGRESSION);
  }
}
