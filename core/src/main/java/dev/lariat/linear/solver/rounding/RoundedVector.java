package dev.lariat.linear.solver.rounding;

import dev.lariat.kernel.PackedBytes;

/** A vector in single precision, over its largest value, for products with {@link RoundedColumns}. */
public final class RoundedVector {
  private static final int LANES = 16; // sums that a product of floats runs in
  private static final double UNIT = 0x1p-24; // of rounding to a float
  /**
   * Roundings of a product beside those along a lane: of both factors, of the tree over lanes, and as many to spare.
   */
  private static final int MORE_ROUNDINGS = 12;

  final float[] value; // [rows], filled up with zeros to whole blocks of PackedBytes
  private final int rows;
  private double largest;
  private double length;
  private double sum;

  public RoundedVector(int rows) {
    this.rows = rows;
    value = new float[PackedBytes.numbers(rows)];
  }

  /** Takes these values, [rows]. */
  public void take(double[] v) {
    double most = 0;
    double squares = 0;
    double total = 0;
    for (double each : v) {
      most = Math.max(most, Math.abs(each));
      squares += each * each;
      total += each;
    }
    for (int i = 0; i < v.length; i++) {
      value[i] = most > 0 ? (float) (v[i] / most) : 0;
    }
    largest = most;
    length = Math.sqrt(squares);
    sum = total;
  }

  /** max |v|. */
  public double largest() {
    return largest;
  }

  /** √(Σ v²). */
  public double length() {
    return length;
  }

  /** Σ v. */
  public double sum() {
    return sum;
  }

  /** Bounds the rounding of a column's product with the vector in single precision, over the column's length. */
  public double error() {
    return (rows / LANES + MORE_ROUNDINGS) * UNIT * length + rows * largest * Float.MIN_NORMAL;
  }
}
