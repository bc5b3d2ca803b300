package dev.lariat.io.model;

import dev.lariat.io.AtomicFile;
import dev.lariat.io.JsonText;
import dev.lariat.io.NewerFormat;
import dev.lariat.model.Model;
import dev.lariat.model.interval.IntervalFormat;
import dev.lariat.model.interval.PredictionIntervals;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * Prediction intervals in a model file, beside the model: {@code intervals.json}, the models of the folds as
 * {@code model.json} describes one, and {@code intervals.safetensors}, their numbers and residuals, whose names begin
 * with {@code fold1.} and so on. A version that knows no intervals reads the model and leaves them alone.
 */
public final class IntervalFile implements IntervalFormat {
  private static final int FORMAT = 1;
  private static final String DESCRIPTION = "intervals.json";
  private static final String NUMBERS = "intervals.safetensors";
  private static final String RESIDUALS = "residuals";

  /** Made by the service loader. */
  public IntervalFile() {}

  @Override
  public void write(Model model, PredictionIntervals intervals, Path file, boolean overwrite) {
    AtomicFile.write(file, overwrite, out -> {
      Map<String, byte[]> entries = ModelFile.entries(model);
      entries.putAll(entries(intervals));
      ModelArchive.write(entries, out);
    });
  }

  private static Map<String, byte[]> entries(PredictionIntervals intervals) throws IOException {
    var json = ModelJson.MAPPER.createObjectNode().put("format", FORMAT);
    ArrayNode folds = json.putArray("folds");
    var tensors = new LinkedHashMap<String, Tensor>();
    for (PredictionIntervals.Fold fold : intervals.folds()) {
      String prefix = prefix(folds.size());
      var own = new LinkedHashMap<String, Tensor>();
      ModelFile.put(fold.model(), folds.addObject(), own);
      own.forEach((name, tensor) -> tensors.put(prefix + name, tensor));
      tensors.put(prefix + RESIDUALS, new Tensor.F64(new int[]{fold.residuals().length}, fold.residuals()));
    }
    var entries = new LinkedHashMap<String, byte[]>();
    entries.put(DESCRIPTION, ModelJson.MAPPER.writeValueAsBytes(json));
    entries.put(NUMBERS, SafeTensors.bytes(tensors));
    return entries;
  }

  private static String prefix(int fold) {
    return "fold" + (fold + 1) + ".";
  }

  @Override
  public Optional<PredictionIntervals> intervals(Path fileOrDirectory) {
    Path file = ModelFile.of(fileOrDirectory);
    Map<String, byte[]> entries = ModelArchive.read(file);
    if (!entries.containsKey(DESCRIPTION)) {
      return Optional.empty();
    }
    if (!entries.containsKey(NUMBERS)) {
      throw ModelFile.broken(file, "it lacks " + NUMBERS, null);
    }
    Map<String, Tensor> tensors = SafeTensors.read(ByteBuffer.wrap(entries.get(NUMBERS)), file + ": " + NUMBERS);
    try {
      JsonNode json = ModelJson.MAPPER.readTree(entries.get(DESCRIPTION));
      NewerFormat.refuse(file, json.path("format").asInt(0), FORMAT);
      List<PredictionIntervals.Fold> folds = new ArrayList<>();
      for (JsonNode fold : json.path("folds")) {
        Map<String, Tensor> own = ModelFile.behind(prefix(folds.size()), tensors);
        double[] residuals = LinearTensors.values(own, RESIDUALS);
        own.remove(RESIDUALS);
        folds.add(new PredictionIntervals.Fold(ModelFile.model(fold, own), residuals));
      }
      return Optional.of(new PredictionIntervals(folds));
    } catch (JacksonException e) {
      throw ModelFile.broken(file, DESCRIPTION + JsonText.where(e), e);
    } catch (IllegalArgumentException | ArithmeticException e) {
      // The records' own checks: the file states something that no model has.
      throw ModelFile.broken(file, "its intervals contradict themselves: " + e.getMessage(), e);
    }
  }
}
