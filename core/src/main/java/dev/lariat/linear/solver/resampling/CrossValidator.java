package dev.lariat.linear.solver.resampling;

import dev.lariat.linear.solver.PathFit;

import dev.lariat.data.DataException;
import dev.lariat.kernel.DenseOps;
import dev.lariat.linear.selection.CrossValidation;
import dev.lariat.linear.selection.RelaxedPath;
import dev.lariat.linear.selection.RelaxedValidation;
import dev.lariat.linear.LambdaGrid;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.selection.Measure;
import dev.lariat.linear.Observations;
import dev.lariat.linear.PathOptions;
import dev.lariat.linear.solver.moments.GramStrategy;
import dev.lariat.linear.solver.moments.Moments;
import dev.lariat.linear.solver.rounding.RoundedColumns;
import dev.lariat.metric.RocAuc;
import dev.lariat.parallel.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Cross-validates paths: fits one to all rows and one to the rows outside of each fold. */
public final class CrossValidator {
  private static final int LEAST_ROWS_A_FOLD = 3; // below it glmnet treats every row as its own fold

  private CrossValidator() {}

  /**
   * Fits the path to all rows and, fold by fold, to the other folds' rows; standardisation and, in glmnet's dialect,
   * the grid are made inside the fold. For a gaussian table of many rows all of them share one pass over the data: a
   * fold's Gram matrix is that of all rows less its own.
   *
   * @param fold [rows] the fold of each row, any integers
   * @throws DataException if the folds leave nothing to fit
   */
  public static CrossValidation fit(Observations data, LinearPenalty penalty, PathOptions options, int[] fold,
      Measure measure) {
    return fit(data, penalty, options, fold, measure, null);
  }

  /** What a fold is fitted to: all rows, encoded as its training rows have it, and the penalty of those features. */
  public record FoldInputs(Observations data, LinearPenalty penalty) {}

  /**
   * The same, with inputs that may depend on a fold's rows.
   *
   * @param encode from a fold's training rows to its inputs, where these depend on the rows; null where all folds share
   * the data's
   */
  public static CrossValidation fit(Observations data, LinearPenalty penalty, PathOptions options, int[] fold,
      Measure measure, Function<int[], FoldInputs> encode) {
    return fit(data, penalty, options, fold, measure, encode, new double[0]);
  }

  /**
   * The same with a relaxed fit of every path.
   *
   * @param gammas ascending, each in [0, 1]; none for paths alone
   */
  public static CrossValidation fit(Observations data, LinearPenalty penalty, PathOptions options, int[] fold,
      Measure measure, Function<int[], FoldInputs> encode, double[] gammas) {
    measure.requireFor(data.family());
    int rows = data.x().rows();
    if (fold.length != rows) {
      throw new IllegalArgumentException(fold.length + " folds given for " + rows + " rows");
    }
    int[] names = Arrays.stream(fold).distinct().sorted().toArray();
    int count = names.length;
    if (count < 2) {
      throw new DataException("cross-validation needs at least 2 folds, the fold column has " + count);
    }
    int[] part = new int[rows];
    Arrays.setAll(part, i -> Arrays.binarySearch(names, fold[i]));
    boolean relax = gammas.length > 0;
    try (var workers = new Workers(options.threads()); var alone = new Workers(1)) {
      long begin = System.nanoTime();
      double[] w = data.normalisedWeights();
      List<Moments> moments = encode == null && GramStrategy.worthwhile(data)
          ? GramStrategy.moments(data, w, options.intercept(), part, count, workers)
          : null;
      Moments total = moments == null ? null : Moments.sum(moments);
      var rounded = RoundedColumns.shared(data.x());
      LinearPath path = PathFit.fit(data, w, penalty, options, workers, total, rounded);
      Optional<RelaxedPath> relaxed = relax
          ? Optional.of(RelaxedFits.of(data, w, penalty, options, path, workers, total))
          : Optional.empty();
      long fitted = System.nanoTime();
      double[] lambdas = path.lambdas();
      if (data.times() != null) {
        SurvivalFold.requireEvents(data.times(), w, part, names);
      }
      List<Callable<Validated>> tasks = new ArrayList<>();
      for (int f = 0; f < count; f++) {
        int left = f;
        Moments own = moments == null ? null : moments.get(f);
        tasks.add(() -> {
          FoldInputs inputs = encode == null
              ? new FoldInputs(data, penalty)
              : encode.apply(IntStream.range(0, rows).filter(i -> part[i] != left).toArray());
          return fitFold(inputs.data, w, inputs.penalty, options, part, left, lambdas, measure, alone,
              own == null ? null : total.minus(own), encode == null ? rounded : RoundedColumns.alone(inputs.data.x()),
              gammas);
        });
      }
      List<Validated> validated = workers.all(tasks);
      path = PathFit.noted(path, validated.stream().mapToInt(Validated::failed).sum(), options.tolerance());
      MeanErrors summary = summary(data, w, measure, part, validated, lambdas, gammas, 0);
      RelaxedValidation.Place best = MeanErrors.best(measure, summary);
      RelaxedValidation.Place oneSe = MeanErrors.oneSe(measure, best, summary);
      Optional<RelaxedValidation> second = relaxed
          .map(fits -> relaxed(data, w, measure, part, validated, lambdas, gammas, fits));
      return new CrossValidation(path, measure, summary.mean(), summary.error(), best.lambda(), oneSe.lambda(),
          heldOut(data, validated, best, oneSe, new double[]{1}), count, (fitted - begin) / 1e9,
          (System.nanoTime() - fitted) / 1e9, second);
    }
  }

  private static RelaxedValidation relaxed(Observations data, double[] w, Measure measure, int[] part,
      List<Validated> validated, double[] lambdas, double[] gammas, RelaxedPath path) {
    MeanErrors[] summaries = new MeanErrors[gammas.length];
    for (int g = 0; g < gammas.length; g++) {
      summaries[g] = summary(data, w, measure, part, validated, lambdas, gammas, 1 + g);
    }
    RelaxedValidation.Place best = MeanErrors.best(measure, summaries);
    RelaxedValidation.Place oneSe = MeanErrors.oneSe(measure, best, summaries);
    return new RelaxedValidation(path, gammas, Arrays.stream(summaries).map(MeanErrors::mean).toArray(double[][]::new),
        Arrays.stream(summaries).map(MeanErrors::error).toArray(double[][]::new), best, oneSe,
        heldOut(data, validated, best, oneSe, gammas));
  }

  /** At both places what the folds' models predict for their own rows; nothing for times until an event. */
  private static double[][] heldOut(Observations data, List<Validated> validated, RelaxedValidation.Place best,
      RelaxedValidation.Place oneSe, double[] gammas) {
    return data.times() != null
        ? new double[0][]
        : new double[][]{heldOut(data, validated, best.lambda(), gammas[best.gamma()]),
            heldOut(data, validated, oneSe.lambda(), gammas[oneSe.gamma()])};
  }

  private static double[] heldOut(Observations data, List<Validated> validated, int lambda, double gamma) {
    int width = data.classes();
    double[] out = new double[Math.multiplyExact(data.x().rows(), width)];
    for (Validated v : validated) {
      double[][] eta = v.predicted().at(lambda, gamma);
      for (int i = 0; i < v.rows().length; i++) {
        data.family().mean(eta, i, out, v.rows()[i] * width);
      }
    }
    return out;
  }

  /**
   * What one fold's fits say.
   *
   * @param rows its own
   * @param predicted of these rows; null for times until an event
   * @param failed how many λs did not converge
   * @param survival [1 + γs][λs] of times until an event, of the path and of each γ; else null
   * @param weight what the fold counts then
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Validated(int[] rows, Predicted predicted, int failed, double[][] survival, double weight) {}

  /**
   * Linear predictors, offset included.
   *
   * @param eta [λs][predictors][rows]
   * @param relaxed the same of the relaxed fits, or null
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Predicted(double[][][] eta, double[][][] relaxed) {
    /** η with a share of the penalised one. */
    double[][] at(int lambda, double gamma) {
      return gamma == 1 ? eta[lambda] : mixed(relaxed[lambda], eta[lambda], gamma);
    }
  }

  /** (1 − share)·a + share·b. */
  private static double[][] mixed(double[][] a, double[][] b, double share) {
    double[][] out = new double[a.length][a[0].length];
    for (int l = 0; l < out.length; l++) {
      for (int i = 0; i < out[l].length; i++) {
        out[l][i] = (1 - share) * a[l][i] + share * b[l][i];
      }
    }
    return out;
  }

  private static int[] rowsOf(int[] part, int fold) {
    int[] rows = new int[part.length];
    int count = 0;
    for (int i = 0; i < part.length; i++) {
      if (part[i] == fold) {
        rows[count++] = i;
      }
    }
    return Arrays.copyOf(rows, count);
  }

  /** The weights of a sum of 1 with which a fold's path is fitted: its own rows have none. */
  private static double[] trainingWeights(double[] w, int[] part, int left, int count) {
    double[] training = new double[w.length];
    double sum = 0;
    for (int i = 0; i < w.length; i++) {
      training[i] = part[i] == left ? 0 : w[i];
      sum += training[i];
    }
    if (sum == 0) {
      throw new DataException(
          "fold " + (left + 1) + " leaves no training row" + (count == w.length ? "" : " of positive weight"));
    }
    for (int i = 0; i < w.length; i++) {
      training[i] /= sum;
    }
    return training;
  }

  private static Validated fitFold(Observations data, double[] w, LinearPenalty penalty, PathOptions options,
      int[] part, int left, double[] lambdas, Measure measure, Workers workers, Moments moments, RoundedColumns rounded,
      double[] gammas) {
    int[] rows = rowsOf(part, left);
    double[] training = trainingWeights(w, part, left, rows.length);
    boolean ownGrid = options.dialect() == PathOptions.Dialect.GLMNET && options.lambdas() == null;
    PathOptions fold = ownGrid
        ? options.withGrid(options.lambdaCount(),
            Double.isNaN(options.lambdaRatio())
                ? LambdaGrid.defaultRatio(w.length - rows.length, data.x().columns())
                : options.lambdaRatio())
        : options.withLambdas(lambdas);
    LinearPath path;
    LinearPath bare = null;
    try {
      path = PathFit.fit(data, training, penalty, fold, workers, moments, rounded);
      if (gammas.length > 0) {
        bare = RelaxedFits.of(data, training, penalty, fold, path, workers, moments).fits();
      }
    } catch (DataException e) {
      throw new DataException("without fold " + (left + 1) + ": " + e.getMessage() + "; use fewer or other folds", e);
    }
    int[] looked = data.times() == null ? rows : IntStream.range(0, w.length).toArray(); // all are at risk together
    double[][][] eta = HeldOutPredictors.of(data, path, looked);
    double[][][] second = bare == null ? null : HeldOutPredictors.of(data, bare, looked);
    int failed = (int) path.points().stream().filter(point -> !point.converged()).count();
    var predicted = new Predicted(ownGrid ? interpolate(path.lambdas(), eta, lambdas) : eta,
        ownGrid && second != null ? interpolate(path.lambdas(), second, lambdas) : second);
    if (data.times() == null) {
      return new Validated(rows, predicted, failed, null, 0);
    }
    var survival = new SurvivalFold(data, w, rows);
    double[][] values = new double[1 + gammas.length][];
    for (int g = 0; g < values.length; g++) {
      double gamma = g == 0 ? 1 : gammas[g - 1];
      values[g] = IntStream.range(0, lambdas.length)
          .mapToDouble(k -> survival.value(measure, predicted.at(k, gamma)))
          .toArray();
    }
    return new Validated(rows, null, failed, values, survival.weight(measure));
  }

  /** Predictions at other λs, linear in λ between the fold's own, constant beyond them. */
  private static double[][][] interpolate(double[] from, double[][][] eta, double[] to) {
    double[][][] out = new double[to.length][][];
    int at = 0;
    for (int k = 0; k < to.length; k++) {
      while (at + 1 < from.length - 1 && from[at + 1] > to[k]) {
        at++;
      }
      int next = Math.min(at + 1, from.length - 1);
      double share = next == at ? 0 : Math.clamp((from[at] - to[k]) / (from[at] - from[next]), 0, 1);
      out[k] = mixed(eta[at], eta[next], share);
    }
    return out;
  }

  private static MeanErrors summary(Observations data, double[] w, Measure measure, int[] part,
      List<Validated> validated, double[] lambdas, double[] gammas, int row) {
    double gamma = row == 0 ? 1 : gammas[row - 1];
    boolean byRow = measure != Measure.AUC && data.times() == null
        && (double) part.length / validated.size() < LEAST_ROWS_A_FOLD;
    double[] mean = new double[lambdas.length];
    double[] error = new double[lambdas.length];
    for (int k = 0; k < lambdas.length; k++) {
      double[] value = new double[byRow ? part.length : validated.size()];
      double[] weight = new double[value.length];
      int at = 0;
      for (Validated v : validated) {
        int size = v.rows().length;
        boolean[] positive = new boolean[size];
        double[] rowWeight = new double[size];
        double sum = 0;
        for (int i = 0; i < size; i++) {
          positive[i] = measure == Measure.AUC && data.y()[v.rows()[i]] == 1;
          rowWeight[i] = w[v.rows()[i]];
          sum += rowWeight[i];
        }
        if (v.survival() != null) {
          value[at] = v.survival()[row][k];
          weight[at++] = Double.isNaN(v.survival()[row][k]) ? 0 : v.weight();
          continue;
        }
        double[][] eta = v.predicted().at(k, gamma);
        if (measure == Measure.AUC) {
          value[at] = RocAuc.of(eta[0], positive, rowWeight);
          weight[at++] = Double.isNaN(value[at - 1]) ? 0 : sum;
          continue;
        }
        double total = 0;
        double[] mu = new double[data.classes()];
        for (int i = 0; i < size; i++) {
          double loss = 0;
          if (rowWeight[i] != 0) {
            data.family().mean(eta, i, mu, 0);
            loss = measure.loss(data.family(), mu, data.y(), v.rows()[i]);
          }
          total += rowWeight[i] * loss;
          if (byRow) {
            value[at] = loss;
            weight[at++] = rowWeight[i];
          }
        }
        if (!byRow) {
          value[at] = sum == 0 ? 0 : total / sum;
          weight[at++] = sum;
        }
      }
      double weightSum = DenseOps.sum(weight);
      double sum = 0;
      for (int f = 0; f < value.length; f++) {
        sum += weight[f] == 0 ? 0 : weight[f] * value[f];
      }
      mean[k] = sum / weightSum;
      double squares = 0;
      long used = 0;
      for (int f = 0; f < value.length; f++) {
        if (weight[f] > 0) {
          squares += weight[f] * (value[f] - mean[k]) * (value[f] - mean[k]);
          used++;
        }
      }
      error[k] = Math.sqrt(squares / weightSum / (used - 1));
    }
    return new MeanErrors(mean, error);
  }
}
