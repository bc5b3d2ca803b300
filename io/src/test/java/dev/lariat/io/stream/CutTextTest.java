package dev.lariat.io.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lariat.data.DataException;
import dev.lariat.io.table.RowGroups;
import dev.lariat.io.table.TableOptions;
import dev.lariat.io.table.TableReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Some rows of a text that are read without those before them are those of the whole text. */
class CutTextTest {
  @TempDir
  Path folder;

  private static StreamedTable open(Path file, TableOptions options, int chunk) {
    return StreamedTable.open(List.of(file), options, Set.of(), (_, _, _) -> {}, chunk, _ -> false);
  }

  /** Each block by itself, here and by who was told where the text is cut, against one pass over all of it. */
  private static void assertCut(Path file, TableOptions options, int chunk) {
    StreamedTable table = open(file, options, chunk);
    var whole = new StreamedTableTest.Rows();
    table.sum(whole);
    FilePasses.Part part = table.files().parts().getFirst();
    List<RowGroups.Group> groups = table.files().groups(part);
    assertThat(groups).hasSize(((int) table.rows() + chunk - 1) / chunk);
    StreamedTable elsewhere = StreamedTable.known(table.specimen().name(),
        FilePasses.known(List.of(file), options, List.of(table.files().cuts(part))), options, table.decided().columns(),
        table.rows());
    for (long least : new long[]{1, 3L * chunk, 1_000_000}) {
      var some = new StreamedTableTest.Rows();
      var others = new StreamedTableTest.Rows();
      for (RowBlock block : RowBlock.of(List.of(groups), least)) {
        List<String> own = some.empty();
        table.sum(some, own, block);
        some.join(own);
        List<String> theirs = others.empty();
        elsewhere.sum(others, theirs, block);
        others.join(theirs);
      }
      assertThat(some.all).isEqualTo(whole.all);
      assertThat(others.all).isEqualTo(whole.all);
    }
  }

  private static final List<String> ENDS = List.of("\n", "\r\n", "\r");

  private static String field(Random random, String separator) {
    String inside = ENDS.get(random.nextInt(3));
    return switch (random.nextInt(6)) {
      case 0 -> "\"a" + separator + "b\"";
      case 1 -> "\"two" + inside + "lines\"";
      case 2 -> "\"he said \"\"no\"\"" + inside + inside + "\"";
      case 3 -> "größer";
      case 4 -> "";
      default -> "plain";
    };
  }

  /** Quotes, lines within them, every end of a line, blank lines, titles, rows that are left out, two encodings. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 40})
  void betweenAnyTwoRecords(int chunk) throws IOException {
    for (int seed = 0; seed < 30; seed++) {
      var random = new Random(100L * chunk + seed);
      String separator = List.of(",", ";", "\t").get(random.nextInt(3));
      String end = ENDS.get(random.nextInt(3));
      boolean skips = random.nextBoolean();
      var text = new StringBuilder(random.nextInt(4) == 0 ? "# made by hand" + end : "");
      text.append(String.join(separator, "x", "words", "more")).append(end);
      for (int row = 0; row < 50; row++) {
        String first = skips && random.nextInt(9) == 0
            ? "1" + separator + "2" + separator + "3" + separator + "4" + end
            : random.nextInt(9) == 0 ? end : "";
        text.append(first)
            .append(random.nextInt(1000) * 0.5)
            .append(separator)
            .append(field(random, separator))
            .append(separator)
            .append(field(random, separator))
            .append(row < 49 || random.nextBoolean() ? end : "");
      }
      Charset charset = random.nextInt(3) == 0 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
      Path file = Files.write(folder.resolve(seed + ".csv"),
          ((charset.equals(StandardCharsets.UTF_8) && random.nextBoolean() ? "\uFEFF" : "") + text).getBytes(charset));
      TableOptions options = skips
          ? TableOptions.none().badRows(TableOptions.BadRows.SKIP).separator(separator.charAt(0)).header(true)
          : TableOptions.none();
      assertCut(file, options, chunk);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 40})
  void betweenAnyTwoLinesOfSvmlight(int chunk) throws IOException {
    var random = new Random(chunk);
    var text = new StringBuilder("# sparse\n");
    for (int row = 0; row < 60; row++) {
      String end = ENDS.get(random.nextInt(2));
      text.append(row % 2 == 0 ? "+1" : "-1");
      for (int index = 1; index < 9; index++) {
        text.append(random.nextInt(3) == 0 ? " " + index + ":" + random.nextInt(90) * 0.25 : "");
      }
      text.append(random.nextInt(5) == 0 ? " # why" : "").append(end).append(random.nextInt(8) == 0 ? end : "");
    }
    assertCut(Files.writeString(folder.resolve("sparse.svm"), text), TableOptions.none(), chunk);
  }

  /** A table without a header begins with its first byte, or behind the mark of its encoding. */
  @ParameterizedTest
  @ValueSource(strings = {"", "\uFEFF"})
  void fromTheFirstLineOn(String mark) throws IOException {
    Path file = Files.writeString(folder.resolve("bare.csv"), mark + "1.5,a\n2.5,b\n3.5,a\n4.5,a\n5.5,b\n");
    assertCut(file, TableOptions.none().header(false), 2);
    Path sparse = Files.writeString(folder.resolve("bare.svm"), mark + "1 1:2 2:3\n-1 1:3\n1 2:9\n");
    assertCut(sparse, TableOptions.none(), 2);
  }

  /** Lines of messages are those of the file, wherever it was begun. */
  @Test
  void whatIsWrongIsSaidWithItsLine() throws IOException {
    Path file = folder.resolve("wrong.csv");
    var text = new StringBuilder("x,y\n");
    for (int row = 0; row < 40; row++) {
      text.append(row).append(".5,\"a\nb\"\n");
    }
    Files.writeString(file, text);
    StreamedTable table = open(file, TableOptions.none(), 10);
    List<RowGroups.Group> groups = table.files().groups(table.files().parts().getFirst());
    assertThat(groups).extracting(RowGroups.Group::line).containsExactly(2L, 22L, 42L, 62L);
    Files.writeString(file, text.toString().replace("33.5,", "33,5,"));
    assertThatThrownBy(() -> {
      var rows = new StreamedTableTest.Rows();
      table.sum(rows, rows.empty(), new RowBlock(0, new RowGroups(3, 4), 30, 10));
    }).isInstanceOf(DataException.class).hasMessageStartingWith("wrong.csv, line 68");
  }

  /** What can only be read from its start has no groups, and is refused in words. */
  @Test
  void aPackedTextIsNotCut() throws IOException {
    Path packed = folder.resolve("packed.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write("x,y\n1.5,2\n2.5,3\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(TableReader.of(packed, TableOptions.none()).cuts(10)).isEqualTo(Optional.empty());
    assertThatThrownBy(() -> TravellingTable.text(open(packed, TableOptions.none(), 10)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unpack it");
    Path wide = Files.write(folder.resolve("wide.csv"), "\uFEFFx,y\n1.5,2\n".getBytes(StandardCharsets.UTF_16LE));
    assertThat(TableReader.of(wide, TableOptions.none()).groups(10)).isEmpty();
  }
}
