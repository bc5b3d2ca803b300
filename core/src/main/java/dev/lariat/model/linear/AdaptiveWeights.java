package dev.lariat.model.linear;

import dev.lariat.linear.selection.CrossValidation;
import dev.lariat.linear.DesignMatrix;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.selection.Measure;
import dev.lariat.linear.Observations;
import dev.lariat.linear.PathOptions;
import dev.lariat.linear.solver.resampling.CrossValidator;
import dev.lariat.linear.solver.PathFit;
import dev.lariat.parallel.Workers;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Penalty factors from a first fit, so that a column that seems to matter is penalised less: 1/|b|, with the largest
 * |b| counted as 1 (Zou, 2006, "The adaptive lasso and its oracle properties"). Coefficients are those of standardised
 * features where the penalty is on those; of a group the length of all counts; a coefficient of 0 leaves a column out.
 */
public enum AdaptiveWeights {
  /** From a ridge of all columns, at the λ that is best in cross-validation. */
  RIDGE {
    @Override
    double[][] coefficients(Observations data, PathOptions options, Supplier<int[]> fold) {
      CrossValidation cv = CrossValidator.fit(data, LinearPenalty.ridge(), options, fold.get(), Measure.DEVIANCE);
      LinearPath.Point point = cv.path().points().get(cv.minIndex());
      double[][] out = new double[point.index().length][];
      Arrays.setAll(out, k -> point.dense(k, data.x().columns()));
      return out;
    }
  },
  /** From a fit of each column by itself, without a penalty. */
  UNIVARIATE {
    @Override
    double[][] coefficients(Observations data, PathOptions options, Supplier<int[]> fold) {
      int features = data.x().columns();
      double[][] out = new double[data.predictors()][features];
      PathOptions alone = options.withLambdas(0).withThreads(1);
      try (var workers = new Workers(options.threads())) {
        workers.forRange(features, WORK * data.x().rows() * features, (from, to) -> {
          for (int j = from; j < to; j++) {
            var column = new Observations(data.x().select(new int[]{j}), data.family(), data.y(), data.classes(),
                data.weights(), data.offset(), data.times());
            LinearPath.Point point = PathFit.fit(column, LinearPenalty.lasso(), alone).points().getFirst();
            for (int k = 0; k < out.length; k++) {
              out[k][j] = point.dense(k, 1)[0];
            }
          }
        });
      }
      return out;
    }
  };

  /** Passes over a column that its fit takes, about. */
  private static final long WORK = 30;
  /** Digits of a weight that matter. */
  private static final double TOLERANCE = 1e-6;

  /** @param fold gives [rows] of the first fit's cross-validation, where there is one */
  abstract double[][] coefficients(Observations data, PathOptions options, Supplier<int[]> fold);

  /**
   * The penalty with its factors times these.
   *
   * @param fold gives [rows] of the first fit's cross-validation, and is asked only where there is one
   */
  public LinearPenalty of(Observations data, LinearPenalty penalty, PathOptions options, Supplier<int[]> fold) {
    int features = data.x().columns();
    double[][] b = coefficients(data,
        PathOptions.DEFAULT.withTolerance(Math.max(TOLERANCE, options.tolerance()))
            .withStandardize(options.standardize())
            .withIntercept(options.intercept())
            .withThreads(options.threads()),
        fold);
    double[] w = data.normalisedWeights();
    int[] group = places(penalty.groups(), features);
    double[] square = new double[features]; // by group, or by feature
    for (int j = 0; j < features; j++) {
      double scale = options.standardize() && !data.x().keepsScale(j) ? deviation(data.x(), j, w) : 1;
      for (double[] coefficients : b) {
        square[group[j]] += coefficients[j] * scale * (coefficients[j] * scale);
      }
    }
    double largest = Math.sqrt(Arrays.stream(square).max().orElse(0));
    double[] factors = new double[features];
    for (int j = 0; j < features; j++) {
      double own = penalty.factors() == null ? 1 : penalty.factors()[j];
      double weight = largest == 0 ? 1 : largest / Math.sqrt(square[group[j]]);
      factors[j] = own == 0 ? 0 : own * weight;
    }
    return new LinearPenalty(penalty.alpha(), factors, penalty.groups(), penalty.groupClasses(), penalty.lower(),
        penalty.upper(), penalty.sparseShare());
  }

  /** [features] of a group the first of its features. */
  private static int[] places(int[] group, int features) {
    int[] place = new int[features];
    Map<Integer, Integer> first = new HashMap<>();
    for (int j = 0; j < features; j++) {
      Integer known = group == null ? null : first.putIfAbsent(group[j], j);
      place[j] = known == null ? j : known;
    }
    return place;
  }

  private static double deviation(DesignMatrix x, int j, double[] w) {
    double mean = x.dot(j, w);
    return Math.sqrt(Math.max(0, x.squares(j, w) - mean * mean));
  }
}
