package dev.lariat.study.cell;

import dev.lariat.data.Dataset;
import dev.lariat.data.Folds;
import dev.lariat.data.Target;
import dev.lariat.data.Task;
import dev.lariat.data.encoding.Feature;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.data.encoding.PreprocessingOptions;
import dev.lariat.linear.DesignMatrix;
import dev.lariat.linear.Family;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
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
  /** A path of all rows has more of them and a smaller gap than one of a fold: it may cost so many times as much. */
  private static final int WHOLE = 2;

  private final Dataset data;
  private final Target target;
  private final Folds folds;
  private final PreprocessingOptions inputs;
  private final Metric metric;
  private final boolean byRow;
  private final long mostWork;
  private final Map<Integer, Rows> rows = new ConcurrentHashMap<>();
  private final Map<LinearRegularizer, WholePath> whole = new ConcurrentHashMap<>();
  private WholeRows wholeRows; // the same for every regularizer
  private final Map<PathOfFold, LinearPath> kept = new ConcurrentHashMap<>();
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
    this.byRow = byRow;
  }

  /**
   * A whole path, single-threaded: cells run side by side. In glmnet's dialect, which divides the quadratic part by the
   * target's standard deviation: then a strength means the same in whatever unit the target is.
   */
  private static LinearPath fit(Observations rows, LinearRegularizer regularizer, double gap,
      Predicate<LinearPath.Point> more, long mostWork) {
    boolean counted = mostWork < Long.MAX_VALUE && rows.x().sparse();
    int times = counted ? regularizer.penalty().alpha() == 0 ? SPARSE_RIDGE : SPARSE : 1;
    return LinearTrainer.fit(rows, regularizer.penalty(), options(regularizer, gap), more, mostWork / times);
  }

  static PathOptions options(LinearRegularizer regularizer, double gap) {
    return PathOptions.DEFAULT.withGrid(regularizer.points(), regularizer.lowest())
        .withTolerance(gap)
        .withEarlyStop(false)
        .withDialect(PathOptions.Dialect.GLMNET);
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
   * it may end early.
   */
  public WholePath whole(String regularizer) {
    return whole.computeIfAbsent(LinearRegularizer.of(regularizer),
        known -> whole(known, _ -> true, mostWork > Long.MAX_VALUE / WHOLE ? mostWork : WHOLE * mostWork));
  }

  /** {@return the path of all rows, as far as a trial's strength at least} */
  public WholePath whole(Trial trial) {
    LinearRegularizer regularizer = LinearRegularizer.of(trial.regularizer());
    WholePath path = whole(trial.regularizer());
    int wanted = regularizer.fromStrong(trial.strength());
    if (path.path().points().size() > wanted || isOnePoint(path.path())) {
      return path;
    }
    var left = new AtomicInteger(wanted);
    return whole(regularizer, _ -> left.getAndDecrement() > 0, Long.MAX_VALUE);
  }

  private WholePath whole(LinearRegularizer regularizer, Predicate<LinearPath.Point> more, long work) {
    WholeRows all = wholeRows();
    LinearPath path = fit(all.observations, regularizer, KEPT_GAP, more, work);
    return new WholePath(ModelTarget.of(target), regularizer, all.preprocessing, path, all.deviations);
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
    return new ShuffledLinear(this, fitted(trial, number), fold.preprocessing, data, folds.validation(number));
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
    return predicted(fitted(trial, number).predict(fold(number).validation));
  }

  /** A trial's model of a fold: its cell's, or the same made again as far as the trial's strength. */
  private LinearPath.Point fitted(Trial trial, int number) {
    LinearRegularizer regularizer = LinearRegularizer.of(trial.regularizer());
    int wanted = regularizer.fromStrong(trial.strength());
    LinearPath path = kept.get(new PathOfFold(regularizer, number));
    if (path == null || (path.points().size() <= wanted && !isOnePoint(path))) {
      var left = new AtomicInteger(wanted);
      path = fit(fold(number).training, regularizer, CELL_GAP, _ -> left.getAndDecrement() > 0, Long.MAX_VALUE);
    }
    return path.points().get(Math.min(wanted, path.points().size() - 1));
  }

  /** {@return a trial's model of a fold's training rows, at the λ of the trial alone} */
  public LinearModel model(Trial trial, int number, Provenance provenance) {
    LinearPath.Point point = fitted(trial, number);
    Preprocessing preprocessing = fold(number).preprocessing;
    var path = new LinearPath(LinearTrainer.family(target), preprocessing.width(), 0, List.of(point), List.of());
    return new LinearModel(ModelTarget.of(target), preprocessing, path, List.of(), Double.NaN, Double.NaN,
        point.lambda(), Optional.empty(), provenance);
  }

  private void keep(PathOfFold key, LinearPath path) {
    long numbers = path.points()
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
    var curve = new Curve(cell.fold(), regularizer);
    var stopped = new AtomicBoolean();
    LinearPath path = fit(fold(cell.fold()).training, regularizer, CELL_GAP, point -> {
      curve.add(point);
      stopped.set(watch.cancelled());
      return !stopped.get() && !curve.hasLongRisen();
    }, mostWork);
    if (stopped.get() && path.points().size() < regularizer.points() && !curve.hasLongRisen()) {
      return null;
    }
    keep(new PathOfFold(regularizer, cell.fold()), path);
    CellResult result = curve.result(cell, isOnePoint(path));
    done.put(new PathOfFold(regularizer, cell.fold()), result);
    return result;
  }

  /** Where no feature says anything λ_max is 0, and one point is the whole path. */
  private static boolean isOnePoint(LinearPath path) {
    return path.points().getFirst().lambda() == 0;
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
      int points = fit(training, regularizer, CELL_GAP, _ -> System.nanoTime() - start < most, mostWork).points()
          .size();
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
    private final LinearRegularizer regularizer;
    private int best;

    Curve(int number, LinearRegularizer regularizer) {
      this.regularizer = regularizer;
      fold = fold(number);
      validation = folds.validation(number);
      training = folds.training(number);
      sources = fold.columnOfFeature();
      scored = new ScoredRows(target, data.weights(), validation);
    }

    void add(LinearPath.Point point) {
      long from = System.nanoTime();
      double seconds = (from - start - scoring) * 1e-9;
      double[] predicted = predicted(point.predict(fold.validation));
      float[] losses = metric.isMeanOverRows() ? losses(predicted, validation) : new float[0];
      double loss = metric.isMeanOverRows() ? ShuffledFold.mean(losses) : scored.loss(metric, predicted);
      double trainLoss = loss(point.predict(fold.training.x()), training);
      long nonZero = Arrays.stream(point.index()).mapToLong(index -> index.length).sum();
      long all = (long) fold.training.x().columns() * point.index().length;
      int used = (int) Arrays.stream(point.index())
          .flatMapToInt(Arrays::stream)
          .map(i -> sources[i])
          .distinct()
          .count();
      scores.add(
          new Score(loss, trainLoss, (all - nonZero) / (double) all, nonZero, used, seconds, scored.losses(predicted)));
      rowLosses.add(losses);
      if (loss < scores.get(best).validationLoss()) {
        best = scores.size() - 1;
      }
      scoring += System.nanoTime() - from;
    }

    boolean hasLongRisen() {
      return regularizer.strengths() > 1 && PathEnd.hasLongRisen(scores.getLast().validationLoss(),
          scores.get(best).validationLoss(), scores.size() - 1 - best);
    }

    /**
     * A score for each strength, from weak to strong.
     *
     * @param whole whether one point is the whole path
     */
    CellResult result(Cell cell, boolean whole) {
      Score last = scores.getLast();
      Score beyond = whole ? last : new Score(Double.NaN, Double.NaN, 0, 0, 0, last.seconds());
      while (scores.size() < regularizer.points()) {
        scores.add(beyond);
        rowLosses.add(rowLosses.getLast());
      }
      int strengths = regularizer.strengths();
      return new CellResult(cell, true, scores.reversed().subList(0, strengths),
          byRow ? rowLosses.reversed().subList(0, strengths).toArray(float[][]::new) : new float[0][]);
    }
  }

  /** {@return the loss of rows of the table, from their linear predictors [predictors][rows]} */
  double loss(double[][] eta, int[] rowNumbers) {
    double[] predicted = predicted(eta);
    return metric.isMeanOverRows()
        ? ShuffledFold.mean(losses(predicted, rowNumbers))
        : new ScoredRows(target, data.weights(), rowNumbers).loss(metric, predicted);
  }

  /**
   * {@return predictions row by row, a probability per class or a number, from linear predictors [predictors][rows]}
   */
  private double[] predicted(double[][] eta) {
    if (target.task() == Task.REGRESSION) {
      return Arrays.stream(eta[0]).map(target.transform()::number).toArray();
    }
    int classes = target.classes().size();
    Family family = LinearTrainer.family(target);
    double[] predicted = new double[eta[0].length * classes];
    for (int i = 0; i < eta[0].length; i++) {
      family.mean(eta, i, predicted, i * classes);
    }
    return predicted;
  }

  /** Losses of rows of the table in a mean over rows, each weighted by its row's share. */
  private float[] losses(double[] predicted, int[] rowNumbers) {
    int classes = target.classes().size();
    int[] labels = classes == 0 ? null : target.labels();
    double[] values = classes == 0 ? target.values() : null;
    double[] weights = data.weights();
    double weightMean = IntStream.of(rowNumbers).mapToDouble(row -> weights[row]).sum() / rowNumbers.length;
    float[] losses = new float[rowNumbers.length];
    for (int i = 0; i < losses.length; i++) {
      int row = rowNumbers[i];
      double loss = labels == null
          ? metric.rowLoss(predicted[i], values[row])
          : metric.rowLoss(predicted, i * classes, classes, labels[row]);
      losses[i] = (float) (loss * weights[row] / weightMean);
    }
    return losses;
  }
}
