package dev.lariat.model;

import dev.lariat.data.Dataset;
import dev.lariat.data.Target;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.metric.Metrics;
import dev.lariat.net.TrainingPlan;
import dev.lariat.net.TrainingRows;
import dev.lariat.net.training.TrainingRun;
import java.util.Optional;

/**
 * A table made ready and its network, at any epoch: what {@link Trainer#begin} gives to who goes on at will. One
 * thread.
 */
public final class BegunTraining {
  private final TrainingRun run;
  private final ModelTarget target;
  private final Preprocessing preprocessing;
  private final TargetScale scale;
  private final TrainingRows training;
  private final Optional<TrainingRows> validation;
  private final Optional<Dataset> judges; // the same rows as a table
  private final double validationShare;
  private final Provenance provenance;

  BegunTraining(TrainingRun run, ModelTarget target, Preprocessing preprocessing, TargetScale scale,
      TrainingRows training, Optional<TrainingRows> validation, Optional<Dataset> judges, double validationShare,
      Provenance provenance) {
    this.run = run;
    this.target = target;
    this.preprocessing = preprocessing;
    this.scale = scale;
    this.training = training;
    this.validation = validation;
    this.judges = judges;
    this.validationShare = validationShare;
    this.provenance = provenance;
  }

  /** {@return the run, which goes on by {@link TrainingRun#advance}} */
  public TrainingRun run() {
    return run;
  }

  /** {@return how the table became inputs} */
  public Preprocessing preprocessing() {
    return preprocessing;
  }

  /** {@return how a number of the target becomes an output} */
  public TargetScale scale() {
    return scale;
  }

  /** {@return the rows that are trained on} */
  public TrainingRows training() {
    return training;
  }

  /** {@return the rows that it is judged by; empty without} */
  public Optional<TrainingRows> validation() {
    return validation;
  }

  /** {@return the model as the run stands} */
  public NetworkModel model() {
    var usable = preprocessing.unused(NetworkModel.unusedColumns(preprocessing, run.predictor()));
    TrainingPlan plan = run.plan();
    // What a file can hold: a user's own penalty is code, and prediction does not need it.
    var saved = plan.withNetwork(plan.network().withoutCustomPenalties());
    return new NetworkModel(target, usable, scale, saved, validationShare, run.result().weights(), provenance);
  }

  /**
   * Figures of the rows that it is judged by, in the target's own unit, where its logarithm is learnt; else empty.
   */
  Optional<Metrics> inOwnUnit(NetworkModel model) {
    return switch (target.transform()) {
      case NONE -> Optional.empty();
      case LOG -> judges.map(rows -> {
        var tally = Metrics.tally(target.task(), target.classes().size());
        tally.add(model.predict(rows), Target.known(rows.column(target.name()), target.task(), target.classes()));
        return tally.metrics();
      });
    };
  }
}
