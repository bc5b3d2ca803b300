package dev.lariat.cli.option;

import dev.lariat.io.sql.SqlTable;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** A query whose result is the table, in place of a file. */
public final class SqlOption {
  @Option(names = "--sql", paramLabel = "TEXT", description = "Instead of DATA: the table that a query makes, such as \"select * from 'a.parquet' join 'b.csv' using (id)\". DuckDB runs it. With the address of a database for DATA, jdbc:duckdb:FILE, in that database.")
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
    boolean address = data != null && SqlTable.isAddress(data.toString());
    if (query == null && address) {
      throw new IllegalArgumentException(
          data + " is a database: say with --sql which table, such as --sql \"select * from t\"");
    }
    if (query != null && data != null && !address) {
      throw new IllegalArgumentException(
          "--sql and the file " + data + ": give one of them; the query names its files");
    }
  }

  /** {@return the file to read: the given one, one with what standard input held, or one with the query's result} */
  public Path file(Path data) {
    if (query == null) {
      return StandardInput.file(data);
    }
    return data == null ? SqlTable.of(query) : SqlTable.of(query, data.toString());
  }

  /**
   * {@return how a command line names the table}
   *
   * @param data as it was given, null for none
   * @param file that has the table
   */
  public String words(Path data, Path file) {
    if (query == null) {
      return TypedLine.quoted(file.toString());
    }
    return (data == null ? "" : TypedLine.quoted(data.toString()) + " ") + "--sql " + TypedLine.quoted(query);
  }
}
