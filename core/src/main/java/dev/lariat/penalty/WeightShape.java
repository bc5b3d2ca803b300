package dev.lariat.penalty;

import java.util.Arrays;
import java.util.Locale;

/**
 * How a parameter's weights lie in memory: {@code inputs × units}, row-major, so that weight {@code (i, u)} is at
 * {@code i·units + u}. A bias is {@code 1 × units}.
 *
 * @param inputs rows
 * @param units columns
 * @param columnOfInput the table column that each input was made from (one-hot inputs share one), or null where inputs
 * and columns are the same
 * @param gates how many columns belong to one unit: of {@code n} units the columns u, n + u, 2n + u … are those of unit
 * u, as the gates of a recurrent layer lie side by side; 1 where each column is a unit
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode look inside
public record WeightShape(int inputs, int units, int[] columnOfInput, int gates) {
  /** Checks the sizes. */
  public WeightShape {
    if (inputs < 1 || units < 1) {
      throw new IllegalArgumentException("a parameter needs at least one weight, not " + inputs + "×" + units);
    }
    if ((long) inputs * units > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(String.format(Locale.ROOT,
          "%,d inputs of %,d units are more weights than one array holds (%,d)", inputs, units, Integer.MAX_VALUE));
    }
    if (columnOfInput != null && columnOfInput.length != inputs) {
      throw new IllegalArgumentException("columns given for " + columnOfInput.length + " inputs of " + inputs);
    }
    if (gates < 1 || units % gates != 0) {
      throw new IllegalArgumentException(units + " columns are no whole number of units with " + gates + " gates");
    }
  }

  /** A kernel whose columns are units. */
  public WeightShape(int inputs, int units, int[] columnOfInput) {
    this(inputs, units, columnOfInput, 1);
  }

  /** A kernel whose inputs are columns of their own. */
  public static WeightShape of(int inputs, int units) {
    return new WeightShape(inputs, units, null);
  }

  /** The same, of units that each have a column for every gate. */
  public WeightShape gates(int count) {
    return new WeightShape(inputs, units, columnOfInput, count);
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
    return other instanceof WeightShape that && inputs == that.inputs && units == that.units && gates == that.gates
        && Arrays.equals(columnOfInput, that.columnOfInput);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * (31 * inputs + units) + gates) + Arrays.hashCode(columnOfInput);
  }

  @Override
  public String toString() {
    return inputs + "×" + units;
  }
}
