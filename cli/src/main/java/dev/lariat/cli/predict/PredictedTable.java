package dev.lariat.cli.predict;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.lariat.data.Column;
import dev.lariat.data.ColumnKind;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumberText;
import dev.lariat.data.Schema;
import dev.lariat.data.Target;
import dev.lariat.data.Task;
import dev.lariat.data.encoding.FarNumbers;
import dev.lariat.data.encoding.LearntRows;
import dev.lariat.io.Tables;
import dev.lariat.io.stream.TableFiles;
import dev.lariat.metric.Metrics;
import dev.lariat.model.EnsembleModel;
import dev.lariat.model.LinearModel;
import dev.lariat.model.Model;
import dev.lariat.model.ModelTarget;
import dev.lariat.model.NetworkModel;
import dev.lariat.model.TrivialModel;
import dev.lariat.model.interval.PredictionIntervals;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The predictions of a table as CSV, part by part in bounded memory, and what its known targets say of them. */
public final class PredictedTable {
  /** Rows that are in memory at once. */
  private static final int CHUNK = 8192;

  private final Model model;
  private final Wish wish;
  private final UnknownValues unknown = new UnknownValues();
  private int learnt;
  private long known; // rows with a number and an interval
  private long within;

  /**
   * What is written of each row.
   *
   * @param keep columns that stand in front
   * @param times of which the probability of no event is told; empty for predictions
   * @param threshold of the second of two classes; null for the likelier one
   * @param interval the share of rows that lie within the bounds; null for none
   * @param bounds null for none
   */
  public record Wish(List<String> keep, List<Double> times, Double threshold, Double interval,
      PredictionIntervals bounds) {
    /** Copies the lists. */
    public Wish {
      keep = List.copyOf(keep);
      times = List.copyOf(times);
    }
  }

  /** A table that is predicted by a model. */
  public PredictedTable(Model model, Wish wish) {
    this.model = model;
    this.wish = wish;
  }

  /** {@return what is to be said of values that the model does not know} */
  public List<String> unknown() {
    return unknown.lines(model.target().name());
  }

  /** {@return how many rows the model has learnt from} */
  public int learnt() {
    return learnt;
  }

  /** {@return the share of rows with a known number that lie within their interval; empty where there is none} */
  public OptionalDouble inside() {
    return known == 0 ? OptionalDouble.empty() : OptionalDouble.of(within / (double) known);
  }

  /** @param limits lower and upper of each row; empty for none */
  private void count(double[] limits, Target truth) {
    double[] numbers = limits.length == 0 ? new double[0] : truth.values();
    for (int row = 0; row < numbers.length; row++) {
      known += Double.isNaN(numbers[row]) ? 0 : 1;
      within += numbers[row] >= limits[2 * row] && numbers[row] <= limits[2 * row + 1] ? 1 : 0;
    }
  }

  /** {@return what is written of each row} */
  private double[] predictions(Dataset part) {
    if (wish.times.isEmpty()) {
      return model.predict(part);
    }
    double[] at = wish.times.stream().mapToDouble(Double::doubleValue).toArray();
    return switch (model) {
      case LinearModel linear -> linear.survival(part, at);
      case NetworkModel _,TrivialModel _,EnsembleModel _ -> throw new IllegalStateException("checked before");
    };
  }

  /**
   * Writes the predictions of one table that lies in some files.
   *
   * @return the metrics of each target of which any row is known
   */
  public Map<String, Metrics> write(List<Path> tables, Writer to) throws IOException {
    ModelTarget target = model.target();
    List<Metrics.Tally> tallies = new ArrayList<>();
    target.all().forEach(_ -> tallies.add(Metrics.tally(target.task(), target.classes().size())));
    Schema schema = withKept(wish.bounds == null ? model.schema() : wish.bounds.schema().and(model.schema()));
    Set<String> hashes = Set.copyOf(model.provenance().rowHashes());
    if (tables.size() > 1) {
      requireReadable(tables, schema);
    }
    var csv = CsvWriter.builder().build(to);
    for (Path table : tables) {
      try (var parts = Tables.stream(table, schema, CHUNK)) {
        if (table.equals(tables.getFirst())) {
          var _ = parts.hasNext(); // what is refused is refused before anything is written
          csv.writeRecord(header(target));
        }
        while (parts.hasNext()) {
          Dataset part = parts.next();
          double[] predictions = predictions(part);
          double[] limits = wish.bounds == null ? new double[0] : wish.bounds.predict(part, wish.interval);
          write(part, predictions, limits, csv);
          count(part, predictions, limits, tallies, hashes);
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

  /**
   * What the columns and the first rows of any of the tables are refused for, before the rows of another are written.
   * Pipes give their rows once: of them it is said when their turn comes.
   */
  private static void requireReadable(List<Path> tables, Schema schema) {
    for (Path table : tables) {
      if (!TableFiles.isPipe(table)) {
        try (var parts = Tables.stream(table, schema, CHUNK)) {
          var _ = parts.hasNext();
        }
      }
    }
  }

  private void write(Dataset part, double[] predictions, double[] limits, CsvWriter csv) {
    ModelTarget target = model.target();
    String[] fields = new String[header(target).length];
    for (int row = 0; row < part.rows(); row++) {
      for (int k = 0; k < wish.keep.size(); k++) {
        Column column = part.column(wish.keep.get(k));
        fields[k] = column.isMissing(row) ? "" : column.text(row);
      }
      if (wish.times.isEmpty()) {
        fill(fields, predictions, row * target.width(), target);
        for (int side = 0; wish.bounds != null && side < 2; side++) {
          fields[wish.keep.size() + 1 + side] = shortest(limits[2 * row + side]);
        }
      } else {
        for (int k = 0; k < wish.times.size(); k++) {
          fields[wish.keep.size() + k] = shortest(predictions[row * wish.times.size() + k]);
        }
      }
      csv.writeRecord(fields);
    }
  }

  /** Counts what is known of the targets of some rows, and what the model does not know. */
  private void count(Dataset part, double[] predictions, double[] limits, List<Metrics.Tally> tallies,
      Set<String> hashes) {
    ModelTarget target = model.target();
    for (int k = 0; k < tallies.size() && !model.isOfTimes(); k++) { // a risk is no guess of the time
      String name = target.all().get(k);
      if (part.has(name)) {
        Target truth = Target.known(part.column(name), target.task(), target.classes());
        tallies.get(k).add(target.columns().isEmpty() ? predictions : every(predictions, k, tallies.size()), truth);
        count(limits, truth);
        unknown.count(part.column(name), truth);
        learnt += k > 0 ? 0 : LearntRows.count(model.preprocessing(), part, truth.values(), hashes);
      }
    }
    unknown.count(model.preprocessing().unknownLevels(part));
    unknown.countFar(FarNumbers.of(model.preprocessing(), part), part.rows());
  }

  /** The predictions of one target of several. */
  private static double[] every(double[] predictions, int k, int width) {
    return IntStream.range(0, predictions.length / width).mapToDouble(i -> predictions[i * width + k]).toArray();
  }

  /** The kept columns that the model does not know are read as they are spelt. */
  private Schema withKept(Schema schema) {
    Schema all = schema;
    Set<String> names = schema.fields().stream().map(Schema.Field::name).collect(Collectors.toSet());
    for (String column : wish.keep) {
      if (!names.contains(column)) {
        all = all.with(new Schema.Field(column, ColumnKind.CATEGORY, null, true));
      }
    }
    return all;
  }

  private String[] header(ModelTarget target) {
    var header = new ArrayList<>(wish.keep);
    if (!wish.times.isEmpty()) {
      wish.times.forEach(time -> header.add("survival_" + NumberText.setting(time)));
      return header.toArray(String[]::new);
    }
    if (target.columns().isEmpty()) {
      header.add("prediction");
    }
    target.columns().forEach(name -> header.add("prediction_" + name));
    if (wish.bounds != null) {
      header.addAll(List.of("lower", "upper"));
    }
    target.classes().forEach(name -> header.add("probability_" + name));
    return header.toArray(String[]::new);
  }

  private void fill(String[] fields, double[] predictions, int at, ModelTarget target) {
    int first = wish.keep.size();
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
    if (wish.threshold != null) {
      best = predictions[at + 1] >= wish.threshold ? 1 : 0;
    }
    fields[first] = target.classes().get(best);
  }

  /** The fewest digits that give the same number again: a float's where it is one. */
  private static String shortest(double value) {
    return value == (float) value ? Float.toString((float) value) : Double.toString(value);
  }
}
