package dev.lariat.study.cell;

import dev.lariat.data.Dataset;
import dev.lariat.data.Folds;
import dev.lariat.data.Target;
import dev.lariat.data.encoding.PreprocessingOptions;
import dev.lariat.metric.Metric;
import dev.lariat.model.TableRows;
import dev.lariat.net.Parameter;
import dev.lariat.net.TrainingPlan;
import dev.lariat.net.training.Predictor;
import dev.lariat.net.training.TrainingRun;
import dev.lariat.study.candidate.NetworkRecipe;
import dev.lariat.study.candidate.NetworkRegularizer;
import dev.lariat.study.candidate.Trial;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Networks. On a fold every one of them sees the same rows, starts from the same weights and gets the same batches
 * (common random numbers), so that their difference has a small error.
 */
public final class NetworkCells implements ModelCells {
  /** Interrupted runs are kept for the next rung up to this many numbers in all; beyond it they start again. */
  private static final long MOST_KEPT_NUMBERS = 200_000_000;

  private final Dataset data;
  private final Target target;
  private final Folds folds;
  private final NetworkRecipe recipe;
  private final Map<String, NetworkRegularizer> regularizers;
  private final Metric metric;
  private final long seed;
  private final boolean byRow;
  private final Map<RowsOf, FoldRows> rows = new ConcurrentHashMap<>();
  private final Map<Cell, FoldRun> paused = new ConcurrentHashMap<>();

  /** Whose rows are encoded once. */
  private record RowsOf(int fold, PreprocessingOptions inputs) {}

  /**
   * @param regularizers by name
   * @param byRow whether comparisons are by row, so that results carry the rows' losses
   */
  NetworkCells(Dataset data, Folds folds, NetworkRecipe recipe, Map<String, NetworkRegularizer> regularizers,
      Metric metric, long seed, boolean byRow) {
    this.data = data;
    this.target = data.target();
    this.folds = folds;
    this.recipe = recipe;
    this.regularizers = Map.copyOf(regularizers);
    this.metric = metric;
    this.seed = seed;
    this.byRow = byRow;
  }

  /** {@return what is minimised} */
  public Metric metric() {
    return metric;
  }

  /** {@return the epochs of the planned schedule} */
  public int epochs() {
    return recipe.epochs();
  }

  /** The rows of a fold as a trial's network sees them, encoded once for all cells that see the same. */
  public FoldRows fold(Trial trial, int fold) {
    return rows.computeIfAbsent(new RowsOf(fold, recipe(trial).preprocessing()),
        of -> FoldRows.of(data, target, folds.training(of.fold), folds.validation(of.fold), of.inputs));
  }

  /** {@return what a trial's network is made by, but for its regularizer} */
  public NetworkRecipe recipe(Trial trial) {
    return recipe.in(trial.form());
  }

  /** How a trial's network is trained on any rows. */
  public TrainingPlan plan(Trial trial, long planSeed, int fold) {
    TrainingPlan plan = recipe(trial).plan(target.task(), planSeed, fold);
    if (trial.isTwiceAsLong()) {
      return NetworkRegularizer.lasting(plan, 2);
    }
    Trial planned = trial.asPlanned();
    if (planned.isPlain() || planned.stopsByEpoch()) {
      return plan;
    }
    return regularizers.get(planned.regularizer()).apply(plan, planned.strength());
  }

  /** A run of a cell at its beginning. */
  public TrainingRun start(Cell cell) {
    FoldRows fold = fold(cell.trial(), cell.fold());
    TrainingPlan plan = plan(cell.trial(), seed + cell.seed(), cell.fold());
    return new TrainingRun(plan.withNetwork(TableRows.withEmbeddings(plan.network(), fold.preprocessing())),
        fold.training(), Optional.of(fold.validation()));
  }

  /** A run of a cell at its beginning, scored by epoch. */
  private FoldRun scored(Cell cell) {
    boolean everyEpoch = cell.trial().isPlain();
    // The curve of none is shown; of the others the training loss at the end is enough.
    TrainingRun run = start(cell);
    run.scoreTrainingFrom(everyEpoch ? 1 : run.plan().epochs());
    return new FoldRun(run, fold(cell.trial(), cell.fold()), metric, everyEpoch, byRow);
  }

  /** {@link CellFitter#fitted}. */
  FittedCell fitted(Cell cell, int untilEpoch) {
    var run = new FoldRun(start(cell), fold(cell.trial(), cell.fold()), metric, false, false);
    while (run.running() && run.epochs() < untilEpoch) {
      run.advance();
    }
    return new FittedCell(run.result(cell),
        run.predictor().weights().parameters().stream().map(Parameter::values).toArray(float[][]::new));
  }

  /** {@return the network of a cell at work, with these weights} */
  public Predictor predictor(FittedCell fitted) {
    TrainingRun begun = start(fitted.result().cell());
    Predictor empty = begun.predictor();
    return new Predictor(empty.architecture(), fitted.like(empty.weights()), begun.plan().loss());
  }

  /** {@return how the network of a cell is trained} */
  public TrainingPlan plan(Cell cell) {
    return start(cell).plan();
  }

  @Override
  public CellResult run(Cell cell, int untilEpoch, CellWatch watch) {
    FoldRun kept = paused.remove(cell);
    FoldRun run = kept != null ? kept : scored(cell);
    // A network that is trained longer than planned has no rung: it runs to its own end.
    boolean toTheEnd = untilEpoch >= epochs();
    while (run.running() && (toTheEnd || run.epochs() < untilEpoch)) {
      if (watch.cancelled()) {
        return null;
      }
      run.advance();
      run.tell(cell, watch);
    }
    if (run.running() && paused.values().stream().mapToLong(FoldRun::numbers).sum() < MOST_KEPT_NUMBERS) {
      paused.put(cell, run);
    }
    return run.result(cell);
  }
}
