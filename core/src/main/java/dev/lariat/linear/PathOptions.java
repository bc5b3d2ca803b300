package dev.lariat.linear;

/**
 * How a path is computed. Immutable: the {@code with} methods return copies.
 *
 * @param lambdas the λs, strongest first, or null for a geometric grid from λ_max
 * @param lambdaCount the length of the grid
 * @param lambdaRatio the grid's end over its beginning, or NaN for 1e-4 (1e-2 with fewer rows than features)
 * @param tolerance the relative duality gap (P − D)/P(null) that every λ must reach
 * @param standardize penalise the coefficients of features scaled to unit variance
 * @param intercept fit an unpenalised constant
 * @param earlyStop end a grid of its own where the deviance no longer falls, as glmnet does
 * @param dialect whose constants λ follows
 * @param threads the number of threads; never changes a bit of the result
 */
@SuppressWarnings("ArrayRecordComponent") // numbers in bulk, never compared
public record PathOptions(double[] lambdas, int lambdaCount, double lambdaRatio, double tolerance, boolean standardize,
    boolean intercept, boolean earlyStop, Dialect dialect, int threads) {
  /** Whose arithmetic the objective's constants follow. */
  public enum Dialect {
    /** {@code mean loss + λ·penalty}, penalty factors as given. */
    LARIAT,
    /**
     * glmnet's: gaussian ridge parts are divided by the target's standard deviation, penalty factors are rescaled to
     * sum to the number of features, λ_max ignores limits, each fold has its own grid.
     */
    GLMNET
  }

  /** The defaults. */
  public static final PathOptions DEFAULT = new PathOptions(null, 100, Double.NaN, 1e-7, true, true, true,
      Dialect.LARIAT, 1);

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if a setting is out of range
   */
  public PathOptions {
    if (lambdas != null) {
      if (lambdas.length == 0) {
        throw new IllegalArgumentException("no λ given");
      }
      for (int k = 0; k < lambdas.length; k++) {
        if (!(lambdas[k] >= 0) || Double.isInfinite(lambdas[k])) {
          throw new IllegalArgumentException("λ must be finite and at least 0: " + lambdas[k]);
        }
        if (k > 0 && !(lambdas[k] < lambdas[k - 1])) {
          throw new IllegalArgumentException("λs must fall: " + lambdas[k - 1] + " is followed by " + lambdas[k]);
        }
      }
    }
    if (lambdaCount < 1) {
      throw new IllegalArgumentException("the number of λs must be at least 1: " + lambdaCount);
    }
    if (!Double.isNaN(lambdaRatio) && !(lambdaRatio > 0 && lambdaRatio < 1)) {
      throw new IllegalArgumentException("the λ ratio must lie in (0, 1): " + lambdaRatio);
    }
    if (!(tolerance >= 1e-13 && tolerance < 1)) {
      throw new IllegalArgumentException("the tolerance must lie in [1e-13, 1): " + tolerance);
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1: " + threads);
    }
  }

  /** The same at these λs, strongest first. */
  public PathOptions withLambdas(double... values) {
    return new PathOptions(values, lambdaCount, lambdaRatio, tolerance, standardize, intercept, earlyStop, dialect,
        threads);
  }

  /** The same with a grid of this length and ratio (NaN: the default one). */
  public PathOptions withGrid(int count, double ratio) {
    return new PathOptions(null, count, ratio, tolerance, standardize, intercept, earlyStop, dialect, threads);
  }

  /** The same with this largest relative duality gap. */
  public PathOptions withTolerance(double value) {
    return new PathOptions(lambdas, lambdaCount, lambdaRatio, value, standardize, intercept, earlyStop, dialect,
        threads);
  }

  /** The same with or without standardisation. */
  public PathOptions withStandardize(boolean value) {
    return new PathOptions(lambdas, lambdaCount, lambdaRatio, tolerance, value, intercept, earlyStop, dialect, threads);
  }

  /** The same with or without an intercept. */
  public PathOptions withIntercept(boolean value) {
    return new PathOptions(lambdas, lambdaCount, lambdaRatio, tolerance, standardize, value, earlyStop, dialect,
        threads);
  }

  /** The same with or without glmnet's early stop. */
  public PathOptions withEarlyStop(boolean value) {
    return new PathOptions(lambdas, lambdaCount, lambdaRatio, tolerance, standardize, intercept, value, dialect,
        threads);
  }

  /** The same in another dialect. */
  public PathOptions withDialect(Dialect value) {
    return new PathOptions(lambdas, lambdaCount, lambdaRatio, tolerance, standardize, intercept, earlyStop, value,
        threads);
  }

  /** The same on this many threads. */
  public PathOptions withThreads(int value) {
    return new PathOptions(lambdas, lambdaCount, lambdaRatio, tolerance, standardize, intercept, earlyStop, dialect,
        value);
  }
}
