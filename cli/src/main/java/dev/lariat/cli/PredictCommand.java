package dev.lariat.cli;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.lariat.cli.option.PredictInput;
import dev.lariat.cli.option.QuotedList;
import dev.lariat.data.Column;
import dev.lariat.data.ColumnKind;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumberText;
import dev.lariat.data.Schema;
import dev.lariat.data.Target;
import dev.lariat.data.Task;
import dev.lariat.data.encoding.FarNumbers;
import dev.lariat.data.encoding.LearntRows;
import dev.lariat.io.AtomicFile;
import dev.lariat.io.Tables;
import dev.lariat.io.stream.TableFiles;
import dev.lariat.metric.Metrics;
import dev.lariat.model.EnsembleModel;
import dev.lariat.model.LinearModel;
import dev.lariat.model.Model;
import dev.lariat.model.ModelTarget;
import dev.lariat.model.NetworkModel;
import dev.lariat.model.linear.SurvivalBaseline;
import dev.lariat.model.TrivialModel;
import dev.lariat.model.interval.PredictionIntervals;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lariat predict}: a model on a table of any length, in bounded memory. */
@Command(name = "predict", description = "Predict the rows of a table with a trained model.")
final class PredictCommand implements Callable<Integer> {
  /** Rows that are in memory at once. */
  private static final int CHUNK = 8192;

  @Spec
  private CommandSpec spec;

  @Mixin
  private PredictInput input;

  @Option(names = {"-o",
      "--output"}, paramLabel = "FILE", description = "Write the predictions here, as CSV (default, and -: standard output).")
  private Path output;

  @Option(names = "--lambda", paramLabel = "min|1se|VALUE", description = "For a linear path: at which of its λs (default: 1se, or the weakest without cross-validation).")
  private String lambda;

  @Option(names = "--gamma", paramLabel = "G", description = "For a path with relaxed fits: the share of the penalised coefficients, from 1, the path, to 0, the fit without a penalty (default: the one chosen with λ, or 0).")
  private Double gamma;

  @Option(names = "--keep", paramLabel = "COLUMN,…", description = "Columns of the table that are written in front of the predictions, such as id,name.")
  private List<String> keep = new ArrayList<>();

  @Option(names = "--threshold", paramLabel = "P", description = "Of two classes: predict the second where its probability is at least P (default: the likelier one).")
  private Double threshold;

  @Option(names = "--interval", paramLabel = "SHARE", description = "For numbers: add columns lower and upper, between which this share of rows should lie, such as 0.9. For models of fit.")
  private Double interval;

  @Option(names = "--why", paramLabel = "ROW", description = "Write no predictions, but what each column adds to that of this row, the first being 1.")
  private Integer why;

  @Option(names = "--type", paramLabel = "TYPE", defaultValue = "prediction", description = "prediction; or survival, for a model of times until an event: the probability of no event by each of --times (default: ${DEFAULT-VALUE}, the relative risk of such a model).")
  private String type;

  @Option(names = "--times", paramLabel = "LIST", split = ",", description = "The times of --type survival.")
  private List<Double> times = new ArrayList<>();

  @Option(names = "--force", description = "Overwrite FILE if it is there.")
  private boolean force;

  private final UnknownValues unknown = new UnknownValues();
  private int learnt; // rows that the model has learnt from
  private List<Path> tables = List.of(); // once they are known
  private final Inside inside = new Inside();
  private PredictionIntervals bounds; // null without --interval

  /** How many rows with a known number lie within their interval. */
  private static final class Inside {
    private long rows;
    private long within;

    /** @param limits lower and upper of each row; empty for none */
    void count(double[] limits, Target truth) {
      double[] numbers = limits.length == 0 ? new double[0] : truth.values();
      for (int row = 0; row < numbers.length; row++) {
        rows += Double.isNaN(numbers[row]) ? 0 : 1;
        within += numbers[row] >= limits[2 * row] && numbers[row] <= limits[2 * row + 1] ? 1 : 0;
      }
    }

    void print(PrintWriter to) {
      if (rows > 0) {
        to.printf(Locale.ROOT, "%-9s %s%n", "inside", NumberText.tabular(within / (double) rows));
        to.flush();
      }
    }
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    if (threshold != null && !(threshold >= 0 && threshold <= 1)) {
      throw new IllegalArgumentException("--threshold must be from 0 to 1, not " + threshold);
    }
    checkTimes();
    checkInterval();
    input.check();
    output = Path.of("-").equals(output) ? null : output;
    if (output != null) {
      AtomicFile.refuseExisting(output, force);
    }
    Model model = atLambda(Model.load(input.model()));
    if (threshold != null && model.target().classes().size() != 2) {
      throw new IllegalArgumentException("--threshold is for two classes; " + input.model() + " predicts "
          + (model.target().classes().isEmpty() ? "a number" : model.target().classes().size() + " classes"));
    }
    if (!times.isEmpty() && baseline(model).isEmpty()) {
      throw new IllegalArgumentException("--type survival: " + input.model() + " is no model of times until an event");
    }
    bounds = bounds(model);
    keep = new ArrayList<>(QuotedList.items(keep));
    tables = input.tables(model, keep, err);
    if (why != null) {
      if (tables.size() > 1) {
        throw new IllegalArgumentException("--why " + why + " is a row of one file, and here are " + tables.size());
      }
      if (output != null) {
        throw new IllegalArgumentException("--why explains one row and writes no predictions: leave out --output");
      }
      WhyText.lines(model, Tables.read(tables.getFirst(), model.schema()), why).forEach(out::println);
      return Exit.OK;
    }
    Map<String, Metrics> metrics;
    if (output == null) {
      metrics = write(model, out);
      out.flush();
    } else {
      Map<String, Metrics> result = new LinkedHashMap<>();
      AtomicFile.write(output, force, stream -> {
        var writer = new OutputStreamWriter(stream, StandardCharsets.UTF_8);
        result.putAll(write(model, writer));
        writer.flush();
      });
      metrics = result;
    }
    unknown.lines(model.target().name()).forEach(note -> err.println("note: " + note));
    if (!metrics.isEmpty()) {
      metrics.forEach((name, each) -> print(each, model.target().columns().isEmpty() ? "target" : "'" + name + "'",
          output == null ? err : out));
      inside.print(output == null ? err : out);
      boolean sameFile = TableFiles.hash(tables).equals(model.provenance().dataHash());
      if (sameFile || learnt > 0) {
        err.println("note: the model has learnt from "
            + (sameFile
                ? "these very rows"
                : String.format(Locale.ROOT, "%,d of these rows, or from equal ones", learnt))
            + ", so these figures are too good: on new rows expect the losses that fit, train or linear printed");
      }
    }
    return Exit.OK;
  }

  private void checkInterval() {
    if (interval == null) {
      return;
    }
    try {
      PredictionIntervals.requireCoverage(interval);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--interval: " + e.getMessage(), e);
    }
    String other = lambda != null ? "--lambda" : !times.isEmpty() ? "--times" : why != null ? "--why" : "";
    if (!other.isEmpty()) {
      throw new IllegalArgumentException(
          "--interval belongs to the predictions of a model as it is: leave out " + other);
    }
  }

  /** {@return the model's intervals; null where they were not asked for} */
  private PredictionIntervals bounds(Model model) {
    if (interval == null) {
      return null;
    }
    if (model.target().task() == Task.CLASSIFICATION) {
      throw new IllegalArgumentException("--interval is for numbers; " + input.model()
          + " predicts classes, and says how sure it is by their probabilities");
    }
    PredictionIntervals kept = PredictionIntervals.load(input.model());
    var _ = kept.rank(interval); // whether there were rows enough, before anything is written
    return kept;
  }

  private void checkTimes() {
    boolean survival = switch (type) {
      case "prediction" -> false;
      case "survival" -> true;
      default -> throw new IllegalArgumentException("--type is prediction or survival, not '" + type + "'");
    };
    if (survival == times.isEmpty()) {
      throw new IllegalArgumentException(
          survival ? "--type survival needs --times, such as --times 1,5" : "--times belongs to --type survival");
    }
    for (double time : times) {
      if (!(time >= 0) || Double.isInfinite(time)) {
        throw new IllegalArgumentException("--times must be finite and at least 0, not " + time);
      }
    }
  }

  /** {@return the model's baseline; empty for all but models of times until an event} */
  private static Optional<SurvivalBaseline> baseline(Model model) {
    return switch (model) {
      case LinearModel linear -> linear.survival();
      case NetworkModel _,TrivialModel _,EnsembleModel _ -> Optional.empty();
    };
  }

  /** {@return what is written of each row} */
  private double[] predictions(Model model, Dataset part) {
    if (times.isEmpty()) {
      return model.predict(part);
    }
    double[] at = times.stream().mapToDouble(Double::doubleValue).toArray();
    return switch (model) {
      case LinearModel linear -> linear.survival(part, at);
      case NetworkModel _,TrivialModel _,EnsembleModel _ -> throw new IllegalStateException("checked before");
    };
  }

  private Model atLambda(Model model) {
    if (lambda == null && gamma == null) {
      return model;
    }
    return switch (model) {
      case LinearModel linear -> {
        LinearModel moved = lambda == null ? linear : linear.at(lambda);
        yield gamma == null ? moved : moved.withGamma(gamma);
      }
      case NetworkModel _,TrivialModel _,EnsembleModel _ -> throw new IllegalArgumentException(
          (lambda == null ? "--gamma: " : "--lambda: ") + input.model() + " is no linear path, only those have λs");
    };
  }

  /** Writes the predictions of some rows, and counts what is known of their targets. */
  private void write(Model model, Dataset part, CsvWriter csv, String[] fields, List<Metrics.Tally> tallies,
      Set<String> hashes) {
    ModelTarget target = model.target();
    double[] predictions = predictions(model, part);
    double[] limits = bounds == null ? new double[0] : bounds.predict(part, interval);
    for (int row = 0; row < part.rows(); row++) {
      for (int k = 0; k < keep.size(); k++) {
        Column column = part.column(keep.get(k));
        fields[k] = column.isMissing(row) ? "" : column.text(row);
      }
      if (times.isEmpty()) {
        fill(fields, predictions, row * target.width(), target);
        for (int side = 0; bounds != null && side < 2; side++) {
          fields[keep.size() + 1 + side] = shortest(limits[2 * row + side]);
        }
      } else {
        for (int k = 0; k < times.size(); k++) {
          fields[keep.size() + k] = shortest(predictions[row * times.size() + k]);
        }
      }
      csv.writeRecord(fields);
    }
    for (int k = 0; k < tallies.size() && baseline(model).isEmpty(); k++) { // a risk is no guess of the time
      String name = target.all().get(k);
      if (part.has(name)) {
        Target truth = Target.known(part.column(name), target.task(), target.classes());
        tallies.get(k).add(target.columns().isEmpty() ? predictions : every(predictions, k, tallies.size()), truth);
        inside.count(limits, truth);
        unknown.count(part.column(name), truth);
        learnt += k > 0 ? 0 : LearntRows.count(model.preprocessing(), part, truth.values(), hashes);
      }
    }
    unknown.count(model.preprocessing().unknownLevels(part));
    unknown.countFar(FarNumbers.of(model.preprocessing(), part), part.rows());
  }

  /** Writes all predictions; returns the metrics of each target of which any row is known. */
  private Map<String, Metrics> write(Model model, Writer to) throws IOException {
    ModelTarget target = model.target();
    List<Metrics.Tally> tallies = new ArrayList<>();
    target.all().forEach(_ -> tallies.add(Metrics.tally(target.task(), target.classes().size())));
    var csv = CsvWriter.builder().build(to);
    csv.writeRecord(header(target));
    Schema schema = withKept(bounds == null ? model.schema() : bounds.schema().and(model.schema()));
    String[] fields = new String[header(target).length];
    Set<String> hashes = Set.copyOf(model.provenance().rowHashes());
    for (Path table : tables) {
      try (var parts = Tables.stream(table, schema, CHUNK)) {
        while (parts.hasNext()) {
          write(model, parts.next(), csv, fields, tallies, hashes);
        }
      }
    }
    csv.flush();
    Map<String, Metrics> metrics = new LinkedHashMap<>();
    for (int k = 0; k < tallies.size(); k++) {
      Metrics each = tallies.get(k).metrics();
      if (each.rows() > 0) {
        metrics.put(target.all().get(k), each);
      }
    }
    return metrics;
  }

  /** The predictions of one target of several. */
  private static double[] every(double[] predictions, int k, int width) {
    return IntStream.range(0, predictions.length / width).mapToDouble(i -> predictions[i * width + k]).toArray();
  }

  /** The kept columns that the model does not know are read as they are spelt. */
  private Schema withKept(Schema schema) {
    Schema all = schema;
    Set<String> known = schema.fields().stream().map(Schema.Field::name).collect(Collectors.toSet());
    for (String column : keep) {
      if (!known.contains(column)) {
        all = all.with(new Schema.Field(column, ColumnKind.CATEGORY, null, true));
      }
    }
    return all;
  }

  private String[] header(ModelTarget target) {
    var header = new ArrayList<>(keep);
    if (!times.isEmpty()) {
      times.forEach(time -> header.add("survival_" + NumberText.setting(time)));
      return header.toArray(String[]::new);
    }
    if (target.columns().isEmpty()) {
      header.add("prediction");
    }
    target.columns().forEach(name -> header.add("prediction_" + name));
    if (bounds != null) {
      header.addAll(List.of("lower", "upper"));
    }
    target.classes().forEach(name -> header.add("probability_" + name));
    return header.toArray(String[]::new);
  }

  private void fill(String[] fields, double[] predictions, int at, ModelTarget target) {
    int first = keep.size();
    if (target.task() == Task.REGRESSION) {
      for (int k = 0; k < target.width(); k++) {
        fields[first + k] = shortest(predictions[at + k]);
      }
      return;
    }
    int best = 0;
    for (int c = 0; c < target.width(); c++) {
      if (predictions[at + c] > predictions[at + best]) {
        best = c;
      }
      fields[first + 1 + c] = shortest(predictions[at + c]);
    }
    if (threshold != null) {
      best = predictions[at + 1] >= threshold ? 1 : 0;
    }
    fields[first] = target.classes().get(best);
  }

  /** The fewest digits that give the same number again: a float's where it is one. */
  private static String shortest(double value) {
    return value == (float) value ? Float.toString((float) value) : Double.toString(value);
  }

  private static void print(Metrics metrics, String target, PrintWriter to) {
    to.println(NumberText.count(metrics.rows(), "row") + " with a known " + target);
    metrics.values().forEach((name, value) -> to.printf(Locale.ROOT, "%-9s %s%n", name, NumberText.tabular(value)));
    to.flush();
  }
}
