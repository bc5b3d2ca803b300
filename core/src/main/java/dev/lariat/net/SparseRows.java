package dev.lariat.net;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Rows of which only the inputs other than 0 are kept (CSR): one-hot columns, words. A first dense layer multiplies
 * these alone, forward and back, in the order of the inputs, so that weights get the bits of the dense way as long as
 * they are finite (there 0·∞ is NaN) and but for the sign of a 0 where a product underflowed. They are in arrays, or in
 * a segment of memory that a file may stand for.
 */
public final class SparseRows {
  private static final int ENTRY = Integer.BYTES + Float.BYTES;

  private final int[] starts; // [rows + 1]; null in a segment, as inputs and values are
  private final int[] inputs; // [entries] ascending within a row
  private final float[] values; // [entries]
  private final MemorySegment segment; // row by row the inputs of its entries, then their values; null in arrays
  private final long[] ends; // [rows] of a segment, how many entries come before the next row
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
    segment = null;
    ends = null;
  }

  private SparseRows(MemorySegment segment, int width, long[] ends) {
    this.segment = segment;
    this.width = width;
    this.ends = ends;
    starts = null;
    inputs = null;
    values = null;
  }

  /**
   * Rows of {@code width} inputs in a segment, in this machine's byte order: for each row which input each of its
   * entries is, ascending, 4 bytes each, then the entries as floats. They are read a row at a time, those that lie
   * together mostly one after the other, so that a file may be larger than memory.
   *
   * @param ends how many entries there are up to the end of each row; not copied
   * @throws IllegalArgumentException if the segment is too short
   */
  public static SparseRows of(MemorySegment segment, int width, long[] ends) {
    long before = 0;
    for (int row = 0; row < ends.length; row++) {
      if (ends[row] < before || ends[row] - before > width) {
        throw new IllegalArgumentException(
            "row " + row + " of " + width + " inputs goes from entry " + before + " to " + ends[row]);
      }
      before = ends[row];
    }
    if (segment.byteSize() < ENTRY * before) {
      throw new IllegalArgumentException(before + " entries do not fit into " + segment.byteSize() + " bytes");
    }
    return new SparseRows(segment, width, ends);
  }

  /** How many rows. */
  public int rows() {
    return starts == null ? ends.length : starts.length - 1;
  }

  /** {@return whether they are in arrays} */
  public boolean isArray() {
    return starts != null;
  }

  private long start(int row) {
    return starts != null ? starts[row] : row == 0 ? 0 : ends[row - 1];
  }

  /** {@return how many entries a row has} */
  public int entries(int row) {
    return (int) (start(row + 1) - start(row));
  }

  /**
   * Copies a row's entries.
   *
   * @param toInputs receives which input each is, from {@code at} on
   * @param toValues receives the entries, from {@code at} on
   * @return how many there are
   */
  public int copy(int row, int[] toInputs, float[] toValues, int at) {
    int count = entries(row);
    if (starts != null) {
      System.arraycopy(inputs, starts[row], toInputs, at, count);
      System.arraycopy(values, starts[row], toValues, at, count);
    } else {
      long from = ENTRY * start(row);
      MemorySegment.copy(segment, ValueLayout.JAVA_INT, from, toInputs, at, count);
      MemorySegment.copy(segment, ValueLayout.JAVA_FLOAT, from + (long) Integer.BYTES * count, toValues, at, count);
    }
    return count;
  }

  /** {@return some of the rows, in arrays; a copy} */
  public SparseRows part(int from, int count) {
    int[] begin = new int[count + 1];
    for (int r = 0; r < count; r++) {
      begin[r + 1] = begin[r] + entries(from + r);
    }
    int[] which = new int[begin[count]];
    float[] what = new float[begin[count]];
    for (int r = 0; r < count; r++) {
      copy(from + r, which, what, begin[r]);
    }
    return new SparseRows(width, begin, which, what);
  }

  /** How many inputs a row has, zeros included. */
  public int width() {
    return width;
  }

  /** How many entries all rows have. */
  public long entries() {
    return start(rows());
  }

  /**
   * {@return where each row's entries start, and their number at the end} The array itself: do not modify it.
   *
   * @throws IllegalStateException if they are in no arrays
   */
  public int[] starts() {
    requireArray();
    return starts;
  }

  /**
   * {@return which input each entry is, ascending within a row} The array itself: do not modify it.
   *
   * @throws IllegalStateException if they are in no arrays
   */
  public int[] inputs() {
    requireArray();
    return inputs;
  }

  /**
   * {@return the entries} The array itself: do not modify it.
   *
   * @throws IllegalStateException if they are in no arrays
   */
  public float[] values() {
    requireArray();
    return values;
  }

  private void requireArray() {
    if (starts == null) {
      throw new IllegalStateException("the rows are in no arrays");
    }
  }

  /** Writes a row with its zeros to {@code to} from {@code at} on. */
  public void dense(int row, float[] to, int at) {
    Arrays.fill(to, at, at + width, 0);
    if (starts == null) {
      long from = ENTRY * start(row);
      int count = entries(row);
      for (int e = 0; e < count; e++) {
        long place = from + (long) Integer.BYTES * e;
        to[at + segment.get(ValueLayout.JAVA_INT, place)] = segment.get(ValueLayout.JAVA_FLOAT,
            place + (long) Integer.BYTES * count);
      }
      return;
    }
    for (int e = starts[row]; e < starts[row + 1]; e++) {
      to[at + inputs[e]] = values[e];
    }
  }
}
