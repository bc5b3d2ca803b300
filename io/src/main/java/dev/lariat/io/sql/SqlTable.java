package dev.lariat.io.sql;

import dev.lariat.data.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ServiceLoader;

/** The result of a query as a file, which is read as any other: more than once, in memory or passed over. */
public final class SqlTable {
  /** What messages and run directories call the table. */
  public static final String NAME = "query.parquet";

  /** The address of a new database. */
  private static final String IN_MEMORY = "jdbc:duckdb:";

  private SqlTable() {}

  /**
   * Runs a query in a database of its own, in memory, and keeps its result in a temporary file that goes with the JVM.
   *
   * @param text one or more statements with semicolons between; the last one is the query
   * @throws IllegalArgumentException if no engine is on the class path, or the text is no SQL
   * @throws DataException if it asks for what is not there, or its result is no table of numbers, names and dates
   * @throws UncheckedIOException if a file cannot be read or written
   */
  public static Path of(String text) {
    return of(text, IN_MEMORY);
  }

  /** {@return whether a word is the address of a database, and no file} */
  public static boolean isAddress(String word) {
    return word.startsWith("jdbc:");
  }

  /**
   * Runs a query in a database, which is not changed, and keeps its result in a temporary file that goes with the JVM.
   *
   * @param text one or more statements with semicolons between; the last one is the query
   * @param address such as {@code jdbc:duckdb:shop.duckdb}
   * @throws IllegalArgumentException if no engine is on the class path, it does not know such addresses, or the text is
   * no SQL
   * @throws DataException if it asks for what is not there, or its result is no table of numbers, names and dates
   * @throws UncheckedIOException if a file cannot be read or written
   */
  public static Path of(String text, String address) {
    SqlEngine engine = ServiceLoader.load(SqlEngine.class, SqlTable.class.getClassLoader())
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(
            "a query needs DuckDB, which does not come along (85 MB): put the jars lariat-sql and org.duckdb:duckdb_jdbc"
                + " beside the others, into lib of an unpacked archive"));
    try {
      Path file = PassingFile.named(NAME);
      engine.write(address, text, file);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the result of the query: " + e.getMessage(), e);
    }
  }
}
