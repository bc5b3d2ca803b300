package dev.lariat.penalty;

import java.util.Arrays;

/**
 * How a parameter's weights lie in memory: {@code inputs × units}, row-major, so that weight {@code (i, u)} is at
 * {@code i·units + u}. A bias is {@code 1 × units}.
 *
 * @param inputs rows
 * @param units columns
 * @param columnOfInput the table column that each input was made from (one-hot inputs share one), or null where inputs
 * and columns are the same
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode look inside
public record WeightShape(int inputs, int units, int[] columnOfInput) {
  /** Checks the sizes. */
  public WeightShape {
    if (inputs < 1 || units < 1) {
      throw new IllegalArgumentException("a parameter needs at least one weight, not " + inputs + "×" + units);
    }
    int _ = Math.multiplyExact(inputs, units);
    if (columnOfInput != null && columnOfInput.length != inputs) {
      throw new IllegalArgumentException("columns given for " + columnOfInput.length + " inputs of " + inputs);
    }
  }

  /** A kernel whose inputs are columns of their own. */
  public static WeightShape of(int inputs, int units) {
    return new WeightShape(inputs, units, null);
  }

  /** A list of weights without structure. */
  public static WeightShape vector(int size) {
    return new WeightShape(1, size, null);
  }

  /** How many weights there are. */
  public int size() {
    return inputs * units;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WeightShape that && inputs == that.inputs && units == that.units
        && Arrays.equals(columnOfInput, that.columnOfInput);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * inputs + units) + Arrays.hashCode(columnOfInput);
  }

  @Override
  public String toString() {
    return inputs + "×" + units;
  }
}
