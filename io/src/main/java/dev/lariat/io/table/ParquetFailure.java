package dev.lariat.io.table;

import dev.lariat.data.DataException;

/** What goes wrong while a Parquet file is read, as a line that says what to do. */
final class ParquetFailure {
  private static final int MEGA_SHIFT = 20;

  private ParquetFailure() {}

  static RuntimeException of(Source source, Exception failure) {
    if (failure instanceof DataException data) {
      return data;
    }
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof OutOfMemoryError) {
      return new DataException(source.path() + " cannot be unpacked within the "
          + (Runtime.getRuntime().maxMemory() >> MEGA_SHIFT)
          + " MB that Java may use: give it more (JAVA_TOOL_OPTIONS=-Xmx…), or write the file with smaller row groups",
          failure);
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
