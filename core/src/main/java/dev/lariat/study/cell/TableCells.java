package dev.lariat.study.cell;

import dev.lariat.data.Dataset;
import dev.lariat.data.Folds;
import dev.lariat.data.Target;
import dev.lariat.data.Task;
import dev.lariat.model.TableRows;
import dev.lariat.net.Epoch;
import dev.lariat.net.training.Predictor;
import dev.lariat.net.Scores;
import dev.lariat.net.TrainingPlan;
import dev.lariat.net.TrainingResult;
import dev.lariat.net.TrainingRows;
import dev.lariat.net.training.TrainingRun;
import dev.lariat.study.candidate.Candidate;
import dev.lariat.study.candidate.NetworkRecipe;
import dev.lariat.study.candidate.NetworkRegularizer;
import dev.lariat.study.candidate.Strength;
import dev.lariat.study.candidate.Trial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private final Map<Cell, TrainingRun> paused = new ConcurrentHashMap<>();
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

  private CellResult network(Cell cell, int untilEpoch, BooleanSupplier cancelled) {
    boolean everyEpoch = cell.trial().equals(Candidate.none().trial(Strength.ZERO));
    FoldRows fold = fold(cell.fold());
    TrainingRun kept = paused.remove(cell);
    // The curve of none is shown; of the others the training loss at the end is enough.
    TrainingRun run = kept != null ? kept : start(cell).scoreTrainingFrom(everyEpoch ? 1 : recipe.epochs());
    var rowLosses = new ArrayList<float[]>();
    TrainingResult result = run.result();
    while (result.end() == TrainingResult.End.RUNNING && result.history().epochs().size() < untilEpoch) {
      if (cancelled.getAsBoolean()) {
        return null;
      }
      result = run.advance(1);
      if (byRow && everyEpoch) {
        rowLosses.add(rowLosses(run.predictor(), fold));
      }
    }
    boolean ended = result.end() != TrainingResult.End.RUNNING;
    if (byRow && ended && !everyEpoch) {
      rowLosses.add(rowLosses(run.predictor(), fold));
    }
    if (!ended && keptNumbers() < MOST_KEPT_NUMBERS) {
      paused.put(cell, run);
    }
    List<Score> scores = scores(run, result, fold);
    return new CellResult(cell, ended, scores,
        rowLosses.size() == scores.size() || rowLosses.size() == 1
            ? rowLosses.toArray(float[][]::new)
            : new float[0][]);
  }

  private long keptNumbers() {
    return paused.values()
        .stream()
        .mapToLong(run -> 5L * run.result().weights().parameters().stream().mapToLong(p -> p.values().length).sum())
        .sum();
  }

  @Override
  public void forget(Cell cell) {
    paused.remove(cell);
  }

  public List<Score> scores(TrainingRun run, TrainingResult result, FoldRows fold) {
    var scores = new ArrayList<Score>();
    double seconds = 0;
    for (Epoch epoch : result.history().epochs()) {
      seconds += epoch.trainingSeconds();
      scores.add(new Score(value(epoch.validation(), fold), value(epoch.training(), fold), epoch.zeroShare(),
          epoch.nonZeroWeights(), columnsUsed(run, epoch, fold), seconds));
    }
    if (result.end() == TrainingResult.End.DIVERGED) {
      scores.add(new Score(Double.NaN, Double.NaN, 0, 0, 0, seconds));
    }
    return scores;
  }

  /** Table columns with a weight that is not zero; exact for the last epoch, and where all inputs are used. */
  private static int columnsUsed(TrainingRun run, Epoch epoch, FoldRows fold) {
    int[] columns = fold.training().columnOfInput().orElseThrow();
    if (epoch.inputsUsed() == columns.length) {
      return (int) Arrays.stream(columns).distinct().count();
    }
    List<Boolean> used = run.predictor().inputsUsed();
    return (int) IntStream.range(0, columns.length).filter(used::get).map(i -> columns[i]).distinct().count();
  }

  private double value(Scores scores, FoldRows fold) {
    double deviation = fold.scale().deviation();
    return switch (metric) {
      case LOG_LOSS -> scores.loss();
      case ERROR -> 1 - scores.accuracy();
      case SQUARED_ERROR -> scores.rootMeanSquaredError() * scores.rootMeanSquaredError() * deviation * deviation;
      case ABSOLUTE_ERROR -> scores.meanAbsoluteError() * deviation;
    };
  }

  private float[] rowLosses(Predictor predictor, FoldRows fold) {
    return losses(predictor, fold, fold.validation());
  }

  /** Losses of rows of a fold in the metric, in the target's unit, each weighted by its row's share. */
  float[] losses(Predictor predictor, FoldRows fold, TrainingRows of) {
    double[] losses = metric == Metric.LOG_LOSS ? predictor.losses(of) : predicted(predictor, fold, of);
    float[] weights = of.sampleWeights().orElse(null);
    double mean = 1;
    if (weights != null) {
      double sum = 0;
      for (float weight : weights) {
        sum += weight;
      }
      mean = sum / weights.length;
    }
    float[] narrow = new float[losses.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) (weights == null ? losses[i] : losses[i] * weights[i] / mean);
    }
    return narrow;
  }

  private double[] predicted(Predictor predictor, FoldRows fold, TrainingRows of) {
    int outputs = predictor.outputs();
    float[] raw = predictor.predict(of);
    double[] wide = new double[raw.length];
    for (int i = 0; i < raw.length; i++) {
      wide[i] = raw[i];
    }
    double[] losses = new double[of.rows()];
    for (int i = 0; i < losses.length; i++) {
      losses[i] = target.task() == Task.CLASSIFICATION
          ? RowLoss.ofClass(metric, wide, i * outputs, outputs, of.targets().label(i))
          : RowLoss.ofNumber(metric, fold.scale().number(raw[i]), fold.scale().number(of.targets().value(i, 0)));
    }
    return losses;
  }
}
