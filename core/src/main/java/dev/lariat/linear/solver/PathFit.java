package dev.lariat.linear.solver;

import dev.lariat.linear.LinearPath;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.Observations;
import dev.lariat.linear.PathOptions;
import dev.lariat.linear.solver.moments.GramStrategy;
import dev.lariat.linear.solver.moments.Moments;
import dev.lariat.linear.solver.moments.SummedProblem;
import dev.lariat.linear.solver.penalty.Blocks;
import dev.lariat.linear.solver.rounding.RoundedColumns;
import dev.lariat.parallel.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.function.Predicate;

/** The ways into the solver: a path that is fitted, and the certificate of one from elsewhere. */
public final class PathFit {
  private PathFit() {}

  /**
   * Fits the path.
   *
   * @throws dev.lariat.data.DataException if the data leave nothing to fit
   * @throws IllegalArgumentException if penalty and data do not fit together
   */
  public static LinearPath fit(Observations data, LinearPenalty penalty, PathOptions options) {
    return fit(data, penalty, options, _ -> true);
  }

  /**
   * Fits the path as far as it is wanted.
   *
   * @param more asked after each λ
   * @throws dev.lariat.data.DataException if the data leave nothing to fit
   * @throws IllegalArgumentException if penalty and data do not fit together
   */
  public static LinearPath fit(Observations data, LinearPenalty penalty, PathOptions options,
      Predicate<LinearPath.Point> more) {
    return fit(data, penalty, options, more, _ -> Long.MAX_VALUE);
  }

  /**
   * Fits the path as far as it is wanted, with no more than some work.
   *
   * @param more asked after each λ
   * @param mostWork that may have been done when so many λs are there, in what takes about a nanosecond, counted from
   * sizes: the path ends at the same λ on every machine
   * @throws dev.lariat.data.DataException if the data leave nothing to fit
   * @throws IllegalArgumentException if penalty and data do not fit together
   */
  public static LinearPath fit(Observations data, LinearPenalty penalty, PathOptions options,
      Predicate<LinearPath.Point> more, IntToLongFunction mostWork) {
    return fit(data, penalty, options, more, mostWork, RoundedColumns.alone(data.x()));
  }

  /** The same with a copy of the columns in single precision that other fits share. */
  public static LinearPath fit(Observations data, LinearPenalty penalty, PathOptions options,
      Predicate<LinearPath.Point> more, IntToLongFunction mostWork, RoundedColumns rounded) {
    try (var workers = new Workers(options.threads())) {
      var problem = new ScaledProblem(data, data.normalisedWeights(), penalty, options, rounded, workers);
      return new PathRun(problem, engine(problem, workers, null), penalty, options).run(more, mostWork);
    }
  }

  /**
   * Fits the path to rows of which only sums are known.
   *
   * @throws IllegalArgumentException if penalty and problem do not fit together
   */
  public static LinearPath fit(SummedProblem sums, LinearPenalty penalty, PathOptions options) {
    var problem = new ScaledProblem(sums, penalty, options);
    var iterate = new GramIterate(problem, FullGram.of(sums.moments(), problem), sums.targetConstant());
    return new PathRun(problem, new Engine(iterate, new GramStep(iterate)), penalty, options).run(_ -> true,
        _ -> Long.MAX_VALUE);
  }

  /**
   * Minimises {@code ½vᵀHv − zᵀv} and the penalty of v.
   *
   * @param h [coefficients][coefficients]
   * @param z [coefficients]
   * @param square more than twice by how much the first part can fall below 0
   * @param alpha of the penalty
   * @return v
   */
  public static double[] minimum(double[][] h, double[] z, double square, Blocks blocks, int predictors, double alpha,
      double lambda, PathOptions options) {
    var problem = new ScaledProblem(blocks, alpha, predictors);
    var iterate = new GramIterate(problem, new FullGram(h, z, square, 0, new double[z.length]), 0);
    new PathSolver(iterate, new GramStep(iterate), options).solve(lambda);
    return iterate.b.clone();
  }

  /**
   * Fits the path with weights of its own.
   *
   * @param w [rows] weights that sum to 1, in place of the observations' own
   * @param moments of the rows with weight, for gaussian problems that are solved on their Gram matrix; or null
   * @param rounded of the observations' columns, which other fits may share
   */
  public static LinearPath fit(Observations data, double[] w, LinearPenalty penalty, PathOptions options,
      Workers workers, Moments moments, RoundedColumns rounded) {
    var problem = new ScaledProblem(data, w, penalty, options, rounded, workers);
    return new PathRun(problem, engine(problem, workers, moments), penalty, options).run(_ -> true,
        _ -> Long.MAX_VALUE);
  }

  /**
   * The relative duality gap of given coefficients, another library's perhaps: the certificate that {@link #fit} would
   * report for them. Intercepts and unpenalised coefficients are first solved for, so that only the penalised ones are
   * judged.
   *
   * @param points coefficients on the original scale; their own gap is not looked at
   * @return [points] the gap of each
   */
  public static double[] gaps(Observations data, LinearPenalty penalty, PathOptions options,
      List<LinearPath.Point> points) {
    try (var workers = new Workers(options.threads())) {
      var problem = new ScaledProblem(data, data.normalisedWeights(), penalty, options, RoundedColumns.alone(data.x()),
          workers);
      var iterate = new RowIterate(problem, workers);
      var solver = new PathSolver(iterate, new NewtonStep(iterate, workers), options);
      double[] gaps = new double[points.size()];
      for (int a = 0; a < gaps.length; a++) {
        LinearPath.Point point = points.get(a);
        double[] b = new double[problem.features * problem.predictors];
        double[] constants = point.intercepts().clone();
        for (int k = 0; k < problem.predictors; k++) {
          for (int m = 0; m < point.index()[k].length; m++) {
            int j = point.index()[k][m];
            b[k * problem.features + j] = point.coefficient()[k][m] * problem.scale[j];
            constants[k] += point.coefficient()[k][m] * problem.x.shift(j);
          }
        }
        gaps[a] = solver.gapOf(point.lambda(), iterate, b, constants);
      }
      return gaps;
    }
  }

  /** A path with a note of how many fits of its folds failed, if any did. */
  public static LinearPath noted(LinearPath path, int failed, double tolerance) {
    if (failed == 0) {
      return path;
    }
    List<String> notes = new ArrayList<>(path.notes());
    notes.add("in the folds " + failed + " fits did not reach the tolerance " + tolerance);
    return new LinearPath(path.family(), path.features(), path.nullDeviance(), path.points(), notes);
  }

  /** Where the path is, and how it moves. */
  record Engine(Iterate iterate, Step step) {}

  private static Engine engine(ScaledProblem problem, Workers workers, Moments moments) {
    Moments m = moments;
    if (m == null && GramStrategy.worthwhile(problem.data)) {
      m = GramStrategy.moments(problem.data, problem.w, problem.intercept, new int[problem.rows], 1, workers).get(0);
    }
    if (m == null) {
      var iterate = new RowIterate(problem, workers);
      return new Engine(iterate, new NewtonStep(iterate, workers));
    }
    problem.paired((long) problem.features * problem.features / 2);
    var iterate = new GramIterate(problem, FullGram.of(m, problem),
        GramStrategy.targetConstant(problem.data, problem.intercept));
    return new Engine(iterate, new GramStep(iterate));
  }
}
