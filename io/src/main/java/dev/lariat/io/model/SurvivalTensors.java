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
    if (!survival.relaxed().isEmpty()) {
      ArrayNode gammas = json.putArray("gammas");
      survival.relaxed().forEach(relaxed -> gammas.add(relaxed.gamma()));
    }
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
    tensors.put(STRATUM, new Tensor.F64(new int[]{steps}, Arrays.stream(first.stratum()).asDoubleStream().toArray()));
    tensors.put(TIME, new Tensor.F64(new int[]{steps}, first.time()));
    tensors.put(CUMULATIVE, cumulative(survival.baselines(), steps));
    for (SurvivalBaseline.Relaxed relaxed : survival.relaxed()) {
      tensors.put(relaxedName(relaxed.gamma()), cumulative(relaxed.baselines(), steps));
    }
  }

  private static String relaxedName(double gamma) {
    return CUMULATIVE + ".relaxed." + gamma;
  }

  private static Tensor cumulative(List<Cox.Baseline> baselines, int steps) {
    double[] all = new double[Math.multiplyExact(steps, baselines.size())];
    for (int p = 0; p < baselines.size(); p++) {
      System.arraycopy(baselines.get(p).cumulative(), 0, all, p * steps, steps);
    }
    return new Tensor.F64(new int[]{baselines.size(), steps}, all);
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
    if (stratum.length != time.length) {
      throw new IllegalArgumentException("the arrays of the baseline differ in length");
    }
    int[] numbers = Arrays.stream(stratum).mapToInt(number -> (int) number).toArray();
    List<Cox.Baseline> baselines = baselines(numbers, time, LinearTensors.values(tensors, CUMULATIVE), points);
    List<SurvivalBaseline.Relaxed> relaxed = new ArrayList<>();
    for (JsonNode gamma : json.path("gammas")) {
      double share = gamma.asDouble(Double.NaN);
      relaxed.add(new SurvivalBaseline.Relaxed(share,
          baselines(numbers, time, LinearTensors.values(tensors, relaxedName(share)), points)));
    }
    List<String> names = new ArrayList<>();
    json.path("strataNames").forEach(name -> names.add(name.asString()));
    return new SurvivalBaseline(ties(json),
        new SurvivalColumns(json.path("event").asString(""), text(json, "start"), text(json, "strata")), names,
        baselines, relaxed);
  }

  private static List<Cox.Baseline> baselines(int[] stratum, double[] time, double[] cumulative, int points) {
    int steps = time.length;
    if (cumulative.length != (long) steps * points) {
      throw new IllegalArgumentException("the arrays of the baseline differ in length");
    }
    List<Cox.Baseline> baselines = new ArrayList<>();
    for (int p = 0; p < points; p++) {
      baselines.add(new Cox.Baseline(stratum, time, Arrays.copyOfRange(cumulative, p * steps, (p + 1) * steps)));
    }
    return baselines;
  }

  private static Optional<String> text(JsonNode json, String key) {
    return json.has(key) ? Optional.of(json.get(key).asString()) : Optional.empty();
  }
}
