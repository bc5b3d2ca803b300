package dev.lariat.explain;

import dev.lariat.kernel.Philox;

/**
 * Dropout on the inputs of a linear model is a penalty (Wager, Wang and Liang, 2013): with squared error its expected
 * loss is exactly the loss without dropout and {@code p/(1−p)·Σ wⱼ²·mean(xⱼ²)}; with the logistic loss
 * {@code ½·p/(1−p)·Σ wⱼ²·mean(xⱼ²·s(1−s))} is the second-order part, where s is the predicted probability. The
 * expectation is taken over all masks of every row.
 *
 * @param rate p
 * @param squared for squared error
 * @param logistic for the logistic loss
 */
public record InputDropout(double rate, Comparison squared, Comparison logistic) {
  private static final int ROWS = 40;
  private static final int INPUTS = 6;

  /**
   * An expected loss and what the penalty says it is.
   *
   * @param loss without dropout
   * @param expected the mean over all masks
   * @param penalty by the formula
   */
  public record Comparison(double loss, double expected, double penalty) {
    /** What the formula leaves over. */
    public double error() {
      return expected - loss - penalty;
    }
  }

  /**
   * Compares both on random rows of a linear model with random weights.
   *
   * @param rate p, in [0, 1)
   */
  public static InputDropout of(double rate, long seed) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("a dropout rate must be at least 0 and below 1, not " + rate);
    }
    Philox random = new Philox(seed, 0, 0, 0, 1);
    double[] weights = gaussian(random, INPUTS, 0.6);
    double[] sums = new double[6];
    for (int row = 0; row < ROWS; row++) {
      double[] x = gaussian(random, INPUTS, 1);
      double score = dot(weights, x, (1 << INPUTS) - 1);
      add(sums, weights, x, score + 0.5 * random.nextGaussian(), random.nextDouble() < logistic(score), rate);
    }
    for (int k = 0; k < sums.length; k++) {
      sums[k] /= ROWS;
    }
    return new InputDropout(rate, new Comparison(sums[0], sums[1], sums[2]), new Comparison(sums[3], sums[4], sums[5]));
  }

  private static void add(double[] sums, double[] w, double[] x, double y, boolean positive, double p) {
    double score = dot(w, x, (1 << INPUTS) - 1);
    double s = logistic(score);
    sums[0] += (y - score) * (y - score);
    sums[3] += logisticLoss(score, positive);
    for (int mask = 0; mask < 1 << INPUTS; mask++) {
      int kept = Integer.bitCount(mask);
      double probability = StrictMath.pow(1 - p, kept) * StrictMath.pow(p, INPUTS - kept);
      double thinned = dot(w, x, mask) / (1 - p);
      sums[1] += probability * (y - thinned) * (y - thinned);
      sums[4] += probability * logisticLoss(thinned, positive);
    }
    for (int j = 0; j < INPUTS; j++) {
      double square = p / (1 - p) * w[j] * w[j] * x[j] * x[j];
      sums[2] += square;
      sums[5] += 0.5 * square * s * (1 - s);
    }
  }

  private static double dot(double[] w, double[] x, int mask) {
    double sum = 0;
    for (int j = 0; j < w.length; j++) {
      sum += (mask >> j & 1) * w[j] * x[j];
    }
    return sum;
  }

  private static double logistic(double z) {
    return 1 / (1 + StrictMath.exp(-z));
  }

  private static double logisticLoss(double z, boolean positive) {
    double margin = positive ? z : -z;
    return Math.max(0, -margin) + StrictMath.log1p(StrictMath.exp(-Math.abs(margin)));
  }

  private static double[] gaussian(Philox random, int n, double scale) {
    double[] numbers = new double[n];
    for (int i = 0; i < n; i++) {
      numbers[i] = scale * random.nextGaussian();
    }
    return numbers;
  }
}
