package dev.lariat.io.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lariat.data.Column;
import dev.lariat.data.ColumnKind;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.TextColumn;
import dev.lariat.io.Tables;
import dev.lariat.io.column.ColumnBuilder;
import dev.lariat.io.column.ColumnPlan;
import dev.lariat.io.column.ColumnRange;
import java.net.URISyntaxException;
import dev.lariat.io.column.ColumnSurvey;
import dev.lariat.io.column.DecidedColumn;
import dev.lariat.io.column.TableMarks;
import dev.lariat.io.column.UncountedMissingException;
import dev.lariat.io.table.RowGroups;
import dev.lariat.io.table.TableOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A table that is passed over is what it is when it is read as a whole. */
class StreamedTableTest {
  private static final PassProgress NOBODY = (_, _, _) -> {};

  @TempDir
  private Path folder;

  private static StreamedTable open(int chunk, Path... files) {
    return StreamedTable.open(List.of(files), TableOptions.none(), Set.of(), NOBODY, chunk, _ -> false);
  }

  private static void assertSame(Dataset streamed, Dataset held) {
    assertThat(streamed.rows()).isEqualTo(held.rows());
    assertThat(streamed.columns().stream().map(Column::name))
        .containsExactlyElementsOf(held.columns().stream().map(Column::name).toList());
    for (Column column : held.columns()) {
      Column other = streamed.column(column.name());
      assertThat(other.kind()).as(column.name()).isEqualTo(column.kind());
      boolean leftOut = column.kind() == ColumnKind.IDENTIFIER;
      for (int row = 0; row < held.rows() && !leftOut; row++) {
        assertThat(other.text(row)).as(column.name() + " " + row).isEqualTo(column.text(row));
        assertThat(other.number(row)).as(column.name() + " " + row).isEqualTo(Double.valueOf(column.number(row)));
        assertThat(other.isMissing(row)).isEqualTo(column.isMissing(row));
      }
    }
    assertThat(streamed.notes()).containsExactlyInAnyOrderElementsOf(held.notes());
  }

  static Stream<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("lariat.repository"), "examples", "data"))) {
      return files.filter(file -> file.toString().matches(".*\\.(csv|tsv|svm)(\\.gz)?"))
          .filter(file -> file.toFile().length() < 300_000)
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleIsTheSameHoweverItIsCut(Path file) {
    Dataset held = Tables.read(file);
    if (held.columns().stream().anyMatch(TextColumn.class::isInstance)) {
      return;
    }
    for (int chunk : new int[]{7, 100_000}) {
      assertSame(open(chunk, file).read(), held);
    }
  }

  @Test
  void aFileThatSaysItselfWhatItsNumbersAreIsTheSame() throws IOException {
    Path file = folder.resolve("kinds.parquet");
    try (InputStream in = Tables.class.getResourceAsStream("table/kinds.parquet")) {
      Files.copy(in, file);
    }
    var single = Set.of("whole", "large", "real", "colour", "postcode", "member", "day", "moment", "price");
    StreamedTable told = StreamedTable.typed(List.of(file, file), TableOptions.none(), single, NOBODY, _ -> true);
    assertThat(told.passes()).isZero();
    assertThat(told.rows()).isEqualTo(60);
    assertThat(told.specimen().column("single").kind()).isEqualTo(ColumnKind.NUMERIC);
    StreamedTable all = StreamedTable.typed(List.of(file), TableOptions.none(), Set.of(), NOBODY, _ -> true);
    assertSame(all.read(), Tables.read(file));
    assertThat(all.specimen().column("real").missing()).isPositive();
  }

  @Test
  void aNumberThatIsNoneAndNotCountedAsMissingIsFound() {
    var plan = ColumnPlan.first("t.parquet", "row", "x", 1, 2, null);
    assertThat(ColumnSurvey.told(plan, new ColumnRange(0, 7, 0), 3)).as("may be classes, or count the rows").isEmpty();
    ColumnSurvey told = ColumnSurvey.told(plan, new ColumnRange(0.5, 7, 0), 3).orElseThrow();
    DecidedColumn decided = told.decide(new TableMarks(false));
    assertThat(decided.specimen().missing()).isZero();
    var rows = new ColumnBuilder(plan, 3);
    rows.add(new double[]{0.5, Double.NaN, 7}, 3, 1);
    assertThatThrownBy(() -> decided.column(rows, 3)).isInstanceOf(UncountedMissingException.class)
        .hasMessage("t.parquet, column 'x': some numbers are NaN, which the file does not count as missing");
  }

  /** Keeps what it is given. */
  static final class Rows extends LocalLines {
    final List<String> all = new ArrayList<>();

    @Override
    public void add(List<String> block, Dataset rows, long first) {
      for (int row = 0; row < rows.rows(); row++) {
        int at = row;
        block.add((first + row) + ": " + rows.columns().stream().map(column -> column.text(at)).toList());
      }
    }

    @Override
    public void join(List<String> block) {
      all.addAll(block);
    }
  }

  /** Row groups that are read by themselves are those of the whole: numbers, texts, missing values, row numbers. */
  @Test
  void groupsOfRowsAreReadByThemselves() throws URISyntaxException {
    Path file = Path.of(Tables.class.getResource("table/groups.parquet").toURI());
    StreamedTable table = open(1000, file, file);
    var whole = new Rows();
    table.sum(whole);
    assertThat(whole.all).hasSize(18_000).first().isEqualTo("0: [0, 0, c0, null]");
    List<List<RowGroups.Group>> groups = table.files()
        .parts()
        .stream()
        .map(part -> part.reader().groups(1000))
        .toList();
    assertThat(groups.getFirst()).hasSize(5);
    for (long least : new long[]{1, 3000, 5000, 100_000}) {
      List<RowBlock> blocks = RowBlock.of(groups, least);
      assertThat(blocks).hasSize(least == 1 ? 10 : least == 3000 ? 6 : least == 5000 ? 4 : 2);
      var some = new Rows();
      for (RowBlock block : blocks) {
        List<String> own = some.empty();
        table.sum(some, own, block);
        assertThat(own).hasSize((int) block.rows());
        some.join(own);
      }
      assertThat(some.all).isEqualTo(whole.all);
    }
  }

  /** What looks wrong in it is what it lacks as yet. */
  @Test
  void aFileThatIsBeingWrittenIsSaidToChange() throws IOException {
    Path file = Files.writeString(folder.resolve("growing.csv"), "x,y\n" + "1.25,2.5\n".repeat(100_000));
    PassProgress grows = (_, bytes, all) -> {
      if (bytes < all / 2) {
        try {
          Files.writeString(file, "3.5\n", StandardOpenOption.APPEND);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
    assertThatThrownBy(() -> StreamedTable.open(List.of(file), TableOptions.none(), Set.of(), grows))
        .isInstanceOf(DataException.class)
        .hasMessage(file + " changed while it was read; start again when the file is complete");
  }

  /** As a cluster writes them where a partition has no row. */
  @Test
  void partsWithoutARowAreLeftOut() throws IOException {
    Path whole = Files.writeString(folder.resolve("whole.csv"), "x,y\n1.5,a\n2.5,b\n3.5,a\n");
    Path header = Files.writeString(folder.resolve("header.csv"), "x,y\n\n");
    Path nothing = Files.writeString(folder.resolve("nothing.csv"), "");
    Path one = Files.writeString(folder.resolve("one.csv"), "x,y\n4.5,b");
    assertThat(open(1000, header, whole, nothing, one).rows()).isEqualTo(4);
    Path bare = Files.writeString(folder.resolve("bare.csv"), "1,2\n3,4\n");
    Path row = Files.writeString(folder.resolve("row.csv"), "1,2\n");
    assertThat(StreamedTable.open(List.of(bare, row), TableOptions.none().header(false), Set.of(), NOBODY).rows())
        .as("one line without a header is a row")
        .isEqualTo(3);
  }

  @Test
  void parquetIsTheSame() throws IOException {
    Path file = folder.resolve("kinds.parquet");
    try (InputStream in = Tables.class.getResourceAsStream("table/kinds.parquet")) {
      Files.copy(in, file);
    }
    for (int chunk : new int[]{7, 1000}) {
      assertSame(open(chunk, file).read(), Tables.read(file));
    }
  }

  /** What shows late in the file what a column is. */
  @Test
  void kindsAreFoundFromAllRows() throws IOException {
    var random = new Random(1);
    var text = new StringBuilder("row;late;price;when;flag;stamp;mixed;dotted\n");
    for (int i = 0; i < 300; i++) {
      text.append(i + 1)
          .append(';')
          .append(i < 299 ? Integer.toString(i % 3) : "x")
          .append(';')
          .append(i < 250 ? "12" : "1.234,5")
          .append(';')
          .append(i % 28 + 1 < 10 ? "0" : "")
          .append(i % 28 + 1)
          .append(".03.2024;")
          .append(i == 280 ? "" : i % 2 == 0 ? "yes" : "no")
          .append(';')
          .append(random.nextInt(9));
      text.append(';').append(i == 290 ? "n/a" : random.nextInt(100)).append(';').append("1.").append(100 + i);
      text.append('\n');
    }
    Path file = Files.writeString(folder.resolve("late.csv"), text);
    Dataset held = Tables.read(file, TableOptions.none().kind("late", ColumnKind.CATEGORY));
    for (int chunk : new int[]{11, 1000}) {
      StreamedTable table = StreamedTable.open(List.of(file), TableOptions.none().kind("late", ColumnKind.CATEGORY),
          Set.of(), NOBODY, chunk, _ -> false);
      assertSame(table.read(), held);
      assertThat(table.rows()).isEqualTo(300);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 1000})
  void filesAreOneTable(int chunk) throws IOException {
    String header = "y,colour,day\n";
    String first = "1,red,2024-01-02\n2,blue,2024-02-02\n3,red,\n";
    String second = "4,green,2023-05-06\n5.5,red,2022-01-01\n";
    Path one = Files.writeString(folder.resolve("part-1.csv"), header + first);
    Path two = Files.writeString(folder.resolve("part-2.csv"), header + second);
    Path whole = Files.writeString(folder.resolve("whole.csv"), header + first + second);
    assertSame(open(chunk, one, two).read(), Tables.read(whole));
    assertThat(TableFiles.of(List.of(folder + "/part-*.csv"))).containsExactly(one, two);
    assertThat(TableFiles.of(List.of(folder.toString()))).containsExactly(one, two, whole);
    assertThatThrownBy(() -> TableFiles.of(List.of(one.toString(), folder + "/*.csv")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("is given twice");
    assertThatThrownBy(() -> TableFiles.of(List.of(folder + "/*.parquet"))).hasMessageContaining("no table matches");
    Path other = Files.writeString(folder.resolve("other.csv"), "y,color,day\n1,red,2024-01-02\n2,blue,2024-02-02\n");
    assertThatThrownBy(() -> open(chunk, one, other)).isInstanceOf(DataException.class)
        .hasMessageContaining("has no column 'colour'");
  }

  @Test
  void passesAreCounted() throws IOException {
    Path file = Files.writeString(folder.resolve("t.csv"), "a,b\n1,2\n2,3\n3,5\n");
    StreamedTable table = open(2, file);
    assertThat(table.passes()).isEqualTo(1);
    List<Integer> sizes = new ArrayList<>();
    table.pass(rows -> sizes.add(rows.rows()));
    assertThat(sizes).containsExactly(2, 1);
    assertThat(table.passes()).isEqualTo(2);
  }

  @Test
  void aFileThatChangesIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("t.csv"), "a,b\n1,x\n2,y\n3,x\n");
    StreamedTable table = open(2, file);
    Files.writeString(file, "a,b\n1,x\n2,y\n3,x\n4,y\n");
    assertThatThrownBy(() -> table.pass(_ -> {})).isInstanceOf(DataException.class)
        .hasMessageContaining("changed while it was read");
    Path same = Files.writeString(folder.resolve("s.csv"), "a,b\n1,x\n2,y\n3,x\n");
    StreamedTable second = open(2, same);
    var time = Files.getLastModifiedTime(same);
    Files.writeString(same, "a,b\n1,x\n2,z\n3,x\n");
    Files.setLastModifiedTime(same, time);
    assertThatThrownBy(() -> second.pass(_ -> {})).isInstanceOf(DataException.class)
        .hasMessageContaining("s.csv changed while it was read: column 'b'");
  }
}
