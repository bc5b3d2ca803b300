package dev.lariat.study.cell;

import dev.lariat.data.Dataset;
import dev.lariat.data.Folds;
import dev.lariat.data.Target;
import dev.lariat.metric.Metric;
import dev.lariat.model.TableRows;
import dev.lariat.net.TrainingPlan;
import dev.lariat.net.training.TrainingRun;
import dev.lariat.parallel.Workers;
import dev.lariat.study.candidate.Candidate;
import dev.lariat.study.candidate.NetworkRecipe;
import dev.lariat.study.candidate.NetworkRegularizer;
import dev.lariat.study.candidate.Strength;
import dev.lariat.study.candidate.Trial;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Cells of a table: trivial predictors, linear paths and networks. On a fold every network sees the same rows, starts
 * from the same weights and gets the same batches (common random numbers), so that their difference has a small error.
 */
public final class TableCells implements CellRunner {
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
  private final Map<Integer, FoldRows> rows = new ConcurrentHashMap<>();
  private final Map<Cell, FoldRun> paused = new ConcurrentHashMap<>();
  private final LinearCells linear;

  /**
   * @param regularizers by name
   * @param byRow whether comparisons are by row, so that results carry the rows' losses
   */
  public TableCells(Dataset data, Folds folds, NetworkRecipe recipe, Map<String, NetworkRegularizer> regularizers,
      Metric metric, long seed, boolean byRow) {
    this.data = data;
    this.target = data.target();
    this.folds = folds;
    this.recipe = recipe;
    this.regularizers = Map.copyOf(regularizers);
    this.metric = metric;
    this.seed = seed;
    this.byRow = byRow;
    this.linear = new LinearCells(data, folds, metric, byRow);
  }

  /** {@return what is minimised} */
  public Metric metric() {
    return metric;
  }

  @Override
  public int epochs() {
    return recipe.epochs();
  }

  @Override
  public CellResult run(Cell cell, int untilEpoch, BooleanSupplier cancelled) {
    return switch (cell.trial().model()) {
      case TRIVIAL -> withoutRows(TrivialCells.run(cell, target, data.weights(), folds.training(cell.fold()),
          folds.validation(cell.fold()), metric));
      case LINEAR -> linear.run(cell);
      case NETWORK -> network(cell, untilEpoch, cancelled);
    };
  }

  private CellResult withoutRows(CellResult result) {
    return byRow ? result : new CellResult(result.cell(), result.complete(), result.scores(), new float[0][]);
  }

  /** The models of a linear trial, ready for the importance of columns. */
  public List<ShuffledFold> shuffledLinear(Trial trial) {
    return IntStream.range(0, folds.count()).mapToObj(fold -> linear.shuffled(trial, fold)).toList();
  }

  /**
   * What a linear trial predicts for the validation rows of every fold: [rows × classes] probabilities, or [rows]
   * numbers.
   */
  public List<double[]> linearPredictions(Trial trial, int threads) {
    return Workers.all(threads,
        IntStream.range(0, folds.count())
            .mapToObj(fold -> (Callable<double[]>) () -> linear.predictions(trial, fold))
            .toList());
  }

  /** The rows of a fold, encoded once for all its cells. */
  public FoldRows fold(int fold) {
    return rows.computeIfAbsent(fold,
        k -> FoldRows.of(data, target, folds.training(k), folds.validation(k), recipe.preprocessing()));
  }

  /** How a trial's network is trained on any rows. */
  public TrainingPlan plan(Trial trial, long planSeed, int fold) {
    if (trial.equals(Candidate.wide().trial(Strength.ZERO))) {
      return recipe.twiceAsWide().plan(target.task(), planSeed, fold);
    }
    TrainingPlan plan = recipe.plan(target.task(), planSeed, fold);
    if (trial.regularizer().equals(Candidate.NONE) || trial.regularizer().equals(Candidate.EARLY_STOPPING)) {
      return plan;
    }
    return regularizers.get(trial.regularizer()).apply(plan, trial.strength());
  }

  /** A run of a cell at its beginning. */
  public TrainingRun start(Cell cell) {
    FoldRows fold = fold(cell.fold());
    TrainingPlan plan = plan(cell.trial(), seed + cell.seed(), cell.fold());
    return new TrainingRun(plan.withNetwork(TableRows.withEmbeddings(plan.network(), fold.preprocessing())),
        fold.training(), Optional.of(fold.validation()));
  }

  /** A run of a cell at its beginning, scored by epoch. */
  private FoldRun scored(Cell cell) {
    boolean everyEpoch = cell.trial().equals(Candidate.none().trial(Strength.ZERO));
    // The curve of none is shown; of the others the training loss at the end is enough.
    TrainingRun run = start(cell).scoreTrainingFrom(everyEpoch ? 1 : recipe.epochs());
    return new FoldRun(run, fold(cell.fold()), metric, everyEpoch, byRow);
  }

  /** A cell trained to an epoch or to its end, with training scored at every epoch. */
  public FoldRun trained(Cell cell, int untilEpoch) {
    var run = new FoldRun(start(cell), fold(cell.fold()), metric, false, false);
    while (run.running() && run.epochs() < untilEpoch) {
      run.advance();
    }
    return run;
  }

  private CellResult network(Cell cell, int untilEpoch, BooleanSupplier cancelled) {
    FoldRun kept = paused.remove(cell);
    FoldRun run = kept != null ? kept : scored(cell);
    while (run.running() && run.epochs() < untilEpoch) {
      if (cancelled.getAsBoolean()) {
        return null;
      }
      run.advance();
    }
    if (run.running() && paused.values().stream().mapToLong(FoldRun::numbers).sum() < MOST_KEPT_NUMBERS) {
      paused.put(cell, run);
    }
    return run.result(cell);
  }

  @Override
  public void forget(Cell cell) {
    paused.remove(cell);
  }
}
