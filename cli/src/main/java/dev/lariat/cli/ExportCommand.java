package dev.lariat.cli;

import dev.lariat.io.AtomicFile;
import dev.lariat.io.model.ModelFile;
import dev.lariat.io.model.SeriesColumns;
import dev.lariat.io.model.StepColumns;
import dev.lariat.cli.word.ValueWords;
import dev.lariat.data.DataException;
import dev.lariat.handover.Export;
import dev.lariat.handover.KerasExport;
import dev.lariat.handover.keras.KerasModel;
import dev.lariat.handover.onnx.OnnxExport;
import dev.lariat.handover.pruning.LongTableColumns;
import dev.lariat.handover.pruning.SequenceSource;
import dev.lariat.model.EnsembleModel;
import dev.lariat.model.LinearModel;
import dev.lariat.model.Model;
import dev.lariat.model.NetworkModel;
import dev.lariat.model.TrivialModel;
import dev.lariat.model.interval.IntervalFormat;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lariat export}: a trained model in the form that others use. */
@Command(name = "export", description = "Hand a model over: as an ONNX graph, as weights, or as the code that trains it.", footer = {
    "", "keras, pytorch, mlx   a Python file that reads the table and trains as Lariat did",
    "java                  the same for lariat run",
    "onnx                  raw rows in, predictions out, preprocessing included",
    "safetensors           the weights, by name", "", "Inputs and units whose weights are all zero are left out."})
final class ExportCommand implements Runnable {
  @Spec
  private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "MODEL", description = "A model file, a run directory, or a Keras file.")
  private Path model;

  @Option(names = "--to", required = true, paramLabel = "FORM", completionCandidates = ValueWords.Exports.class, description = "One of ${COMPLETION-CANDIDATES}.")
  private String to;

  @Option(names = {"-o", "--out"}, paramLabel = "FILE", description = "Where to write (default: beside the model).")
  private Path out;

  @Option(names = "--single", description = "Of a model that averages networks the first one alone: neither averaged, nor calibrated, nor mixed.")
  private boolean single;

  @Option(names = "--members", description = "Of such a model all networks, in a Python program that trains each and predicts with all (default: the program trains the first).")
  private boolean members;

  @Option(names = "--force", description = "Overwrite what is there.")
  private boolean force;

  @Override
  public void run() {
    Export export = Export.of(to);
    checkMembers(export);
    Path file = ModelFile.of(model);
    Path target = out != null ? out : beside(file, export);
    boolean keras = file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".keras");
    if (!keras
        && file.getFileName().toString().toLowerCase(Locale.ROOT).matches(".*\\.(h5|hdf5|pkl|pickle|pt|pth|joblib)")) {
      throw new DataException(file + ": Lariat reads its own models and .keras files"
          + (file.toString().endsWith("5") ? "; save it again as .keras" : "; it never reads a Python pickle"));
    }
    AtomicFile.requireWritable(target, force);
    PrintWriter text = spec.commandLine().getOut();
    if (keras) {
      if (single || members) {
        throw new IllegalArgumentException(
            (single ? "--single" : "--members") + ": a Keras file holds one network anyway");
      }
      KerasModel network = KerasModel.read(file);
      network.notes().forEach(note -> spec.commandLine().getErr().println("note: " + note));
      KerasExport.write(network, file, export, target, force);
      text.println(target + said(export, "float32"));
    } else {
      Model saved = chosen(Model.load(file), export);
      export.write(saved, target, force, source(file));
      text.println(target + said(export, precision(saved)));
      if (export == Export.ONNX && IntervalFormat.installed().intervals(file).isPresent()) {
        spec.commandLine()
            .getErr()
            .println("note: the graph has no prediction intervals: lariat predict --interval takes them from " + file);
      }
    }
  }

  /** {@return of which columns a model's sequences are made; empty where it has none} */
  private static Optional<SequenceSource> source(Path model) {
    return StepColumns.of(model)
        .<SequenceSource>map(columns -> new LongTableColumns(columns.id(), columns.time(), columns.same()))
        .or(() -> SeriesColumns.of(model)
            .map(columns -> new SequenceSource.EndedSeries(columns.steps(), columns.numbers())));
  }

  /** {@return what is exported of a model: code trains one of several networks, unless all are asked for} */
  private Model chosen(Model whole, Export export) {
    boolean alone = switch (export) {
      case KERAS, PYTORCH, MLX -> single || !members;
      case JAVA -> single;
      case ONNX, SAFETENSORS -> single;
    };
    return switch (whole) {
      case EnsembleModel ensemble when alone -> {
        if (!single) {
          spec.commandLine()
              .getErr()
              .println("note: this trains the first network of " + ensemble.summary() + "; --members writes all");
        }
        yield ensemble.members().getFirst();
      }
      case EnsembleModel _,NetworkModel _,LinearModel _,TrivialModel _ -> whole;
    };
  }

  private void checkMembers(Export export) {
    boolean python = switch (export) {
      case KERAS, PYTORCH, MLX -> true;
      case JAVA, ONNX, SAFETENSORS -> false;
    };
    if (members && single) {
      throw new IllegalArgumentException("--single and --members: choose one");
    }
    if (members && !python) {
      throw new IllegalArgumentException("--members is for keras, pytorch and mlx; " + export.word()
          + (export == Export.JAVA ? " trains one network" : " holds all networks anyway"));
    }
  }

  private Path beside(Path file, Export export) {
    String stem = file.getFileName().toString().replaceFirst("\\.[a-z]+$", "");
    return file.resolveSibling(switch (export) {
      case KERAS, PYTORCH, MLX -> stem + "_" + export.word() + export.ending();
      case JAVA -> "Train" + export.ending();
      case ONNX, SAFETENSORS -> stem + export.ending();
    });
  }

  /** Networks compute in single precision, linear models in double. */
  private static String precision(Model model) {
    return switch (model) {
      case NetworkModel _,EnsembleModel _ -> "float32";
      case LinearModel _,TrivialModel _ -> "float64";
    };
  }

  private static String said(Export export, String precision) {
    return switch (export) {
      case ONNX -> ": ONNX, opset " + OnnxExport.OPSET + " and " + OnnxExport.LEARNING_OPSET + " of ai.onnx.ml";
      case SAFETENSORS -> ": " + precision + ", kernels as [inputs, units]";
      case KERAS, PYTORCH, MLX -> ": python it with the table's path; --help says more";
      case JAVA -> ": lariat run it with the table's path";
    };
  }
}
