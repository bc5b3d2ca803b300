package dev.lariat.linear.solver;

import dev.lariat.data.Task;
import dev.lariat.linear.Family;
import dev.lariat.linear.LambdaGrid;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.Link;
import dev.lariat.linear.PathOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.function.Predicate;

/** Collects the points of one path. */
final class PathRun {
  private static final double INFINITE = 9.9e35; // glmnet's
  private static final double SATURATED = 0.999; // of the deviance, glmnet's devmax

  private final ScaledProblem problem;
  private final Iterate iterate;
  private final Step step;
  private final PathOptions options;
  private final double alpha;
  private final double patience; // of the least growth; 0 with limits at 0, where a path may rest before it moves
  private final List<LinearPath.Point> points = new ArrayList<>();
  private final boolean limited;
  private final List<String> notes = new ArrayList<>();

  PathRun(ScaledProblem problem, PathFit.Engine engine, LinearPenalty penalty, PathOptions options) {
    this.problem = problem;
    iterate = engine.iterate();
    step = engine.step();
    this.options = options;
    alpha = penalty.alpha();
    limited = penalty.lower() != null || penalty.upper() != null;
    patience = limitAtZero(penalty.lower()) || limitAtZero(penalty.upper()) ? 0 : 1;
  }

  private static boolean limitAtZero(double[] limit) {
    return limit != null && Arrays.stream(limit).anyMatch(v -> v == 0);
  }

  /**
   * Goes along the path.
   *
   * @param more asked after each λ; where it is false the path ends
   * @param mostWork that a path may have cost when so many points are there, in what takes about a nanosecond; where it
   * costs more it ends. The first λ is fitted in any case
   */
  LinearPath run(Predicate<LinearPath.Point> more, IntToLongFunction mostWork) {
    long constant = Arrays.stream(problem.scale).filter(s -> s == 0).count();
    if (constant > 0) {
      notes.add(constant == 1 ? "1 column is constant and left out" : constant + " columns are constant and left out");
    }
    double nullLoss = iterate.nullLoss();
    var solver = new PathSolver(iterate, step, options);
    double[] lambdas = options.lambdas();
    if (lambdas == null) {
      double largest = LambdaGrid.largest(entry(solver), alpha);
      double ratio = Double.isNaN(options.lambdaRatio())
          ? LambdaGrid.defaultRatio(problem.rows, problem.features)
          : options.lambdaRatio();
      lambdas = largest > 0 ? LambdaGrid.geometric(largest, ratio, options.lambdaCount()) : new double[]{0};
    }
    int failed = 0;
    for (double lambda : lambdas) {
      if (lambda == 0 && problem.features >= problem.rows) {
        notes.add("λ = 0 with " + problem.features + " features and " + problem.rows
            + " rows: the solution is not unique, this is one of many");
      }
      // glmnet fits the first λ of its own grid at infinity, which shows where α < 0.001
      boolean first = points.isEmpty() && options.lambdas() == null && options.dialect() == PathOptions.Dialect.GLMNET;
      PathSolver.Outcome outcome;
      try {
        if (!points.isEmpty()) {
          problem.limit(mostWork.applyAsLong(points.size()));
        }
        outcome = solver.solve(first ? INFINITE : lambda);
      } catch (ScaledProblem.WorkIsDone _) {
        break;
      }
      failed += outcome.converged() ? 0 : 1;
      points.add(point(lambda, outcome, 1 - iterate.loss() / nullLoss));
      if (!more.test(points.getLast()) || (options.lambdas() == null && options.earlyStop() && saturated())) {
        break;
      }
    }
    if (failed > 0) {
      notes.add(failed + " of " + points.size() + " λs did not reach the tolerance " + options.tolerance()
          + "; their gap is reported");
    }
    // an offset may tell the classes apart by itself, and limited coefficients cannot grow
    boolean free = !problem.offset && !limited;
    boolean classes = problem.family.task() == Task.CLASSIFICATION;
    if (classes && free && iterate instanceof RowIterate rows && Separation.shownBy(problem, rows.predictors())) {
      notes.add(
          "the classes are told apart without error at the last λ: without a penalty the coefficients would grow for"
              + " ever, so choose λ by cross-validation");
    }
    return new LinearPath(problem.family, problem.features, 2 * nullLoss * problem.totalWeight, points, notes);
  }

  private double entry(PathSolver solver) {
    // at α = 0 glmnet reads its λ_max off the intercept alone, except for its gaussian family
    return options.dialect() == PathOptions.Dialect.GLMNET && alpha == 0
        && problem.family.glmnetRidgeStartsAtIntercept()
            ? problem.blocks.largestEntry(new NullModel(problem).gradient(), false)
            : solver.largestEntry();
  }

  private LinearPath.Point point(double lambda, PathSolver.Outcome outcome, double ratio) {
    int predictors = problem.predictors;
    int p = problem.features;
    int[][] index = new int[predictors][];
    double[][] value = new double[predictors][];
    int[] found = new int[p];
    double[] intercepts = iterate.intercepts();
    if (problem.family.link() == Link.SOFTMAX) {
      SoftmaxCentre.centre(problem.blocks, problem.intercept, iterate.b, intercepts);
    }
    for (int k = 0; k < predictors; k++) {
      index[k] = nonZero(k * p, found);
      value[k] = unscaled(k * p, index[k]);
    }
    return new LinearPath.Point(lambda, outcome.gap(), outcome.converged(), ratio, intercepts, index, value);
  }

  /**
   * The features whose coefficients, from one on, are not zero.
   *
   * @param found [features] scratch
   */
  private int[] nonZero(int begin, int[] found) {
    int count = 0;
    for (int j = 0; j < found.length; j++) {
      if (iterate.b[begin + j] != 0) {
        found[count++] = j;
      }
    }
    return Arrays.copyOf(found, count);
  }

  /** The coefficients of these features, from one on, in the data's own units. */
  private double[] unscaled(int begin, int[] feature) {
    double[] value = new double[feature.length];
    for (int a = 0; a < value.length; a++) {
      value[a] = iterate.b[begin + feature[a]] / problem.scale[feature[a]];
    }
    return value;
  }

  /** glmnet's rules for ending a path of its own grid. */
  private boolean saturated() {
    int size = points.size();
    if (size < Family.LEAST_POINTS) {
      return false;
    }
    List<Double> ratios = points.stream().map(LinearPath.Point::devianceRatio).toList();
    return ratios.getLast() > SATURATED || problem.family.pathEnds(ratios, patience);
  }
}
