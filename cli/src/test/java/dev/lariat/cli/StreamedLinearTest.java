package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A table that is streamed gives what it gives in memory. */
class StreamedLinearTest {
  private static final int ROWS = 9000; // more than one chunk
  private static final String HEADER = "id,age,income,city,member,since,hole,rare,w,off,part,y\n";

  @TempDir
  static Path folder;
  private static String rows;

  /** Missing values, categories of which one is met late, dates, yes and no, a rare level, a constant fold. */
  private static synchronized String rows() {
    if (rows == null) {
      var random = new Random(3);
      var text = new StringBuilder();
      String[] cities = {"Bonn", "Ulm", "Köln", "Jena"};
      for (int i = 0; i < ROWS; i++) {
        double age = 20 + random.nextInt(50);
        double income = 1e6 + 1000 * random.nextGaussian();
        String city = i == ROWS - 5 || i == ROWS - 3 ? "Trier" : cities[random.nextInt(4)];
        boolean member = random.nextInt(3) == 0;
        double y = 0.1 * age + 0.002 * (income - 1e6) + (city.equals("Ulm") ? 2 : 0) + (member ? 1 : 0)
            + random.nextGaussian();
        text.append(String.format(Locale.ROOT, "%d,%s,%.3f,%s,%s,20%02d-%02d-%02d,%s,%s,%s,%.2f,%d,%.6f%n", i + 1,
            random.nextInt(20) == 0 ? "" : Integer.toString((int) age), income, random.nextInt(50) == 0 ? "" : city,
            random.nextInt(40) == 0 ? "NA" : member ? "yes" : "no", random.nextInt(24), 1 + random.nextInt(12),
            1 + random.nextInt(28), i % 3 == 0 ? "" : "7", i == 4000 ? "once" : i % 5 == 0 ? "some" : "often",
            random.nextInt(4) == 0 ? "0.5" : "2", random.nextDouble(), i % 4 == 1 ? 1 : i % 3, y));
      }
      rows = text.toString();
    }
    return rows;
  }

  private static Path table() throws IOException {
    Path file = folder.resolve("t.csv");
    return Files.exists(file) ? file : Files.writeString(file, HEADER + rows());
  }

  private static Outcome linear(List<?> data, String options) {
    var words = new ArrayList<Object>(List.of("linear"));
    words.addAll(data);
    words.addAll(List.of("--target", "y", "--out", folder.resolve("run"), "--force"));
    if (!options.isBlank()) {
      words.addAll(List.of(options.strip().split(" +")));
    }
    return Outcome.of(words.toArray());
  }

  private static JsonNode json(List<?> data, String options) {
    Outcome outcome = linear(data, options + " --json");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return new JsonMapper().readTree(outcome.out());
  }

  private static void assertSame(JsonNode streamed, JsonNode held) {
    assertThat(streamed.get("streamed").asBoolean()).isTrue();
    assertThat(held.get("streamed").asBoolean()).isFalse();
    assertThat(streamed.get("lambda").size()).isEqualTo(held.get("lambda").size());
    near(streamed.get("nullDeviance").asDouble(), held.get("nullDeviance").asDouble(), 1e-12);
    for (String key : List.of("lambda", "devRatio", "intercept")) {
      for (int k = 0; k < held.get(key).size(); k++) {
        near(streamed.get(key).get(k).asDouble(), held.get(key).get(k).asDouble(), 1e-10);
      }
    }
    for (int k = 0; k < held.get("coefficients").size(); k++) {
      JsonNode mine = streamed.get("coefficients").get(k);
      JsonNode theirs = held.get("coefficients").get(k);
      assertThat(mine.propertyNames()).containsExactlyInAnyOrderElementsOf(theirs.propertyNames());
      for (String name : theirs.propertyNames()) {
        near(mine.get(name).asDouble(), theirs.get(name).asDouble(), 1e-10);
      }
    }
    if (held.has("cv")) {
      for (int k = 0; k < held.get("cv").get("mean").size(); k++) {
        near(streamed.get("cv").get("mean").get(k).asDouble(), held.get("cv").get("mean").get(k).asDouble(), 1e-10);
        near(streamed.get("cv").get("standardError").get(k).asDouble(),
            held.get("cv").get("standardError").get(k).asDouble(), 1e-8);
      }
      assertThat(streamed.get("cv").get("lambda1se").asDouble()).isCloseTo(held.get("cv").get("lambda1se").asDouble(),
          within(1e-12));
    }
  }

  private static void near(double value, double expected, double tolerance) {
    assertThat(value).isCloseTo(expected, within(tolerance * Math.max(1, Math.abs(expected))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--lambda-count 20 --fold-column part", "--lambda-count 10 --weights w --fold-column part",
      "--lambda-count 10 --weights w --offset off --alpha 0.5 --fold-column part",
      "--lambda-count 8 --alpha 0 --no-standardize --drop income",
      "--lambda 0.5,0.1,0.01 --no-intercept --drop income,since",
      "--lambda-count 10 --lower 0 --penalty-factor age=0 --upper income=0.0015 --drop part",
      "--lambda-count 8 --group age,city --drop part,hole", "--lambda-count 10 --dialect glmnet --fold-column part",
      "--lambda-count 6 --kinds rare=identifier,part=category"})
  void theSameFitAsInMemory(String options) throws IOException {
    String all = "--tolerance 1e-13 " + (options.contains("--lambda ") ? "" : "--no-early-stop ") + options;
    assertSame(json(List.of(table()), all + " --stream"), json(List.of(table()), all));
  }

  @Test
  void partsPatternsAndGzipAreOneTable() throws IOException {
    Path parts = Files.createDirectories(folder.resolve("parts"));
    String all = rows();
    int cut = all.indexOf('\n', all.length() / 3) + 1;
    Files.writeString(parts.resolve("a.csv"), HEADER + all.substring(0, cut));
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(parts.resolve("b.csv.gz")))) {
      out.write((HEADER + all.substring(cut)).getBytes(StandardCharsets.UTF_8));
    }
    String options = "--lambda-count 5 --tolerance 1e-13";
    JsonNode whole = json(List.of(table()), options);
    JsonNode streamed = json(List.of(parts.resolve("a.csv"), parts.resolve("b.csv.gz")), options + " --stream");
    assertSame(streamed, whole);
    assertThat(streamed.get("passes").asInt()).isEqualTo(2);
    JsonNode held = json(List.of(parts + "/*"), options);
    assertThat(held.get("coefficients")).isEqualTo(whole.get("coefficients"));
    assertThat(json(List.of(parts), options + " --stream").get("coefficients")).isEqualTo(streamed.get("coefficients"));
  }

  @Test
  void svmlightIsStreamed() throws IOException {
    var random = new Random(4);
    var text = new StringBuilder();
    for (int i = 0; i < 700; i++) {
      var row = new StringBuilder();
      double y = random.nextGaussian();
      for (int j = 1; j <= 30; j++) {
        if (random.nextInt(10) < 3) {
          double value = random.nextInt(1000) / 100.0;
          row.append(' ').append(j).append(':').append(value);
          y += j <= 3 ? value : 0;
        }
      }
      text.append(String.format(Locale.ROOT, "%.5f", y)).append(row).append('\n');
    }
    Path file = Files.writeString(folder.resolve("s.svm"), text);
    var words = new ArrayList<JsonNode>();
    for (String stream : List.of("--stream", "")) {
      var given = new ArrayList<Object>(List.of("linear", file, "--target", "label", "--json", "--lambda-count", "10",
          "--tolerance", "1e-13", "--force", "--out", folder.resolve("run")));
      if (!stream.isEmpty()) {
        given.add(stream);
      }
      Outcome outcome = Outcome.of(given.toArray());
      assertThat(outcome.code()).as(outcome.err()).isZero();
      words.add(new JsonMapper().readTree(outcome.out()));
    }
    assertSame(words.get(0), words.get(1));
  }

  /** Every K rows one is in each fold, whatever the seed; another seed gives other folds. */
  @Test
  void foldsComeFromTheRowsNumberAndTheSeed() throws IOException {
    JsonNode one = json(List.of(table()), "--lambda-count 5 --stream --folds 5 --seed 1");
    JsonNode again = json(List.of(table()), "--lambda-count 5 --stream --folds 5 --seed 1 --threads 1");
    JsonNode other = json(List.of(table()), "--lambda-count 5 --stream --folds 5 --seed 2");
    assertThat(one.get("cv").get("mean")).isEqualTo(again.get("cv").get("mean"));
    near(one.get("intercept").get(4).asDouble(), other.get("intercept").get(4).asDouble(), 1e-9);
    assertThat(one.get("cv").get("mean")).isNotEqualTo(other.get("cv").get("mean"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
    --family multinomial              | 65 | different numbers: for classes of a table that is passed over
    --adaptive ridge                  | 2  | --adaptive fits twice and needs the rows in memory
    --folds 3 --measure mae           | 2  | --stream: --measure mae needs the rows in memory: a streamed gaussian
    --drop nope                       | 65 | no column 'nope' in t.csv
    --offset nope                     | 65 | no column 'nope' in t.csv
    --weights nope                    | 65 | no column 'nope' in t.csv
    --weights age                     | 65 | the weight is missing; weights are numbers ≥ 0
    --weights city                    | 65 | is not a weight; weights are numbers
    --offset age                      | 65 | offset column 'age', row
    --penalty-factor id=2             | 65 | the column 'id' has a penalty factor but is no input
    --fold-column member              | 65 | fold column 'member', row
    """)
  void badInputIsSaidInOneLine(String options, int code, String message) throws IOException {
    Path out = folder.resolve("nothing");
    var words = new ArrayList<Object>(List.of("linear", table(), "--target", "y", "--stream", "--out", out));
    words.addAll(List.of(options.split(" ")));
    Outcome outcome = Outcome.of(words.toArray());
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(code);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err().lines().filter(line -> !line.startsWith("note: "))).singleElement()
        .asString()
        .contains(message);
    assertThat(out).doesNotExist();
  }

  @Test
  void aTargetThatIsTooLargeIsSaidAsTheTableHasIt() throws IOException {
    Path file = Files.writeString(folder.resolve("large.csv"), "x,y\n1,1e200\n2,0\n4,1e200\n3,0\n");
    Outcome refused = linear(List.of(file), "--stream --kinds x=numeric --task regression");
    assertThat(refused.code()).as(refused.err()).isEqualTo(Exit.DATA);
    assertThat(refused.err()).contains("target 'y': 1.0E200 is too large, its square overflows");
  }

  @Test
  void aFoldThatHasAllTheWeightIsNamedByItsNumber() throws IOException {
    var text = new StringBuilder("x,y,w,part\n");
    for (int i = 0; i < 12; i++) {
      text.append(
          String.format(Locale.ROOT, "%d.5,%d.25,%d,%s%n", i * i % 7, i % 5, i % 3 == 1 ? 1 : 0, "abc".charAt(i % 3)));
    }
    Path file = Files.writeString(folder.resolve("heavy.csv"), text);
    for (String stream : List.of("--stream", "")) {
      Outcome refused = linear(List.of(file), stream + " --weights w --fold-column part --kinds x=numeric");
      assertThat(refused.code()).as(refused.err()).isEqualTo(Exit.DATA);
      assertThat(refused.err()).contains("fold 2 leaves no training row of positive weight");
    }
  }

  @Test
  void aModelPredictsAsOneFromMemory() throws IOException {
    assertThat(linear(List.of(table()), "--stream --lambda 0.1 --drop part").code()).isZero();
    Path streamed = folder.resolve("streamed.csv");
    Path held = folder.resolve("held.csv");
    assertThat(Outcome.of("predict", folder.resolve("run"), table(), "-o", streamed, "--force").code()).isZero();
    assertThat(linear(List.of(table()), "--lambda 0.1 --drop part").code()).isZero();
    assertThat(Outcome.of("predict", folder.resolve("run"), table(), "-o", held, "--force").code()).isZero();
    List<String> mine = Files.readAllLines(streamed);
    List<String> theirs = Files.readAllLines(held);
    assertThat(mine).hasSize(ROWS + 1);
    for (int i = 1; i < mine.size(); i++) {
      near(Double.parseDouble(mine.get(i)), Double.parseDouble(theirs.get(i)), 1e-6);
    }
  }

  @Test
  void missingTargetsAreRefusedOrLeftOut() throws IOException {
    Path file = Files.writeString(folder.resolve("m.csv"), "x,y\n1,2.5\n2,\n3,7.25\n4,8.5\n5,11.75\n6,\n7,13.125\n");
    String options = "--lambda 0.1 --tolerance 1e-13 --kinds x=numeric --task regression";
    Outcome refused = linear(List.of(file), options + " --stream");
    assertThat(refused.code()).isEqualTo(Exit.DATA);
    assertThat(refused.err()).contains("target 'y' is missing in row 2; take those rows out");
    assertSame(json(List.of(file), options + " --stream --target-missing drop"),
        json(List.of(file), options + " --target-missing drop"));
  }
}
