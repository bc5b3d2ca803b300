package dev.lariat.page.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.page.phrase.Phrases;
import dev.lariat.data.NumberText;
import dev.lariat.io.run.FinishedStudy;
import dev.lariat.io.run.VerdictFile;
import dev.lariat.page.TextFigures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class VerdictTextTest {
  @Test
  void sparklinesGoFromTheLowestToTheHighestValue() {
    var blocks = new TextFigures(false);
    assertThat(blocks.sparkline(new double[]{0, 1, 2, 3, 4, 5, 6, 7, 8}, 0, 8, 24)).isEqualTo("▁▂▃▄▅▆▇██");
    assertThat(blocks.sparkline(new double[]{8, 8, 0, 0}, 0, 8, 2)).isEqualTo("█▁");
    assertThat(blocks.sparkline(new double[]{1, Double.NaN, 1}, 1, 1, 3)).isEqualTo("▁ ▁");
    assertThat(new TextFigures(true).sparkline(new double[]{0, 4, 8}, 0, 8, 24)).isEqualTo("_=#");
  }

  @Test
  void barsAreAsLongAsTheirShare() {
    var blocks = new TextFigures(false);
    assertThat(blocks.bar(1, 4)).isEqualTo("████");
    assertThat(blocks.bar(0.53125, 4)).isEqualTo("██▏");
    assertThat(blocks.bar(-1, 4)).isEmpty();
    assertThat(new TextFigures(true).bar(0.5, 4)).isEqualTo("##");
    assertThat(blocks.interval(5, 2.5, 0, 10, 11)).isEqualTo("   ──●───  ");
    assertThat(new TextFigures(true).interval(99, 1, 0, 10, 5)).isEqualTo("    >");
  }

  @Test
  void theTextFitsTheScreenAndItsFiguresAreThose(@TempDir Path folder) throws IOException {
    for (Path run : List.of(SampleStudies.classes(folder.resolve("classes")),
        SampleStudies.numbers(folder.resolve("numbers")))) {
      FinishedStudy verdict = VerdictFile.read(run);
      for (int width : new int[]{32, 40, 60, 80, 100}) {
        for (boolean plain : new boolean[]{true, false}) {
          List<String> lines = VerdictText.of(verdict, plain, width).lines();
          assertThat(lines).allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(width));
          assertThat(lines).allSatisfy(line -> assertThat(line.strip()).doesNotStartWith("%")
              .doesNotStartWith(plain ? "+-" : "±")
              .doesNotEndWith(plain ? " +-" : " ±"));
          String text = String.join("\n", lines);
          if (plain) {
            assertThat(text.chars().filter(c -> c >= 128).boxed()).isEmpty();
          } else {
            assertThat(text).containsPattern("[▁-█]{8}");
            if (width >= 60) {
              assertThat(text).contains("●");
            }
          }
          for (FinishedStudy.Candidate candidate : verdict.candidates()) {
            String loss = NumberText.number(verdict.metric().shown(candidate.loss()));
            assertThat(text).contains(plain ? loss.replace('−', '-') : loss);
          }
        }
      }
    }
  }

  /** On a narrow screen the name stands on a line of its own: cut to six letters, columns looked alike. */
  @Test
  void columnsThatMatterHaveTheirNamesOnANarrowScreen(@TempDir Path folder) throws IOException {
    Path run = SampleStudies.numbers(folder.resolve("numbers"));
    String json = Files.readString(run.resolve("verdict.json")).replace("\"a\"", "\"a_rather_long_name_of_one\"");
    Files.writeString(run.resolve("verdict.json"), json);
    List<String> lines = VerdictText.of(VerdictFile.read(run), false, 32).lines();
    int name = lines.indexOf("  a_rather_long_name_of_one");
    assertThat(name).isPositive();
    assertThat(lines.get(name + 1)).startsWith("    ████").contains(" ± ");
    assertThat(lines).allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(32));
  }

  @Test
  void stepsOfTheFinishFitTheScreen(@TempDir Path folder) throws IOException {
    Path run = SampleStudies.numbers(folder.resolve("numbers"));
    ObjectNode json = (ObjectNode) JsonMapper.shared().readTree(Files.readString(run.resolve("verdict.json")));
    ((ObjectNode) json.get("use")).set("finish", JsonMapper.shared().readTree("""
        {"networks": 8, "temperature": 1, "linearWeight": 0.3, "waterfall": [
         {"step": "none", "loss": 0.176, "standardError": 0.0123},
         {"step": "regularizer", "loss": 0.157, "standardError": 0.0123},
         {"step": "average", "loss": 0.148, "standardError": 0.01, "done": true,
          "gain": {"mean": 0.00891, "standardError": 0.000312, "low": 0.0081, "high": 0.0095}},
         {"step": "mixture", "loss": 0.148, "standardError": 0.01, "done": false,
          "gain": {"mean": 0, "standardError": 0, "low": 0, "high": 0}}]}"""));
    for (int width : new int[]{60, 80}) {
      List<String> lines = VerdictText.of(MovedStudies.read(folder, json), false, width).lines();
      assertThat(lines).allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(width));
      assertThat(lines).anyMatch(line -> line.startsWith("  average of seeds") && line.endsWith(", at least"));
    }
  }

  /** Runs that have no room beside each other follow below, and columns stand under each other. */
  @Test
  void runsSideBySideFitTheScreen(@TempDir Path folder) throws IOException {
    FinishedStudy verdict = VerdictFile.read(SampleStudies.numbers(folder.resolve("numbers")));
    List<FinishedStudy> four = List.of(verdict, verdict, verdict, verdict);
    for (int width : new int[]{60, 120}) {
      for (boolean plain : new boolean[]{true, false}) {
        List<String> lines = SideBySideText.of(List.of("a", "b", "c", "d"), four, plain, width);
        assertThat(lines).allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(width));
        assertThat(lines.stream().filter(line -> line.startsWith("diagnosis")).count()).isEqualTo(width == 60 ? 2 : 1);
        String heads = lines.stream()
            .filter(line -> line.startsWith(" ") && line.contains("[2]"))
            .findFirst()
            .orElseThrow();
        String loss = NumberText.number(verdict.metric().shown(verdict.candidates().getFirst().loss()));
        assertThat(lines.stream()
            .filter(line -> line.startsWith(Phrases.name(verdict.candidates().getFirst()) + " "))
            .findFirst()
            .orElseThrow()
            .substring(heads.indexOf("[2]"))).startsWith(loss);
        assertThat(String.join("", lines).contains("±")).isEqualTo(!plain);
      }
    }
  }

  @Test
  void whatWasLeftOutForOneReasonIsOneLine() {
    assertThat(Phrases.byReason(List.of("network l1: not run: the time was over", "network slow: diverged: fold 1",
        "network l2: not run: the time was over")))
        .containsExactly("network l1, network l2: not run: the time was over", "network slow: diverged: fold 1");
  }

  /** In a list of its own, where there is one. */
  @Test
  void whatFollowsTheChoiceAndWasLeftOutIsSaid(@TempDir Path folder) throws IOException {
    Path run = SampleStudies.numbers(folder.resolve("numbers"));
    ObjectNode json = (ObjectNode) JsonMapper.shared().readTree(Files.readString(run.resolve("verdict.json")));
    assertThat(json.has("leftOut")).isFalse();
    json.putArray("missing").add("network l1: not run: the time was over");
    json.putArray("leftOut").add("the average of 8 networks").add("what fewer rows would tell");
    FinishedStudy verdict = MovedStudies.read(folder, json);
    assertThat(JsonMapper.shared().readTree(VerdictFile.text(verdict)).get("leftOut")).isEqualTo(json.get("leftOut"));
    String after = "the average of 8 networks, what fewer rows would tell: the time limit had no room for it";
    assertThat(Phrases.leftOut(verdict)).containsExactly("network l1: not run: the time was over", after);
    assertThat(VerdictText.of(verdict, false, 200).lines()).contains("left out: " + after);
  }

  /** In a study that went on from an earlier version's log a candidate has no such figure. */
  @Test
  void whatIsCalibratedIsShownWhereItIsKnown(@TempDir Path folder) throws IOException {
    ObjectNode json = json(SampleStudies.classes(folder.resolve("classes")));
    ((ObjectNode) json.get("candidates").get(1)).remove("calibrated");
    FinishedStudy verdict = MovedStudies.read(folder, json);
    String known = NumberText.number(verdict.candidates().getFirst().calibrated().orElseThrow());
    assertThat(String.join("\n", VerdictText.of(verdict, false, 120).lines())).contains(Phrases.CALIBRATED, known);
    List<Phrases.Beside> shown = Phrases.beside(verdict);
    assertThat(shown.getLast().text().apply(verdict.candidates().get(1))).isEmpty();
    for (JsonNode candidate : json.get("candidates")) {
      ((ObjectNode) candidate).remove("calibrated");
    }
    FinishedStudy earlier = MovedStudies.read(folder, json);
    assertThat(Phrases.isCalibrated(earlier)).isFalse();
    assertThat(VerdictFile.text(earlier)).doesNotContain("calibrated\" :", "calibrated\":");
    assertThat(String.join("\n", VerdictText.of(earlier, false, 120).lines())).doesNotContain(Phrases.CALIBRATED);
  }

  /** Earlier files have candidates in the order of the losses that are shown: of them the other order is not said. */
  @Test
  void theOrderOfCandidatesIsSaidAsItIs(@TempDir Path folder) throws IOException {
    String order = "candidates stand in the order of these differences";
    ObjectNode json = json(SampleStudies.numbers(folder.resolve("numbers")));
    FinishedStudy now = MovedStudies.read(folder, json);
    assertThat(Phrases.isByDifference(now.candidates())).isTrue();
    assertThat(new CandidatesSection(MovedStudies.reported(now)).section().toString()).contains(order);
    ObjectNode second = (ObjectNode) json.get("candidates").get(1);
    second.put("loss", json.get("candidates").get(0).get("loss").asDouble() / 2);
    FinishedStudy lower = MovedStudies.read(folder, json);
    assertThat(Phrases.order(lower.candidates()).orElseThrow()).startsWith("Best first, by what decides");
    second.put("differenceToNone", json.get("candidates").get(0).get("differenceToNone").asDouble() - 1);
    FinishedStudy earlier = MovedStudies.read(folder, json);
    assertThat(Phrases.isByDifference(earlier.candidates())).isFalse();
    assertThat(Phrases.order(earlier.candidates())).isEmpty();
    assertThat(new CandidatesSection(MovedStudies.reported(earlier)).section().toString()).doesNotContain(order);
  }

  private static ObjectNode json(Path run) throws IOException {
    return (ObjectNode) JsonMapper.shared().readTree(Files.readString(run.resolve("verdict.json")));
  }
}
