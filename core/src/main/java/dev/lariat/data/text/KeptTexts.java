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
   * Room that is no memory of Java's either.
   *
   * @throws java.io.UncheckedIOException if there is none
   */
  Room room();

  /** Room for entries, an int and a double each. One thread makes, fills and closes it. */
  interface Room extends AutoCloseable {
    /**
     * Makes it larger. What is there stays, what is added is 0, and earlier segments are not valid any more.
     *
     * @param entries at least as many as there were
     * @throws java.io.UncheckedIOException if there is no room for them
     */
    void grow(long entries);

    /**
     * Ends writing. From here on the segments stay until nobody has them any more, and any thread may read them.
     *
     * @param entries that were used
     */
    void end(long entries);

    /** {@return an int for each entry} */
    MemorySegment ints();

    /** {@return a double for each entry} */
    MemorySegment doubles();

    /** Lets go of it; of the segments, too, if it has not ended. */
    @Override
    void close();
  }
}
