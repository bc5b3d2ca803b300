package dev.lariat.io.run;

import dev.lariat.metric.Metric;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.PathLimit;
import dev.lariat.study.candidate.Strength;
import dev.lariat.study.candidate.Trial;
import dev.lariat.study.cell.Cell;
import dev.lariat.study.cell.CellResult;
import dev.lariat.study.cell.Score;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A finished cell as one line of {@code trials.jsonl}: {@code model, regularizer, strength} (an array: one number per
 * part), {@code fold, seed, complete}, of a path {@code hurried}, whether it was fitted in a hurry, and {@code limit},
 * what it might cost, then arrays with an element per epoch (or per strength of a path):
 * {@code validationLoss, trainLoss,
 * zeroShare, nonZeroWeights, inputsUsed, seconds} ({@code null}: not a finite number, or not evaluated), and
 * {@code metrics}, only where there are any: an object by epoch with the losses on the validation rows by the metric's
 * name, empty where no candidate can end, {@code tempered}: log-losses by inverse temperature for each block of the
 * rows, in float32, and {@code rowLosses}: losses of the validation rows as little-endian float32 in Base64, where
 * comparisons are by row.
 */
public final class TrialLine {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private TrialLine() {}

  /** {@return the line, without its end} */
  public static String text(CellResult result) {
    return MAPPER.writeValueAsString(write(result));
  }

  /**
   * {@return the result that a line of {@link #text} tells}
   *
   * @throws IllegalArgumentException if it is none
   */
  public static CellResult parse(String text) {
    try {
      return read(MAPPER.readTree(text));
    } catch (JacksonException e) {
      throw new IllegalArgumentException("no line of a trial: " + text, e);
    }
  }

  static ObjectNode write(CellResult result) {
    ObjectNode line = MAPPER.createObjectNode();
    Trial trial = result.cell().trial();
    line.put("model", trial.model().toString());
    line.put("regularizer", trial.regularizer());
    ArrayNode strength = line.putArray("strength");
    trial.strength().values().forEach(strength::add);
    line.put("fold", result.cell().fold());
    line.put("seed", result.cell().seed());
    line.put("complete", result.complete());
    if (trial.model().hasPath()) {
      result.fit().hurried().ifPresent(hurried -> line.put("hurried", hurried.booleanValue()));
      result.fit().limit().ifPresent(limit -> line.put("limit", limit.toString()));
    }
    numbers(line, "validationLoss", result, Score::validationLoss);
    numbers(line, "trainLoss", result, Score::trainLoss);
    numbers(line, "zeroShare", result, Score::zeroShare);
    ArrayNode nonZero = line.putArray("nonZeroWeights");
    result.scores().forEach(score -> nonZero.add(score.nonZeroWeights()));
    ArrayNode inputs = line.putArray("inputsUsed");
    result.scores().forEach(score -> inputs.add(score.inputsUsed()));
    numbers(line, "seconds", result, Score::seconds);
    if (result.scores().stream().anyMatch(score -> !score.losses().isEmpty())) {
      ArrayNode metrics = line.putArray("metrics");
      for (Score score : result.scores()) {
        ObjectNode losses = metrics.addObject();
        Arrays.stream(Metric.values())
            .filter(score.losses()::containsKey)
            .forEach(metric -> losses.put(metric.toString(), score.losses().get(metric)));
      }
    }
    if (result.scores().stream().anyMatch(score -> !score.tempered().isEmpty())) {
      ArrayNode tempered = line.putArray("tempered");
      for (Score score : result.scores()) {
        ArrayNode losses = tempered.addArray();
        score.tempered().forEach(loss -> losses.add(loss.floatValue()));
      }
    }
    if (result.rowLosses().length > 0) {
      ArrayNode rows = line.putArray("rowLosses");
      for (float[] losses : result.rowLosses()) {
        rows.add(encode(losses));
      }
    }
    return line;
  }

  private static void numbers(ObjectNode line, String name, CellResult result, ToDoubleFunction<Score> figure) {
    ArrayNode array = line.putArray(name);
    for (Score score : result.scores()) {
      double value = figure.applyAsDouble(score);
      if (Double.isFinite(value)) {
        array.add(value);
      } else {
        array.addNull();
      }
    }
  }

  /**
   * The inverse of {@link #write}.
   *
   * @throws IllegalArgumentException where the line is not one
   */
  static CellResult read(JsonNode line) {
    var strength = new ArrayList<Double>();
    line.required("strength").forEach(value -> strength.add(value.asDouble()));
    var trial = new Trial(ModelKind.parse(line.required("model").asString()), line.required("regularizer").asString(),
        new Strength(strength));
    var cell = new Cell(trial, line.required("fold").asInt(), line.required("seed").asInt());
    int count = line.required("validationLoss").size();
    List<Score> scores = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      scores.add(new Score(number(line, "validationLoss", i), number(line, "trainLoss", i),
          number(line, "zeroShare", i), line.required("nonZeroWeights").required(i).asLong(),
          line.required("inputsUsed").required(i).asInt(), number(line, "seconds", i),
          losses(line.path("metrics").path(i)), tempered(line.path("tempered").path(i))));
    }
    JsonNode rows = line.path("rowLosses");
    float[][] rowLosses = new float[rows.size()][];
    for (int i = 0; i < rowLosses.length; i++) {
      rowLosses[i] = decode(rows.required(i).asString());
    }
    return new CellResult(cell, line.required("complete").asBoolean(), scores, rowLosses,
        trial.model().hasPath() ? fit(line) : CellResult.PathFit.EXACT);
  }

  /** Neither is known of a log of an earlier version. */
  private static CellResult.PathFit fit(JsonNode line) {
    return new CellResult.PathFit(line.has("hurried") ? Optional.of(line.get("hurried").asBoolean()) : Optional.empty(),
        PathLimit.parse(line.path("limit").asString("")));
  }

  /** Empty in a log of an earlier version. */
  private static List<Double> tempered(JsonNode losses) {
    var tempered = new ArrayList<Double>();
    losses.forEach(loss -> tempered.add((double) (float) loss.asDouble()));
    return tempered;
  }

  /** Empty in a log of an earlier version. */
  private static Map<Metric, Double> losses(JsonNode metrics) {
    var losses = new EnumMap<Metric, Double>(Metric.class);
    metrics.properties().forEach(entry -> losses.put(Metric.parse(entry.getKey()), entry.getValue().asDouble()));
    return losses;
  }

  private static double number(JsonNode line, String name, int index) {
    JsonNode value = line.required(name).required(index);
    return value.isNull() ? Double.NaN : value.asDouble();
  }

  private static String encode(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  private static float[] decode(String text) {
    ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text)).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[bytes.remaining() / 4];
    bytes.asFloatBuffer().get(values);
    return values;
  }
}
