package dev.lariat.study;

import dev.lariat.data.Encoding;
import dev.lariat.data.Feature;
import dev.lariat.kernel.Philox;
import dev.lariat.loss.Targets;
import dev.lariat.net.Parameter;
import dev.lariat.net.Predictor;
import dev.lariat.net.TrainingResult;
import dev.lariat.net.TrainingRows;
import dev.lariat.net.TrainingRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** The networks of one trial, trained once more on every fold, and what only models can tell: curves and the importance of columns. */
final class FoldModels {
  /** Of the random numbers: not a layer's, nor an epoch's order. */
  private static final int STREAM = 0xFFFE;
  /** Forward passes of rows that the importance may cost, all columns and shuffles of a fold together. */
  private static final long PASSES = 600_000;

  private final TableCells cells;
  private final Trial trial;
  private final List<Fold> folds;

  private record Fold(FoldRows rows, Predictor predictor, List<Score> scores) {}

  private FoldModels(TableCells cells, Trial trial, List<Fold> folds) {
    this.cells = cells;
    this.trial = trial;
    this.folds = folds;
  }

  /** Trains a network trial on every fold, to the end, or to the epoch of early stopping. */
  static FoldModels train(TableCells cells, Trial trial, int folds, int threads) {
    int epochs = trial.regularizer().equals(Candidate.EARLY_STOPPING)
        ? Comparison.epoch(trial.strength())
        : cells.epochs();
    return new FoldModels(cells, trial,
        parallel(threads, IntStream.range(0, folds).mapToObj(fold -> (Callable<Fold>) () -> {
          TrainingRun run = cells.start(new Cell(trial, fold, 0));
          TrainingResult result = run.advance(epochs);
          return new Fold(cells.fold(fold), run.predictor(), cells.scores(run, result, cells.fold(fold)));
        }).toList()));
  }

  LearningCurve curve() {
    int epochs = folds.stream().mapToInt(fold -> fold.scores.size()).min().orElse(0);
    return LearningCurve.of(trial,
        IntStream.range(0, epochs)
            .mapToObj(e -> folds.stream().mapToDouble(fold -> fold.scores.get(e).trainLoss()).toArray()).toList(),
        IntStream.range(0, epochs)
            .mapToObj(e -> folds.stream().mapToDouble(fold -> fold.scores.get(e).validationLoss()).toArray()).toList());
  }

  /** The largest |w| of all folds. */
  double largestWeight() {
    return WeightStatistics.largest(kernels());
  }

  private List<List<Parameter>> kernels() {
    return folds.stream().map(fold -> WeightStatistics.kernels(fold.predictor.weights().parameters())).toList();
  }

  /**
   * The weights of all folds.
   *
   * @param columns names of the table's columns
   * @param bound of the histogram
   */
  WeightStatistics weights(List<String> columns, double bound) {
    List<List<Parameter>> kernels = kernels();
    double[] used = folds.stream().mapToDouble(fold -> fold.scores.getLast().inputsUsed()).toArray();
    List<String> inputs = folds.getFirst().rows.preprocessing().features().stream().map(Feature::column).toList();
    return WeightStatistics.of(trial, kernels, used, bound,
        PixelWeights.of(kernels.getFirst().getFirst(), inputs, columns));
  }

  /** The importance of every column that has an input in some fold, the most important first. */
  List<Importance> importance(long seed, int threads) {
    List<double[][]> increases = parallel(threads, IntStream.range(0, folds.size())
        .mapToObj(fold -> (Callable<double[][]>) () -> increases(folds.get(fold), seed, fold)).toList());
    // By name: a column that is constant in the training rows of one fold has no place there.
    var byColumn = new LinkedHashMap<String, List<Double>>();
    for (int fold = 0; fold < folds.size(); fold++) {
      List<Encoding> encodings = folds.get(fold).rows.preprocessing().encodings();
      for (int source = 0; source < encodings.size(); source++) {
        List<Double> all = byColumn.computeIfAbsent(encodings.get(source).column(), _ -> new ArrayList<>());
        Arrays.stream(increases.get(fold)[source]).forEach(all::add);
      }
    }
    var importance = new ArrayList<Importance>();
    byColumn.forEach((column, list) -> {
      double[] all = list.stream().mapToDouble(Double::doubleValue).toArray();
      importance.add(new Importance(column, Pairing.mean(all),
          all.length < 2 ? 0 : Pairing.standardError(all) * StrictMath.sqrt(all.length)));
    });
    importance.sort(Comparator.comparingDouble(Importance::increase).reversed());
    return importance;
  }

  /** [encoded columns][shuffles]. */
  private double[][] increases(Fold fold, long seed, int foldNumber) {
    TrainingRows validation = fold.rows.validation();
    int[] columnOfInput = validation.columnOfInput().orElseThrow();
    int columns = fold.rows.preprocessing().encodings().size();
    int rows = Math.clamp(PASSES / columns, Math.min(50, validation.rows()), validation.rows());
    int repeats = Math.clamp(PASSES / Math.multiplyExact((long) columns, rows), 1, 5);
    TrainingRows some = head(validation, rows);
    double before = mean(cells.losses(fold.predictor, fold.rows, some));
    double[][] increases = new double[columns][];
    int[] order = new int[rows];
    float[] inputs = some.inputs();
    int width = some.width();
    float[] original = new float[rows];
    for (int column = 0; column < columns; column++) {
      int c = column;
      int[] own = IntStream.range(0, width).filter(i -> columnOfInput[i] == c).toArray();
      increases[column] = new double[repeats];
      for (int repeat = 0; repeat < increases[column].length; repeat++) {
        for (int i = 0; i < rows; i++) {
          order[i] = i;
        }
        new Philox(seed, foldNumber, repeat, column, STREAM).shuffle(order);
        float[][] saved = new float[own.length][];
        for (int k = 0; k < own.length; k++) {
          for (int r = 0; r < rows; r++) {
            original[r] = inputs[r * width + own[k]];
          }
          saved[k] = original.clone();
          for (int r = 0; r < rows; r++) {
            inputs[r * width + own[k]] = original[order[r]];
          }
        }
        increases[column][repeat] = mean(cells.losses(fold.predictor, fold.rows, some)) - before;
        for (int k = 0; k < own.length; k++) {
          for (int r = 0; r < rows; r++) {
            inputs[r * width + own[k]] = saved[k][r];
          }
        }
      }
    }
    return increases;
  }

  /** The first rows, in arrays of their own. */
  private static TrainingRows head(TrainingRows all, int rows) {
    float[] inputs = Arrays.copyOf(all.inputs(), rows * all.width());
    TrainingRows head = TrainingRows.of(inputs, all.width(), head(all.targets(), rows))
        .withColumns(all.columnOfInput().orElseThrow());
    return all.sampleWeights().isEmpty()
        ? head
        : head.withSampleWeights(Arrays.copyOf(all.sampleWeights().get(), rows));
  }

  private static Targets head(Targets all, int rows) {
    if (all.areLabels()) {
      return Targets.labels(IntStream.range(0, rows).map(all::label).toArray(), all.classes());
    }
    float[] values = new float[rows];
    for (int i = 0; i < rows; i++) {
      values[i] = all.value(i, 0);
    }
    return Targets.values(values);
  }

  private static double mean(float[] losses) {
    double sum = 0;
    for (float loss : losses) {
      sum += loss;
    }
    return sum / losses.length;
  }

  private static <T> List<T> parallel(int threads, List<Callable<T>> tasks) {
    try (var pool = Executors.newFixedThreadPool(threads,
        Thread.ofPlatform().name("lariat-fold-", 0).daemon().factory())) {
      List<Future<T>> futures = tasks.stream().map(pool::submit).toList();
      var results = new ArrayList<T>();
      try {
        for (Future<T> future : futures) {
          results.add(future.get());
        }
        return results;
      } catch (InterruptedException e) {
        pool.shutdownNow();
        Thread.currentThread().interrupt();
        var interrupted = new CancellationException("interrupted");
        interrupted.initCause(e);
        throw interrupted;
      } catch (ExecutionException e) {
        pool.shutdownNow();
        throw new IllegalStateException("while training the recommended network on the folds", e.getCause());
      }
    }
  }
}
