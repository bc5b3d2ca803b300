package dev.lariat.linear.solver.resampling;

import dev.lariat.data.Task;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.Link;
import dev.lariat.linear.Observations;
import dev.lariat.linear.PathOptions;
import dev.lariat.linear.selection.RelaxedPath;
import dev.lariat.linear.solver.PathFit;
import dev.lariat.linear.solver.moments.GramStrategy;
import dev.lariat.linear.solver.moments.Moments;
import dev.lariat.linear.solver.rounding.RoundedColumns;
import dev.lariat.parallel.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Fits without a penalty of what each λ of a path selects; λs that select the same features share one. Features that
 * are never penalised are always in, limits hold on. Of several linear predictors a feature that one selects is free in
 * all of them.
 */
public final class RelaxedFits {
  /** Rows beyond the features that such a fit needs, glmnet's {@code maxp = n − 3}: else it would meet every row. */
  private static final int SPARE_ROWS = 3;
  /** The share of the deviance explained from which on classes are told apart without error. */
  private static final double SEPARATED = 0.9999;

  private RelaxedFits() {}

  /**
   * Fits them for a path.
   *
   * @param path of these observations, with this penalty and these options
   * @throws dev.lariat.data.DataException if the data leave nothing to fit
   */
  public static RelaxedPath of(Observations data, LinearPenalty penalty, PathOptions options, LinearPath path) {
    try (var workers = new Workers(options.threads())) {
      double[] w = data.normalisedWeights();
      Moments moments = GramStrategy.worthwhile(data)
          ? GramStrategy.moments(data, w, options.intercept(), new int[w.length], 1, workers).getFirst()
          : null;
      return of(data, w, penalty, options, path, workers, moments);
    }
  }

  /**
   * The same with weights that sum to 1.
   *
   * @param moments of the rows with weight, where gaussian fits are made from these alone; else null
   */
  static RelaxedPath of(Observations data, double[] w, LinearPenalty penalty, PathOptions options, LinearPath path,
      Workers workers, Moments moments) {
    long rows = Arrays.stream(w).filter(weight -> weight > 0).count();
    PathOptions bare = options.withLambdas(0).withEarlyStop(false).withDialect(PathOptions.Dialect.LARIAT);
    Map<BitSet, LinearPath.Point> known = new HashMap<>();
    List<LinearPath.Point> relaxed = new ArrayList<>();
    int tooLarge = 0;
    for (LinearPath.Point point : path.points()) {
      BitSet support = support(point, penalty);
      if (support.cardinality() > rows - SPARE_ROWS && !support.isEmpty()) {
        // as glmnet does, the last that could be fitted serves on
        relaxed.add(at(point.lambda(), relaxed.isEmpty() ? point : relaxed.getLast()));
        tooLarge++;
        continue;
      }
      LinearPath.Point fit = support.isEmpty()
          ? point
          : known.computeIfAbsent(support, set -> fit(data, w, penalty, bare, set, workers, moments));
      relaxed.add(at(point.lambda(), fit));
    }
    return new RelaxedPath(path, relaxed, notes(data, known, tooLarge, options.tolerance()));
  }

  private static List<String> notes(Observations data, Map<BitSet, LinearPath.Point> fits, int tooLarge,
      double tolerance) {
    List<String> notes = new ArrayList<>();
    if (tooLarge > 0) {
      notes.add(tooLarge + (tooLarge == 1 ? " λ selects" : " λs select")
          + " nearly as many features as there are rows: a fit without a penalty would meet every row, so the last"
          + " relaxed fit before serves there, too");
    }
    long failed = fits.values().stream().filter(point -> !point.converged()).count();
    if (failed > 0) {
      notes.add(failed + " of " + fits.size() + " relaxed fits did not reach the tolerance " + tolerance);
    }
    if (data.family().task() == Task.CLASSIFICATION
        && fits.values().stream().anyMatch(point -> point.devianceRatio() > SEPARATED)) {
      notes.add("a relaxed fit tells the classes apart without error: its coefficients would grow for ever, and end"
          + " where the tolerance is reached");
    }
    return notes;
  }

  /** The features that are in at a point in any of its predictors. */
  private static BitSet support(LinearPath.Point point, LinearPenalty penalty) {
    var support = new BitSet();
    for (int[] index : point.index()) {
      for (int j : index) {
        support.set(j);
      }
    }
    for (int j = 0; penalty.factors() != null && j < penalty.factors().length; j++) {
      if (penalty.factors()[j] == 0) {
        support.set(j);
      }
    }
    return support;
  }

  private static LinearPath.Point at(double lambda, LinearPath.Point point) {
    return new LinearPath.Point(lambda, point.gap(), point.converged(), point.devianceRatio(), point.intercepts(),
        point.index(), point.coefficient());
  }

  private static LinearPath.Point fit(Observations data, double[] w, LinearPenalty penalty, PathOptions options,
      BitSet support, Workers workers, Moments moments) {
    int[] features = support.stream().toArray();
    var some = new Observations(data.x().select(features), data.family(), data.y(), data.classes(), data.weights(),
        data.offset(), data.times());
    LinearPenalty bare = LinearPenalty.lasso()
        .withLimits(select(penalty.lower(), features), select(penalty.upper(), features));
    LinearPath.Point point = PathFit
        .fit(some, w, bare, options, workers, moments == null ? null : moments.select(features),
            RoundedColumns.alone(some.x()))
        .points()
        .getFirst();
    LinearPath.Point fit = data.family().link() == Link.SOFTMAX && penalty.lower() == null && penalty.upper() == null
        ? centred(point, features.length)
        : point;
    int[][] index = new int[fit.index().length][];
    for (int k = 0; k < index.length; k++) {
      index[k] = Arrays.stream(fit.index()[k]).map(j -> features[j]).toArray();
    }
    return new LinearPath.Point(fit.lambda(), fit.gap(), fit.converged(), fit.devianceRatio(), fit.intercepts(), index,
        fit.coefficient());
  }

  private static double[] select(double[] values, int[] features) {
    return values == null ? null : Arrays.stream(features).mapToDouble(j -> values[j]).toArray();
  }

  /** A softmax does not change when a feature's coefficients grow alike in all classes: here they sum to 0. */
  private static LinearPath.Point centred(LinearPath.Point point, int features) {
    int classes = point.index().length;
    double[][] all = new double[classes][];
    double[] mean = new double[features];
    for (int k = 0; k < classes; k++) {
      all[k] = point.dense(k, features);
      for (int j = 0; j < features; j++) {
        mean[j] += all[k][j] / classes;
      }
    }
    int[] every = new int[features];
    Arrays.setAll(every, j -> j);
    int[][] index = new int[classes][];
    for (int k = 0; k < classes; k++) {
      index[k] = every;
      for (int j = 0; j < features; j++) {
        all[k][j] -= mean[j];
      }
    }
    return new LinearPath.Point(point.lambda(), point.gap(), point.converged(), point.devianceRatio(),
        point.intercepts(), index, all);
  }
}
