package dev.lariat.net;

import java.util.Arrays;

/**
 * Rows of which only the inputs other than 0 are kept (CSR): one-hot columns, words. A first dense layer multiplies
 * these alone, forward and back, in the order of the inputs, so that weights get the bits of the dense way as long as
 * they are finite (there 0·∞ is NaN) and but for the sign of a 0 where a product underflowed.
 */
public final class SparseRows {
  private final int[] starts; // [rows + 1]
  private final int[] inputs; // [entries] ascending within a row
  private final float[] values; // [entries]
  private final int width;

  /**
   * Rows of {@code width} inputs.
   *
   * @param starts where each row's entries start, and their number at the end; not copied
   * @param inputs which input each entry is, ascending within a row; not copied
   * @param values the entries; not copied
   * @throws IllegalArgumentException if they do not fit each other
   */
  public SparseRows(int width, int[] starts, int[] inputs, float[] values) {
    if (starts.length < 1 || starts[0] != 0 || starts[starts.length - 1] > Math.min(inputs.length, values.length)) {
      throw new IllegalArgumentException(
          "row starts that end at " + (starts.length < 1 ? "nothing" : starts[starts.length - 1]) + " do not fit "
              + inputs.length + " inputs and " + values.length + " values");
    }
    for (int r = 0; r + 1 < starts.length; r++) {
      if (starts[r + 1] < starts[r]) {
        throw new IllegalArgumentException("row " + r + " ends at " + starts[r + 1] + " before " + starts[r]);
      }
      int previous = -1;
      for (int e = starts[r]; e < starts[r + 1]; e++) {
        if (inputs[e] <= previous || inputs[e] >= width) {
          throw new IllegalArgumentException(
              "row " + r + ": input " + inputs[e] + " after " + previous + " of " + width);
        }
        previous = inputs[e];
      }
    }
    this.width = width;
    this.starts = starts;
    this.inputs = inputs;
    this.values = values;
  }

  /** How many rows. */
  public int rows() {
    return starts.length - 1;
  }

  /** How many inputs a row has, zeros included. */
  public int width() {
    return width;
  }

  /** How many entries all rows have. */
  public int entries() {
    return starts[starts.length - 1];
  }

  /** {@return where each row's entries start, and their number at the end} The array itself: do not modify it. */
  public int[] starts() {
    return starts;
  }

  /** {@return which input each entry is, ascending within a row} The array itself: do not modify it. */
  public int[] inputs() {
    return inputs;
  }

  /** {@return the entries} The array itself: do not modify it. */
  public float[] values() {
    return values;
  }

  /** Writes a row with its zeros to {@code to} from {@code at} on. */
  public void dense(int row, float[] to, int at) {
    Arrays.fill(to, at, at + width, 0);
    for (int e = starts[row]; e < starts[row + 1]; e++) {
      to[at + inputs[e]] = values[e];
    }
  }
}
