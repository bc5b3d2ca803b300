package dev.lariat.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lariat.data.BooleanColumn;
import dev.lariat.data.CategoryColumn;
import dev.lariat.data.ColumnKind;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumericColumn;
import dev.lariat.io.Tables;
import dev.lariat.io.sql.SqlTable;
import dev.lariat.io.stream.StreamedTable;
import dev.lariat.io.table.TableOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DuckDbTest {
  @TempDir
  Path folder;

  private static Dataset table(String query) {
    return Tables.read(SqlTable.of(query));
  }

  private Path parquet(String name, String query) {
    Path file = folder.resolve(name);
    new DuckDb().write("jdbc:duckdb:", query, file);
    return file;
  }

  @Test
  void kindsAreThoseOfFiles() {
    Dataset data = table("""
      select range * 3 as whole, sum(range) over (order by range) as total, range / 4 as part, (range * 1.5)::decimal(10, 2) as money,
        range % 2 = 0 as truth, date '2024-01-01' + (range * range)::int as day, timestamp '2024-01-01 10:00:00' + to_hours(range) as moment,
        case when range % 3 = 0 then null else 'level ' || range % 2 end as name, nullif(range, 5) as hole, null as nothing
      from range(40)""");
    assertThat(data.rows()).isEqualTo(40);
    assertThat(data.columns().stream().map(column -> column.name() + " " + column.kind().word())).containsExactly(
        "whole numeric", "total numeric", "part numeric", "money numeric", "truth boolean", "day date", "moment date",
        "name category", "hole numeric", "nothing constant");
    assertThat(((NumericColumn) data.column("money")).number(3)).isEqualTo(4.5);
    assertThat(((NumericColumn) data.column("total")).number(39)).isEqualTo(39 * 40 / 2);
    assertThat(data.column("hole").missing()).isEqualTo(1);
    assertThat(((CategoryColumn) data.column("name")).levels()).hasSize(2);
    assertThat(data.column("name").missing()).isEqualTo(14);
    assertThat(data.column("truth")).isInstanceOf(BooleanColumn.class);
    assertThat(data.column("day").text(2)).isEqualTo("2024-01-05");
  }

  /** 2^53 + 1 and 2^53 are the same double: such numbers are names, as in a CSV file. */
  @Test
  void largeWholeNumbersAreWhatTheyAreInAFile() throws IOException {
    var text = new StringBuilder("big,x\n");
    for (long row = 0; row < 30; row++) {
      text.append(9_007_199_254_740_992L + row % 2).append(',').append(row * row).append('\n');
    }
    Path csv = Files.writeString(folder.resolve("big.csv"), text);
    Dataset queried = table("select 9007199254740992 + range % 2 as big, range * range as x from range(30)");
    assertThat(queried.column("big").kind()).isEqualTo(Tables.read(csv).column("big").kind());
    assertThat(queried.column("big").text(1)).isEqualTo(Tables.read(csv).column("big").text(1));
  }

  /** More rows than Hardwood gives at once, of texts and of numbers. */
  @Test
  void aLongTableIsReadToItsEnd() {
    Dataset rows = Tables.read(parquet("long.parquet", """
      select range + 0.5::double as x, case when range % 3 = 0 then 'a' else 'b' end as t from range(600000)"""));
    assertThat(rows.rows()).isEqualTo(600_000);
    assertThat(rows.column("x").number(599_999)).isEqualTo(599_999.5);
    assertThat(rows.column("t").text(599_999)).isEqualTo("b");
    assertThat(rows.column("t").text(599_997)).isEqualTo("a");
  }

  /** As a cluster writes them. */
  @Test
  void anEmptyPartOfATableHasNoRows() {
    Path some = parquet("some.parquet",
        "select range + 0.5::double as x, range * 2 + 0.25::double as y from range(30)");
    Path none = parquet("none.parquet", "select 0.5::double as x, 0.25::double as y from range(3) where range > 5");
    StreamedTable table = StreamedTable.typed(List.of(none, some), TableOptions.none(), Set.of(), (_, _, _) -> {},
        _ -> true);
    assertThat(table.rows()).isEqualTo(30);
    assertThat(table.passes()).isZero();
    assertThat(table.read().column("y").number(29)).isEqualTo(58.25);
    assertThatThrownBy(() -> StreamedTable.open(List.of(none), TableOptions.none(), Set.of(), (_, _, _) -> {}))
        .isInstanceOf(DataException.class)
        .hasMessage("none.parquet: there are no rows");
  }

  @Test
  void aParquetFileAndACsvFileAreJoined() throws IOException {
    Path orders = parquet("it's orders.parquet",
        "select range as id, range % 3 as shop, range * 2.5 as spent from range(300)");
    Path shops = Files.writeString(folder.resolve("shops.csv"), "shop,town\n0,Ulm\n1,Aalen\n2,Köln\n");
    String query = "select spent, town from '%s' join '%s' using (shop) where spent > 100; -- the dear ones"
        .formatted(orders.toString().replace("'", "''"), shops);
    Dataset data = table(query);
    assertThat(data.rows()).isEqualTo(300 - 41);
    assertThat(data.column("town").text(0)).isEqualTo("Köln"); // 41 % 3 = 2
    assertThat(Tables.hash(SqlTable.of(query))).as("the same bytes again").isEqualTo(Tables.hash(SqlTable.of(query)));
  }

  @Test
  void statementsBeforeTheLastPrepareIt() {
    assertThat(
        table("create table t as select range as a, ';' as b from range(7); /* ; */ select a * a as c, b from t;")
            .column("c")
            .text(3))
        .isEqualTo("9");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
    select [1, 2] as parts                   | column 'parts' of the query holds several values in one field (INTEGER[])
    select {'a': 1} as pair                  | column 'pair' of the query holds several values in one field
    select interval 3 day as gap             | column 'gap' of the query is of type INTERVAL
    select 'a'::blob as bytes                | column 'bytes' of the query is of type BLOB
    select nope from (values (1)) t(a)       | the query: Referenced column "nope" not found
    select * from nothing                    | the query: Table with name nothing does not exist
    select cast('x' as integer) as a         | the query: Could not convert string 'x' to INT32
    select 9223372036854775808::hugeint as a  | the query: Type INT128 with value 9223372036854775808
    """)
  void whatCannotBeReadIsRefusedByName(String query, String message) {
    assertThatThrownBy(() -> SqlTable.of(query)).isInstanceOf(DataException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void mistakesAndMissingFilesAreToldApart() {
    assertThatThrownBy(() -> SqlTable.of("selec 1")).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the query is no SQL that DuckDB knows: syntax error at or near \"1\"");
    assertThatThrownBy(() -> SqlTable.of(" ;; ")).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the query is empty");
    assertThatThrownBy(() -> SqlTable.of("select * from 'none.parquet'")).isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("No files found that match the pattern \"none.parquet\"");
    assertThatThrownBy(() -> table("select 1 as a where false")).isInstanceOf(DataException.class)
        .hasMessageContaining("there are no rows");
  }

  @Test
  void aDatabaseInAFileIsAskedAndNotChanged() throws Exception {
    Path file = folder.resolve("shop.duckdb");
    String address = "jdbc:duckdb:" + file;
    try (var database = new DuckDBDriver().connect(address, new Properties());
        var statement = database.createStatement()) {
      statement.execute("create table orders as select range as id, range * 2.5 as spent from range(50)");
    }
    Dataset data = Tables.read(SqlTable.of("select id, spent from orders where id >= 10", address));
    assertThat(data.rows()).isEqualTo(40);
    assertThat(((NumericColumn) data.column("spent")).number(0)).isEqualTo(25);
    assertThatThrownBy(() -> SqlTable.of("drop table orders; select 1 as a", address)).isInstanceOf(DataException.class)
        .hasMessageContaining("read-only")
        .hasMessageNotContaining("\n");
    assertThatThrownBy(() -> SqlTable.of("select 1 as a", "jdbc:duckdb:" + folder.resolve("none.duckdb")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("none.duckdb");
    assertThat(folder.resolve("none.duckdb")).doesNotExist();
    assertThatThrownBy(() -> SqlTable.of("select 1 as a", "jdbc:postgresql://localhost/shop"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no address of DuckDB");
  }

  @Test
  void quotesAndCommentsHoldSemicolons() {
    assertThat(SqlText.of("a ';' \";\" $$;$$ -- ;\n /* ; */ b; c ;"))
        .isEqualTo(new SqlText(List.of("a ';' \";\" $$;$$ -- ;\n /* ; */ b"), "c"));
    assertThat(SqlText.of("select 'open; b").query()).isEqualTo("select 'open; b");
  }

  @Test
  void kindsCanBeTold() {
    Path file = SqlTable.of("select range % 3 as code from range(30)");
    assertThat(Tables.read(file, TableOptions.none().kind("code", ColumnKind.CATEGORY)).column("code"))
        .isInstanceOf(CategoryColumn.class);
  }
}
