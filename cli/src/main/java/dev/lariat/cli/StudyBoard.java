package dev.lariat.cli;

import dev.lariat.handover.tensorboard.TensorBoardLog;
import dev.lariat.handover.tensorboard.TensorBoardRun;
import dev.lariat.io.run.FinishedStudy.Curve;
import dev.lariat.io.run.FinishedStudy.Setting;
import dev.lariat.io.run.FinishedStudy;
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
  static void write(Path folder, FinishedStudy verdict, Model model) {
    Map<String, Curve> byEpoch = new LinkedHashMap<>();
    verdict.curves().forEach(curve -> byEpoch.put(name(curve, curve.strength()), curve));
    for (FinishedStudy.Candidate candidate : verdict.candidates()) {
      for (FinishedStudy.Point point : candidate.curve()) {
        String name = name(candidate, point.strength());
        try (var log = TensorBoardLog.open(folder.resolve(name))) {
          log.hyperparameters(settings(candidate, point.strength()), List.of(VALIDATION, TRAINING));
          Curve curve = byEpoch.get(name);
          if (curve == null) {
            scalar(log, TRAINING, 0, point.trainLoss());
            scalar(log, VALIDATION, 0, point.loss());
            continue;
          }
          for (int epoch = 1; epoch <= curve.validationLoss().size(); epoch++) {
            scalar(log, TRAINING, epoch, curve.trainLoss().get(epoch - 1));
            scalar(log, VALIDATION, epoch, curve.validationLoss().get(epoch - 1));
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
  private static void scalar(TensorBoardLog log, String tag, long step, double value) {
    if (Double.isFinite(value)) {
      log.scalar(tag, step, value);
    }
  }

  private static Map<String, Object> settings(Setting trial, Strength strength) {
    var settings = new LinkedHashMap<String, Object>();
    settings.put("model", trial.model().toString());
    settings.put("regularizer", trial.regularizer());
    settings.put("strength", strength.values().size() < 2 ? (Object) strength.value() : strength.toString());
    return settings;
  }

  /** For example {@code network-l2-0.01}: the name of a folder. */
  private static String name(Setting trial, Strength strength) {
    String name = trial.model() + "-" + trial.regularizer();
    return strength.equals(Strength.ZERO) ? name : name + "-" + strength;
  }
}
