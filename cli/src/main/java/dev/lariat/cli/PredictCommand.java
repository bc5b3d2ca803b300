package dev.lariat.cli;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.lariat.cli.option.RunFolder;
import dev.lariat.cli.option.StandardInput;
import dev.lariat.data.Dataset;
import dev.lariat.data.Target;
import dev.lariat.data.Task;
import dev.lariat.io.AtomicFile;
import dev.lariat.io.Tables;
import dev.lariat.metric.Metrics;
import dev.lariat.model.EnsembleModel;
import dev.lariat.model.LinearModel;
import dev.lariat.model.Model;
import dev.lariat.model.ModelTarget;
import dev.lariat.model.NetworkModel;
import dev.lariat.model.TrivialModel;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lariat predict}: a model on a table of any length, in bounded memory. */
@Command(name = "predict", description = "Predict the rows of a table with a trained model.")
final class PredictCommand implements Callable<Integer> {
  /** Rows that are in memory at once. */
  private static final int CHUNK = 8192;

  @Spec
  private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "MODEL", description = "A model file, or the directory of the run that made it.")
  private Path modelPath;

  @Parameters(index = "1", paramLabel = "DATA", description = "A table with the columns that the model uses; - reads standard input. If the target is there too, the metrics are printed.")
  private Path data;

  @Option(names = {"-o",
      "--output"}, paramLabel = "FILE", description = "Write the predictions here, as CSV (default: standard output).")
  private Path output;

  @Option(names = "--lambda", paramLabel = "min|1se|VALUE", description = "For a linear path: at which of its λs (default: 1se, or the weakest without cross-validation).")
  private String lambda;

  @Option(names = "--force", description = "Overwrite FILE if it is there.")
  private boolean force;

  private final UnknownValues unknown = new UnknownValues();

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    if (output != null) {
      AtomicFile.refuseExisting(output, force);
    }
    Model model = atLambda(Model.load(RunFolder.model(modelPath)));
    Metrics metrics;
    if (output == null) {
      metrics = write(model, out);
      out.flush();
    } else {
      var result = new Metrics[1];
      AtomicFile.write(output, force, stream -> {
        var writer = new OutputStreamWriter(stream, StandardCharsets.UTF_8);
        result[0] = write(model, writer);
        writer.flush();
      });
      metrics = result[0];
    }
    unknown.lines(model.target().name()).forEach(note -> err.println("note: " + note));
    if (metrics != null) {
      print(metrics, output == null ? err : out);
    }
    return Exit.OK;
  }

  private Model atLambda(Model model) {
    if (lambda == null) {
      return model;
    }
    return switch (model) {
      case LinearModel linear -> linear.at(lambda);
      case NetworkModel _,TrivialModel _,EnsembleModel _ ->
        throw new IllegalArgumentException("--lambda: " + modelPath + " is no linear path, only those have λs");
    };
  }

  /** Writes all predictions; returns the metrics if any row has a known target, else null. */
  private Metrics write(Model model, Writer to) throws IOException {
    ModelTarget target = model.target();
    var tally = Metrics.tally(target.task(), target.classes().size());
    var csv = CsvWriter.builder().build(to);
    csv.writeRecord(header(target));
    String[] fields = new String[target.task() == Task.CLASSIFICATION ? 1 + target.width() : 1];
    try (var parts = Tables.stream(StandardInput.file(data), model.schema(), CHUNK)) {
      while (parts.hasNext()) {
        Dataset part = parts.next();
        double[] predictions = model.predict(part);
        for (int row = 0; row < part.rows(); row++) {
          fill(fields, predictions, row * target.width(), target);
          csv.writeRecord(fields);
        }
        if (part.has(target.name())) {
          Target truth = Target.known(part.column(target.name()), target.task(), target.classes());
          tally.add(predictions, truth);
          unknown.count(part.column(target.name()), truth);
        }
        unknown.count(model.preprocessing().unknownLevels(part));
      }
    }
    csv.flush();
    Metrics metrics = tally.metrics();
    return metrics.rows() == 0 ? null : metrics;
  }

  private static String[] header(ModelTarget target) {
    String[] header = new String[1 + target.classes().size()];
    header[0] = "prediction";
    for (int c = 0; c < target.classes().size(); c++) {
      header[1 + c] = "probability_" + target.classes().get(c);
    }
    return header;
  }

  private static void fill(String[] fields, double[] predictions, int at, ModelTarget target) {
    if (target.task() == Task.REGRESSION) {
      fields[0] = shortest(predictions[at]);
      return;
    }
    int best = 0;
    for (int c = 0; c < target.width(); c++) {
      if (predictions[at + c] > predictions[at + best]) {
        best = c;
      }
      fields[1 + c] = shortest(predictions[at + c]);
    }
    fields[0] = target.classes().get(best);
  }

  /** The fewest digits that give the same number again: a float's where it is one. */
  private static String shortest(double value) {
    return value == (float) value ? Float.toString((float) value) : Double.toString(value);
  }

  private static void print(Metrics metrics, PrintWriter to) {
    to.printf(Locale.ROOT, "%,d rows with a known target%n", metrics.rows());
    metrics.values().forEach((name, value) -> to.printf(Locale.ROOT, "%-9s %s%n", name, TrainingReport.number(value)));
    to.flush();
  }
}
