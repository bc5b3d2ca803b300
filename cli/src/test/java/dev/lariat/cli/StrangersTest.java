package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tables as strangers bring them, with the figures that glmnet 4.1 and scikit-learn 1.9 give for them: each is right,
 * or refused with the reason.
 */
@Tag("slow")
class StrangersTest {
  private static final Path TABLES = Path.of("src/test/resources/strangers");

  @TempDir
  private Path folder;
  private int runs;

  private static Path table(String name) {
    return TABLES.resolve(name);
  }

  private Outcome run(Object... words) {
    return Outcome.of(words);
  }

  /** What predict says, but for the note that it is said of rows which the model has learnt from. */
  private static String figures(Outcome predicted) {
    return predicted.err()
        .lines()
        .filter(line -> !line.contains("the model has learnt from"))
        .collect(Collectors.joining("\n"));
  }

  private Path out() {
    return folder.resolve("run" + runs++);
  }

  private JsonNode linear(String name, Object... options) {
    List<Object> words = new ArrayList<>(List.of("linear", table(name), "-t", "y", "-o", out(), "--json"));
    words.addAll(List.of(options));
    Outcome outcome = run(words.toArray());
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return JsonMapper.shared().readTree(outcome.out());
  }

  private static double ratio(JsonNode path, int point) {
    return path.get("devRatio").get(point).asDouble();
  }

  @ParameterizedTest
  @ValueSource(strings = {"f01_thousands.csv", "f01_plain.csv"})
  void thousandsMarks(String name) {
    JsonNode path = linear(name, "--lambda", "0.01");
    assertThat(ratio(path, 0)).isCloseTo(0.99999144, within(1e-7));
    assertThat(path.get("intercept").toString()).contains("0.00983");
  }

  @ParameterizedTest
  @CsvSource({"f02_probe_ids.csv, 60", "f02_pandas_default.csv, 60", "f02_years.csv, 40"})
  void headersOfNumbers(String name, int rows) {
    Outcome listed = run("fit", table(name));
    assertThat(listed.out()).contains(rows + " rows").doesNotContain("column1");
  }

  @Test
  void rowsOfWeightZero() throws Exception {
    JsonNode path = linear("f03_weights.csv", "--weights", "w", "--lambda", "0.5,0.05");
    assertThat(ratio(path, 0)).isCloseTo(0.83303441, within(1e-6));
    assertThat(ratio(path, 1)).isCloseTo(0.96747338, within(1e-6));
    List<String> predictions = new ArrayList<>();
    for (String[] how : new String[][]{{"f03_weights.csv", "--weights", "w"}, {"f03_without.csv"}}) {
      Path model = out();
      List<Object> words = new ArrayList<>(List.of("train", table(how[0]), "-t", "y", "--hidden", "none", "--l2", "0.1",
          "--epochs", "300", "--batch", "10000", "--lr", "0.05", "--validation", "0", "-o", model, "-q"));
      words.addAll(List.of(how).subList(1, how.length));
      assertThat(run(words.toArray()).code()).isZero();
      predictions.add(figures(run("predict", model, table("f03_without.csv"))));
    }
    assertThat(predictions.getFirst()).contains("rmse").isEqualTo(predictions.getLast());
  }

  @Test
  void levelsByValue() {
    Path model = out();
    assertThat(run("linear", table("f05_int.csv"), "-t", "y", "--lambda", "0.001", "--kinds", "k=category", "-o", model)
        .code()).isZero();
    for (String name : List.of("f05_int.csv", "f05_float.csv", "f05_float.parquet")) {
      assertThat(figures(run("predict", model, table(name)))).as(name)
          .contains("rSquared  0.9965")
          .doesNotContain("note:");
    }
    // The same rows in other files: a small table's are known again by what stands in them.
    for (String name : List.of("f05_float.csv", "f05_float.parquet")) {
      assertThat(run("predict", model, table(name)).err()).as(name).contains("has learnt from 120 of these rows");
    }
    Path classes = out();
    assertThat(run("linear", table("f05_bool_target.csv"), "-t", "y", "--lambda", "0.01", "-o", classes).code())
        .isZero();
    for (String name : List.of("f05_bool_target.csv", "f05_bool_target.parquet")) {
      assertThat(run("predict", classes, table(name)).err()).as(name).contains("accuracy  1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"f07_plainna.csv", "f07_na.csv", "f07_none.csv", "f07_dot.csv"})
  void wordsForMissing(String name) {
    JsonNode path = linear(name, "--lambda", "0.05");
    assertThat(ratio(path, 0)).isCloseTo(0.81712463, within(1e-6));
    assertThat(path.get("coefficients").toString()).contains("0.09369");
  }

  @Test
  void moneyAndBadDates() {
    assertThat(ratio(linear("f07_dollar2.csv", "--lambda", "0.05"), 0)).isGreaterThan(0.5);
    Outcome date = run("fit", table("f07_date_bad.csv"));
    assertThat(date.code()).isEqualTo(65);
    assertThat(date.err()).contains("line 9, column 'd': '2023-02-30' is no date");
  }

  @Test
  void namesWithPointsAndCommas() {
    assertThat(ratio(linear("f10_dots.parquet", "--lambda", "0.1"), 0)).isCloseTo(0.9971, within(1e-4));
    JsonNode free = linear("f17_comma_name.csv", "--lambda", "0.1", "--kinds", "\"price, EUR\"=numeric",
        "--penalty-factor", "\"price, EUR\"=0");
    assertThat(free.get("coefficients").toString()).contains("price, EUR");
    Outcome unquoted = run("linear", table("f17_comma_name.csv"), "-t", "y", "--penalty-factor", "price, EUR=0");
    assertThat(unquoted.code()).isEqualTo(2);
    assertThat(unquoted.err()).contains("a name with a comma stands in double quotes");
  }

  @Test
  void theHourOfTheDay() {
    assertThat(ratio(linear("f14_hours.csv", "--lambda", "0.001"), 0)).isGreaterThan(0.99);
  }

  @Test
  void whatStandsBeforeTheHeader() {
    assertThat(run("fit", table("f16_sep.csv")).out()).contains("40 rows").doesNotContain("sep=");
    assertThat(run("fit", table("f16_space_quote.csv")).out()).contains("40 rows", "b c").doesNotContain("column1");
  }

  /** As banks write their rates: the table, and below it what the columns mean. */
  @Test
  void whatStandsBelowTheTable() throws Exception {
    var rates = new StringBuilder("date;1 USD;1 EUR\n");
    for (int day = 1; day <= 28; day++) {
      rates.append("2024-01-%02d;4,%04d;4,%04d%n".formatted(day, 1000 + day * day % 97, 3000 + day * 13 % 101));
    }
    rates.append("ISO code;USD;EUR\nname;dollar;euro\nunits;1;1\n");
    Path bank = Files.writeString(folder.resolve("bank.csv"), rates);
    Outcome outcome = run("linear", bank, "-t", "1 USD", "-o", out());
    assertThat(outcome.code()).isEqualTo(Exit.DATA);
    assertThat(outcome.err()).contains("bank.csv, line 30: from here on the columns '1 USD' and '1 EUR' hold words");
  }

  @Test
  void aRareClassDoesNotSetTheNumberOfFolds() {
    Outcome dry = run("fit", table("f12_rare.csv"), "-t", "y", "--quick", "--dry-run");
    assertThat(dry.code()).as(dry.err()).isZero();
    assertThat(dry.out() + dry.err()).contains("5 folds", "so that 3 of 5 folds are validated without it");
  }

  @Test
  void rowsAndColumnsThatAreLeftOut() throws Exception {
    Path data = Files.writeString(folder.resolve("t.csv"),
        "a,b,c,y\n" + "1,2,3,4\n2,1,5,6\n3,3,1,5\n4,2,2,8\n".repeat(5) + "5,5,5\n6,6,6,\n");
    Outcome refused = run("linear", data, "-t", "y", "-o", out());
    assertThat(refused.err()).contains("line 22: 3 fields, where the table has 4");
    Outcome kept = run("linear", data, "-t", "y", "-o", out(), "--on-bad-rows", "skip", "--target-missing", "drop",
        "--drop", "b", "--lambda", "0.1", "--json");
    assertThat(kept.code()).as(kept.err()).isZero();
    assertThat(kept.err()).contains("t.csv: 1 row has not 4 fields and is left out",
        "1 row has no target 'y' and is left out");
    assertThat(kept.out()).doesNotContain("\"b\"");
    assertThat(run("linear", data, "-t", "y", "--on-bad-rows", "mend").code()).isEqualTo(2);
  }
}
