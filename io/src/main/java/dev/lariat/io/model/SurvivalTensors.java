package dev.lariat.io.model;

import dev.lariat.linear.Cox;
import dev.lariat.model.linear.SurvivalBaseline;
import dev.lariat.model.linear.SurvivalColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The baseline of a path of times until an event: its columns as JSON, its steps as arrays of doubles. */
final class SurvivalTensors {
  private static final String STRATUM = "baseline.stratum";
  private static final String TIME = "baseline.time";
  private static final String CUMULATIVE = "baseline.cumulative";

  private SurvivalTensors() {}

  static void describe(SurvivalBaseline survival, ObjectNode json) {
    json.put("ties", survival.ties().name().toLowerCase(Locale.ROOT));
    json.put("event", survival.columns().event());
    survival.columns().start().ifPresent(column -> json.put("start", column));
    survival.columns().strata().ifPresent(column -> {
      json.put("strata", column);
      ArrayNode names = json.putArray("strataNames");
      survival.strata().forEach(names::add);
    });
  }

  /** Adds the arrays. */
  static void add(SurvivalBaseline survival, Map<String, Tensor> tensors) {
    Cox.Baseline first = survival.baselines().getFirst();
    int steps = first.time().length;
    double[] all = new double[Math.multiplyExact(steps, survival.baselines().size())];
    for (int p = 0; p < survival.baselines().size(); p++) {
      System.arraycopy(survival.baselines().get(p).cumulative(), 0, all, p * steps, steps);
    }
    tensors.put(STRATUM, new Tensor.F64(new int[]{steps}, Arrays.stream(first.stratum()).asDoubleStream().toArray()));
    tensors.put(TIME, new Tensor.F64(new int[]{steps}, first.time()));
    tensors.put(CUMULATIVE, new Tensor.F64(new int[]{survival.baselines().size(), steps}, all));
  }

  static Cox.Ties ties(JsonNode json) {
    String word = json.path("ties").asString("");
    return Arrays.stream(Cox.Ties.values())
        .filter(ties -> ties.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no ties '" + word + "'"));
  }

  /** @throws IllegalArgumentException if the arrays do not fit together */
  static SurvivalBaseline read(JsonNode json, Map<String, Tensor> tensors, int points) {
    double[] stratum = LinearTensors.values(tensors, STRATUM);
    double[] time = LinearTensors.values(tensors, TIME);
    double[] cumulative = LinearTensors.values(tensors, CUMULATIVE);
    int steps = time.length;
    if (stratum.length != steps || cumulative.length != (long) steps * points) {
      throw new IllegalArgumentException("the arrays of the baseline differ in length");
    }
    int[] numbers = Arrays.stream(stratum).mapToInt(number -> (int) number).toArray();
    List<Cox.Baseline> baselines = new ArrayList<>();
    for (int p = 0; p < points; p++) {
      baselines.add(new Cox.Baseline(numbers, time, Arrays.copyOfRange(cumulative, p * steps, (p + 1) * steps)));
    }
    List<String> names = new ArrayList<>();
    json.path("strataNames").forEach(name -> names.add(name.asString()));
    return new SurvivalBaseline(ties(json),
        new SurvivalColumns(json.path("event").asString(""), text(json, "start"), text(json, "strata")), names,
        baselines);
  }

  private static Optional<String> text(JsonNode json, String key) {
    return json.has(key) ? Optional.of(json.get(key).asString()) : Optional.empty();
  }
}
