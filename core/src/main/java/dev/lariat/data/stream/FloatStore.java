package dev.lariat.data.stream;

import java.lang.foreign.MemorySegment;

/**
 * Numbers of 4 bytes that are written once, one behind the other, and then read anywhere: more than there is memory
 * for.
 */
public interface FloatStore {
  /**
   * Tells how many numbers will come.
   *
   * @throws java.io.UncheckedIOException if there is no room for them
   */
  void expect(long numbers);

  /**
   * Adds numbers behind those that are there.
   *
   * @param numbers of which the first {@code count} are taken; not modified
   * @throws java.io.UncheckedIOException if they cannot be kept
   */
  void add(float[] numbers, int count);

  /**
   * Adds numbers of another kind behind those that are there, or floats as their bits.
   *
   * @param numbers of which the first {@code count} are taken; not modified
   * @throws java.io.UncheckedIOException if they cannot be kept
   */
  void add(int[] numbers, int count);

  /** {@return all numbers, in this machine's byte order} Nothing may be added afterwards. */
  MemorySegment numbers();
}
