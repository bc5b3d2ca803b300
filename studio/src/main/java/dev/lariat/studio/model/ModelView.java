package dev.lariat.studio.model;

import dev.lariat.data.Column;
import dev.lariat.data.ColumnKind;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.Schema;
import dev.lariat.data.Task;
import dev.lariat.io.Tables;
import dev.lariat.io.model.ModelFile;
import dev.lariat.io.run.StartedCommand;
import dev.lariat.model.Contributions;
import dev.lariat.model.Model;
import dev.lariat.model.interval.PredictionIntervals;
import dev.lariat.studio.command.PredictWords;
import dev.lariat.studio.table.TypedCell;
import dev.lariat.studio.table.OpenTable;
import dev.lariat.studio.table.StudioFolder;
import dev.lariat.studio.web.Answer;
import dev.lariat.studio.web.Refusal;
import dev.lariat.studio.web.Request;
import dev.lariat.studio.web.Routes;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** What the model view asks for: a model's columns, and what it predicts for a row that is typed. */
public final class ModelView {
  /** Rows of the training table that a typed row is compared with. */
  private static final int COMPARED = 200;
  private static final int NEAREST = 5;
  private static final int STEPS = 25;
  private static final int MEAN_OF = 40;
  private static final int LEVELS = 30;
  private static final int KEPT = 2;
  /** As {@code lariat predict --interval} is shown everywhere. */
  private static final double COVERAGE = 0.9;

  private final StudioFolder folder;
  private final PredictWords words;
  private final Map<String, Loaded> loaded = new LinkedHashMap<>(KEPT, 1, true);

  /**
   * A view of the folder's models.
   *
   * @param words how a whole table is predicted
   */
  public ModelView(StudioFolder folder, PredictWords words) {
    this.folder = folder;
    this.words = words;
  }

  /**
   * A model with rows of its training table, where that is known and still there.
   *
   * @param intervals where the file keeps them, and its study had rows enough
   * @param changed when the file was written
   */
  private record Loaded(Model model, Optional<Dataset> rows, Optional<PredictionIntervals> intervals, long changed) {}

  /**
   * Between which numbers the target should lie.
   *
   * @param coverage for what share of rows
   */
  record Bounds(double low, double high, double coverage) {}

  /**
   * A column of the form.
   *
   * @param value to begin with
   * @param levels to choose from; empty where anything may be typed
   * @param low and {@code high}: between them lie nine of ten rows; null where nothing is known
   */
  record Field(String name, String kind, boolean required, String value, List<String> levels, Double low,
      Double high) {}

  /**
   * What a column adds to a prediction.
   *
   * @param error of the amount
   */
  record Part(String column, String value, double amount, double error) {}

  /** A row of the table that is like the typed one. */
  record Near(int row, double distance, String target) {}

  /** Adds the addresses of this view. */
  public void answer(Routes routes) {
    routes.get("/api/models", _ -> Answer.json(Map.of("models", models())));
    routes.get("/api/model", this::form);
    routes.get("/api/model/table", this::table);
    routes.post("/api/model/predict", this::predict);
    routes.post("/api/model/curve", this::curve);
  }

  private List<String> models() {
    return folder
        .runs(directory -> !Files.isSymbolicLink(directory) && folder.isInside(directory.resolve(ModelFile.NAME)))
        .stream()
        .sorted(Comparator.comparingLong((Path path) -> path.toFile().lastModified()).reversed())
        .map(folder::shown)
        .toList();
  }

  private synchronized Loaded load(String name) throws IOException {
    Path directory = folder.existing(name);
    Path file = folder.existing(name + "/" + ModelFile.NAME);
    long changed = Files.getLastModifiedTime(file).toMillis();
    Loaded known = loaded.get(name);
    if (known == null || known.changed != changed) {
      Model model = Model.load(file);
      known = new Loaded(model, training(directory, model), intervals(model, file), changed);
      loaded.put(name, known);
      while (loaded.size() > KEPT) {
        loaded.remove(loaded.keySet().iterator().next());
      }
    }
    return known;
  }

  private static Optional<PredictionIntervals> intervals(Model model, Path file) {
    if (model.target().task() != Task.REGRESSION) {
      return Optional.empty();
    }
    try {
      PredictionIntervals kept = PredictionIntervals.load(file);
      kept.rank(COVERAGE);
      return Optional.of(kept);
    } catch (DataException | IllegalArgumentException _) {
      return Optional.empty(); // of another command, or from too few rows
    }
  }

  /** Rows of the training table, evenly spread. */
  private Optional<Dataset> training(Path directory, Model model) {
    try {
      folder.existing(folder.shown(directory) + "/" + StartedCommand.NAME);
      return StartedCommand.read(directory).map(command -> {
        Dataset all = Tables.read(OpenTable.readable(folder.table(folder.shown(command.data()))), model.schema());
        long rows = all.rows();
        int kept = Math.min(COMPARED, all.rows());
        return all.select(IntStream.range(0, kept).map(i -> (int) (i * rows / kept)).toArray());
      });
    } catch (Refusal | DataException | UncheckedIOException _) {
      return Optional.empty(); // the table is gone, or another one
    }
  }

  private static List<Schema.Field> fields(Model model) {
    return model.schema().fields().stream().filter(field -> !field.name().equals(model.target().name())).toList();
  }

  private Answer form(Request request) throws IOException {
    Loaded one = load(request.field("model"));
    Model model = one.model();
    var told = new LinkedHashMap<String, Object>();
    told.put("target", model.target().name());
    told.put("task", model.target().task() == Task.CLASSIFICATION ? "classification" : "regression");
    told.put("classes", model.target().classes());
    told.put("says", model.toString());
    told.put("data", model.provenance().data());
    told.put("compared", one.rows().map(Dataset::rows).orElse(0));
    ModelShape.of(model, fields(model)).ifPresent(shape -> told.put("shape", shape));
    told.put("fields", fields(model).stream().map(field -> field(field, one.rows())).toList());
    return Answer.json(told);
  }

  private static Field field(Schema.Field field, Optional<Dataset> rows) {
    Optional<Column> column = rows.filter(table -> table.has(field.name())).map(table -> table.column(field.name()));
    String value = column.map(known -> TypedCell.typed(known, 0)).orElse("");
    List<String> levels = switch (field.kind()) {
      case CATEGORY -> column.map(ModelView::levels).orElse(List.of());
      case BOOLEAN -> List.of("yes", "no");
      case NUMERIC, DATE, TEXT, IDENTIFIER, CONSTANT -> List.of();
    };
    double[] range = field.kind() == ColumnKind.NUMERIC ? column.map(ModelView::range).orElse(null) : null;
    return new Field(field.name(), field.kind().word(), field.required(), value, levels,
        range == null ? null : range[0], range == null ? null : range[1]);
  }

  private static List<String> levels(Column column) {
    List<String> levels = IntStream.range(0, column.rows())
        .filter(row -> !column.isMissing(row))
        .mapToObj(column::text)
        .distinct()
        .sorted()
        .toList();
    return levels.size() <= LEVELS ? levels : List.of();
  }

  private static double[] range(Column column) {
    double[] sorted = IntStream.range(0, column.rows())
        .mapToDouble(column::number)
        .filter(Double::isFinite)
        .sorted()
        .toArray();
    return sorted.length == 0
        ? null
        : new double[]{sorted[(int) (0.05 * (sorted.length - 1))], sorted[(int) (0.95 * (sorted.length - 1))]};
  }

  /** A table of the folder with its predictions, which are all there before the first is sent. */
  private Answer table(Request request) throws IOException {
    Path model = folder.existing(request.field("model") + "/" + ModelFile.NAME);
    Path data = folder.existing(request.field("path"));
    Path file = Files.createTempFile("lariat-predictions", ".csv");
    boolean whole = false;
    try (var to = new PrintWriter(Files.newBufferedWriter(file))) {
      words.predict(model, data, to);
      if (to.checkError()) {
        throw new IOException("the predictions could not be written into " + file.getParent() + ": is the disk full?");
      }
      whole = true;
    } finally {
      if (!whole) {
        Files.deleteIfExists(file);
      }
    }
    return new Answer.Made("text/csv; charset=utf-8", file, "predictions.csv");
  }

  private static Map<String, String> row(JsonNode form) {
    var row = new HashMap<String, String>();
    form.path("row").properties().forEach(value -> row.put(value.getKey(), value.getValue().asString("")));
    return row;
  }

  private Answer predict(Request request) throws IOException {
    JsonNode form = request.json();
    Loaded one = load(form.path("model").asString(""));
    Model model = one.model();
    List<Map<String, String>> rows = new ArrayList<>(List.of(row(form)));
    Dataset typed = TypedRow.table(fields(model), rows);
    double[] prediction = model.predict(typed);
    var told = new LinkedHashMap<String, Object>();
    told.put("prediction", prediction);
    int output = model.target().task() == Task.CLASSIFICATION
        ? model.target().classes().indexOf(model.target().likeliest(prediction))
        : 0;
    told.put("output", output);
    one.intervals().ifPresent(kept -> {
      double[] bounds = kept.predict(TypedRow.table(kept.schema().fields(), List.of(row(form))), COVERAGE);
      told.put("interval", new Bounds(bounds[0], bounds[1], COVERAGE));
    });
    if (one.rows().isPresent()) {
      Dataset known = one.rows().get();
      IntStream.range(0, known.rows()).forEach(row -> rows.add(typed(model, known, row)));
      Dataset all = TypedRow.table(fields(model), rows);
      // What one pixel or one number of a step adds says little, and there are many.
      if (ModelShape.of(model, fields(model)).isEmpty()) {
        Contributions why = Contributions.of(model, all, 0, output);
        told.put("base", why.base());
        told.put("parts",
            why.columns()
                .stream()
                .map(part -> new Part(part.column(), part.value(), part.amount(), part.standardError()))
                .toList());
      }
      told.put("nearest", nearest(model, all, known));
    }
    return Answer.json(told);
  }

  private static Map<String, String> typed(Model model, Dataset known, int row) {
    var typed = new HashMap<String, String>();
    fields(model).stream()
        .map(Schema.Field::name)
        .filter(known::has)
        .forEach(name -> typed.put(name, TypedCell.typed(known.column(name), row)));
    return typed;
  }

  /** By the distance of what the model sees, its inputs, each in its own standard deviation. */
  private static List<Near> nearest(Model model, Dataset all, Dataset known) {
    float[] inputs = model.preprocessing().encode(all, all.allRows());
    int width = model.preprocessing().width();
    double[] deviations = deviations(inputs, width, all.rows());
    Column target = known.has(model.target().name()) ? known.column(model.target().name()) : null;
    var near = new ArrayList<Near>();
    for (int row = 0; row < known.rows(); row++) {
      double squares = 0;
      for (int i = 0; i < width; i++) {
        double difference = (inputs[(row + 1) * width + i] - (double) inputs[i]) / deviations[i];
        squares += difference * difference;
      }
      near.add(new Near(row, Math.sqrt(squares), target == null || target.isMissing(row) ? "" : target.text(row)));
    }
    near.sort(Comparator.comparingDouble(Near::distance));
    return near.subList(0, Math.min(NEAREST, near.size()));
  }

  private static double[] deviations(float[] inputs, int width, int rows) {
    double[] deviations = new double[width];
    for (int i = 0; i < width; i++) {
      double sum = 0;
      double squares = 0;
      for (int row = 0; row < rows; row++) {
        sum += inputs[row * width + i];
        squares += inputs[row * width + i] * (double) inputs[row * width + i];
      }
      double variance = squares / rows - sum / rows * (sum / rows);
      deviations[i] = variance > 0 ? Math.sqrt(variance) : 1;
    }
    return deviations;
  }

  /** A prediction along one column, the others held: of the typed row, and the mean over rows of the table. */
  private Answer curve(Request request) throws IOException {
    JsonNode form = request.json();
    Loaded one = load(form.path("model").asString(""));
    Model model = one.model();
    String column = form.path("column").asString("");
    Schema.Field field = fields(model).stream()
        .filter(each -> each.name().equals(column))
        .findFirst()
        .orElseThrow(() -> Refusal.wrong("the model has no column '" + column + "'"));
    Dataset known = one.rows()
        .orElseThrow(() -> Refusal.wrong("the training table is not there to say what values to try"));
    List<String> values = values(field, known.column(column));
    List<Map<String, String>> held = new ArrayList<>(List.of(row(form)));
    int mean = Math.min(MEAN_OF, known.rows());
    for (int i = 0; i < mean; i++) {
      held.add(typed(model, known, i * known.rows() / mean));
    }
    var rows = new ArrayList<Map<String, String>>();
    for (Map<String, String> each : held) {
      for (String value : values) {
        var changed = new HashMap<>(each);
        changed.put(column, value);
        rows.add(changed);
      }
    }
    double[] predictions = model.predict(TypedRow.table(fields(model), rows));
    int width = model.target().width();
    int output = Math.clamp(form.path("output").asInt(0), 0, width - 1);
    double[] own = new double[values.size()];
    double[] average = new double[values.size()];
    for (int v = 0; v < values.size(); v++) {
      own[v] = predictions[v * width + output];
      for (int r = 1; r <= mean; r++) {
        average[v] += predictions[(r * values.size() + v) * width + output] / mean;
      }
    }
    return Answer.json(Map.of("values", values, "own", own, "mean", average, "numeric",
        field.kind() == ColumnKind.NUMERIC, "rows", mean));
  }

  private static List<String> values(Schema.Field field, Column column) {
    return switch (field.kind()) {
      case NUMERIC -> {
        double[] range = range(column);
        yield range == null
            ? List.of()
            : Arrays.stream(IntStream.range(0, STEPS)
                .mapToDouble(i -> range[0] + i * (range[1] - range[0]) / (STEPS - 1))
                .distinct()
                .toArray()).mapToObj(Double::toString).toList();
      }
      case BOOLEAN -> List.of("no", "yes");
      case CATEGORY -> levels(column);
      case DATE, TEXT, IDENTIFIER, CONSTANT -> List.of();
    };
  }
}
