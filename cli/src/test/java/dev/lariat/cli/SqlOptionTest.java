package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --sql} where the module that runs queries is not on the class path. */
class SqlOptionTest {
  private static final String QUERY = "select 1 as x, 2 as y";

  @TempDir
  Path folder;

  @Test
  void saysWhatIsMissing() {
    for (String command : new String[]{"fit", "train", "linear"}) {
      Outcome outcome = Outcome.of(command, "--sql", QUERY, "--target", "y");
      assertThat(outcome.err()).contains("a query needs DuckDB").contains("lariat-sql").hasLineCount(1);
      assertThat(outcome.code()).isEqualTo(2);
    }
  }

  @Test
  void aTableIsAFileOrAQuery() {
    for (String command : new String[]{"fit", "train", "linear"}) {
      assertThat(Outcome.of(command, "--target", "y").err()).contains("which table? Give DATA, a file, or --sql");
      Outcome both = Outcome.of(command, "a.csv", "--sql", QUERY, "--target", "y");
      assertThat(both.err()).contains("--sql and the file a.csv: give one of them");
      assertThat(both.code()).isEqualTo(2);
    }
    assertThat(Outcome.of("fit", "jdbc:duckdb:shop.duckdb", "--target", "y").err())
        .contains("jdbc:duckdb:shop.duckdb is a database: say with --sql")
        .hasLineCount(1);
    assertThat(Outcome.of("linear", "jdbc:duckdb:shop.duckdb", "--sql", QUERY, "--target", "y").err())
        .contains("a query needs DuckDB");
    assertThat(Outcome.of("predict", folder).err()).contains("which table? Give DATA, a file, or --sql");
    assertThat(Outcome.of("predict", folder, "a.csv", "--sql", QUERY).err()).contains("give one of them");
  }
}
