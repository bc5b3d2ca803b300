package dev.lariat.study.cell;

import dev.lariat.data.Dataset;
import dev.lariat.data.Folds;
import dev.lariat.data.Target;
import dev.lariat.data.encoding.Feature;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.data.encoding.PreprocessingOptions;
import dev.lariat.linear.DesignMatrix;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.Observations;
import dev.lariat.metric.Metric;
import dev.lariat.model.LinearModel;
import dev.lariat.model.LinearTrainer;
import dev.lariat.model.ModelTarget;
import dev.lariat.model.Provenance;
import dev.lariat.model.linear.TableDesign;
import dev.lariat.model.TableRows;
import dev.lariat.parallel.Workers;
import dev.lariat.study.candidate.LinearRegularizer;
import dev.lariat.study.candidate.PathLimit;
import dev.lariat.study.candidate.PathWork;
import dev.lariat.study.candidate.Trial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** Linear and additive candidates: a cell is a whole path on a fold. */
public final class LinearCells implements ModelCells {
  /** The relative duality gap of a cell. Selection needs no more digits: the standard error of a loss is far above. */
  private static final double CELL_GAP = 1e-6;
  /** The same of the path that is kept: the default of a path. */
  static final double KEPT_GAP = 1e-7;
  /** Coefficients of paths that are kept for what follows the sweep: 200 MB. */
  private static final long MOST_KEPT_NUMBERS = 16_000_000;
  /** The gap of a cell that is hurried: losses on new rows are right to a few per cent. */
  private static final double HURRIED_GAP = 1e-2;
  /** A path of all rows has more of them and a smaller gap than one of a fold: it may cost so many times as much. */
  private static final int WHOLE = 2;

  private final Dataset data;
  private final Target target;
  private final Folds folds;
  private final PreprocessingOptions inputs;
  private final Metric metric;
  private final PredictorLosses losses;
  private final boolean byRow;
  private final PathLimit limit;
  private final long mostWork;
  private final Map<Integer, Rows> rows = new ConcurrentHashMap<>();
  private final Map<LinearRegularizer, WholePath> whole = new ConcurrentHashMap<>();
  private WholeRows wholeRows; // the same for every regularizer
  private final Map<PathOfFold, FollowedPath> kept = new ConcurrentHashMap<>();
  private final Map<PathOfFold, PathGrid> grids = new ConcurrentHashMap<>();
  private final Map<PathOfFold, CellResult> done = new ConcurrentHashMap<>();
  private final AtomicLong keptNumbers = new AtomicLong();

  private record PathOfFold(LinearRegularizer regularizer, int fold) {}

  /** A fold's rows, encoded. */
  @SuppressWarnings("ArrayRecordComponent") // a plain carrier, never compared
  private record Rows(Preprocessing preprocessing, Observations training, DesignMatrix validation) {
    int[] columnOfFeature() {
      return preprocessing.features().stream().mapToInt(Feature::source).toArray();
    }
  }

  /** All rows, encoded. */
  @SuppressWarnings("ArrayRecordComponent") // a plain carrier, never compared
  private record WholeRows(Preprocessing preprocessing, Observations observations, double[] deviations) {}

  /**
   * @param inputs how columns become the inputs of these models
   * @param byRow whether comparisons are by row
   * @param most that a path may cost: what it does not reach is not compared
   */
  LinearCells(Dataset data, Folds folds, PreprocessingOptions inputs, Metric metric, boolean byRow,
      PathWork.Most most) {
    this.limit = most.limit();
    this.mostWork = most.work();
    this.data = data;
    this.target = data.target();
    this.folds = folds;
    this.inputs = inputs;
    this.metric = metric;
    this.losses = new PredictorLosses(data, metric);
    this.byRow = byRow;
  }

  private Rows fold(int fold) {
    return rows.computeIfAbsent(fold, k -> {
      int[] trainingRows = folds.training(k);
      Preprocessing preprocessing = Preprocessing.fitFold(data, trainingRows, inputs);
      return new Rows(preprocessing, observations(data, target, trainingRows, preprocessing),
          TableDesign.of(preprocessing, data, folds.validation(k)));
    });
  }

  private static Observations observations(Dataset data, Target target, int[] rows, Preprocessing preprocessing) {
    Target some = target.select(rows);
    var observations = new Observations(TableDesign.of(preprocessing, data, rows), LinearTrainer.family(target),
        some.learnt(), Math.max(1, target.classes().size()), null, null);
    return data.weightsName().isEmpty()
        ? observations
        : observations.withWeights(TableRows.select(data.weights(), rows));
  }

  /**
   * The path of all rows, as exact as a model that is kept; fitted once, whatever it is needed for. Like that of a cell
   * it may end early, and in a hurry.
   */
  public WholePath whole(String regularizer) {
    return whole.computeIfAbsent(LinearRegularizer.of(regularizer),
        known -> whole(FollowedPath.follow(wholeRows().observations, known, KEPT_GAP, KEPT_GAP,
            mostWork > Long.MAX_VALUE / WHOLE ? Long.MAX_VALUE : WHOLE * mostWork, _ -> _ -> true)));
  }

  /** {@return the path of all rows, as far as a trial's strength at least} */
  public WholePath whole(Trial trial) {
    LinearRegularizer regularizer = LinearRegularizer.of(trial.regularizer());
    WholePath path = whole(trial.regularizer());
    int wanted = regularizer.fromStrong(trial.strength());
    var followed = new FollowedPath(path.path(), path.grid());
    return followed.has(wanted)
        ? path
        : whole(FollowedPath.asFarAs(wanted, path.grid(), wholeRows().observations, KEPT_GAP));
  }

  private WholePath whole(FollowedPath followed) {
    WholeRows all = wholeRows();
    return new WholePath(ModelTarget.of(target), followed.grid(), all.preprocessing, followed.path(), all.deviations);
  }

  private synchronized WholeRows wholeRows() {
    if (wholeRows == null) {
      int[] all = data.allRows();
      Preprocessing preprocessing = Preprocessing.fit(data, all, inputs);
      wholeRows = new WholeRows(preprocessing, observations(data, target, all, preprocessing),
          TableDesign.deviations(preprocessing, data, all));
    }
    return wholeRows;
  }

  /** The models of a trial on the first folds, ready for the importance of columns. */
  public List<ShuffledFold> shuffled(Trial trial, int first) {
    return IntStream.range(0, first).mapToObj(fold -> ofFold(trial, fold)).toList();
  }

  private ShuffledFold ofFold(Trial trial, int number) {
    Rows fold = fold(number);
    return new ShuffledLinear(losses, fitted(trial, number), fold.preprocessing, data, folds.validation(number));
  }

  /**
   * What a trial predicts for the validation rows of the first folds: [rows × classes] probabilities, or [rows]
   * numbers.
   */
  public List<double[]> predictions(Trial trial, int first, int threads) {
    return Workers.all(threads,
        IntStream.range(0, first).mapToObj(fold -> (Callable<double[]>) () -> predicted(trial, fold)).toList());
  }

  private double[] predicted(Trial trial, int number) {
    return losses.predicted(fitted(trial, number).predict(fold(number).validation));
  }

  /** A trial's model of a fold: its cell's, or the same made again as far as the trial's strength. */
  private LinearPath.Point fitted(Trial trial, int number) {
    LinearRegularizer regularizer = LinearRegularizer.of(trial.regularizer());
    int wanted = regularizer.fromStrong(trial.strength());
    var key = new PathOfFold(regularizer, number);
    FollowedPath path = kept.get(key);
    if (path == null || !path.has(wanted)) {
      path = again(key, wanted);
    }
    return path.at(wanted);
  }

  private FollowedPath again(PathOfFold key, int wanted) {
    if (mostWork < Long.MAX_VALUE && !grids.containsKey(key)) { // the cell was run before a study went on
      FollowedPath path = follow(key, () -> false).path;
      keep(key, path);
      if (path.has(wanted)) {
        return path;
      }
    }
    PathGrid grid = grids.getOrDefault(key, PathGrid.all(key.regularizer));
    return FollowedPath.asFarAs(wanted, grid, fold(key.fold).training, grid.hurried() ? HURRIED_GAP : CELL_GAP);
  }

  /** {@return a trial's model of a fold's training rows, at the λ of the trial alone} */
  public LinearModel model(Trial trial, int number, Provenance provenance) {
    LinearPath.Point point = fitted(trial, number);
    Preprocessing preprocessing = fold(number).preprocessing;
    var path = new LinearPath(LinearTrainer.family(target), preprocessing.width(), 0, List.of(point), List.of());
    return new LinearModel(ModelTarget.of(target), preprocessing, path, List.of(), Double.NaN, Double.NaN,
        point.lambda(), Optional.empty(), provenance);
  }

  private void keep(PathOfFold key, FollowedPath path) {
    grids.put(key, path.grid());
    long numbers = path.path()
        .points()
        .stream()
        .mapToLong(point -> Arrays.stream(point.index()).mapToLong(i -> i.length).sum())
        .sum();
    if (keptNumbers.addAndGet(numbers) <= MOST_KEPT_NUMBERS) {
      kept.put(key, path);
    } else {
      keptNumbers.addAndGet(-numbers);
    }
  }

  /**
   * A path as far as it is of use: once the validation loss has been above its least for {@link PathEnd#LONG}
   * strengths, and by a share of {@link PathEnd#RISEN}, it is not followed any further. The strengths that are left out
   * have no loss: that of the last one would be a choice by the fold's own rows, and on the mean over folds it could
   * beat what was fitted everywhere.
   *
   * <p>A cell with a strength of its own is that model alone, as exact as one that is kept, however long it takes: its
   * weights are what is counted of it.
   */
  @Override
  public CellResult run(Cell cell, int untilEpoch, CellWatch watch) {
    LinearRegularizer regularizer = LinearRegularizer.of(cell.trial().regularizer());
    var key = new PathOfFold(regularizer, cell.fold());
    if (cell.isCount()) {
      return exact(cell, regularizer, watch);
    }
    CellResult known = done.get(key);
    if (known != null) {
      return known.of(cell); // a path has no seed
    }
    Curve curve = follow(key, watch::cancelled);
    if (curve.stopped && !curve.path.isWhole() && !curve.hasLongRisen()) {
      return null;
    }
    keep(key, curve.path);
    CellResult result = curve.result(cell);
    done.put(key, result);
    return result;
  }

  private CellResult exact(Cell cell, LinearRegularizer regularizer, CellWatch watch) {
    PathGrid grid = PathGrid.all(regularizer);
    var curve = new Curve(cell.fold(), grid, System.nanoTime());
    var stopped = new AtomicBoolean();
    FollowedPath path = FollowedPath.asFarAs(regularizer.fromStrong(cell.trial().strength()), grid,
        fold(cell.fold()).training, KEPT_GAP, () -> {
          stopped.set(watch.cancelled());
          return !stopped.get();
        });
    if (stopped.get()) {
      return null;
    }
    curve.add(path.path().points().getLast());
    return new CellResult(cell, true, curve.scores, new float[0][]);
  }

  private Curve follow(PathOfFold key, BooleanSupplier cancelled) {
    var last = new AtomicReference<Curve>();
    Observations training = fold(key.fold).training;
    FollowedPath path = FollowedPath.follow(training, key.regularizer, CELL_GAP, HURRIED_GAP, mostWork, grid -> {
      Curve before = last.get();
      var curve = new Curve(key.fold, grid, before == null ? System.nanoTime() : before.start + before.scoring);
      last.set(curve);
      return point -> {
        curve.add(point);
        curve.stopped = cancelled.getAsBoolean();
        return !curve.stopped && !curve.hasLongRisen();
      };
    });
    last.get().path = path;
    return last.get();
  }

  /**
   * About how many nanoseconds the path of each of these candidates takes on one fold: a part of it is fitted.
   *
   * @param most nanoseconds that may be spent on each
   */
  public Map<LinearRegularizer, Long> estimate(List<LinearRegularizer> regularizers, long most) {
    var estimates = new EnumMap<LinearRegularizer, Long>(LinearRegularizer.class);
    for (LinearRegularizer regularizer : regularizers) {
      Observations training = fold(0).training;
      long start = System.nanoTime();
      int points = FollowedPath
          .fit(training, regularizer, PathGrid.all(regularizer).options(CELL_GAP),
              _ -> System.nanoTime() - start < most, _ -> mostWork)
          .points()
          .size();
      double spent = System.nanoTime() - start;
      estimates.put(regularizer,
          (long) Math.min(spent * regularizer.points() / points, Math.max(spent, (double) mostWork)));
    }
    return estimates;
  }

  /** The scores of a fold's path, from strong to weak as they come. */
  private final class Curve {
    private final Rows fold;
    private final int[] validation;
    private final int[] training;
    private final int[] sources;
    private final ScoredRows scored;
    private final List<Score> scores = new ArrayList<>();
    private final List<float[]> rowLosses = new ArrayList<>();
    private final long start; // of the cell, and what was scored on a path before taken off
    private long scoring;
    private final PathGrid grid;
    private int best;
    private boolean stopped;
    private FollowedPath path; // when it has ended

    Curve(int number, PathGrid grid, long start) {
      this.grid = grid;
      this.start = start;
      fold = fold(number);
      validation = folds.validation(number);
      training = folds.training(number);
      sources = fold.columnOfFeature();
      scored = new ScoredRows(target, data.weights(), validation);
    }

    void add(LinearPath.Point point) {
      long from = System.nanoTime();
      double seconds = (from - start - scoring) * 1e-9;
      double[] predicted = losses.predicted(point.predict(fold.validation));
      float[] byRows = metric.isMeanOverRows() ? losses.losses(predicted, validation) : new float[0];
      double loss = metric.isMeanOverRows() ? ShuffledFold.mean(byRows) : scored.loss(metric, predicted);
      double trainLoss = losses.loss(point.predict(fold.training.x()), training);
      long nonZero = Arrays.stream(point.index()).mapToLong(index -> index.length).sum();
      long all = (long) fold.training.x().columns() * point.index().length;
      int used = (int) Arrays.stream(point.index())
          .flatMapToInt(Arrays::stream)
          .map(i -> sources[i])
          .distinct()
          .count();
      scores.add(
          new Score(loss, trainLoss, (all - nonZero) / (double) all, nonZero, used, seconds, scored.losses(predicted),
              scored.tempered(metric, predicted, training.length, byRow ? ScoredRows.BLOCKS : 1)));
      rowLosses.add(byRows);
      if (loss < scores.get(best).validationLoss()) {
        best = scores.size() - 1;
      }
      scoring += System.nanoTime() - from;
    }

    boolean hasLongRisen() {
      return grid.regularizer().strengths() > 1 && PathEnd.hasLongRisen(scores.getLast().validationLoss(),
          scores.get(best).validationLoss(), (scores.size() - 1 - best) * grid.step());
    }

    /** A score for each strength, from weak to strong; without a loss where it was not fitted. */
    CellResult result(Cell cell) {
      Score last = scores.getLast();
      Score none = path.isOnePoint() ? last : PathEnd.notFitted(last.seconds());
      LinearRegularizer regularizer = grid.regularizer();
      var all = new ArrayList<Score>(Collections.nCopies(regularizer.points(), none));
      var rows = new ArrayList<float[]>(Collections.nCopies(regularizer.points(), rowLosses.getLast()));
      for (int place = 0; place < scores.size(); place++) {
        all.set(grid.fromStrong(place), scores.get(place));
        rows.set(grid.fromStrong(place), rowLosses.get(place));
      }
      int strengths = regularizer.strengths();
      return new CellResult(cell, true, all.reversed().subList(0, strengths),
          byRow ? rows.reversed().subList(0, strengths).toArray(float[][]::new) : new float[0][],
          CellResult.PathFit.of(grid.hurried(), limit));
    }
  }
}
