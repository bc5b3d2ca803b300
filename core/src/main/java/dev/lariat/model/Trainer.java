package dev.lariat.model;

import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.Folds;
import dev.lariat.data.Target;
import dev.lariat.data.Task;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.data.encoding.PreprocessingOptions;
import dev.lariat.data.stream.FloatStore;
import dev.lariat.data.stream.PassLog;
import dev.lariat.data.stream.RowRoles;
import dev.lariat.data.stream.RowSource;
import dev.lariat.loss.Loss;
import dev.lariat.net.ClassWeights;
import dev.lariat.net.EarlyStopping;
import dev.lariat.net.Epoch;
import dev.lariat.net.History;
import dev.lariat.net.Network;
import dev.lariat.net.TrainingPlan;
import dev.lariat.net.TrainingResult;
import dev.lariat.net.TrainingRows;
import dev.lariat.net.training.TrainingRun;
import dev.lariat.optim.Optimizer;
import dev.lariat.optim.Schedule;
import dev.lariat.penalty.ZeroRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Trains a network on a table: splits rows off for validation, fits the preprocessing on the rest, trains, and puts
 * preprocessing and network together in a {@link Model}. Immutable: every setting returns another trainer. The defaults
 * are those of {@link TrainingPlan#of}, robust scaling, and no validation.
 *
 * <pre>{@code
 * var fit = Trainer.of(Network.of(dense(128, RELU), dropout(0.5))).epochs(10).validation(0.2).train(data.target("digit"));
 * fit.model().save(path);
 * }</pre>
 */
public final class Trainer {
  private final TrainingPlan plan; // its loss is replaced by the task's, unless one was chosen
  private final Optional<Loss> loss;
  private final PreprocessingOptions preprocessing;
  private final Validation validation;
  private final Origin origin;
  private final Heard heard;

  /**
   * By which rows the network is judged.
   *
   * @param share of the table's own; 0 for none
   * @param data a table of its own; null for none
   */
  private record Validation(double share, Dataset data) {}

  /** What the model's provenance says. */
  private record Origin(String command, String dataHash) {}

  /** Who is told of the training. */
  private record Heard(Consumer<TrainingStart> start, Consumer<Epoch> epochs) {}

  private Trainer(TrainingPlan plan, Optional<Loss> loss, PreprocessingOptions preprocessing, Validation validation,
      Origin origin, Heard heard) {
    this.plan = plan;
    this.loss = loss;
    this.preprocessing = preprocessing;
    this.validation = validation;
    this.origin = origin;
    this.heard = heard;
  }

  /** Trains this network; the output layer comes from the target. */
  public static Trainer of(Network network) {
    return new Trainer(TrainingPlan.of(network, Loss.softmaxCrossEntropy()), Optional.empty(),
        PreprocessingOptions.network(), new Validation(0, null), new Origin("Trainer.train", ""),
        new Heard(_ -> {}, _ -> {}));
  }

  /** The same with the plan changed in whatever a {@link TrainingPlan} has. */
  public Trainer plan(UnaryOperator<TrainingPlan> change) {
    return new Trainer(change.apply(plan), loss, preprocessing, validation, origin, heard);
  }

  /** The update rule. */
  public Trainer optimizer(Optimizer optimizer) {
    return plan(p -> p.withOptimizer(optimizer));
  }

  /** How the learning rate changes. */
  public Trainer schedule(Schedule schedule) {
    return plan(p -> p.withSchedule(schedule));
  }

  /** How L1 meets zero. */
  public Trainer zeroRule(ZeroRule rule) {
    return plan(p -> p.withZeroRule(rule));
  }

  /** How many epochs, at least 1. */
  public Trainer epochs(int epochs) {
    return plan(p -> p.withEpochs(epochs));
  }

  /** Rows a step, at least 1. */
  public Trainer batch(int rows) {
    return plan(p -> p.withBatch(rows));
  }

  /** Stops when the validation loss no longer improves, and restores the best weights. */
  public Trainer earlyStopping(EarlyStopping earlyStopping) {
    return plan(p -> p.withEarlyStopping(earlyStopping));
  }

  /** What each class counts. */
  public Trainer classWeights(ClassWeights weights) {
    return plan(p -> p.withClassWeights(weights));
  }

  /** Seed of the split, the initial weights, the batches and the noise. */
  public Trainer seed(long seed) {
    return plan(p -> p.withSeed(seed));
  }

  /** The loss, in place of the task's own. */
  public Trainer loss(Loss chosen) {
    return new Trainer(plan, Optional.of(chosen), preprocessing, validation, origin, heard);
  }

  /** How the table becomes numbers. */
  public Trainer preprocessing(PreprocessingOptions options) {
    return new Trainer(plan, loss, options, validation, origin, heard);
  }

  /**
   * Keeps a share of the rows out for validation, of each class its share.
   *
   * @param share in [0, 1); 0 for none
   */
  public Trainer validation(double share) {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException("the validation share must be in [0, 1), not " + share);
    }
    return new Trainer(plan, loss, preprocessing, new Validation(share, null), origin, heard);
  }

  /** Validates on another table with the same columns. */
  public Trainer validation(Dataset data) {
    return new Trainer(plan, loss, preprocessing, new Validation(0, data), origin, heard);
  }

  /**
   * What the model's provenance says; by default the method's name, and no hash.
   *
   * @param text the command
   * @param hash of the data file
   */
  public Trainer provenance(String text, String hash) {
    return new Trainer(plan, loss, preprocessing, validation, new Origin(text, hash), heard);
  }

  /** Called once, when the table is encoded and training begins. */
  public Trainer onStart(Consumer<TrainingStart> consumer) {
    return new Trainer(plan, loss, preprocessing, validation, origin, new Heard(consumer, heard.epochs));
  }

  /**
   * Called after each epoch with its figures in the unit of what is learnt, the target's own or its logarithm's, from
   * the training thread.
   */
  public Trainer listener(Consumer<Epoch> epochs) {
    return new Trainer(plan, loss, preprocessing, validation, origin, new Heard(heard.start, epochs));
  }

  /**
   * Trains on a table whose target is marked.
   *
   * @throws IllegalStateException if no target is marked
   * @throws IllegalArgumentException if the loss does not go with the target
   * @throws DataException if the table cannot be learnt from, or training diverges in its first epoch
   */
  public Fit train(Dataset data) {
    return train(data, plan.epochs());
  }

  /**
   * Trains as {@link #train(Dataset)} does, but stops after an epoch of the planned schedule, which stays as it was
   * planned.
   *
   * @param untilEpoch at least 1
   */
  public Fit train(Dataset data, int untilEpoch) {
    if (untilEpoch < 1) {
      throw new IllegalArgumentException("training needs at least 1 epoch, not " + untilEpoch);
    }
    return train(begin(data), untilEpoch, Optional.empty());
  }

  /** The same, kept after each epoch in a log, from which it goes on. */
  public Fit train(Dataset data, int untilEpoch, PassLog log) {
    return train(begin(data), untilEpoch, Optional.of(log));
  }

  /**
   * Trains on a table that is never in memory as a whole; its inputs are in stores, a validation table in memory.
   *
   * @param sample those of its rows that {@link StreamedRows#sampled} tells
   * @param roles which column is what; the task is found from the target where {@code task} is null
   * @param training takes the inputs of the rows to train on
   * @param validation takes those of the rows that are kept out
   * @param log keeps where the training is after each epoch; the same training goes on there
   * @throws DataException if the table cannot be learnt from, or training diverges in its first epoch
   */
  public Fit train(RowSource table, Dataset sample, RowRoles roles, Task task, FloatStore training,
      FloatStore validation, PassLog log) {
    Task known = task != null ? task : Target.find(table.specimen().column(roles.target()), table.rows());
    requireLoss(roles.target(), known);
    var settings = new StreamedRows.Settings(roles, known, preprocessing, plan.network(), this.validation.share,
        plan.seed());
    StreamedRows rows = StreamedRows.encode(table, StreamedRows.withWords(table, sample, settings), settings, training,
        validation);
    List<String> notes = TableRows.longTexts(plan.network(), roles.inputs(sample)).stream().toList();
    return train(rows, table.specimen().name(), log, plan.epochs(), notes);
  }

  /**
   * Trains on rows of a streamed table that are encoded already, and stops after an epoch of the planned schedule. The
   * log keeps where the training is after each epoch; the same training goes on there.
   */
  public Fit train(StreamedRows rows, String name, PassLog log, int untilEpoch) {
    return train(rows, name, log, untilEpoch, List.of());
  }

  private Fit train(StreamedRows rows, String name, PassLog log, int untilEpoch, List<String> notes) {
    Optional<TrainingRows> judged = validation.data == null
        ? rows.validation()
        : Optional.of(encodeValidation(rows.target(), rows.preprocessing(), rows.scale()));
    return train(begin(rows.target(), rows.preprocessing(), rows.scale(), rows.training(), judged, Optional.empty(),
        notes, Provenance.now(origin.command, plan.seed(), name, origin.dataHash)), untilEpoch, Optional.of(log));
  }

  private Fit train(BegunTraining begun, int untilEpoch, Optional<PassLog> log) {
    var epochs = new ArrayList<Epoch>();
    Consumer<Epoch> told = epoch -> {
      epochs.add(begun.scale().inUnits(epoch, begun.run().plan().loss()));
      heard.epochs.accept(epochs.getLast());
    };
    if (log.map(PassLog::last).filter(last -> last.length > 0 && begun.run().resume(last)).isPresent()) {
      begun.run().result().history().epochs().forEach(told);
    }
    TrainingRun run = begun.run().onEpoch(epoch -> {
      log.ifPresent(kept -> kept.finished(begun.run().state()));
      told.accept(epoch);
    });
    var result = run.advance(untilEpoch);
    if (result.end() == TrainingResult.End.DIVERGED && epochs.isEmpty()) {
      throw new DataException("training diverged in epoch 1 at learning rate " + run.plan().optimizer().learningRate()
          + ", so that there is no model: " + result.message());
    }
    NetworkModel model = begun.model();
    return new Fit(model, new History(epochs), result, begun.training().rows(),
        begun.validation().map(TrainingRows::rows).orElse(0), begun.inOwnUnit(model));
  }

  /**
   * What {@link #train(Dataset)} trains, before its first epoch: for who goes on at will.
   *
   * @throws IllegalStateException if no target is marked
   * @throws IllegalArgumentException if the loss does not go with the target
   * @throws DataException if the table cannot be learnt from
   */
  public BegunTraining begin(Dataset data) {
    Target target = data.target();
    requireLoss(target.name(), target.task());
    var notes = new ArrayList<String>();
    TableRows.longTexts(plan.network(), data).ifPresent(notes::add);
    int[] rows = data.allRows();
    int[] kept = new int[0];
    if (validation.share > 0) {
      var split = Folds.split(target, validation.share, plan.seed());
      rows = split.training(0);
      kept = split.validation(0);
      notes.addAll(split.notes());
    }
    var encoder = Preprocessing.fit(data, rows, TableRows.preprocessing(plan.network(), data, preprocessing));
    Target training = target.select(rows);
    double[] weights = data.weights();
    var scale = target.task() == Task.REGRESSION
        ? TargetScale.fit(training.learnt(), TableRows.select(weights, rows))
        : TargetScale.NONE;
    var modelTarget = ModelTarget.of(target);
    var encoded = TableRows.encode(data, rows, training, encoder, scale);
    TrainingRows judged = kept.length > 0
        ? TableRows.encode(data, kept, target.select(kept), encoder, scale)
        : validation.data != null ? encodeValidation(modelTarget, encoder, scale) : null;
    return begin(modelTarget, encoder, scale, encoded, Optional.ofNullable(judged),
        Optional.ofNullable(kept.length > 0 ? data.select(kept) : validation.data), notes,
        Provenance.now(origin.command, plan.seed(), data.name(), origin.dataHash).learntFrom(encoder, data, rows));
  }

  /** Refuses a loss that does not go with a target, before anything is learnt. */
  private void requireLoss(String target, Task task) {
    loss.filter(told -> told.task() != task).ifPresent(told -> {
      throw new IllegalArgumentException(switch (task) {
        case REGRESSION -> told.name() + (told.equals(told.unsmoothed()) ? "" : " with smoothed labels")
            + " is a loss of classes, and the target '" + target + "' is a number";
        case CLASSIFICATION -> told.name() + " is a loss of numbers, and the target '" + target + "' is a class";
      });
    });
  }

  private BegunTraining begin(ModelTarget target, Preprocessing encoder, TargetScale scale, TrainingRows encoded,
      Optional<TrainingRows> judged, Optional<Dataset> judges, List<String> notes, Provenance provenance) {
    var complete = plan.withLoss(loss.orElseGet(() -> Loss.of(target.task())))
        .withNetwork(TableRows.withEmbeddings(plan.network(), encoder));
    var run = new TrainingRun(complete, encoded, judged); // refuses a network that does not fit before it is said
    heard.start.accept(
        new TrainingStart(target, encoder, complete, encoded.rows(), judged.map(TrainingRows::rows).orElse(0), notes));
    return new BegunTraining(run, target, encoder, scale, encoded, judged, judges, validation.share, provenance);
  }

  private TrainingRows encodeValidation(ModelTarget target, Preprocessing encoder, TargetScale scale) {
    var known = Target.known(validation.data.column(target.name()), target.task(), target.classes());
    double[] values = known.values(); // of classes their labels; once, as it is a copy
    for (int row = 0; row < values.length; row++) {
      boolean unknown = target.task() == Task.CLASSIFICATION ? values[row] < 0 : Double.isNaN(values[row]);
      if (unknown) {
        throw new DataException(
            validation.data.name() + ", row " + (row + 1) + ": the target '" + target.name() + "' is "
                + (validation.data.column(target.name()).isMissing(row)
                    ? "missing"
                    : "'" + validation.data.column(target.name()).text(row) + "', which no training row is"));
      }
    }
    return TableRows.encode(validation.data, validation.data.allRows(), known.transformed(target.transform()), encoder,
        scale);
  }

  /** All settings, in an order of their own: equal settings, equal text. */
  @Override
  public String toString() {
    return plan + ", loss " + loss.map(Loss::name).orElse("by task") + ", " + preprocessing + ", validation "
        + (validation.data == null ? validation.share : validation.data.name());
  }
}
