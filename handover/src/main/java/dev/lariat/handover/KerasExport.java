package dev.lariat.handover;

import dev.lariat.handover.keras.KerasModel;
import dev.lariat.data.DataException;
import dev.lariat.data.Task;
import dev.lariat.data.encoding.Encoding;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.data.encoding.PreprocessingOptions;
import dev.lariat.data.encoding.Scale;
import dev.lariat.data.encoding.Scaling;
import dev.lariat.io.sequence.SequenceLayout;
import dev.lariat.loss.Loss;
import dev.lariat.model.ModelTarget;
import dev.lariat.model.NetworkModel;
import dev.lariat.model.Provenance;
import dev.lariat.model.TargetScale;
import dev.lariat.net.layer.Embedding;
import dev.lariat.net.TrainingPlan;
import dev.lariat.penalty.ZeroRule;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Hands a Keras file over as if Lariat had trained it. A Keras file knows no table: its inputs are called
 * {@code x1, x2, …} and taken as they are, its target {@code y}, its classes {@code 0, 1, …}. Where it embeds words
 * these are their numbers, and {@link SequenceLayout#STEPS} says how many a text has.
 */
public final class KerasExport {
  private KerasExport() {}

  /**
   * Writes what a Keras file holds.
   *
   * @param file its name, for the export's own words
   * @throws DataException if the export cannot say it
   */
  public static void write(KerasModel keras, Path file, Export export, Path target, boolean overwrite) {
    export.write(model(keras, file, export), target, overwrite);
  }

  static NetworkModel model(KerasModel keras, Path file, Export export) {
    boolean embeds = keras.network().layers().stream().anyMatch(Embedding.class::isInstance);
    if (embeds && (export == Export.ONNX || export == Export.JAVA)) {
      throw new DataException(file + " begins with an embedding of plain numbers, which " + export.word()
          + " exports of a table's categories alone; there are keras, pytorch, mlx and safetensors");
    }
    Loss loss = keras.loss().orElseGet(Loss::squaredError);
    Task task = loss.task();
    int outputs = keras.outputs();
    if (task == Task.REGRESSION && outputs != 1) {
      throw new DataException(file + " predicts " + outputs + " numbers; Lariat's models predict one");
    }
    List<String> classes = task == Task.REGRESSION
        ? List.of()
        : IntStream.range(0, Math.max(2, outputs)).mapToObj(String::valueOf).toList();
    var asTheyAre = new Scale(0, 0, 1, 0);
    boolean words = keras.network().words().isPresent();
    List<Encoding> inputs = IntStream.rangeClosed(1, keras.inputs())
        .mapToObj(i -> words && i == keras.inputs() ? SequenceLayout.STEPS : "x" + i)
        .<Encoding>map(name -> new Encoding.Numeric(name, asTheyAre, false))
        .toList();
    var preprocessing = new Preprocessing(PreprocessingOptions.network().scaling(Scaling.NONE).clip(0), inputs,
        Set.of(), List.of());
    TrainingPlan plan = TrainingPlan.of(keras.network(), loss)
        .withSchedule(keras.schedule())
        .withClipNorm(keras.clipNorm());
    TrainingPlan complete = keras.optimizer().map(plan::withOptimizer).orElse(plan).withZeroRule(ZeroRule.SUBGRADIENT);
    return new NetworkModel(new ModelTarget("y", task, classes), preprocessing, TargetScale.NONE, complete, 0,
        keras.weights(), Provenance.now("Keras, as saved in " + file.getFileName(), 0, "", ""));
  }
}
