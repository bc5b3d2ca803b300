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
import dev.lariat.linear.PathOptions;
import dev.lariat.metric.Metric;
import dev.lariat.model.LinearModel;
import dev.lariat.model.LinearTrainer;
import dev.lariat.model.ModelTarget;
import dev.lariat.model.Provenance;
import dev.lariat.model.linear.TableDesign;
import dev.lariat.model.TableRows;
import dev.lariat.parallel.Workers;
import dev.lariat.study.candidate.LinearRegularizer;
import dev.lariat.study.candidate.Trial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntToLongFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Linear and additive candidates: a cell is a whole path on a fold. */
public final class LinearCells implements ModelCells {
  /** The relative duality gap of a cell. Selection needs no more digits: the standard error of a loss is far above. */
  private static final double CELL_GAP = 1e-6;
  /** The same of the path that is kept: the default of a path. */
  static final double KEPT_GAP = 1e-7;
  /** Coefficients of paths that are kept for what follows the sweep: 200 MB. */
  private static final long MOST_KEPT_NUMBERS = 16_000_000;
  /** A value that a sparse column keeps takes as long as so many of a dense one, of which work is counted. */
  private static final int SPARSE = 5;
  /** The same where no coefficient is 0, so that all columns are passed over in their order. */
  private static final int SPARSE_RIDGE = 3;
  /** The part of a path's work after which it is asked whether all strengths are within reach. */
  private static final int PROBE = 4;
  /** Of its strengths, that part is near enough to go on. */
  private static final int NEAR = 5;
  /** The gap of a cell that is hurried: losses on new rows differ in the fourth digit. */
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
   * @param mostWork of a path, in what takes about a nanosecond: what it does not reach is not compared
   */
  LinearCells(Dataset data, Folds folds, PreprocessingOptions inputs, Metric metric, boolean byRow, long mostWork) {
    this.mostWork = mostWork;
    this.data = data;
    this.target = data.target();
    this.folds = folds;
    this.inputs = inputs;
    this.metric = metric;
    this.losses = new PredictorLosses(data, metric);
    this.byRow = byRow;
  }

  /**
   * A whole path, single-threaded: cells run side by side. In glmnet's dialect, which divides the quadratic part by the
   * target's standard deviation: then a strength means the same in whatever unit the target is.
   */
  private static LinearPath fit(Observations rows, LinearRegularizer regularizer, PathOptions options,
      Predicate<LinearPath.Point> more, IntToLongFunction mostWork) {
    int times = rows.x().sparse() ? regularizer.penalty().alpha() == 0 ? SPARSE_RIDGE : SPARSE : 1;
    return LinearTrainer.fit(rows, regularizer.penalty(), options, more, points -> {
      long most = mostWork.applyAsLong(points);
      return most == Long.MAX_VALUE ? most : most / times;
    });
  }

  /**
   * Follows a path: with all of its strengths, or, where a quarter of the work that it may cost reaches less than a
   * fifth of them, in a hurry.
   *
   * @param begin says of each path that begins how far it is wanted; the last that begins is the one that counts
   */
  private static FollowedPath follow(Observations rows, LinearRegularizer regularizer, double gap, double hurriedGap,
      long work, Function<PathGrid, Predicate<LinearPath.Point>> begin) {
    PathGrid all = PathGrid.all(regularizer);
    Predicate<LinearPath.Point> more = begin.apply(all);
    var wanted = new AtomicBoolean(true);
    int enough = all.points() / NEAR;
    LinearPath begun = fit(rows, regularizer, all.options(gap), point -> {
      wanted.set(more.test(point));
      return wanted.get();
    }, points -> points < enough && work < Long.MAX_VALUE ? work / PROBE : work);
    var followed = new FollowedPath(begun, all);
    if (!wanted.get() || followed.isWhole() || begun.points().size() >= enough) {
      return followed;
    }
    PathGrid grid = PathGrid.hurried(regularizer, begun.points().getFirst().lambda());
    return new FollowedPath(
        fit(rows, regularizer, grid.options(hurriedGap), begin.apply(grid), _ -> work - work / PROBE), grid);
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
        known -> whole(follow(wholeRows().observations, known, KEPT_GAP, KEPT_GAP,
            mostWork > Long.MAX_VALUE / WHOLE ? Long.MAX_VALUE : WHOLE * mostWork, _ -> _ -> true)));
  }

  /** {@return the path of all rows, as far as a trial's strength at least} */
  public WholePath whole(Trial trial) {
    LinearRegularizer regularizer = LinearRegularizer.of(trial.regularizer());
    WholePath path = whole(trial.regularizer());
    int wanted = regularizer.fromStrong(trial.strength());
    var followed = new FollowedPath(path.path(), path.grid());
    return followed.has(wanted) ? path : whole(asFarAs(wanted, path.grid(), wholeRows().observations, KEPT_GAP));
  }

  private WholePath whole(FollowedPath followed) {
    WholeRows all = wholeRows();
    return new WholePath(ModelTarget.of(target), followed.grid(), all.preprocessing, followed.path(), all.deviations);
  }

  /** A path as far as a strength, however long it takes; at all strengths where it is none of those of a hurry. */
  private static FollowedPath asFarAs(int wanted, PathGrid known, Observations rows, double gap) {
    PathGrid grid = known.place(wanted) >= 0 ? known : PathGrid.all(known.regularizer());
    var left = new AtomicInteger(grid.place(wanted));
    return new FollowedPath(
        fit(rows, grid.regularizer(), grid.options(gap), _ -> left.getAndDecrement() > 0, _ -> Long.MAX_VALUE), grid);
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
    PathGrid grid = mostWork == Long.MAX_VALUE
        ? PathGrid.all(key.regularizer)
        : grids.computeIfAbsent(key, _ -> follow(key, () -> false).path.grid());
    return asFarAs(wanted, grid, fold(key.fold).training, grid.hurried() ? HURRIED_GAP : CELL_GAP);
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
   */
  @Override
  public CellResult run(Cell cell, int untilEpoch, CellWatch watch) {
    LinearRegularizer regularizer = LinearRegularizer.of(cell.trial().regularizer());
    CellResult known = done.get(new PathOfFold(regularizer, cell.fold()));
    if (known != null) {
      return new CellResult(cell, true, known.scores(), known.rowLosses()); // a path has no seed
    }
    var key = new PathOfFold(regularizer, cell.fold());
    Curve curve = follow(key, watch::cancelled);
    if (curve.stopped && !curve.path.isWhole() && !curve.hasLongRisen()) {
      return null;
    }
    grids.put(key, curve.path.grid());
    keep(key, curve.path);
    CellResult result = curve.result(cell);
    done.put(key, result);
    return result;
  }

  private Curve follow(PathOfFold key, BooleanSupplier cancelled) {
    var last = new AtomicReference<Curve>();
    FollowedPath path = follow(fold(key.fold).training, key.regularizer, CELL_GAP, HURRIED_GAP, mostWork, grid -> {
      var curve = new Curve(key.fold, grid);
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
   * About how long the paths of these candidates take on one fold: a part of each is fitted.
   *
   * @param most nanoseconds that may be spent on each
   */
  public long estimate(List<LinearRegularizer> regularizers, long most) {
    double total = 0;
    for (LinearRegularizer regularizer : regularizers) {
      Observations training = fold(0).training;
      long start = System.nanoTime();
      int points = fit(training, regularizer, PathGrid.all(regularizer).options(CELL_GAP),
          _ -> System.nanoTime() - start < most, _ -> mostWork).points().size();
      double spent = System.nanoTime() - start;
      total += Math.min(spent * regularizer.points() / points, Math.max(spent, (double) mostWork));
    }
    return (long) total;
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
    private final long start = System.nanoTime();
    private long scoring;
    private final PathGrid grid;
    private int best;
    private boolean stopped;
    private FollowedPath path; // when it has ended

    Curve(int number, PathGrid grid) {
      this.grid = grid;
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
          new Score(loss, trainLoss, (all - nonZero) / (double) all, nonZero, used, seconds, scored.losses(predicted)));
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
      Score none = path.isOnePoint() ? last : new Score(Double.NaN, Double.NaN, 0, 0, 0, last.seconds());
      LinearRegularizer regularizer = grid.regularizer();
      var all = new ArrayList<Score>(Collections.nCopies(regularizer.points(), none));
      var rows = new ArrayList<float[]>(Collections.nCopies(regularizer.points(), rowLosses.getLast()));
      for (int place = 0; place < scores.size(); place++) {
        all.set(grid.fromStrong(place), scores.get(place));
        rows.set(grid.fromStrong(place), rowLosses.get(place));
      }
      int strengths = regularizer.strengths();
      return new CellResult(cell, true, all.reversed().subList(0, strengths),
          byRow ? rows.reversed().subList(0, strengths).toArray(float[][]::new) : new float[0][]);
    }
  }
}
