package dev.lariat.sql;

import dev.lariat.data.DataException;
import dev.lariat.io.sql.SqlEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.duckdb.DuckDBDriver;

/** DuckDB in this process, a new database in memory for each query. */
public final class DuckDb implements SqlEngine {
  private static final Pattern NESTED = Pattern.compile(".*\\]|(STRUCT|MAP|UNION)\\(.*", Pattern.DOTALL);
  /** Neither numbers nor names nor dates. */
  private static final Pattern STRANGE = Pattern.compile("(BLOB|BIT|INTERVAL|GEOMETRY|VARIANT)\\b.*", Pattern.DOTALL);
  /**
   * Parquet has no whole numbers of more than 64 bits, and they would be rounded; a sum of small ones is of this type.
   */
  private static final Pattern WIDE = Pattern.compile("U?HUGEINT|BIGNUM");
  /** How a message names its kind: the last such words, as one error may wrap another. */
  private static final Pattern KIND = Pattern.compile("(?s)(?:.*\\bError: )?((?:[A-Z][\\w-]* )+Error): (.*)");

  /** What its addresses begin with. */
  private static final String OWN = "jdbc:duckdb:";

  /** A column of the result, and the name of its type. */
  private record Field(String name, String type) {}

  /** For {@link java.util.ServiceLoader}. */
  public DuckDb() {}

  @Override
  public void write(String address, String text, Path file) {
    SqlText statements = SqlText.of(text);
    if (!address.startsWith(OWN)) {
      throw new IllegalArgumentException(address + " is no address of DuckDB, " + OWN
          + "FILE; of other databases DuckDB reads many itself: --sql \"attach 'dbname=shop' as shop (type postgres,"
          + " read_only); select * from shop.orders\"");
    }
    try (Connection database = new DuckDBDriver().connect(address, opened(address))) {
      prepare(database, file);
      for (String statement : statements.before()) {
        run(database, statement);
      }
      String query = exact(statements.query(), fields(database, statements.query()));
      run(database, "COPY (" + query + "\n) TO " + quoted(file.toString()) + " (FORMAT parquet)");
    } catch (SQLException e) {
      throw failure(e);
    } catch (LinkageError e) {
      throw new UncheckedIOException(
          new IOException("DuckDB's library cannot be used on this machine: " + e.getMessage(), e));
    }
  }

  /** A file is read, and not made where it is missing: a name with a mistake in typing would be an empty database. */
  private static Properties opened(String address) {
    var properties = new Properties();
    if (!address.equals(OWN)) {
      properties.setProperty(DuckDBDriver.DUCKDB_READONLY_PROPERTY, "true");
    }
    return properties;
  }

  /** One thread, so that the order of the rows does not depend on which is faster; and nothing from the network. */
  private static void prepare(Connection database, Path file) throws SQLException {
    run(database, "SET threads = 1");
    run(database, "SET temp_directory = " + quoted(file.resolveSibling("spilled").toString()));
    run(database, "SET autoinstall_known_extensions = false");
  }

  private static void run(Connection database, String statement) throws SQLException {
    try (Statement one = database.createStatement()) {
      one.execute(statement);
    }
  }

  private static List<Field> fields(Connection database, String query) throws SQLException {
    var fields = new ArrayList<Field>();
    try (Statement statement = database.createStatement();
        ResultSet described = statement.executeQuery("DESCRIBE SELECT * FROM (" + query + "\n)")) {
      while (described.next()) {
        fields.add(new Field(described.getString(1), described.getString(2)));
      }
    }
    for (Field field : fields) {
      if (NESTED.matcher(field.type).matches()) {
        throw new DataException("column '" + field.name + "' of the query holds several values in one field ("
            + field.type + "): take one of them, or unnest it");
      }
      if (STRANGE.matcher(field.type).matches()) {
        throw new DataException("column '" + field.name + "' of the query is of type " + field.type
            + ", neither a number nor a name nor a date: cast it in the query, or leave it out");
      }
    }
    return fields;
  }

  /** The query with its widest whole numbers as 64 bits; those that do not fit are an error instead of rounded. */
  private static String exact(String query, List<Field> fields) {
    String casts = fields.stream()
        .filter(field -> WIDE.matcher(field.type).matches())
        .map(field -> '"' + field.name.replace("\"", "\"\"") + '"')
        .map(name -> "CAST(" + name + " AS BIGINT) AS " + name)
        .collect(Collectors.joining(", "));
    return casts.isEmpty() ? query : "SELECT * REPLACE (" + casts + ") FROM (" + query + "\n)";
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** DuckDB says the kind of an error in its first words, and behind an empty line shows the place. */
  private static RuntimeException failure(SQLException e) {
    String said = e.getMessage() == null ? "" : e.getMessage();
    var parts = KIND.matcher(said);
    String kind = parts.matches() ? parts.group(1) : "";
    String line = (parts.matches() ? parts.group(2) : said).split("\\R\\R", 2)[0].strip()
        .replaceAll("\\s*\\R\\s*", "; ");
    return switch (kind) {
      case "Parser Error" -> new IllegalArgumentException("the query is no SQL that DuckDB knows: " + line, e);
      case "IO Error" -> new UncheckedIOException(new IOException("the query: " + line, e));
      case "Out of Memory Error" -> new DataException("the query needs more memory than there is: " + line, e);
      default -> new DataException("the query: " + line, e);
    };
  }
}
