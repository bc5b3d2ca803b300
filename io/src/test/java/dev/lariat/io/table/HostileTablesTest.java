package dev.lariat.io.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lariat.data.ColumnKind;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.io.Tables;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every file that is no usable table is refused with one line that says what, where, and what to do. */
class HostileTablesTest {
  @TempDir
  private Path folder;

  private Path write(byte... bytes) throws IOException {
    return Files.write(folder.resolve("t.csv"), bytes);
  }

  private void refuses(String text, String message) throws IOException {
    refuses(write(text.getBytes(StandardCharsets.UTF_8)), message);
  }

  private void refuses(Path file, String message) {
    assertThatThrownBy(() -> Tables.read(file)).isInstanceOf(DataException.class)
        .hasMessage(message.replace("FILE", file.toString()));
  }

  @Test
  void missingFile() {
    assertThatThrownBy(() -> Tables.read(folder.resolve("gone.csv"))).isInstanceOf(UncheckedIOException.class)
        .hasMessage("no such file: " + folder.resolve("gone.csv"));
    assertThatThrownBy(() -> Tables.hash(folder.resolve("gone.csv"))).isInstanceOf(UncheckedIOException.class)
        .hasMessage("no such file: " + folder.resolve("gone.csv"));
    refuses(folder, "FILE is a folder, not a table");
  }

  @Test
  void nothingInIt() throws IOException {
    refuses("", "FILE is empty");
    refuses("\n\n \n", "FILE is empty");
    refuses("a,b\n", "t.csv: there are no rows below the header");
    refuses("a,b", "t.csv: there are no rows below the header");
  }

  @Test
  void notATable() throws IOException {
    refuses("<!DOCTYPE html><html><body>404</body></html>",
        "FILE is not a table, but an HTML page; download or save the table itself, as CSV");
    refuses("\uFEFF<?xml version='1.0'?><a/>",
        "FILE is not a table, but XML; download or save the table itself, as CSV");
    refuses("{\"a\": [1, 2]}", "FILE is not a table, but JSON; save the table as CSV");
    refuses(" [\n {\"a\": 1}]", "FILE is not a table, but JSON; save the table as CSV");
    refuses("PK\u0003\u0004....", "FILE is not a table, but a zip archive or a spreadsheet; save the table as CSV");
    refuses("%PDF-1.7\n%", "FILE is not a table, but a PDF; save the table as CSV");
    refuses("BZh91AY", "FILE is not a table, but a bzip2 file; unpack it first, or use gzip");
    refuses("\u007fELF\0\1\2\3", "FILE is not a table, but binary; give a CSV, TSV, Parquet or svmlight file");
    refuses(write("a,b\n1,2\n3,4\n".getBytes(StandardCharsets.UTF_16LE)),
        "FILE is not a table, but UTF-16 without a byte-order mark; save it as UTF-8");
  }

  @Test
  void randomBytesNeverCrash() throws IOException {
    long seed = Long.getLong("lariat.seed", 3);
    SplittableRandom random = new SplittableRandom(seed);
    String[] pieces = {"1", "-2.5e3", ",", ",", ";", "\t", "\"", "'", "\n", "\r\n", "\n", "NA", "x", "é", "inf", "1:2",
        "qid:1", "#", "2026-01-01", "\uFEFF", "yes", "no", " ", "1,5"};
    for (int i = 0; i < 400; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(60); j >= 0; j--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      Path file = write(
          text.toString().getBytes(random.nextInt(4) == 0 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8));
      try {
        assertThat(Tables.read(file).rows()).isPositive();
      } catch (DataException e) {
        assertThat(e.getMessage()).as("seed %d, table %s", seed, text).contains("t.csv").doesNotContain("\n");
      }
    }
  }

  @Test
  void raggedRows() throws IOException {
    refuses("a,b,c\n1,2,3\n4,5\n6,7,8\n", "t.csv, line 3: 2 fields, where the table has 3"
        + "; mend the line, or leave such lines out with --on-bad-rows skip");
    refuses("a,b,c\n1,2,3\n4,\"5\n5\",6\n6,7,8,9\n", "t.csv, line 5: 4 fields, where the table has 3"
        + "; mend the line, or leave such lines out with --on-bad-rows skip");
  }

  @Test
  void quotes() throws IOException {
    refuses("a,b\n1,2\n3,\"4\n5,6\n", "t.csv, line 3: a quote is opened in this row and never closed");
    refuses("a,b\n1,\"x\"y\n", "t.csv, line 2: text follows a closing quote; a quote within a value is written twice");
  }

  @Test
  void columnNames() throws IOException {
    refuses("a,b,a\n1,2,3\n", "t.csv, line 1: columns 1 and 3 are both called 'a'; rename one");
    Path file = write("age,b\n1,2\n".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> Tables.read(file, TableOptions.none().kind("agee", ColumnKind.CATEGORY)))
        .isInstanceOf(DataException.class)
        .hasMessage("no column 'agee' in t.csv: did you mean 'age'?");
    assertThatThrownBy(() -> TableOptions.none().kind("age", ColumnKind.CONSTANT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("column 'age' cannot be told to be constant; tell identifier to leave it out");
  }

  @Test
  void textWhereNumbersWere() throws IOException {
    String numbers = "1,2\n".repeat(40);
    refuses("a,b\n" + numbers + "abc,3\n" + numbers,
        "t.csv, line 42, column 'a': 'abc' is not a number, but 80 of 81 values are; "
            + "correct it, leave it empty, or read the column with --kinds a=category");
    refuses("a,b\n- -,3\n" + numbers, "t.csv, line 2, column 'a': '- -' is not a number, but 40 of 41 values are; "
        + "correct it, leave it empty, or read the column with --kinds a=category");
    assertThat(
        Tables.read(folder.resolve("t.csv"), TableOptions.none().kind("a", ColumnKind.CATEGORY)).column("a").text(0))
        .isEqualTo("- -");
    Path told = write("a,b\nx,3\ny,4\n".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> Tables.read(told, TableOptions.none().kind("a", ColumnKind.NUMERIC)))
        .isInstanceOf(DataException.class)
        .hasMessage("t.csv, line 2, column 'a': 'x' is not a number");
    assertThatThrownBy(() -> Tables.read(told, TableOptions.none().kind("a", ColumnKind.DATE)))
        .isInstanceOf(DataException.class)
        .hasMessage("t.csv, line 2, column 'a': 'x' is not a date as the others are; write dates as 2026-07-30");
    assertThatThrownBy(() -> Tables.read(told, TableOptions.none().kind("a", ColumnKind.BOOLEAN)))
        .isInstanceOf(DataException.class)
        .hasMessage("t.csv, line 2, column 'a': 'x' is neither yes nor no");
  }

  @Test
  void longAndUnprintableValuesAreShortInMessages() throws IOException {
    refuses("a,b\n" + "1,2\n".repeat(30) + "\"bell\u0085 and\na long long long long long long value\",3\n",
        "t.csv, line 32, column 'a': 'bell\uFFFD and\uFFFDa long long long long long lon…' is not a number, but 30 of 31 values are; "
            + "correct it, leave it empty, or read the column with --kinds a=category");
  }

  @Test
  void infiniteValues() throws IOException {
    String message = " is infinite or too large; leave it empty if the value is not known";
    refuses("a,b\n1,2\n-Inf,3\n", "t.csv, line 3, column 'a': '-Inf'" + message);
    refuses("a,b\n1,2\n5,1e999\n", "t.csv, line 3, column 'b': '1e999'" + message);
    refuses("a,b\ninfinity,2\n5,1\n", "t.csv, line 2, column 'a': 'infinity'" + message);
  }

  @Test
  void thousandsAndDecimalCommas() throws IOException {
    refuses("a,b\n\"1,234\",2\n\"12,345\",3\n\"7\",4\n",
        "t.csv, line 2, column 'a': does the comma in '1,234' part thousands, "
            + "or is it a decimal comma? Write numbers without commas");
  }

  @Test
  void brokenGzip() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      SplittableRandom random = new SplittableRandom(1);
      out.write("a,b\n".getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < 20_000; i++) {
        out.write((random.nextInt() + "," + i + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    byte[] bytes = packed.toByteArray();
    String early = "FILE is a broken gzip file: it ends too early; copy or download it again";
    refuses(write(Arrays.copyOf(bytes, bytes.length / 2)), early);
    refuses(write(Arrays.copyOf(bytes, bytes.length - 3)), early);
    refuses(write(Arrays.copyOf(bytes, 5)), early);
    bytes[bytes.length / 2] ^= 0x55;
    Path file = write(bytes);
    assertThatThrownBy(() -> Tables.read(file)).isInstanceOf(DataException.class)
        .hasMessageStartingWith(file + " is a broken gzip file: ")
        .hasMessageEndingWith("; copy or download it again");
  }

  @Test
  void oneRowIsReadForPredictionButIsNoTarget() throws IOException {
    Dataset data = Tables.read(write("a,b\n1,x\n".getBytes(StandardCharsets.UTF_8)));
    assertThat(data.rows()).isEqualTo(1);
    assertThatThrownBy(() -> data.target("b").target()).isInstanceOf(DataException.class)
        .hasMessage("target 'b': 1 row is not enough to learn from");
  }
}
