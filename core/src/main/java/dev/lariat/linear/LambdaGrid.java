package dev.lariat.linear;

/** The λs of a path. */
public final class LambdaGrid {
  /** Below this α the largest λ would run to infinity: ridge paths start where α = 0.001 would (as glmnet). */
  static final double SMALLEST_ALPHA = 1e-3;

  private LambdaGrid() {}

  /**
   * {@return the smallest λ at which every penalised coefficient is zero, from the largest gradient over its factor}
   */
  public static double largest(double largestEntry, double alpha) {
    return largestEntry / Math.max(alpha, SMALLEST_ALPHA);
  }

  /** {@return glmnet's default for the grid's end over its beginning} */
  public static double defaultRatio(int rows, int features) {
    return rows < features ? 1e-2 : 1e-4;
  }

  /**
   * A geometric grid.
   *
   * @param largest its first value
   * @param ratio its last value over its first, in (0, 1)
   * @param count its length, at least 1
   */
  public static double[] geometric(double largest, double ratio, int count) {
    double[] lambdas = new double[count];
    for (int k = 0; k < count; k++) {
      lambdas[k] = k == 0 ? largest : largest * StrictMath.pow(ratio, (double) k / (count - 1));
    }
    return lambdas;
  }
}
