package dev.lariat.io.sql;

import dev.lariat.data.DataException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** A database that runs queries over files; found by {@link java.util.ServiceLoader}. */
public interface SqlEngine {
  /**
   * Runs a query and writes its result as a Parquet file. The same query over the same files writes the same bytes,
   * unless it asks for chance or for the time.
   *
   * @param address of the database, which is not changed; {@code jdbc:duckdb:} for a new one in memory
   * @param text one or more statements with semicolons between; the last one is the query
   * @param file does not exist yet; its folder does, and may hold what does not fit into memory meanwhile
   * @throws IllegalArgumentException if the text is no SQL, or the engine does not know such addresses
   * @throws DataException if it asks for what is not there, or its result is no table of numbers, names and dates
   * @throws UncheckedIOException if a file cannot be read or written
   */
  void write(String address, String text, Path file);
}
