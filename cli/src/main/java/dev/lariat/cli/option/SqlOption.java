package dev.lariat.cli.option;

import dev.lariat.data.Suggestions;
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
   * @param data the file or the address of a database, null for none
   */
  public void check(String data) {
    if (query == null && data == null) {
      throw new IllegalArgumentException("which table? Give DATA, a file, or --sql with a query");
    }
    boolean address = data != null && SqlTable.isAddress(data);
    if (query == null && address) {
      throw new IllegalArgumentException(
          data + " is a database: say with --sql which table, such as --sql \"select * from t\"");
    }
    if (query != null && data != null && !address) {
      throw new IllegalArgumentException(
          "--sql and the file " + data + ": give one of them; the query names its files");
    }
  }

  /**
   * {@return a file with the query's result}
   *
   * @param data the address of a database, null for none
   */
  public Path file(String data) {
    return data == null ? SqlTable.of(query) : SqlTable.of(query, data);
  }

  /**
   * {@return how a command line names the table of the query}
   *
   * @param data the address of a database, null for none
   */
  public String words(String data) {
    return (data == null ? "" : Suggestions.typedPath(data) + " ") + Suggestions.option("--sql", query);
  }
}
