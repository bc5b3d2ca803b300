package dev.lariat.io;

import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Tables from files. */
public final class Tables {
  private Tables() {}

  /**
   * Reads a table; what it is and what its columns hold is found from all of it.
   *
   * @param file CSV or TSV, gzipped or not
   * @throws DataException if it is no table, or one that cannot be used; the message says where
   * @throws UncheckedIOException if it cannot be read
   */
  public static Dataset read(Path file) {
    return read(file, TableOptions.none());
  }

  /**
   * Reads a table of which something is told.
   *
   * @param file CSV or TSV, gzipped or not
   * @param options what is told
   * @throws DataException if it is no table, or one that cannot be used; the message says where
   * @throws UncheckedIOException if it cannot be read
   */
  public static Dataset read(Path file, TableOptions options) {
    return new CsvTable(new Source(file), options).read();
  }
}
