package dev.lariat.io.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lariat.data.CategoryColumn;
import dev.lariat.data.Column;
import dev.lariat.data.ColumnKind;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.DateOrder;
import dev.lariat.data.Schema;
import dev.lariat.io.Tables;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTableTest {
  @TempDir
  private Path folder;

  private Path write(String text) throws IOException {
    return write(text, StandardCharsets.UTF_8);
  }

  private Path write(String text, Charset charset) throws IOException {
    return Files.write(folder.resolve("t.csv"), text.getBytes(charset));
  }

  private Dataset read(String text) throws IOException {
    return Tables.read(write(text));
  }

  private static List<String> texts(Dataset data, String column) {
    List<String> texts = new ArrayList<>();
    for (int row = 0; row < data.rows(); row++) {
      texts.add(data.column(column).text(row));
    }
    return texts;
  }

  private static List<String> names(Dataset data) {
    return data.columns().stream().map(Column::name).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t", "|", " "})
  void findsTheSeparator(String separator) throws IOException {
    Dataset data = read("a,b,c\n1,2.5,-3\n4,5.5,6\n".replace(",", separator));
    assertThat(names(data)).containsExactly("a", "b", "c");
    assertThat(texts(data, "b")).containsExactly("2.5", "5.5");
  }

  @ParameterizedTest
  @CsvSource({"\\n", "\\r\\n", "\\r"})
  void readsQuotesAndAnyLineEnd(String end) throws IOException {
    Dataset data = read("name,\"the, text\"\n1,\"say \"\"a\"\", b\"\n2,'x'\n3,\"two\nlines\"\n\n4,'x'".replace("\n",
        end.replace("\\r", "\r").replace("\\n", "\n")));
    assertThat(names(data)).containsExactly("name", "the, text");
    assertThat(texts(data, "the, text")).hasSize(4).contains("say \"a\", b", "'x'");
    assertThat(read("'a','b'\n'x','1'\n'y','2'\n'x','3'").column("b").kind()).isEqualTo(ColumnKind.NUMERIC);
  }

  @Test
  void findsWhetherThereIsAHeader() throws IOException {
    assertThat(names(read("5.1,3.5,setosa\n4.9,3.0,setosa\n7,2,virginica"))).containsExactly("column1", "column2",
        "column3");
    assertThat(names(read("x,1990,1991\na,5,6\nb,7,8"))).containsExactly("x", "1990", "1991");
    assertThat(names(read("p,q\nyes,no\nno,yes"))).containsExactly("p", "q");
    assertThat(names(read("x,y\n,\n1,2"))).containsExactly("x", "y");
    Dataset told = Tables.read(write("1,2\n3,4"), TableOptions.none().header(true));
    assertThat(names(told)).containsExactly("1", "2");
    assertThat(told.rows()).isEqualTo(1);
  }

  @Test
  void namesTheColumnOfRowNames() throws IOException {
    Dataset data = read("mpg,cyl\nMazda,21,6\nDatsun,22.8,4\nHornet,21.4,6\n");
    assertThat(names(data)).containsExactly("column1", "mpg", "cyl");
    assertThat(texts(data, "cyl")).containsExactly("6", "4", "6");
  }

  @ParameterizedTest
  @CsvSource({"UTF-8, false", "UTF-8, true", "UTF-16LE, true", "UTF-16BE, true", "ISO-8859-1, false"})
  void findsTheEncoding(String charset, boolean mark) throws IOException {
    String text = "größe,naïve\n1,straße\n2,café\n3,café\n";
    Dataset data = Tables.read(write((mark ? "\uFEFF" : "") + text, Charset.forName(charset)));
    assertThat(names(data)).containsExactly("größe", "naïve");
    assertThat(texts(data, "naïve")).containsExactly("straße", "café", "café");
    assertThat(data.notes()).isEqualTo(charset.startsWith("ISO")
        ? List.of("t.csv is not valid UTF-8 and is read as Latin-1 (ISO 8859-1)")
        : List.of());
  }

  @Test
  void fallsBackToLatin1FarIntoTheFile() throws IOException {
    String text = "a,b\n" + "1,x\n2,y\n".repeat(40_000) + "3,é\n";
    Path file = write(text, StandardCharsets.ISO_8859_1);
    assertThat(((CategoryColumn) Tables.read(file).column("b")).levels()).containsExactly("x", "y", "é");
    Schema schema = new Schema(List.of(new Schema.Field("b", ColumnKind.CATEGORY, null, true)));
    assertThat(((CategoryColumn) Tables.read(file, schema).column("b")).levels()).containsExactly("x", "y", "é");
  }

  @Test
  void readsGzip() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    for (String part : List.of("a,b\n1,2\n", "3,4\n")) {
      try (OutputStream out = new GZIPOutputStream(packed)) {
        out.write(part.getBytes(StandardCharsets.UTF_8));
      }
    }
    // The name does not matter, and a file may be several packed one after the other.
    Path file = Files.write(folder.resolve("packed"), packed.toByteArray());
    assertThat(texts(Tables.read(file), "b")).containsExactly("2", "4");
  }

  @Test
  void knowsMissingValues() throws IOException {
    Dataset data = read("a,b,c\n1,x,\nNA,NA,\n,,\nNaN,null,\nnull,?,\n?,x, \n \t,y,NA\n7,NaN,\n");
    assertThat(texts(data, "a")).containsExactly("1", null, null, null, null, null, null, "7");
    assertThat(texts(data, "b")).containsExactly("x", null, null, null, null, "x", "y", null);
    assertThat(data.column("c").kind()).isEqualTo(ColumnKind.CONSTANT);
    assertThat(data.column("c").missing()).isEqualTo(8);
  }

  @Test
  void findsKindsFromAllRows() throws IOException {
    StringBuilder text = new StringBuilder("id,num,cat,flag,day,same,code,none,mixed,key\n");
    for (int i = 1; i <= 60; i++) {
      text.append(i)
          .append(',')
          .append(i % 7 / 2.0)
          .append(',')
          .append("level ")
          .append(i % 12)
          .append(',')
          .append(i % 2 == 0 ? "Yes" : "No")
          .append(",2026-0")
          .append(1 + i % 9)
          .append("-1")
          .append(i % 10)
          .append(",x,K")
          .append(i * 31)
          .append(",NA,")
          .append(i < 50 ? Integer.toString(i % 5) : "many")
          .append(',')
          .append(i * 17 % 101)
          .append('\n');
    }
    Dataset data = read(text.toString());
    assertThat(data.columns().stream().map(Column::kind)).containsExactly(ColumnKind.IDENTIFIER, ColumnKind.NUMERIC,
        ColumnKind.CATEGORY, ColumnKind.BOOLEAN, ColumnKind.DATE, ColumnKind.CONSTANT, ColumnKind.IDENTIFIER,
        ColumnKind.CONSTANT, ColumnKind.CATEGORY, ColumnKind.NUMERIC);
    assertThat(((CategoryColumn) data.column("cat")).levels()).startsWith("level 0", "level 1", "level 2")
        .endsWith("level 10", "level 11");
    assertThat(((CategoryColumn) data.column("mixed")).levels()).containsExactly("0", "1", "2", "3", "4", "many");
    assertThat(data.notes()).containsExactly(
        "column 'id' looks like an identifier of the rows and is left out; --kinds id=category or =numeric keeps it",
        "column 'code' looks like an identifier of the rows and is left out; --kinds code=category keeps it",
        "column 'mixed' is read as a category: 11 of its 60 values are no numbers, such as 'many' in line 51");
    Dataset told = Tables.read(folder.resolve("t.csv"),
        TableOptions.none()
            .kind("id", ColumnKind.NUMERIC)
            .kind("num", ColumnKind.CATEGORY)
            .kind("cat", ColumnKind.IDENTIFIER)
            .kind("code", ColumnKind.CATEGORY));
    assertThat(told.columns().stream().map(Column::kind))
        .startsWith(ColumnKind.NUMERIC, ColumnKind.CATEGORY, ColumnKind.IDENTIFIER)
        .contains(ColumnKind.CATEGORY);
    assertThat(told.notes()).hasSize(1).first().asString().startsWith("column 'mixed'");
  }

  @Test
  void keepsCountersThatCarryMeaning() throws IOException {
    StringBuilder text = new StringBuilder("x,y,z\n");
    for (int i = 1; i <= 30; i++) {
      text.append(i).append(',').append(i * i).append(',').append(i % 4).append('\n');
    }
    assertThat(read(text.toString()).columns()).allMatch(column -> column.kind() == ColumnKind.NUMERIC);
    assertThat(read(text.toString().replaceFirst("x", "")).columns().getFirst().kind())
        .isEqualTo(ColumnKind.IDENTIFIER);
  }

  @Test
  void keepsLeadingZerosWhereACategoryIsTold() throws IOException {
    Dataset data = Tables.read(write("zip,y\n00501,1\n10001,2\n00501,3\n"),
        TableOptions.none().kind("zip", ColumnKind.CATEGORY));
    assertThat(texts(data, "zip")).containsExactly("00501", "10001", "00501");
  }

  @ParameterizedTest
  @CsvSource({"2026-02-01, 2026-11-30, YEAR_FIRST", "01.02.2026, 30.11.2026, DAY_FIRST",
      "2/1/2026, 11/30/2026, MONTH_FIRST", "1/2/2026, 30/11/2026, DAY_FIRST", "2026/02/01, 2026/11/30, YEAR_FIRST"})
  void readsDates(String first, String second, String order) throws IOException {
    Dataset data = read("d,y\n" + first + ",1\n" + second + ",2\n,3\n");
    assertThat(texts(data, "d")).containsExactly("2026-02-01", "2026-11-30", null);
    assertThat(data.column("d")).hasFieldOrPropertyWithValue("order", DateOrder.valueOf(order));
  }

  @Test
  void saysHowAmbiguousDatesAreRead() throws IOException {
    assertThat(read("d,y\n1/2/2026,1\n3/4/2026,2\n").notes())
        .containsExactly("the dates of column 'd', such as 1/2/2026, are read as "
            + "month/day/year; write them as 2026-07-30 if that is wrong");
  }

  @Test
  void readsDecimalCommas() throws IOException {
    Dataset german = read("gewicht;art\n1,5;a\n-2,25e1;b\n3;a\n");
    assertThat(texts(german, "gewicht")).containsExactly("1.5", "-22.5", "3");
    assertThat(german.notes()).containsExactly("column 'gewicht' is read with a decimal comma");
    // Found late, beyond the sample, and between commas.
    Dataset late = read("a,b\n" + "NA,x\nNA,y\n".repeat(200) + "\"1,25\",x\n\"2\",y\n");
    assertThat(late.column("a").number(400)).isEqualTo(1.25);
    assertThat(late.column("a").number(401)).isEqualTo(2);
  }

  @Test
  void streamsAsItReads() throws IOException {
    long seed = Long.getLong("lariat.seed", 7);
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder text = new StringBuilder("a,b,c,d,e\n");
    for (int i = 0; i < 1000; i++) {
      text.append(random.nextInt(5) == 0 ? "" : random.nextDouble())
          .append(',')
          .append(random.nextInt(3) == 0 ? "NA" : "l" + i % 9)
          .append(',')
          .append(random.nextBoolean() ? "T" : "F")
          .append(",1")
          .append(i % 3)
          .append(".03.20")
          .append(10 + i % 20)
          .append(",unused\n");
    }
    Dataset whole = read(text.toString());
    Schema schema = new Schema(
        whole.without("e").columns().stream().map(column -> Schema.Field.of(column, true)).toList());
    for (int rows : new int[]{1, 7, 333, 1000, 5000}) {
      int at = 0;
      try (TableStream stream = Tables.stream(folder.resolve("t.csv"), schema, rows)) {
        while (stream.hasNext()) {
          Dataset chunk = stream.next();
          assertThat(names(chunk)).containsExactly("a", "b", "c", "d");
          for (Column column : chunk.columns()) {
            assertThat(column.kind()).isEqualTo(whole.column(column.name()).kind());
            for (int row = 0; row < chunk.rows(); row++) {
              assertThat(column.text(row)).as("seed %d", seed).isEqualTo(whole.column(column.name()).text(at + row));
            }
          }
          at += chunk.rows();
        }
      }
      assertThat(at).isEqualTo(1000);
    }
  }

  @Test
  void streamRefusesWhatTheTrainingTableDidNotHold() throws IOException {
    Path file = write("a,b\n1,x\n2,y\nmany,z\n");
    Schema schema = new Schema(List.of(new Schema.Field("a", ColumnKind.NUMERIC, null, true)));
    try (TableStream stream = Tables.stream(file, schema, 2)) {
      stream.next();
      assertThatThrownBy(stream::next).isInstanceOf(DataException.class)
          .hasMessage("t.csv, line 4, column 'a': 'many' is not a number");
    }
    Schema other = new Schema(List.of(new Schema.Field("A1", ColumnKind.NUMERIC, null, true)));
    assertThatThrownBy(() -> Tables.stream(file, other, 2)).isInstanceOf(DataException.class)
        .hasMessage("no column 'A1' in t.csv: did you mean 'a'?");
  }

  @Test
  void hashesTheBytes() throws IOException {
    assertThat(Tables.hash(write("abc"))).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }
}
