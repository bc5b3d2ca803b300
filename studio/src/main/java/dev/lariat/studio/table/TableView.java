package dev.lariat.studio.table;

import dev.lariat.data.ColumnKind;
import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.Folds;
import dev.lariat.data.NumberText;
import dev.lariat.data.Target;
import dev.lariat.data.Task;
import dev.lariat.io.table.TableOptions;
import dev.lariat.study.warning.TableWarnings;
import dev.lariat.study.warning.Warning;
import dev.lariat.studio.web.Answer;
import dev.lariat.studio.web.PageWords;
import dev.lariat.studio.web.Refusal;
import dev.lariat.studio.web.Request;
import dev.lariat.studio.web.Routes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** What the data view asks for: the tables of the folder, a table's columns, and what to ask about a target. */
public final class TableView {
  /** More than any table that is dropped; larger ones lie in the folder already. */
  private static final long LARGEST_DROP = 1L << 30;
  /** As a study has them: folds up to this many rows, one split above. */
  private static final int FOLDS_UP_TO = 5000;
  private static final int FOLDS = 5;
  private static final double SPLIT = 0.2;
  /** A column of which more is missing tells little. */
  private static final double MOSTLY = 0.5;
  /** How a form calls what to do with lines of too many or too few fields. */
  public static final String BAD_ROWS = "badRows";
  /** More columns of which the same is to be said are said together. */
  private static final int ONE_BY_ONE = 4;

  private final StudioFolder folder;
  private final OpenTable tables;
  private final String start;

  /**
   * A view of a folder.
   *
   * @param start the table to begin with, in the folder; empty for none
   */
  public TableView(StudioFolder folder, OpenTable tables, String start) {
    this.folder = folder;
    this.tables = tables;
    this.start = start;
  }

  /**
   * A table in short.
   *
   * @param path in the folder
   * @param target the marked column; empty where none is
   * @param task what the target makes it; empty without
   */
  record Profile(String path, int rows, List<ColumnProfile> columns, List<String> notes, String target, String task,
      List<Note> warnings) {}

  /**
   * Something to look at.
   *
   * @param kind a word
   * @param column empty where it is about rows
   * @param text with what to do
   */
  record Note(String kind, String column, String text) {}

  /** Adds the addresses of this view. */
  public void answer(Routes routes) {
    routes.get("/api/tables",
        _ -> Answer
            .json(Map.of("folder", folder.root().getFileName() == null ? "/" : folder.root().getFileName().toString(),
                "tables", folder.tables(), "start", start, "largest", LARGEST_DROP)));
    routes.post("/api/tables", this::dropped);
    routes.post("/api/table", this::table);
    routes.post("/api/table/samples", this::samples);
    routes.get("/api/table/row", this::row);
  }

  private Answer dropped(Request request) throws IOException {
    try (InputStream content = request.upload(LARGEST_DROP)) {
      return Answer.json(Map.of("path", folder.keep(request.field("name"), content)));
    }
  }

  /** Reading a table changes nothing; it is a POST because kinds of many columns do not fit into an address. */
  private Answer table(Request request) throws IOException {
    JsonNode form = request.json();
    String path = form.path("path").asString("");
    Path file = folder.table(path);
    Dataset table = tables.of(file, told(form));
    String target = form.path("target").asString("");
    List<ColumnProfile> columns = table.columns().stream().map(ColumnProfile::of).toList();
    List<String> notes = table.notes().stream().map(PageWords::of).toList();
    if (target.isEmpty()) {
      return Answer.json(new Profile(path, table.rows(), columns, notes, "", "", List.of()));
    }
    List<Note> warnings = new ArrayList<>(ofColumns(table, target));
    String task = "";
    try {
      Dataset marked = table.target(target);
      task = marked.target().task().name().toLowerCase(Locale.ROOT);
      warnings.addAll(0, of(marked));
    } catch (DataException | IllegalArgumentException refused) {
      warnings.addFirst(new Note("refused", target, PageWords.of(refused.getMessage())));
    }
    return Answer.json(new Profile(path, table.rows(), columns, notes, target, task, warnings));
  }

  /** A few rows of each class as what they are, pictures or series; nothing where they are columns. */
  private Answer samples(Request request) throws IOException {
    JsonNode form = request.json();
    Dataset table = tables.of(folder.table(form.path("path").asString("")), told(form));
    return Answer.json(
        RowSamples
            .of(table, form.path("target").asString(""), Set.copyOf(dropped(form)), form.path("image").asString(""),
                form.path("series").asString(""))
            .<Object>map(samples -> samples)
            .orElse(Map.of()));
  }

  /** A row as one would type it. */
  private Answer row(Request request) throws IOException {
    Dataset table = tables.of(folder.table(request.field("path")),
        TableOptions.none().badRows(TableOptions.BadRows.SKIP));
    String number = request.field("row");
    int row = number.matches("[1-9]\\d{0,8}") ? Integer.parseInt(number) : 0;
    if (row < 1 || row > table.rows()) {
      throw Refusal.wrong("rows go from 1 to " + table.rows() + ", not " + number);
    }
    var typed = new LinkedHashMap<String, String>();
    table.columns().forEach(column -> typed.put(column.name(), TypedCell.typed(column, row - 1)));
    return Answer.json(Map.of("rows", table.rows(), "row", typed));
  }

  private static List<String> dropped(JsonNode form) {
    List<String> drop = new ArrayList<>();
    form.path("drop").forEach(name -> drop.add(name.asString("")));
    return drop;
  }

  /** {@return the kinds that a form tells} */
  public static Map<String, ColumnKind> kinds(JsonNode form) {
    var kinds = new LinkedHashMap<String, ColumnKind>();
    form.path("kinds")
        .properties()
        .forEach(told -> kinds.put(told.getKey(), ColumnKind.of(told.getValue().asString(""))));
    return kinds;
  }

  /** {@return all that a form tells about a table} */
  public static TableOptions told(JsonNode form) {
    TableOptions told = TableOptions.none();
    for (Map.Entry<String, ColumnKind> kind : kinds(form).entrySet()) {
      told = told.kind(kind.getKey(), kind.getValue());
    }
    String badRows = form.path(BAD_ROWS).asString("");
    return badRows.isEmpty() ? told : told.badRows(TableOptions.BadRows.of(BAD_ROWS, badRows));
  }

  private static List<Note> of(Dataset marked) {
    Target target = marked.target();
    var notes = new ArrayList<Note>();
    fewRows(target).ifPresent(notes::add);
    Folds folds = marked.rows() <= FOLDS_UP_TO ? Folds.stratified(target, FOLDS, 0) : Folds.split(target, SPLIT, 0);
    for (Warning warning : TableWarnings.of(marked, folds, new TableWarnings.Parted(false, false))) {
      notes.add(new Note(warning.kind().toString(), warning.column().orElse(""), PageWords.of(warning.text())));
    }
    return notes;
  }

  private static Optional<Note> fewRows(Target target) {
    if (target.task() != Task.CLASSIFICATION) {
      return Optional.empty();
    }
    int[] counts = target.classCounts();
    var few = new ArrayList<String>();
    for (int c = 0; c < counts.length; c++) {
      if (counts[c] < FOLDS) {
        few.add("'" + target.classes().get(c) + "' " + NumberText.count(counts[c], "row"));
      }
    }
    return few.isEmpty()
        ? Optional.empty()
        : Optional.of(new Note("few-rows", target.name(),
            "some classes have too few rows to be judged: "
                + String.join(", ", few.subList(0, Math.min(FOLDS, few.size()))) + (few.size() > FOLDS ? ", …" : "")
                + ". Each of the " + FOLDS
                + " folds should have one: join the class with another, or leave its rows out."));
  }

  /**
   * What is to be asked about columns, whatever the target; of many of a kind, as pictures have black pixels, together.
   */
  private static List<Note> ofColumns(Dataset table, String target) {
    var found = new TreeMap<String, List<Column>>();
    table.columns().stream().filter(column -> !column.name().equals(target)).forEach(column -> {
      switch (column.kind()) {
        case IDENTIFIER -> found.computeIfAbsent("identifier", _ -> new ArrayList<>()).add(column);
        case CONSTANT -> found.computeIfAbsent("constant", _ -> new ArrayList<>()).add(column);
        case NUMERIC, CATEGORY, BOOLEAN, DATE, TEXT -> {
          if (column.missing() > MOSTLY * column.rows()) {
            found.computeIfAbsent("missing", _ -> new ArrayList<>()).add(column);
          }
        }
      }
    });
    var notes = new ArrayList<Note>();
    found.forEach((kind, columns) -> {
      if (columns.size() <= ONE_BY_ONE) {
        columns.forEach(
            column -> notes.add(new Note(kind, column.name(), "'" + column.name() + "' " + about(kind, column))));
      } else {
        notes.add(new Note(kind, "", "'" + columns.get(0).name() + "', '" + columns.get(1).name() + "' and "
            + NumberText.count(columns.size() - 2, "more column") + " " + aboutMany(kind)));
      }
    });
    return notes;
  }

  private static String about(String kind, Column column) {
    return switch (kind) {
      case "identifier" ->
        "is another in nearly every row: it is left out. If it is a number to learn from, set its kind.";
      case "constant" -> "is the same in every row: it is left out.";
      default -> "is missing in " + NumberText.percent(column.missing() / (double) column.rows())
          + " of the rows: is it known when the model is asked?";
    };
  }

  private static String aboutMany(String kind) {
    return switch (kind) {
      case "identifier" -> "are others in nearly every row: they are left out.";
      case "constant" -> "are the same in every row: they are left out.";
      default -> "are missing in more than half of the rows: are they known when the model is asked?";
    };
  }

  /** {@return the version of the table that a form names: what is computed of it holds for this version alone} */
  public OpenTable.Version version(JsonNode form) throws IOException {
    return OpenTable.Version.of(folder.table(form.path("path").asString("")));
  }

  /**
   * The table that a form names, with its target marked.
   *
   * @throws Refusal if it names none
   */
  public Dataset marked(JsonNode form) throws IOException {
    String target = form.path("target").asString("");
    if (target.isEmpty()) {
      throw Refusal.wrong("choose the target first");
    }
    List<String> drop = dropped(form);
    Dataset table = tables.of(folder.table(form.path("path").asString("")), told(form));
    return table.without(drop.toArray(String[]::new)).target(target);
  }
}
