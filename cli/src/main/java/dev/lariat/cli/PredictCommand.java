package dev.lariat.cli;

import dev.lariat.cli.option.PredictInput;
import dev.lariat.cli.terminal.Terminal;
import dev.lariat.cli.word.QuotedList;
import dev.lariat.cli.word.ValueWords;
import dev.lariat.cli.predict.PredictedTable;
import dev.lariat.cli.predict.WhyText;
import dev.lariat.data.NumberText;
import dev.lariat.data.Task;
import dev.lariat.io.AtomicFile;
import dev.lariat.io.Tables;
import dev.lariat.metric.Metrics;
import dev.lariat.model.EnsembleModel;
import dev.lariat.model.LinearModel;
import dev.lariat.model.Model;
import dev.lariat.model.NetworkModel;
import dev.lariat.model.TrivialModel;
import dev.lariat.model.interval.PredictionIntervals;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lariat predict}: a model on a table of any length, in bounded memory. */
@Command(name = "predict", description = "Predict the rows of a table with a trained model.")
final class PredictCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @Mixin
  private PredictInput input;

  @Option(names = {"-o",
      "--output"}, paramLabel = "FILE", description = "Write the predictions here, as CSV (default, and -: standard output).")
  private Path output;

  @Option(names = "--lambda", paramLabel = "min|1se|VALUE", description = "For a linear path: at which λ; between two of its own it is interpolated (default: 1se, or the weakest without cross-validation).")
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

  @Option(names = "--type", completionCandidates = ValueWords.Predictions.class, paramLabel = "TYPE", defaultValue = "prediction", description = "prediction; or survival, for a model of times until an event: the probability of no event by each of --times (default: ${DEFAULT-VALUE}, the relative risk of such a model).")
  private String type;

  @Option(names = "--times", paramLabel = "LIST", split = ",", description = "The times of --type survival.")
  private List<Double> times = new ArrayList<>();

  @Option(names = "--force", description = "Overwrite FILE if it is there.")
  private boolean force;

  /** Of one row there are no predictions that anything else could be said of. */
  private void checkWhy() {
    for (String option : List.of("--output", "--keep", "--threshold", "--interval", "--type", "--times")) {
      if (why != null && spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw new IllegalArgumentException("--why explains one row and writes no predictions: leave out " + option);
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
    checkWhy();
    checkTimes();
    checkInterval();
    input.check();
    output = Path.of("-").equals(output) ? null : output;
    if (output != null) {
      AtomicFile.requireWritable(output, force);
    }
    Model model = atLambda(Model.load(input.model()));
    if (threshold != null && model.target().classes().size() != 2) {
      throw new IllegalArgumentException("--threshold is for two classes; " + input.model() + " predicts "
          + (model.target().classes().isEmpty() ? "a number" : model.target().classes().size() + " classes"));
    }
    if (!times.isEmpty() && !model.isOfTimes()) {
      throw new IllegalArgumentException("--type survival: " + input.model() + " is no model of times until an event");
    }
    PredictionIntervals bounds = bounds(model);
    keep = new ArrayList<>(QuotedList.items("--keep", keep));
    List<Path> tables = input.tables(model, keep, err);
    if (why != null) {
      if (tables.size() > 1) {
        throw new IllegalArgumentException("--why " + why + " is a row of one file, and here are " + tables.size());
      }
      WhyText.lines(model, Tables.read(tables.getFirst(), model.schema()), why)
          .forEach(line -> Terminal.print(line, out));
      return Exit.OK;
    }
    var predicted = new PredictedTable(model, new PredictedTable.Wish(keep, times, threshold, interval, bounds));
    Map<String, Metrics> metrics;
    if (output == null) {
      metrics = predicted.write(tables, out);
      out.flush();
    } else {
      Map<String, Metrics> result = new LinkedHashMap<>();
      AtomicFile.write(output, force, stream -> {
        var writer = new OutputStreamWriter(stream, StandardCharsets.UTF_8);
        result.putAll(predicted.write(tables, writer));
        writer.flush();
      });
      metrics = result;
    }
    predicted.unknown().forEach(note -> err.println("note: " + note));
    if (!metrics.isEmpty()) {
      metrics.forEach((name, each) -> print(each, model.target().columns().isEmpty() ? "target" : "'" + name + "'",
          output == null ? err : out));
      predicted.inside().ifPresent(share -> print("inside", share, output == null ? err : out));
      boolean sameFile = input.isFile() && input.hash().equals(model.provenance().dataHash());
      if (sameFile || predicted.learnt() > 0) {
        err.println("note: the model has learnt from "
            + (sameFile
                ? "these very rows"
                : String.format(Locale.ROOT, "%,d of these rows, or from equal ones", predicted.learnt()))
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

  private static void print(Metrics metrics, String target, PrintWriter to) {
    to.println(NumberText.count(metrics.rows(), "row") + " with a known " + target);
    metrics.values().forEach((name, value) -> print(name, value, to));
  }

  private static void print(String name, double value, PrintWriter to) {
    to.printf(Locale.ROOT, "%-9s %s%n", name, NumberText.tabular(value));
    to.flush();
  }
}
