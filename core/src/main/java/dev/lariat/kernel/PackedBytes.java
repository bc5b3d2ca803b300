package dev.lariat.kernel;

/**
 * Whole numbers from −127 to 127, four to an int: of each block of 64 the number 16k + l is byte k of int l. So a
 * vector of ints holds, byte by byte, four vectors of numbers that follow each other. The last block is filled up with
 * zeros.
 */
public final class PackedBytes {
  /** The largest number. */
  public static final int MOST = 127;
  /** What makes a number positive, to be cut to the nearest whole one, and what is taken back. */
  static final float UP = 128.5f;
  static final int DOWN = 128;
  static final int LANES = 16; // ints of a block
  static final int BLOCK = 64; // numbers of a block

  private PackedBytes() {}

  /** How many ints hold so many numbers. */
  public static int ints(int count) {
    return (count + BLOCK - 1) / BLOCK * LANES;
  }

  /** So many numbers, filled up to whole blocks. */
  public static int numbers(int count) {
    return ints(count) / LANES * BLOCK;
  }

  /** Number {@code i} of those from an int on. */
  public static int at(int[] packed, int from, int i) {
    int within = i % BLOCK;
    return packed[from + i / BLOCK * LANES + within % LANES] << (24 - 8 * (within / LANES)) >> 24;
  }
}
