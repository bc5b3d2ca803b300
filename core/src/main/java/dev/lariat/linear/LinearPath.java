package dev.lariat.linear;

import dev.lariat.data.Dataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A fitted path: for every λ the coefficients, how much deviance they explain, and the certificate.
 *
 * @param family the target's distribution
 * @param features the number of features
 * @param nullDeviance the deviance of the intercept alone (of the offset alone without one), −2·log-likelihood summed
 * over the rows
 * @param points one a λ, strongest first
 * @param notes what a reader should know: constant columns, λs that did not converge
 */
public record LinearPath(Family family, int features, double nullDeviance, List<Point> points, List<String> notes) {
  /**
   * The fit at one λ, on the original scale.
   *
   * @param lambda the strength
   * @param gap the relative duality gap (P − D)/P(null); at λ = 0 the largest gradient over that of the null model
   * @param converged the gap is within the tolerance
   * @param devianceRatio the share of the null deviance explained
   * @param intercepts [predictors]
   * @param index [predictors][non-zeros] features with a coefficient, ascending
   * @param coefficient [predictors][non-zeros]
   */
  @SuppressWarnings("ArrayRecordComponent") // numbers in bulk, never compared
  public record Point(double lambda, double gap, boolean converged, double devianceRatio, double[] intercepts,
      int[][] index, double[][] coefficient) {
    /** The number of features with a non-zero coefficient (for several predictors: in any of them). */
    public int nonZeros() {
      if (index.length == 1) {
        return index[0].length;
      }
      return (int) Arrays.stream(index).flatMapToInt(Arrays::stream).distinct().count();
    }

    /** All coefficients of predictor k, zeros included. */
    public double[] dense(int k, int features) {
      double[] out = new double[features];
      for (int a = 0; a < index[k].length; a++) {
        out[index[k][a]] = coefficient[k][a];
      }
      return out;
    }

    /** The point a share of the way to another one: coefficients are linear in between, the certificate is gone. */
    public Point towards(Point other, double share, int features) {
      int predictors = intercepts.length;
      double[] newIntercepts = new double[predictors];
      int[][] newIndex = new int[predictors][];
      double[][] newCoefficient = new double[predictors][];
      for (int k = 0; k < predictors; k++) {
        newIntercepts[k] = (1 - share) * intercepts[k] + share * other.intercepts[k];
        double[] mine = dense(k, features);
        double[] theirs = other.dense(k, features);
        int[] found = new int[features];
        int count = 0;
        for (int j = 0; j < features; j++) {
          mine[j] = (1 - share) * mine[j] + share * theirs[j];
          if (mine[j] != 0) {
            found[count++] = j;
          }
        }
        newIndex[k] = Arrays.copyOf(found, count);
        newCoefficient[k] = Arrays.stream(newIndex[k]).mapToDouble(j -> mine[j]).toArray();
      }
      return new Point((1 - share) * lambda + share * other.lambda, Double.NaN, false,
          (1 - share) * devianceRatio + share * other.devianceRatio, newIntercepts, newIndex, newCoefficient);
    }

    /** η = intercept + xβ of some rows, [predictors][rows given], without an offset. */
    public double[][] predict(DesignMatrix x, int[] rows) {
      double[][] eta = new double[intercepts.length][rows.length];
      for (int k = 0; k < eta.length; k++) {
        Arrays.fill(eta[k], intercepts[k]);
        x.addColumns(index[k], coefficient[k], rows, eta[k]);
      }
      return eta;
    }

    /** η = intercept + xβ, [predictors][rows], without an offset. */
    public double[][] predict(DesignMatrix x) {
      double[][] eta = new double[intercepts.length][x.rows()];
      for (int k = 0; k < eta.length; k++) {
        Arrays.fill(eta[k], intercepts[k]);
        for (int a = 0; a < index[k].length; a++) {
          x.addColumn(index[k][a], coefficient[k][a], eta[k]);
        }
      }
      return eta;
    }
  }

  /** Copies the lists. */
  public LinearPath {
    points = List.copyOf(points);
    notes = List.copyOf(notes);
  }

  /** A path to be fitted to a table that has a target; settings and the fit follow. */
  public static PathRequest of(Dataset data, Family family, LinearPenalty penalty) {
    return PathRequest.of(data, family, penalty);
  }

  /**
   * Fits the path.
   *
   * @throws dev.lariat.data.DataException if the data leave nothing to fit
   * @throws IllegalArgumentException if penalty and data do not fit together
   */
  public static LinearPath fit(Observations data, LinearPenalty penalty, PathOptions options) {
    try (var workers = new Workers(options.threads())) {
      return fit(data, data.normalisedWeights(), penalty, options, workers, null);
    }
  }

  /** @param moments of the rows with weight, for gaussian problems that are solved on their Gram matrix; or null */
  static LinearPath fit(Observations data, double[] w, LinearPenalty penalty, PathOptions options, Workers workers,
      Moments moments) {
    var problem = new Problem(data, w, penalty, options);
    FitState state = state(problem, workers, moments);
    return new PathRun(problem, state, penalty, options).run();
  }

  /**
   * The relative duality gap of given coefficients, another library's perhaps: the certificate that {@link #fit} would
   * report for them. Intercepts and unpenalised coefficients are first solved for, so that only the penalised ones are
   * judged.
   *
   * @param points coefficients on the original scale; their own gap is not looked at
   * @return [points] the gap of each
   */
  public static double[] gaps(Observations data, LinearPenalty penalty, PathOptions options, List<Point> points) {
    try (var workers = new Workers(options.threads())) {
      var problem = new Problem(data, data.normalisedWeights(), penalty, options);
      var state = new GlmState(problem, workers);
      var solver = new PathSolver(state, options);
      double[] gaps = new double[points.size()];
      for (int a = 0; a < gaps.length; a++) {
        Point point = points.get(a);
        double[] b = new double[problem.features * problem.predictors];
        double[] constants = point.intercepts().clone();
        for (int k = 0; k < problem.predictors; k++) {
          for (int m = 0; m < point.index()[k].length; m++) {
            int j = point.index()[k][m];
            b[k * problem.features + j] = point.coefficient()[k][m] * problem.scale[j];
            constants[k] += point.coefficient()[k][m] * problem.x.shift(j);
          }
        }
        gaps[a] = solver.gapOf(point.lambda(), state, b, constants);
      }
      return gaps;
    }
  }

  private static FitState state(Problem problem, Workers workers, Moments moments) {
    Moments m = moments;
    if (m == null && GramChoice.worthwhile(problem.data)) {
      m = GramChoice.moments(problem.data, problem.w, problem.intercept, new int[problem.rows], 1, workers).get(0);
    }
    return m == null
        ? new GlmState(problem, workers)
        : new GramState(problem, FullGram.of(m, problem), GramChoice.targetConstant(problem.data, problem.intercept));
  }

  /** The λs, strongest first. */
  public double[] lambdas() {
    return points.stream().mapToDouble(Point::lambda).toArray();
  }

  /** Collects the points of one path. */
  private static final class PathRun {
    private static final int LEAST_POINTS = 5;
    private static final double INFINITE = 9.9e35;

    private final Problem problem;
    private final FitState state;
    private final PathOptions options;
    private final double alpha;
    private final double leastGain; // glmnet's fdev; 0 with limits at 0, where a path may rest before it moves
    private final List<Point> points = new ArrayList<>();
    private final boolean limited;
    private final List<String> notes = new ArrayList<>();

    PathRun(Problem problem, FitState state, LinearPenalty penalty, PathOptions options) {
      this.problem = problem;
      this.state = state;
      this.options = options;
      alpha = penalty.alpha();
      limited = penalty.lower() != null || penalty.upper() != null;
      leastGain = limitAtZero(penalty.lower()) || limitAtZero(penalty.upper()) ? 0 : 1;
    }

    private static boolean limitAtZero(double[] limit) {
      return limit != null && Arrays.stream(limit).anyMatch(v -> v == 0);
    }

    LinearPath run() {
      long constant = Arrays.stream(problem.scale).filter(s -> s == 0).count();
      if (constant > 0) {
        notes
            .add(constant == 1 ? "1 column is constant and left out" : constant + " columns are constant and left out");
      }
      var nullModel = new NullModel(problem);
      double nullLoss = nullModel.loss();
      var solver = new PathSolver(state, options);
      double[] lambdas = options.lambdas();
      if (lambdas == null) {
        double largest = LambdaGrid.largest(entry(solver, nullModel), alpha);
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
        boolean first = points.isEmpty() && options.lambdas() == null
            && options.dialect() == PathOptions.Dialect.GLMNET;
        PathSolver.Outcome outcome = solver.solve(first ? INFINITE : lambda);
        failed += outcome.converged() ? 0 : 1;
        points.add(point(lambda, outcome, 1 - state.loss() / nullLoss));
        if (options.lambdas() == null && options.earlyStop() && saturated()) {
          break;
        }
      }
      if (failed > 0) {
        notes.add(failed + " of " + points.size() + " λs did not reach the tolerance " + options.tolerance()
            + "; their gap is reported");
      }
      // an offset may tell the classes apart by itself, and limited coefficients cannot grow
      boolean free = problem.data.offset() == null && !limited;
      boolean classes = problem.data.family() == Family.BINOMIAL || problem.data.family() == Family.MULTINOMIAL;
      if (classes && free && state instanceof GlmState glm && Separation.shownBy(problem, glm.predictors())) {
        notes.add(
            "the classes are told apart without error at the last λ: without a penalty the coefficients would grow for"
                + " ever, so choose λ by cross-validation");
      }
      double sum = problem.data.weights() == null ? problem.rows : Loops.sum(problem.data.weights());
      return new LinearPath(problem.data.family(), problem.features, 2 * nullLoss * sum, points, notes);
    }

    private double entry(PathSolver solver, NullModel nullModel) {
      // at α = 0 glmnet reads its λ_max off the intercept alone, except for its gaussian family
      return options.dialect() == PathOptions.Dialect.GLMNET && alpha == 0 && problem.data.family() != Family.GAUSSIAN
          ? problem.blocks.largestEntry(nullModel.gradient(), false)
          : solver.largestEntry();
    }

    private Point point(double lambda, PathSolver.Outcome outcome, double ratio) {
      int predictors = problem.predictors;
      int p = problem.features;
      int[][] index = new int[predictors][];
      double[][] value = new double[predictors][];
      double[] intercepts = state.intercepts();
      if (predictors > 1) {
        SoftmaxCentre.centre(problem, state.b, intercepts);
      }
      for (int k = 0; k < predictors; k++) {
        int count = 0;
        int[] found = new int[p];
        for (int j = 0; j < p; j++) {
          if (state.b[k * p + j] != 0) {
            found[count++] = j;
          }
        }
        index[k] = Arrays.copyOf(found, count);
        value[k] = new double[count];
        for (int a = 0; a < count; a++) {
          value[k][a] = state.b[k * p + found[a]] / problem.scale[found[a]];
        }
      }
      return new Point(lambda, outcome.gap(), outcome.converged(), ratio, intercepts, index, value);
    }

    /** glmnet's rules for ending a path of its own grid. */
    private boolean saturated() {
      int size = points.size();
      if (size < LEAST_POINTS) {
        return false;
      }
      double now = points.get(size - 1).devianceRatio();
      double before = points.get(size - 2).devianceRatio();
      return now > 0.999 || switch (problem.data.family()) {
        case GAUSSIAN -> now - before < leastGain * 1e-5 * now;
        case BINOMIAL, MULTINOMIAL -> now - before < leastGain * 1e-5;
        case POISSON -> now - points.get(size - LEAST_POINTS).devianceRatio() < leastGain * 1e-4 * now;
      };
    }
  }
}
