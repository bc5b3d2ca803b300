package dev.lariat.io.run;

import dev.lariat.data.DataException;
import dev.lariat.study.evidence.CoefficientPath;
import dev.lariat.io.AtomicFile;
import dev.lariat.study.evidence.Evidence;
import dev.lariat.study.evidence.PixelWeights;
import dev.lariat.study.evidence.TestPredictions;
import dev.lariat.study.evidence.WeightStatistics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code evidence.json}, format 1: what the report draws beside the verdict. {@code weights}: per setting its sizes,
 * layers, histogram and, where columns are pixels, pictures of the first layer. {@code paths}: per linear candidate
 * coefficients by λ. {@code test}: confusion matrix and ROC, or points, and the worst rows. Two runs of the same study
 * write the same bytes.
 */
public final class EvidenceFile {
  /** The file's name in a run directory. */
  public static final String NAME = "evidence.json";
  /** The newest format that this version reads, and the one it writes. */
  static final int FORMAT = 1;

  private static final JsonMapper MAPPER = JsonMapper.shared();

  private EvidenceFile() {}

  /** Writes the file into a run directory, whole or not at all. */
  public static void write(Evidence evidence, Path runDirectory) {
    byte[] bytes = (MAPPER.writeValueAsString(json(evidence)) + "\n").getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(runDirectory.resolve(NAME), true, out -> out.write(bytes));
  }

  private static ObjectNode json(Evidence evidence) {
    ObjectNode json = MAPPER.createObjectNode().put("format", FORMAT);
    ArrayNode weights = json.putArray("weights");
    evidence.weights().forEach(statistics -> weights.add(weights(statistics)));
    ArrayNode paths = json.putArray("paths");
    evidence.paths().forEach(path -> paths.add(path(path)));
    evidence.test().ifPresent(test -> json.set("test", test(test)));
    return json;
  }

  private static ObjectNode weights(WeightStatistics statistics) {
    ObjectNode json = VerdictFile.trial(statistics.trial());
    json.put("count", statistics.count())
        .put("meanSize", statistics.meanSize())
        .put("largest", statistics.largest())
        .put("columnsUsed", statistics.columnsUsed());
    ArrayNode layers = json.putArray("layers");
    for (WeightStatistics.Layer layer : statistics.layers()) {
      layers.addObject().put("name", layer.name()).put("weights", layer.weights()).put("zeroShare", layer.zeroShare());
    }
    ObjectNode histogram = json.putObject("histogram");
    numbers(histogram.putArray("edges"), statistics.edges());
    numbers(histogram.putArray("shares"), statistics.shares());
    statistics.pixels().ifPresent(pixels -> json.set("pixels", pixels(pixels)));
    return json;
  }

  private static ObjectNode pixels(PixelWeights pixels) {
    ObjectNode json = MAPPER.createObjectNode().put("side", pixels.side());
    ArrayNode units = json.putArray("units");
    for (PixelWeights.Unit unit : pixels.units()) {
      ArrayNode percent = units.addObject()
          .put("number", unit.number())
          .put("largest", unit.largest())
          .putArray("percent");
      unit.percent().forEach(percent::add);
    }
    return json;
  }

  private static ObjectNode path(CoefficientPath path) {
    ObjectNode json = MAPPER.createObjectNode().put("regularizer", path.regularizer()).put("outputs", path.outputs());
    numbers(json.putArray("lambdas"), path.lambdas());
    ArrayNode nonZero = json.putArray("nonZero");
    path.nonZero().forEach(nonZero::add);
    ArrayNode features = json.putArray("features");
    path.features().forEach(features::add);
    ArrayNode coefficients = json.putArray("coefficients");
    path.coefficients().forEach(line -> numbers(coefficients.addArray(), line));
    return json;
  }

  private static ObjectNode test(TestPredictions test) {
    ObjectNode json = MAPPER.createObjectNode();
    ArrayNode classes = json.putArray("classes");
    test.classes().forEach(classes::add);
    ArrayNode confusion = json.putArray("confusion");
    for (List<Integer> row : test.confusion()) {
      ArrayNode counts = confusion.addArray();
      row.forEach(counts::add);
    }
    ArrayNode roc = json.putArray("roc");
    test.roc().forEach(point -> numbers(roc.addArray(), point));
    ArrayNode points = json.putArray("points");
    test.points().forEach(point -> numbers(points.addArray(), point));
    ArrayNode worst = json.putArray("worst");
    for (TestPredictions.Row row : test.worst()) {
      ObjectNode node = worst.addObject()
          .put("row", row.number())
          .put("truth", row.truth())
          .put("predicted", row.predicted());
      VerdictFile.number(node, "probability", row.probability());
    }
    return json;
  }

  private static void numbers(ArrayNode array, List<Double> values) {
    VerdictFile.numbers(array, values);
  }

  /**
   * Reads the evidence of a run.
   *
   * @return without keys where the run has none: an earlier version made it
   * @throws DataException if it is damaged, or of a newer format
   */
  public static JsonNode read(Path runDirectory) {
    Path file = runDirectory.resolve(NAME);
    if (!Files.exists(file)) {
      return MAPPER.createObjectNode();
    }
    try {
      JsonNode json = MAPPER.readTree(Files.readAllBytes(file));
      int format = json.path("format").asInt(0);
      if (format > FORMAT) {
        throw new DataException(file + " is of format " + format
            + ", written by a newer Lariat; this one reads up to format " + FORMAT + ": update Lariat");
      }
      if (format < 1) {
        throw new DataException(file + " is no evidence of Lariat: start the study anew with --force");
      }
      return json;
    } catch (JacksonException e) {
      throw new DataException(file + " is damaged: start the study anew with --force", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
