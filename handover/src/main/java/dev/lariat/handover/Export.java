package dev.lariat.handover;

import dev.lariat.data.DataException;
import dev.lariat.io.AtomicFile;
import dev.lariat.io.SafeTensors;
import dev.lariat.io.Tensor;
import dev.lariat.model.LinearModel;
import dev.lariat.model.Model;
import dev.lariat.model.NetworkModel;
import dev.lariat.model.TrivialModel;
import dev.lariat.net.Parameter;
import dev.lariat.net.Weights;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.stream.Collectors;

/** Hands a trained model over: as weights, as a graph, or as the code that trains it. Inputs and units whose weights are all zero are left out. */
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
    switch (this) {
      case ONNX -> OnnxExport.write(model, file, overwrite);
      case SAFETENSORS -> tensors(TrainedNetwork.of(network(model)).weights(), file, overwrite);
      case KERAS, PYTORCH, MLX, JAVA -> text(code(model, file), file, overwrite);
    }
  }

  /**
   * The code that trains a model again.
   *
   * @throws dev.lariat.data.DataException if it has something that this export cannot say
   * @throws IllegalArgumentException if this export is no code
   */
  public String code(Model model) {
    return code(model, Path.of("Train" + ending()));
  }

  private String code(Model model, Path file) {
    return switch (this) {
      case PYTORCH -> new PyTorchScript(new ScriptPlan(network(model))).toString();
      case KERAS -> new KerasScript(new ScriptPlan(network(model))).toString();
      case MLX -> new MlxScript(new ScriptPlan(network(model))).toString();
      case JAVA -> new JavaScript(new ScriptPlan(network(model)), file).toString();
      case ONNX, SAFETENSORS -> throw new IllegalArgumentException(word() + " is no code");
    };
  }

  static NetworkModel network(Model model) {
    return switch (model) {
      case NetworkModel network -> network;
      case LinearModel _,TrivialModel _ -> throw new DataException(
          "this is no network: only networks are handed over so far; lariat linear --json prints coefficients");
    };
  }

  /** Writes weights as safetensors. */
  static void tensors(Weights weights, Path file, boolean overwrite) {
    var tensors = new LinkedHashMap<String, Tensor>();
    for (Parameter parameter : weights.parameters()) {
      tensors.put(parameter.name(), new Tensor.F32(parameter.shape().stream().mapToInt(Integer::intValue).toArray(),
          parameter.values()));
    }
    AtomicFile.write(file, overwrite, out -> SafeTensors.write(tensors, out));
  }

  private static void text(String text, Path file, boolean overwrite) {
    AtomicFile.write(file, overwrite, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }
}
