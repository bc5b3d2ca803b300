package dev.lariat.io;

import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.Schema;
import dev.lariat.io.stream.StreamedTable;
import dev.lariat.io.table.FileHash;
import dev.lariat.io.table.TableOptions;
import dev.lariat.io.table.TableReader;
import dev.lariat.io.table.TableStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Tables from files: CSV and TSV (separator, quotes, encoding and header are found), svmlight, Parquet if Hardwood is
 * on the class path; text may be gzipped.
 */
public final class Tables {
  private Tables() {}

  /**
   * Reads a table; what its columns hold is found from all rows.
   *
   * @throws DataException if it is no table, or one that cannot be used; the message says where
   * @throws UncheckedIOException if it cannot be read
   */
  public static Dataset read(Path file) {
    return read(file, TableOptions.none());
  }

  /**
   * Reads a table of which something is told.
   *
   * @throws DataException if it is no table, or one that cannot be used; the message says where
   * @throws UncheckedIOException if it cannot be read
   */
  public static Dataset read(Path file, TableOptions options) {
    return TableReader.of(file, options).read();
  }

  /**
   * Reads a table that is in several files, one below the other; what its columns hold is found from all rows.
   *
   * @param files with the same columns, in any order
   * @throws DataException if they are no parts of one table; the message says where
   * @throws UncheckedIOException if one cannot be read
   */
  public static Dataset read(List<Path> files, TableOptions options) {
    return files.size() == 1
        ? read(files.getFirst(), options)
        : StreamedTable.open(files, options, Set.of(), (_, _, _) -> {}).read();
  }

  /**
   * Reads the schema's columns by the schema's kinds, and no others.
   *
   * @throws DataException if a required column is not there, or a value is not of the column's kind
   * @throws UncheckedIOException if it cannot be read
   */
  public static Dataset read(Path file, Schema schema) {
    try (TableStream stream = stream(file, schema, Integer.MAX_VALUE)) {
      return stream.next();
    }
  }

  /**
   * Reads the schema's columns by the schema's kinds, some rows at a time, so that memory is bounded.
   *
   * @param rows how many rows a chunk has; the last has fewer
   * @throws DataException if a required column is not there; while streaming, if a value is not of the column's kind
   * @throws UncheckedIOException if it cannot be read
   */
  public static TableStream stream(Path file, Schema schema, int rows) {
    if (rows < 1) {
      throw new IllegalArgumentException("a chunk has at least 1 row, not " + rows);
    }
    return TableReader.of(file, TableOptions.none()).stream(schema, rows);
  }

  /**
   * What identifies the file's content: the SHA-256 of its bytes as they are on disk, in 64 hexadecimal digits.
   *
   * @throws UncheckedIOException if it cannot be read
   */
  public static String hash(Path file) {
    return FileHash.of(file);
  }
}
