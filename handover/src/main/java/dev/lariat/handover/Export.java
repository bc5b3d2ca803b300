package dev.lariat.handover;

import dev.lariat.handover.java.JavaLinearFit;
import dev.lariat.handover.java.JavaTraining;
import dev.lariat.handover.keras.KerasLinear;
import dev.lariat.handover.keras.KerasScript;
import dev.lariat.handover.mlx.MlxLinear;
import dev.lariat.handover.mlx.MlxScript;
import dev.lariat.handover.onnx.OnnxExport;
import dev.lariat.handover.pruning.LinearPlan;
import dev.lariat.handover.pruning.TrainedNetwork;
import dev.lariat.handover.python.LinearScript;
import dev.lariat.handover.python.ScriptPlan;
import dev.lariat.handover.pytorch.PyTorchLinear;
import dev.lariat.handover.pytorch.PyTorchScript;
import dev.lariat.handover.safetensors.WeightsExport;
import dev.lariat.data.DataException;
import dev.lariat.io.AtomicFile;
import dev.lariat.model.EnsembleModel;
import dev.lariat.handover.pruning.LongTableColumns;
import dev.lariat.handover.pruning.SequenceSource;
import dev.lariat.model.LinearModel;
import dev.lariat.model.Model;
import dev.lariat.model.NetworkModel;
import dev.lariat.model.TrivialModel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Hands a trained model over: as weights, as a graph, or as the code that trains it. Inputs and units whose weights are
 * all zero are left out.
 */
public enum Export {
  /** A Python file for Keras 3. */
  KERAS,
  /** A Python file for PyTorch. */
  PYTORCH,
  /** A Python file for MLX. */
  MLX,
  /** A Java source file for {@code lariat run}. */
  JAVA,
  /** An ONNX graph, preprocessing included. */
  ONNX,
  /** The weights alone, by name. */
  SAFETENSORS;

  /** The word for it on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** How its files end. */
  public String ending() {
    return switch (this) {
      case KERAS, PYTORCH, MLX -> ".py";
      case JAVA -> ".java";
      case ONNX -> ".onnx";
      case SAFETENSORS -> ".safetensors";
    };
  }

  /**
   * The export of a word.
   *
   * @throws IllegalArgumentException naming those there are
   */
  public static Export of(String word) {
    for (Export export : values()) {
      if (export.word().equals(word.toLowerCase(Locale.ROOT))) {
        return export;
      }
    }
    throw new IllegalArgumentException("no export '" + word + "'; there are "
        + Arrays.stream(values()).map(Export::word).collect(Collectors.joining(", ")));
  }

  /**
   * Writes a model.
   *
   * @param overwrite whether an existing file may be replaced
   * @throws dev.lariat.data.DataException if it has something that this export cannot say
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  public void write(Model model, Path file, boolean overwrite) {
    write(model, file, overwrite, Optional.empty());
  }

  /**
   * Writes a model of sequences.
   *
   * @param source of which columns of a table the sequences were made, so that a program reads it as Lariat does
   */
  public void write(Model model, Path file, boolean overwrite, Optional<? extends SequenceSource> source) {
    switch (this) {
      case ONNX -> OnnxExport.write(model, file, overwrite);
      case SAFETENSORS -> WeightsExport.write(model, file, overwrite);
      case KERAS, PYTORCH, MLX, JAVA -> {
        String text = code(model, file, source);
        AtomicFile.write(file, overwrite, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
      }
    }
  }

  /**
   * The code that trains a model again.
   *
   * @throws dev.lariat.data.DataException if it has something that this export cannot say, or nothing to train
   * @throws IllegalArgumentException if this export is no code
   */
  public String code(Model model) {
    return code(model, Path.of("Train" + ending()), Optional.empty());
  }

  private String code(Model model, Path file, Optional<? extends SequenceSource> source) {
    Optional<LongTableColumns> steps = source.flatMap(SequenceSource::ofSteps);
    return switch (model) {
      case NetworkModel network -> network(new ScriptPlan(network, steps), file);
      case LinearModel linear -> linear(new LinearPlan(linear, source), file);
      case TrivialModel trivial -> throw new DataException("this model predicts the same for every row of '"
          + trivial.target().name() + "': there is nothing to train; --to onnx serves it");
      case EnsembleModel ensemble -> switch (this) {
        case KERAS, PYTORCH, MLX -> network(new ScriptPlan(ensemble, steps), file);
        case JAVA -> throw TrainedNetwork.onlySingle(ensemble);
        case ONNX, SAFETENSORS -> throw new IllegalArgumentException(word() + " is no code");
      };
    };
  }

  private String network(ScriptPlan plan, Path file) {
    return switch (this) {
      case KERAS -> new KerasScript(plan).toString();
      case PYTORCH -> new PyTorchScript(plan).toString();
      case MLX -> new MlxScript(plan).toString();
      case JAVA -> new JavaTraining(plan, file).toString();
      case ONNX, SAFETENSORS -> throw new IllegalArgumentException(word() + " is no code");
    };
  }

  private String linear(LinearPlan plan, Path file) {
    if (plan.model.relaxation().filter(relaxed -> relaxed.gamma() < 1).isPresent()) {
      throw new DataException("this model keeps a share γ of its penalised coefficients (--relax), and code would fit"
          + " the penalised ones only: take --to onnx or safetensors");
    }
    return switch (this) {
      case KERAS -> new LinearScript(plan, KerasLinear.BACKEND).toString();
      case PYTORCH -> new LinearScript(plan, PyTorchLinear.BACKEND).toString();
      case MLX -> new LinearScript(plan, MlxLinear.BACKEND).toString();
      case JAVA -> new JavaLinearFit(plan, file).toString();
      case ONNX, SAFETENSORS -> throw new IllegalArgumentException(word() + " is no code");
    };
  }
}
