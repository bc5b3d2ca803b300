package dev.lariat.cli.option;

import dev.lariat.io.sql.SqlTable;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** A query whose result is the table, in place of a file. */
public final class SqlOption {
  @Option(names = "--sql", paramLabel = "TEXT", description = "Instead of DATA: the table that a query makes, such as \"select * from 'a.parquet' join 'b.csv' using (id)\". DuckDB runs it.")
  private String query;

  /** {@return whether there is a query} */
  public boolean isGiven() {
    return query != null;
  }

  /**
   * Checks that there is a file or a query, and not both.
   *
   * @param data the file, null for none
   */
  public void check(Path data) {
    if (query == null && data == null) {
      throw new IllegalArgumentException("which table? Give DATA, a file, or --sql with a query");
    }
    if (query != null && data != null) {
      throw new IllegalArgumentException(
          "--sql and the file " + data + ": give one of them; the query names its files");
    }
  }

  /** {@return the file to read: the given one, one with what standard input held, or one with the query's result} */
  public Path file(Path data) {
    return query == null ? StandardInput.file(data) : SqlTable.of(query);
  }

  /** {@return how a command line names the table} */
  public String words(Path file) {
    return query == null ? TypedLine.quoted(file.toString()) : "--sql " + TypedLine.quoted(query);
  }
}
