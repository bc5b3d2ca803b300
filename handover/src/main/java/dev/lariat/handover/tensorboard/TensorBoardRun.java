package dev.lariat.handover.tensorboard;

import dev.lariat.net.Architecture;
import dev.lariat.net.Epoch;
import dev.lariat.net.Parameter;
import dev.lariat.net.TrainingPlan;
import dev.lariat.net.Weights;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/**
 * A training run as TensorBoard shows it: losses and metrics by epoch, weights as histograms, settings as
 * hyperparameters.
 */
public final class TensorBoardRun implements AutoCloseable {
  private final TensorBoardLog log;

  /**
   * Begins.
   *
   * @param folder of this run alone
   * @param plan whose settings are shown
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  public TensorBoardRun(Path folder, TrainingPlan plan) {
    log = TensorBoardLog.open(folder);
    var settings = new LinkedHashMap<String, Object>();
    settings.put("layers", plan.network().layers().size() + 1);
    settings.put("loss", plan.loss().name());
    settings.put("optimizer", plan.optimizer().name());
    settings.put("learning rate", plan.optimizer().learningRate());
    if (plan.optimizer().hasOwnDecay()) {
      settings.put("weight decay", plan.optimizer().decay());
    }
    settings.put("schedule", plan.schedule().getClass().getSimpleName().toLowerCase(Locale.ROOT));
    settings.put("zero rule", plan.zeroRule().name().toLowerCase(Locale.ROOT));
    settings.put("epochs", plan.epochs());
    settings.put("batch", plan.batch());
    settings.put("seed", plan.seed());
    settings.put("network", plan.network().toString());
    log.hyperparameters(settings, List.of("loss/validation", "loss/training"));
  }

  /** An epoch's figures, in the target's own unit. */
  public void epoch(Epoch epoch) {
    long step = epoch.epoch();
    scalar("loss/training", step, epoch.trainLoss());
    scalar("loss/validation", step, epoch.validationLoss());
    scalar("loss/gap", step, epoch.gap());
    scalar("loss/penalty", step, epoch.penalty());
    scalar("accuracy/training", step, epoch.training().accuracy());
    scalar("accuracy/validation", step, epoch.validation().accuracy());
    scalar("rmse/training", step, epoch.training().rootMeanSquaredError());
    scalar("rmse/validation", step, epoch.validation().rootMeanSquaredError());
    scalar("weights/zero share", step, epoch.zeroShare());
    scalar("weights/inputs used", step, epoch.inputsUsed());
    scalar("learning rate", step, epoch.learningRate());
    epoch.norms().forEach(norm -> scalar("norm/" + norm.layer(), step, norm.norm()));
  }

  /** What a run does not measure is NaN, and not a point. */
  private void scalar(String tag, long step, double value) {
    if (!Double.isNaN(value)) {
      log.scalar(tag, step, value);
    }
  }

  /** How the weights are distributed after an epoch; 0 for the initial ones. */
  public void weights(long epoch, Weights weights) {
    for (Parameter parameter : weights.parameters()) {
      log.histogram(parameter.name().replace('.', '/'), epoch, parameter.values());
    }
  }

  /** The initial weights of a plan. */
  public void initialWeights(Architecture architecture, TrainingPlan plan) {
    weights(0, architecture.initialWeights(plan.seed(), plan.fold()));
  }

  @Override
  public void close() {
    log.close();
  }
}
