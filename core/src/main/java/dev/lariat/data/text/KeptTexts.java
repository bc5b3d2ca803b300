package dev.lariat.data.text;

import java.lang.foreign.MemorySegment;

/**
 * Texts that are not in memory, a file's perhaps, and room beside them for numbers that are made of them. Several
 * threads may ask at once.
 */
public interface KeptTexts {
  /** {@return how many rows there are} */
  int rows();

  /** {@return whether a row has no text} */
  boolean isMissing(int row);

  /** {@return a row's text; null where it is missing} */
  String text(int row);

  /**
   * Room that is no memory of Java's either; it goes when nobody has the segment any more.
   *
   * @param bytes at least 1
   * @return zeros
   * @throws java.io.UncheckedIOException if there is none
   */
  MemorySegment room(long bytes);
}
