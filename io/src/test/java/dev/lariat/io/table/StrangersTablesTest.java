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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tables as people's programs write them: each is read with the right values, or refused; nothing changes without a
 * word.
 */
class StrangersTablesTest {
  @TempDir
  private Path folder;

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("t.csv"), text);
  }

  private Dataset read(String text) throws IOException {
    return Tables.read(write(text));
  }

  private void refuses(String text, String message) throws IOException {
    Path file = write(text);
    assertThatThrownBy(() -> Tables.read(file)).isInstanceOf(DataException.class).hasMessage(message);
  }

  private static List<String> names(Dataset data) {
    return data.columns().stream().map(Column::name).toList();
  }

  /** The values of a column; NaN where missing. */
  private static double[] numbers(Dataset data, String column) {
    return IntStream.range(0, data.rows()).mapToDouble(row -> data.column(column).number(row)).toArray();
  }

  private static String lines(int count, IntFunction<String> line) {
    return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining("\n", "", "\n"));
  }

  @Test
  void thousandsPointsBesideDecimalCommas() throws IOException {
    String text = "umsatz;preis\n1.200;0,5\n15.000;1,25\n950;2\n";
    Dataset data = read(text);
    assertThat(numbers(data, "umsatz")).containsExactly(1200, 15000, 950);
    assertThat(data.notes()).contains("column 'umsatz' is read with a decimal comma and points between thousands");
    // A model reads the same table once, by the kinds that it knows.
    Schema schema = new Schema(List.of(new Schema.Field("umsatz", ColumnKind.NUMERIC, null, true)));
    assertThat(numbers(Tables.read(folder.resolve("t.csv"), schema), "umsatz")).containsExactly(1200, 15000, 950);
    // Found far behind the start, which leaves it open.
    String late = "a;b\n" + "1.200;7\n950;8\n".repeat(300) + "15.000;0,5\n";
    assertThat(numbers(read(late), "a")).startsWith(1200, 950).endsWith(15000);
    // Nothing in the table tells which it is.
    refuses("a;b\n1.200;x\n15.000;y\n950;x\n2.500;y\n", "t.csv, line 2, column 'a': does the point in '1.200' part "
        + "thousands, or is it a decimal point? Write numbers without thousands marks");
    // Decimal points elsewhere do, and so does a number that is too large to be without a mark.
    assertThat(numbers(read("a;b\n1.200;0.5\n15.000;7\n950;0.25\n2.500;NA\n"), "a")).contains(1.2, 950);
    assertThat(numbers(read("a,b\n1.234,x\n1500,y\n950,x\n2.345,y\n3.456,x\n"), "a")).contains(1.234, 1500);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"50,123.45|50123.45", "1,234,567|1234567", "$1,200.50|1200.5",
      "(1,200.50)|-1200.5", "-$5.25|-5.25", "12.5%|12.5", "5.5 cm|5.5", "1'234.5|1234.5", "1\u2019234.5|1234.5",
      "1\u00A0234.5|1234.5", "1\u202F234.5|1234.5", "\u22123.5|-3.5", "\u20AC 7.5|7.5", "7.5 EUR|7.5",
      "1.234.567,5|1234567.5"})
  void numbersAsPeopleWriteThem(String text, double value) throws IOException {
    Dataset data = read("n\ty\n" + (text + "\t1\n").repeat(3) + text + "\t2\n" + text.replace('5', '6') + "\t3\n");
    assertThat(data.column("n").kind()).isEqualTo(ColumnKind.NUMERIC);
    assertThat(data.column("n").number(0)).isEqualTo(value);
    Schema schema = new Schema(List.of(new Schema.Field("n", ColumnKind.NUMERIC, null, true)));
    assertThat(Tables.read(folder.resolve("t.csv"), schema).column("n").number(0)).isEqualTo(value);
  }

  @Test
  void whatStandsAroundNumbersIsSaid() throws IOException {
    assertThat(read("n,y\n5 cm,1\n7 cm,2\n").notes())
        .containsExactly("column 'n' is read as numbers, without its 'cm'; --kinds n=category reads it as names");
    // With thousands marks, too, which are found from the table's start.
    Dataset money = read("n,y\n" + lines(20, row -> "\"$" + (row + 1) + ",200.50\"," + row));
    assertThat(numbers(money, "n")).startsWith(1200.5, 2200.5);
    assertThat(money.notes()).containsExactly("column 'n' is read with commas between thousands",
        "column 'n' is read as numbers, without its '$'; --kinds n=category reads it as names");
    // Behind the start another currency stands: no numbers of one kind.
    String late = "n,y\n" + lines(300, row -> "\"$" + (row % 5 + 1) + ",200.50\"," + row)
        + lines(300, row -> "\"€" + (row % 5 + 1) + ",200.50\"," + row);
    assertThat(read(late).column("n").kind()).isEqualTo(ColumnKind.CATEGORY);
    // Two units, or a per cent sign in some rows only, are no numbers of one kind.
    assertThat(read("n,y\n5 cm,1\n7 kg,2\n5 cm,1\n7 kg,2\n").column("n").kind()).isEqualTo(ColumnKind.CATEGORY);
    assertThat(read("n,y\n5%,1\n7,2\n5%,1\n7,2\n").column("n").kind()).isEqualTo(ColumnKind.CATEGORY);
    assertThat(read("n,y\nQ1,1\nQ2,2\nQ1,1\n").column("n").kind()).isEqualTo(ColumnKind.CATEGORY);
  }

  @Test
  void numbersOfProgramsAreNamesAndThatIsSaid() throws IOException {
    Dataset data = read("a,b,y\n"
        + lines(60, row -> row + 1 + "_" + (100 + row) + ",0x" + Integer.toHexString(row % 5 + 16) + "," + row));
    assertThat(data.column("a").kind()).isEqualTo(ColumnKind.IDENTIFIER);
    assertThat(data.column("b").kind()).isEqualTo(ColumnKind.CATEGORY);
    assertThat(data.notes()).contains(
        "column 'a' is read as names: '1_100' is not a number; write it without underscores, as 1100",
        "column 'b' is read as names: '0x10' is not a number; write hexadecimal numbers in decimal digits");
    assertThat(read("a,y\nx_1,1\nx_2,2\nx_1,3\n").notes()).isEmpty();
  }

  /** A title with as many commas as the table looks like names, and the names then look like values. */
  @Test
  void wordsBelowTheFirstLineAreAskedAbout() throws IOException {
    for (String first : new String[]{"Results of 2024, second run, by Ann", "Sales 2024,,", "height,width,result"}) {
      refuses(first + "\na,b,y\n1,2,3\n2,2,4\n3,4,5\n",
          "t.csv, line 2: words stand in all columns, and numbers below them; if they are the names of the columns, "
              + "take the line above them out; if they are units, take them out");
    }
    // Of words, or with a word that stands for a missing value, it is a row.
    assertThat(read("a,b,y\nx,q,z\nx,q,z\nv,r,z\nv,r,w\n").rows()).isEqualTo(4);
    assertThat(read("a,b,y\nn/a,n/a,n/a\n1,2,3\n2,2,4\n3,4,5\n").rows()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"n/a", "None", "na", "<NA>", ".", "-", "\\N", "-nan", "#DIV/0!", "none", "unknown", ".."})
  void wordsForMissing(String word) throws IOException {
    Dataset data = read("age,y\n" + lines(20, row -> (row % 4 == 3 ? word : "" + (20 + row)) + "," + row));
    assertThat(data.column("age").kind()).isEqualTo(ColumnKind.NUMERIC);
    assertThat(data.column("age").missing()).isEqualTo(5);
    assertThat(data.notes()).contains("column 'age': '" + word + "' is read as missing, in 5 rows");
    Schema schema = new Schema(List.of(new Schema.Field("age", ColumnKind.NUMERIC, null, true)));
    Dataset told = Tables.read(folder.resolve("t.csv"), schema);
    assertThat(told.column("age").missing()).isEqualTo(5);
    assertThat(told.notes()).hasSize(1);
    // Among names it is a name, as it always was.
    assertThat(read("c,y\nred," + "1\n" + word + ",2\nblue,3\nred,4\n").column("c").text(1)).isEqualTo(word);
    // Yes and no have no third word.
    assertThat(read("b,y\nyes,1\n" + word + ",2\nno,3\n").column("b").kind()).isEqualTo(ColumnKind.BOOLEAN);
  }

  @Test
  void aColumnChangesItsKindWithAWord() throws IOException {
    assertThat(read("n,y\n" + lines(20, row -> (row % 4 == 3 ? "many" : "" + (20 + row)) + "," + row)).notes())
        .contains("column 'n' is read as a category: 5 of its 20 values are no numbers, such as 'many' in line 5");
    refuses("d,y\n" + lines(60, row -> (row == 7 ? "2023-02-30" : "2023-01-" + (10 + row % 20)) + "," + row),
        "t.csv, line 9, column 'd': '2023-02-30' is no date, but 59 of 60 values are; correct it, leave it empty, "
            + "or read the column with --kinds d=category");
    assertThat(read("d,y\n" + lines(20, row -> (row % 5 == 0 ? "soon" : "2023-01-" + (10 + row)) + "," + row)).notes())
        .contains(
            "column 'd' is read as names: 4 of its 20 values are no dates as the others are, such as 'soon' in line 2");
  }

  @Test
  void headersOfNumbers() throws IOException {
    assertThat(names(read("sample,1007,1053,class\n" + lines(20,
        row -> "s" + row + ",0." + (100 + row) + ",0." + (200 + row) + "," + (row % 2 == 0 ? "yes" : "no")))))
        .containsExactly("sample", "1007", "1053", "class");
    Dataset pandas = read(
        "0,1,2,3,species\n" + lines(20, row -> row + ".5,1.25,3,4.5," + (row % 2 == 0 ? "ruff" : "teal")));
    assertThat(names(pandas)).containsExactly("0", "1", "2", "3", "species");
    assertThat(pandas.rows()).isEqualTo(20);
    assertThat(pandas.notes()).contains("t.csv: the first line is read as names, though '0' is a number; "
        + "put a line of names above it if it is a row");
    assertThat(names(read("country,2019,2020\na,92.9,51.1\nb,67.6,49\nb,78.6,35.6\n"))).containsExactly("country",
        "2019", "2020");
    // Rows of numbers and names, without a header.
    assertThat(read("1,2,a\n3,4,b\n2,3,a\n1,1,b\n").rows()).isEqualTo(4);
    assertThat(read("1,2,3\n4,5,6\n").rows()).isEqualTo(2);
    assertThat(read("0.5,1,2\n0.25,4,6\n").rows()).isEqualTo(2);
  }

  @Test
  void whatStandsBeforeTheHeader() throws IOException {
    String rows = lines(40, row -> row + ".5;" + 2 * row);
    Dataset sep = read("sep=;\nx;y\n" + rows);
    assertThat(names(sep)).containsExactly("x", "y");
    assertThat(sep.rows()).isEqualTo(40);
    assertThat(sep.notes()).containsExactly("t.csv: the first line stands before the table and is left out");
    assertThat(names(read("# made by a \"program\n# on a day\nx;y\n" + rows))).containsExactly("x", "y");
    assertThat(names(read("Sales of the year\n\nx;y;z\n" + lines(9, row -> row + ";1;2")))).containsExactly("x", "y",
        "z");
    assertThat(names(read("Sales of the year\nx;y\n" + rows))).containsExactly("x", "y");
    assertThat(names(read("#chrom,pos\n1,2\n3,4\n"))).containsExactly("#chrom", "pos");
    // Lines are counted as an editor counts them.
    refuses("# one\n# two\nx,y\n1,2\n3,4,5\n", "t.csv, line 5: 3 fields, where the table has 2"
        + "; mend the line, or leave such lines out with --on-bad-rows skip");
    refuses("Title\nx,y,z\n1,2,3\n4,5,6\n" + "7,8,9\n".repeat(40) + "a,1,2\n",
        "t.csv, line 45, column 'x': 'a' is not a number, but 42 of 43 values are; correct it, leave it empty, "
            + "or read the column with --kinds x=category");
    try (TableStream stream = Tables.stream(write("sep=;\r\nx;y\r\n1;2\r\n3;4\r\n"),
        new Schema(List.of(new Schema.Field("y", ColumnKind.NUMERIC, null, true))), 1)) {
      assertThat(numbers(stream.next(), "y")).containsExactly(2);
      assertThat(numbers(stream.next(), "y")).containsExactly(4);
    }
  }

  @Test
  void blanksBeforeQuotes() throws IOException {
    Dataset data = read("a, \"b c\", y\n1, \"b, q\", 2\n3, \"c, q\", 4\n5, \"b, q\", 2\n");
    assertThat(names(data)).containsExactly("a", "b c", "y");
    assertThat(data.column("b c").text(0)).isEqualTo("b, q");
  }

  @Test
  void moreColumnsThanTheLibraryWants() throws IOException {
    String head = IntStream.range(0, 20_000).mapToObj(i -> "g" + i).collect(Collectors.joining("\t"));
    String row = IntStream.range(0, 20_000).mapToObj(i -> "" + i % 7).collect(Collectors.joining("\t"));
    Dataset data = read(head + "\n" + (row + "\n").repeat(3));
    assertThat(data.columns()).hasSize(20_000);
    assertThat(data.column("g19999").text(2)).isEqualTo("" + 19_999 % 7);
  }

  @Test
  void levelsByValue() throws IOException {
    Dataset data = Tables.read(write("k,y\n1,1\n1.0,2\n2,3\n2.00,4\n07,5\n7,6\n"),
        TableOptions.none().kind("k", ColumnKind.CATEGORY));
    assertThat(((CategoryColumn) data.column("k")).levels()).containsExactly("1", "2", "07", "7");
    assertThat(read("b,y\nTrue,1\ntrue,2\nFALSE,3\n").column("b").kind()).isEqualTo(ColumnKind.BOOLEAN);
  }

  @Test
  void wholeNumbersBeyondDoubles() throws IOException {
    Dataset data = read("key,y\n9007199254740993,1\n9007199254740992,2\n9007199254740993,3\n");
    assertThat(data.column("key").text(0)).isEqualTo("9007199254740993");
    assertThat(data.column("key").text(1)).isEqualTo("9007199254740992");
    assertThat(data.notes()).hasSize(1);
    // Each of these is a double.
    assertThat(read("n,y\n1000000000000000000,1\n2000000000000000000,2\n").column("n").kind())
        .isEqualTo(ColumnKind.NUMERIC);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"Jan 1 2000|Feb 29 2000", "1 January 2000|29 feb 2000",
      "January 1, 2000|February 29, 2000", "01-Jan-2000|29-Feb-2000"})
  void datesWithTheMonthsName(String first, String second) throws IOException {
    Dataset data = read("d\ty\n" + first + "\t1\n" + second + "\t2\n");
    assertThat(data.column("d").text(0)).isEqualTo("2000-01-01");
    assertThat(data.column("d").text(1)).isEqualTo("2000-02-29");
    assertThat(data.column("d")).hasFieldOrPropertyWithValue("order", DateOrder.MONTH_NAMED);
  }

  @Test
  void datesByEvidenceAndByTheClock() throws IOException {
    Dataset data = read("d,e\n1/2/2020,13/2/2020\n3/4/2020,5/6/2020\n");
    assertThat(data.column("d").text(0)).isEqualTo("2020-02-01");
    assertThat(data.notes()).isEmpty();
    Dataset clock = read("timestamp,y\n946684800,1\n1600000000,2\n1600000001,3\n".replace("946684800", "1546300800"));
    assertThat(clock.column("timestamp").text(0)).isEqualTo("2019-01-01");
    assertThat(clock.notes()).containsExactly("column 'timestamp' is read as dates, in seconds since 1970-01-01; "
        + "--kinds timestamp=numeric keeps it a number");
    Dataset told = Tables.read(write("t,y\n1546300800000,1\n1546300860000,2\n"),
        TableOptions.none().kind("t", ColumnKind.DATE));
    assertThat(told.column("t").text(1)).isEqualTo("2019-01-01T00:01");
    assertThat(Tables.read(write("t,y\n20190101,1\n20190102,2\n"), TableOptions.none().kind("t", ColumnKind.DATE))
        .column("t")
        .text(1)).isEqualTo("2019-01-02");
  }

  /** Times of day without a date are hours, in the table and in a later one that is read by the schema. */
  @Test
  void timesWithoutADate() throws IOException {
    Dataset data = read(
        "at,y\n" + lines(40, i -> String.format("%d:%02d %s,%d", 1 + i % 11, i, i < 20 ? "am" : "pm", i)));
    assertThat(numbers(data, "at")).startsWith(1, 2 + 1 / 60.0).endsWith(12 + 7 + 39 / 60.0);
    assertThat(data.notes()).containsExactly(
        "column 'at' is read as hours of the day, '1:00 am' as 1.00; --kinds at=category reads it as names");
    Dataset later = Tables.read(write("at,y\n23:15,1\n,2\n"),
        new Schema(List.of(Schema.Field.of(data.column("at"), true))));
    assertThat(numbers(later, "at")).containsExactly(23.25, Double.NaN);
  }

  /** Nothing says that a column is left out which is what is predicted. */
  @Test
  void identifiersAsTargets() throws IOException {
    Dataset data = read("x,id\n" + lines(40, i -> i * i % 17 + "," + i));
    assertThat(data.notes()).anyMatch(note -> note.startsWith("column 'id' looks like an identifier"));
    assertThat(data.target("id").notes()).isEmpty();
    assertThat(data.target("x").notes()).isEqualTo(data.notes());
  }
}
