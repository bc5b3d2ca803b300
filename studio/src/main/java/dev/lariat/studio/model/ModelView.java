package dev.lariat.studio.model;

import dev.lariat.data.Column;
import dev.lariat.data.ColumnKind;
import dev.lariat.data.Dataset;
import dev.lariat.data.Schema;
import dev.lariat.data.Task;
import dev.lariat.io.model.ModelFile;
import dev.lariat.model.Contributions;
import dev.lariat.model.Model;
import dev.lariat.studio.command.PredictWords;
import dev.lariat.studio.model.StudioModels.Loaded;
import dev.lariat.studio.table.StudioFolder;
import dev.lariat.studio.table.TypedCell;
import dev.lariat.studio.web.Answer;
import dev.lariat.studio.web.Refusal;
import dev.lariat.studio.web.Request;
import dev.lariat.studio.web.Routes;
import dev.lariat.study.evidence.WordChanges;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** What the model view asks for: a model's columns, and what it predicts for a row that is typed. */
public final class ModelView {
  private final StudioFolder folder;
  private final PredictWords words;
  private final StudioModels models;

  /**
   * A view of the folder's models.
   *
   * @param words how a whole table is predicted
   */
  public ModelView(StudioFolder folder, PredictWords words) {
    this.folder = folder;
    this.words = words;
    this.models = new StudioModels(folder);
  }

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
   * @param curve whether a prediction can be drawn along it
   */
  record Field(String name, String kind, boolean required, String value, List<String> levels, Double low, Double high,
      boolean curve) {}

  /**
   * What a column adds to a prediction.
   *
   * @param error of the amount
   */
  record Part(String column, String value, double amount, double error) {}

  /** Adds the addresses of this view. */
  public void answer(Routes routes) {
    routes.get("/api/models", _ -> Answer.json(Map.of("models", models.names())));
    routes.get("/api/model", this::form);
    routes.get("/api/model/table", this::table);
    routes.post("/api/model/predict", this::predict);
    routes.post("/api/model/curve", this::curve);
  }

  private Answer form(Request request) throws IOException {
    Loaded one = models.load(request.field("model"));
    Model model = one.model();
    var told = new LinkedHashMap<String, Object>();
    told.put("target", model.target().name());
    told.put("targets", model.target().all());
    told.put("task", model.target().task() == Task.CLASSIFICATION ? "classification" : "regression");
    told.put("survival", model.isOfTimes());
    told.put("classes", model.target().classes());
    told.put("says", model.toString());
    told.put("data", model.provenance().data());
    told.put("compared", one.known().map(KnownRows::rows).orElse(0));
    List<Schema.Field> fields = TypedRow.fields(model);
    ModelShape.of(model, fields).ifPresent(shape -> told.put("shape", shape));
    told.put("fields", fields.stream().map(field -> field(field, one.known())).toList());
    return Answer.json(told);
  }

  private static Field field(Schema.Field field, Optional<KnownRows> known) {
    Optional<Column> column = known.flatMap(rows -> rows.column(field.name()));
    String value = column.map(values -> TypedCell.typed(values, 0)).orElse("");
    List<String> levels = switch (field.kind()) {
      case CATEGORY -> column.map(KnownRows::levels).orElse(List.of());
      case BOOLEAN -> List.of("yes", "no");
      case NUMERIC, DATE, TEXT, IDENTIFIER, CONSTANT -> List.of();
    };
    Optional<KnownRows.Range> range = field.kind() == ColumnKind.NUMERIC
        ? column.flatMap(KnownRows::range)
        : Optional.empty();
    return new Field(field.name(), field.kind().word(), field.required(), value, levels,
        range.map(KnownRows.Range::low).orElse(null), range.map(KnownRows.Range::high).orElse(null),
        column.map(values -> ColumnCurve.values(field, values).size() > 1).orElse(false));
  }

  /** A table of the folder with its predictions, which are all there before the first is sent. */
  private Answer table(Request request) throws IOException {
    Path model = folder.existing(request.field("model") + "/" + ModelFile.NAME);
    Path data = folder.table(request.field("path"));
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

  /**
   * Which of a model's numbers is explained: of classes the likeliest, of several targets the one that is asked for.
   */
  private static int output(Model model, double[] prediction, JsonNode form) {
    return model.target().task() == Task.CLASSIFICATION
        ? model.target().classes().indexOf(model.target().likeliest(prediction))
        : Math.clamp(form.path("output").asInt(0), 0, model.target().width() - 1);
  }

  private Answer predict(Request request) throws IOException {
    JsonNode form = request.json();
    Loaded one = models.load(form.path("model").asString(""));
    Model model = one.model();
    List<Schema.Field> fields = TypedRow.fields(model);
    List<Map<String, String>> rows = new ArrayList<>(List.of(row(form)));
    Dataset typed = TypedRow.table(fields, rows);
    double[] prediction = model.predict(typed);
    int output = output(model, prediction, form);
    var told = new LinkedHashMap<String, Object>();
    told.put("prediction", prediction);
    told.put("output", output);
    SurvivalCurve.of(model, typed).ifPresent(curve -> told.put("survival", curve));
    one.intervals().ifPresent(kept -> {
      double[] bounds = kept.predict(TypedRow.table(kept.schema().fields(), List.of(row(form))), StudioModels.COVERAGE);
      told.put("interval", new Bounds(bounds[0], bounds[1], StudioModels.COVERAGE));
    });
    if (model.target().columns().isEmpty()) {
      told.put("texts", WordChanges.ofRow(model, typed, 0));
    }
    one.known().ifPresent(known -> {
      IntStream.range(0, known.rows()).forEach(row -> rows.add(NearRow.values(model, known, row)));
      Dataset all = TypedRow.table(fields, rows);
      // What one pixel or one number of a step adds says little, and there are many.
      if (ModelShape.of(model, fields).isEmpty()) {
        Contributions why = Contributions.of(model, all, 0, 1, output);
        told.put("base", why.base());
        told.put("compared", why.rows());
        told.put("parts",
            why.columns()
                .stream()
                .map(part -> new Part(part.column(), part.value(), part.amount(), part.standardError()))
                .toList());
      }
      told.put("nearest", NearRow.of(model, all, known));
    });
    return Answer.json(told);
  }

  /** A prediction along one column, the others held: of the typed row, and the mean over rows of the table. */
  private Answer curve(Request request) throws IOException {
    JsonNode form = request.json();
    Loaded one = models.load(form.path("model").asString(""));
    Model model = one.model();
    String column = form.path("column").asString("");
    Schema.Field field = TypedRow.fields(model)
        .stream()
        .filter(each -> each.name().equals(column))
        .findFirst()
        .orElseThrow(() -> Refusal.wrong("the model has no column '" + column + "'"));
    KnownRows known = one.known()
        .orElseThrow(() -> Refusal.wrong("the training table is not there to say what values to try"));
    int output = Math.clamp(form.path("output").asInt(0), 0, model.target().width() - 1);
    return Answer.json(ColumnCurve.of(model, known, field, row(form), output));
  }
}
