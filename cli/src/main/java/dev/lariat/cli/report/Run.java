package dev.lariat.cli.report;

import dev.lariat.data.Task;
import dev.lariat.metric.Metric;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What a finished study left.
 *
 * @param verdict {@code verdict.json}
 * @param evidence {@code evidence.json}; an object without keys where the run has none
 * @param code the emitted code that trains the model again, by language; empty where there is none
 */
record Run(JsonNode verdict, JsonNode evidence, Map<String, String> code) {
  /** The metric's name with its unit where it has one, for axes. */
  String loss() {
    return switch (measured()) {
      case LOG_LOSS -> "log-loss (nats)";
      case ERROR -> "error (share of rows)";
      case SQUARED_ERROR -> "squared error (" + target() + "²)";
      case ABSOLUTE_ERROR -> "absolute error (" + target() + ")";
      case AUC, R_SQUARED -> metric();
    };
  }

  String metric() {
    Metric metric = measured();
    return metric.isShownAsFigure()
        ? "1 − " + metric.label()
        : metric.toString().replace('-', ' ').replace("log loss", "log-loss");
  }

  private Metric measured() {
    return Metric.parse(verdict.get("metric").asString());
  }

  private String target() {
    return Words.inSentence(verdict.get("target").asString(), 24);
  }

  boolean classification() {
    return measured().task() == Task.CLASSIFICATION;
  }

  List<JsonNode> candidates() {
    return Words.list(verdict.get("candidates"));
  }

  /** The line of a choice ({@code recommendation}, {@code simplest}, {@code refitted}) in the table. */
  JsonNode candidate(JsonNode choice) {
    return candidates().stream().filter(c -> Words.name(c).equals(Words.name(choice))).findFirst().orElseThrow();
  }

  JsonNode recommended() {
    return candidate(verdict.get("recommendation"));
  }

  boolean isRecommended(JsonNode candidate) {
    return Words.name(candidate).equals(Words.name(verdict.get("recommendation")));
  }

  /** Whether a regularizer is proven to help; in format 1 one was recommended only then. */
  boolean sure() {
    JsonNode proven = verdict.get("proven");
    return proven == null
        ? !Words.isNone(recommended()) && !Words.isTrivial(recommended())
        : proven.get("sure").asBoolean();
  }

  /** The standard error of the loss to expect of what is used. */
  double lossError() {
    JsonNode steps = verdict.at("/use/finish/waterfall");
    return (steps.isEmpty() ? recommended() : steps.get(steps.size() - 1)).get("standardError").asDouble();
  }

  JsonNode none() {
    return candidates().stream().filter(Words::isNone).findFirst().orElseThrow();
  }

  /** The curve of the network without regularizer. */
  Optional<JsonNode> curveWithout() {
    return Words.list(verdict.get("curves")).stream().filter(Words::isNone).findFirst();
  }

  /** The curve of the regularized network that is shown beside it. */
  Optional<JsonNode> curveWith() {
    return Words.list(verdict.get("curves")).stream().filter(curve -> !Words.isNone(curve)).findFirst();
  }
}
