package dev.lariat.handover.tensorboard;

import java.util.Arrays;

/**
 * Counts of values in buckets whose limits grow by a tenth, as TensorBoard's own:
 * {@code …, −1.1e-12, −1e-12, 1e-12, 1.1e-12, …}. Bucket i holds the values in {@code (limit[i−1], limit[i]]}; empty
 * buckets at both ends are left out.
 *
 * @param min the smallest value
 * @param max the largest
 * @param count how many values; those that are NaN or infinite are left out
 * @param sum their sum
 * @param sumOfSquares the sum of their squares
 * @param limits right edges
 * @param counts as many as limits
 */
@SuppressWarnings("ArrayRecordComponent") // written at once, never compared
record Histogram(double min, double max, long count, double sum, double sumOfSquares, double[] limits,
    double[] counts) {
  private static final double[] LIMITS = growing();

  private static double[] growing() {
    int size = 0;
    for (double v = 1e-12; v < 1e20; v *= 1.1) {
      size++;
    }
    double[] limits = new double[2 * size + 1];
    double v = 1e-12;
    for (int i = 0; i < size; i++, v *= 1.1) {
      limits[size + i] = v;
      limits[size - 1 - i] = -v;
    }
    limits[2 * size] = Double.MAX_VALUE;
    return limits;
  }

  /**
   * Counts.
   *
   * @param values not modified
   */
  static Histogram of(float[] values) {
    double[] counts = new double[LIMITS.length];
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    double sum = 0;
    double squares = 0;
    long count = 0;
    for (float value : values) {
      if (!Float.isFinite(value)) {
        continue;
      }
      int at = Arrays.binarySearch(LIMITS, value);
      counts[at >= 0 ? at : -at - 1]++;
      min = Math.min(min, value);
      max = Math.max(max, value);
      sum += value;
      squares += (double) value * value;
      count++;
    }
    if (count == 0) {
      return new Histogram(0, 0, 0, 0, 0, new double[]{Double.MAX_VALUE}, new double[]{0});
    }
    int first = 0;
    while (counts[first] == 0) {
      first++;
    }
    int last = counts.length - 1;
    while (counts[last] == 0) {
      last--;
    }
    int from = Math.max(0, first - 1); // an empty bucket at the left gives the first full one its left edge
    return new Histogram(min, max, count, sum, squares, Arrays.copyOfRange(LIMITS, from, last + 1),
        Arrays.copyOfRange(counts, from, last + 1));
  }
}
