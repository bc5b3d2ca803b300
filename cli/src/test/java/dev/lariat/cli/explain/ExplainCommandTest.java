package dev.lariat.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.cli.Main;
import dev.lariat.explain.DecisionGuide;
import dev.lariat.page.TextPage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ExplainCommandTest {
  private record Outcome(int code, String out, String err) {}

  private static Outcome explain(String line) {
    List<String> words = new ArrayList<>(List.of("explain"));
    if (!line.isEmpty()) {
      words.addAll(List.of(line.split(" ")));
    }
    var out = new StringWriter();
    var err = new StringWriter();
    int code = Main.run(new PrintWriter(out), new PrintWriter(err), words.toArray(String[]::new));
    return new Outcome(code, out.toString(), err.toString());
  }

  private static JsonNode json(String line) {
    return JsonMapper.builder().build().readTree(explain(line + " --json").out);
  }

  @Test
  void showsThePublishedExampleWithoutOptions() {
    String text = explain("update").out;
    assertThat(text).contains("θ₁ = 1.5 − 0.1·(1 + 0.1·sign(1.5)) = 1.39", "1.1584385", "1.0468541",
        "θ₂ = 0 − 0.1·(1 − 0.1·sign(1)) = −0.09");
    assertThat(text).containsPattern("step 5 +0\\.0 +−0\\.05 +0 +−0\\.03 +−0\\.014604476");
    assertThat(text).containsPattern("step 5 +1\\.0 +0\\.95 +0\\.95 +0\\.95 +0\\.93638557");
  }

  @Test
  void jsonHasEveryStepInFullPrecision() {
    JsonNode trace = json("update --penalty l2");
    assertThat(trace.get("steps")).hasSize(5);
    JsonNode step = trace.get("steps").get(2);
    assertThat(step.get("step").asInt()).isEqualTo(3);
    assertThat(step.get("gradient").get(0).asDouble()).isEqualTo(1);
    assertThat(step.get("penaltyGradient").get(0).asDouble()).isEqualTo(0.127115);
    assertThat(step.get("theta").get(0).asDouble()).isEqualTo(1.1584385);
    assertThat(json("update").get("traces")).hasSize(5);
    assertThat(json("update --penalty l1 --rule clipped").get("steps").get(4).get("theta").get(1).asDouble()).isZero();
    assertThat(json("update --penalty elastic-net --optimizer nesterov --dialect keras --steps 3").get("steps"))
        .hasSize(3);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
      "update --theta 1,2,3 --gradient 1,2 | --gradient has 2 numbers and --theta 3",
      "update --theta 1,x | 'x' is not a number", "update --theta 1;2 | put commas between numbers",
      "update --theta NaN | is not a number", "update --lambda -1 | --lambda must be 0 or more, not -1.0",
      "update --lr -0.1 | the learning rate must be above 0, not -0.1",
      "update --steps 0 | steps must be from 1 to 10000, not 0",
      "update --steps 1000000000 | steps must be from 1 to 10000, not 1000000000",
      "update --penalty l3 | --penalty: no 'l3'; there are none, l1, l2, elastic-net",
      "update --optimizer adm | there are adam, adamw, sgd, momentum, nesterov, rmsprop",
      "update --loss quadratic | takes --minimum", "update --minimum 1 | goes with --loss quadratic",
      "update --penalty elastic-net --alpha 2 | from 0 to 1, not 2.0",
      "update --optimizer adamw --decay -1 | --decay must be 0 or more",
      "geometry --lambda -1 | --lambda must be 0 or more", "geometry --correlation 1 | between −1 and 1, not 1.0",
      "geometry --minimum 1,2,3 | --minimum takes two numbers, not 3", "geometry --alpha -1 | must be from 0 to 1",
      "geometry --target y | need a table", "geometry x.csv --target y | a table needs --columns A,B",
      "\"\" | explain what? There are update, geometry, dropout",
      "dropout --rate 1 | a dropout rate must be at least 0 and below 1, not 1.0",
      "dropout --rate -0.1 | at least 0 and below 1", "dropout --steps 0 | --steps from 1 to 100",
      "decay --theta 1 | --theta takes two numbers", "decay --lambda -1 | --lambda must be 0 or more",
      "decay --gradient 1,2,3 | --gradient has 3 numbers", "decay --steps 1000000000 | steps must be from 1 to 10000"})
  void wrongUsageIsOneLineAndExitCode2(String line, String message) {
    Outcome outcome = explain(line);
    assertThat(outcome.err).contains(message).hasLineCount(1).doesNotContain("\tat ");
    assertThat(outcome.code).isEqualTo(2);
    assertThat(outcome.out).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"update", "update --penalty elastic-net --optimizer adam --steps 30", "geometry",
      "geometry --duplicate", "update --theta 1,2,3,4,5,6,7,8 --penalty l1", "dropout --rate 0.2", "decay", "choose"})
  void textFitsInto80ColumnsAlsoInAscii(String line) {
    String text = explain(line).out;
    assertThat(text.lines()).isNotEmpty().allMatch(l -> TextPage.width(l) <= 80);
    String ascii = explain(line + " --ascii").out;
    assertThat(ascii.chars()).isNotEmpty().allMatch(c -> c < 128);
    // A symbol without a replacement would be a question mark.
    assertThat(ascii.chars().filter(c -> c == '?').count()).isEqualTo(text.chars().filter(c -> c == '?').count());
  }

  @ParameterizedTest
  @ValueSource(strings = {"update", "update --penalty l1 --steps 200", "geometry", "geometry --duplicate", "dropout",
      "decay", "choose"})
  void pagesLoadNothingAndReplaceNothingUnasked(String line, @TempDir Path folder) throws IOException {
    Path file = folder.resolve("page.html");
    Outcome outcome = explain(line + " --html " + file);
    assertThat(outcome.code).isZero();
    assertThat(outcome.out).isEmpty();
    String page = Files.readString(file);
    assertThat(page).startsWith("<!DOCTYPE html>")
        .contains("default-src 'none'", "</html>")
        .contains("Made by lariat explain " + line + ".");
    assertThat(page).doesNotContainPattern("(src=|href=|url\\(h|@import|<script|http://|https://|NaN|Infinity)");
    assertThat(explain(line + " --html " + file).code).isEqualTo(74);
    assertThat(explain(line + " --force --html " + file).code).isZero();
  }

  /**
   * SGD: L2 is decay. Momentum and Adam: it is not, and under Adam the weight with the large gradients is decayed
   * least.
   */
  @Test
  void decayIsL2UnderSgdAlone() {
    JsonNode all = json("decay");
    assertThat(all.get("SGD").get("largestDistance").asDouble()).isZero();
    assertThat(all.get("momentum").get("largestDistance").asDouble()).isGreaterThan(0.1);
    assertThat(taken(all.get("Adam"), "l2", 1)).isGreaterThan(5 * taken(all.get("Adam"), "l2", 0));
    assertThat(taken(all.get("Adam"), "decay", 1)).isCloseTo(taken(all.get("Adam"), "decay", 0), within(1e-6));
  }

  private static double taken(JsonNode optimizer, String with, int weight) {
    return optimizer.get("none").get(200).get(weight).asDouble() - optimizer.get(with).get(200).get(weight).asDouble();
  }

  /** A guide that sends readers to a command that fails would be worse than none. */
  @Test
  void everyCommandOfTheGuideRuns() {
    for (DecisionGuide.Entry entry : DecisionGuide.standard().regularizers()) {
      assertThat(entry.command()).startsWith("lariat explain ");
      assertThat(explain(entry.command().substring("lariat explain ".length())).code).as(entry.command()).isZero();
    }
  }

  @Test
  void geometryTakesTwoColumnsOfATable(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("t.csv");
    Files.writeString(file, "a,b,y,c,k\n1,2,3.5,x,1\n2,1,4.1,y,1\n3,5,8.2,x,1\n4,3.5,,x,1\n5,4,9.4,z,1\n");
    Outcome outcome = explain("geometry " + file + " --columns a,b --target y");
    assertThat(outcome.err).isEmpty();
    assertThat(outcome.out.replaceAll("\\s+", " ")).contains("4 rows, without 1 with missing values");
    assertThat(explain("geometry " + file + " --columns a --duplicate --target y").out)
        .contains("One column given twice");
    assertThat(explain("geometry " + file + " --columns a,c --target y").code).isEqualTo(65);
    assertThat(explain("geometry " + file + " --columns a,k --target y").code).isEqualTo(65);
    assertThat(explain("geometry " + file + " --columns a,bb --target y").code).isEqualTo(65);
    assertThat(explain("geometry " + folder.resolve("no.csv") + " --columns a,b --target y").code).isEqualTo(74);
  }
}
