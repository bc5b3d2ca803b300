package dev.lariat.data.encoding;

/**
 * What an encoding is learnt from: sums over the rows that have a weight above 0. Several of them add up.
 *
 * @param sum [parts] Σw·part, a missing number counting 0
 * @param least [parts] of the numbers that are there, less their constant; +∞ where none is
 * @param most [parts] likewise; −∞ where none is
 * @param weights Σw, the least and the largest weight, and whether all are whole
 */
@SuppressWarnings("ArrayRecordComponent") // numbers in bulk, never compared
public record PartSums(double[] sum, double[] least, double[] most, Weights weights) {
  /**
   * The rows' weights.
   *
   * @param rows how many
   * @param sum Σw
   * @param least of them
   * @param most of them
   * @param whole all are whole numbers
   */
  public record Weights(long rows, double sum, double least, double most, boolean whole) {
    /** Of no row. */
    public static final Weights NONE = new Weights(0, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, true);

    /** Of these rows and others. */
    public Weights plus(Weights other) {
      return new Weights(rows + other.rows, sum + other.sum, Math.min(least, other.least), Math.max(most, other.most),
          whole && other.whole);
    }

    /** What counts as one row, as {@link Preprocessing#fit} has it. */
    double unit() {
      return least == most ? least : whole ? 1 : sum / rows;
    }
  }
}
