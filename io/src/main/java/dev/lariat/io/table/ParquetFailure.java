package dev.lariat.io.table;

import dev.lariat.data.DataException;
import dev.lariat.io.watch.LibraryWatch;
import java.util.Collection;
import java.util.Map;

/**
 * What goes wrong while a Parquet file is read, as a line that says what to do. Rows need a page of each of their
 * columns in memory at once, and the library unpacks the next ones meanwhile.
 *
 * @param source the file
 * @param columns that are read
 * @param pages how many bytes their largest pages take together; 0 where that is not known
 */
record ParquetFailure(Source source, int columns, long pages) implements LibraryWatch.Failures {
  private static final int MEGA_SHIFT = 20;
  /**
   * Pages of a column that are in memory at once: one is taken from, two are unpacked ahead, and whether a value is
   * there takes half as much as the value.
   */
  private static final double AT_ONCE = 4.5;
  /** What all else takes, and the step in which memory is recommended. */
  private static final long BESIDE = 128L << MEGA_SHIFT;
  private static final long STEP = 64L << MEGA_SHIFT;

  /** Of a file of which no more is known. */
  static ParquetFailure of(Source source) {
    return new ParquetFailure(source, 0, 0);
  }

  /**
   * Of a file that is about to be read.
   *
   * @param largest of each column how many bytes its largest page takes
   */
  static ParquetFailure of(Source source, Map<String, Long> largest, Collection<String> read) {
    return new ParquetFailure(source, read.size(),
        read.stream().mapToLong(column -> largest.getOrDefault(column, 0L)).sum());
  }

  /**
   * Refuses a file that cannot be read, before its reader runs out of memory somewhere.
   *
   * @throws DataException which says how much it needs
   */
  void requireMemory() {
    if (pages > Runtime.getRuntime().maxMemory()) {
      throw tooLittle(null);
    }
  }

  private DataException tooLittle(Throwable cause) {
    return new DataException(
        source.path() + " cannot be unpacked within the " + allowed() + " MB that Java may use" + remedy(), cause);
  }

  private static long allowed() {
    return Runtime.getRuntime().maxMemory() >> MEGA_SHIFT;
  }

  private String remedy() {
    if (pages == 0) {
      return ": give it more (JAVA_TOOL_OPTIONS=-Xmx…), or write the file with smaller row groups";
    }
    long needed = (Math.ceilDiv((long) (AT_ONCE * pages) + BESIDE, STEP) * STEP) >> MEGA_SHIFT;
    return ": the largest pages of its " + columns + (columns == 1 ? " column" : " columns") + " take "
        + Math.ceilDiv(pages, 1L << MEGA_SHIFT) + " MB; give it " + needed + " MB (JAVA_TOOL_OPTIONS=-Xmx" + needed
        + "m), or write the file with smaller pages or row groups";
  }

  @Override
  public RuntimeException gone(Throwable died) {
    if (died instanceof OutOfMemoryError) {
      return tooLittle(died);
    }
    String what = died == null ? "its reader stands still" : "a thread of its reader died (" + died + ")";
    return new DataException(
        source.path() + " cannot be read to its end: " + what + ", as happens for want of memory (Java may use "
            + allowed() + " MB) or on a Java before 25.0.3 (" + Runtime.version() + " here)" + remedy(),
        died);
  }

  @Override
  public RuntimeException of(Throwable failure) {
    if (failure instanceof DataException data) {
      return data;
    }
    Throwable root = LibraryWatch.root(failure);
    if (root instanceof OutOfMemoryError) {
      return tooLittle(failure);
    }
    String message = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    String first = message.lines().findFirst().orElse("");
    if (root instanceof UnsupportedOperationException) {
      // Hardwood says so where the library for a compression is not there, and what a build has to add.
      int library = first.lastIndexOf(": ");
      int sentence = first.indexOf(". ");
      return new DataException(
          source.path() + " cannot be read as Parquet: " + (sentence < 0 ? first : first.substring(0, sentence))
              + (library > sentence && sentence >= 0
                  ? "; put " + first.substring(library + 2) + " on the class path, or"
                  : ";")
              + " write the file with another compression, such as zstd",
          failure);
    }
    return new DataException(source.path() + " cannot be read as Parquet: " + first + "; write or download it again",
        failure);
  }
}
