package dev.lariat.cli;

import dev.lariat.handover.tensorboard.TensorBoardLog;
import dev.lariat.handover.tensorboard.TensorBoardRun;
import dev.lariat.model.EnsembleModel;
import dev.lariat.model.LinearModel;
import dev.lariat.model.Model;
import dev.lariat.model.NetworkModel;
import dev.lariat.model.TrivialModel;
import dev.lariat.study.candidate.Strength;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A finished study as TensorBoard shows it: a run for every trial, with its settings as hyperparameters and its mean
 * losses over the folds (by epoch where the study kept them), and one for the model with its weights.
 */
final class StudyBoard {
  private static final String TRAINING = "loss/training";
  private static final String VALIDATION = "loss/validation";

  private StudyBoard() {}

  /**
   * Writes a folder per run.
   *
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  static void write(Path folder, JsonNode verdict, Model model) {
    Map<String, JsonNode> byEpoch = new LinkedHashMap<>();
    verdict.get("curves").forEach(curve -> byEpoch.put(name(curve, curve.get("strength")), curve));
    for (JsonNode candidate : verdict.get("candidates")) {
      for (JsonNode point : candidate.get("curve")) {
        String name = name(candidate, point.get("strength"));
        try (var log = TensorBoardLog.open(folder.resolve(name))) {
          log.hyperparameters(settings(candidate, point.get("strength")), List.of(VALIDATION, TRAINING));
          JsonNode curve = byEpoch.get(name);
          if (curve == null) {
            scalar(log, TRAINING, 0, point.path("trainLoss"));
            scalar(log, VALIDATION, 0, point.path("loss"));
            continue;
          }
          for (int epoch = 1; epoch <= curve.get("validationLoss").size(); epoch++) {
            scalar(log, TRAINING, epoch, curve.get("trainLoss").path(epoch - 1));
            scalar(log, VALIDATION, epoch, curve.get("validationLoss").path(epoch - 1));
          }
        }
      }
    }
    weights(folder.resolve("model"), model);
  }

  private static void weights(Path folder, Model model) {
    switch (model) {
      case NetworkModel network -> {
        try (var run = new TensorBoardRun(folder, network.plan())) {
          run.initialWeights(network.architecture(), network.plan());
          run.weights(network.plan().epochs(), network.weights());
        }
      }
      case LinearModel linear -> {
        try (var log = TensorBoardLog.open(folder)) {
          var point = linear.point();
          for (int k = 0; k < point.intercepts().length; k++) {
            double[] all = point.dense(k, linear.path().features());
            float[] values = new float[all.length];
            for (int j = 0; j < values.length; j++) {
              values[j] = (float) all[j];
            }
            log.histogram(
                point.intercepts().length == 1 ? "coefficients" : "coefficients/" + linear.target().classes().get(k), 0,
                values);
          }
        }
      }
      case EnsembleModel ensemble -> weights(folder, ensemble.members().getFirst()); // the others are alike
      case TrivialModel _ -> {
        // It has none.
      }
    }
  }

  /** A number that was not measured is no point. */
  private static void scalar(TensorBoardLog log, String tag, long step, JsonNode value) {
    if (value.isNumber()) {
      log.scalar(tag, step, value.asDouble());
    }
  }

  private static Map<String, Object> settings(JsonNode trial, JsonNode strength) {
    var settings = new LinkedHashMap<String, Object>();
    settings.put("model", trial.get("model").asString());
    settings.put("regularizer", trial.get("regularizer").asString());
    settings.put("strength", strength.isNumber() ? strength.asDouble() : text(strength));
    return settings;
  }

  /** For example {@code network-l2-0.01}: the name of a folder. */
  private static String name(JsonNode trial, JsonNode strength) {
    String name = trial.get("model").asString() + "-" + trial.get("regularizer").asString();
    return strength.isNumber() && strength.asDouble() == 0 ? name : name + "-" + text(strength);
  }

  private static String text(JsonNode strength) {
    return new Strength(
        strength.isArray() ? strength.valueStream().map(JsonNode::asDouble).toList() : List.of(strength.asDouble()))
        .toString();
  }
}
