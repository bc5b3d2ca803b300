package dev.lariat.io.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lariat.data.DataException;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.Strength;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files of earlier versions, as records and back. */
class FinishedStudyTest {
  private static final List<String> RUNS = List.of("study-classes", "study-numbers");

  private static Path earlier(String run) {
    return Path.of("src/test/resources/earlier/0.1").resolve(run);
  }

  /**
   * What is read is written again, key for key and number for number, but for the format's own number, and but for the
   * diagnosis' interval of the best candidate, of which earlier files had two.
   */
  @Test
  void nothingOfAFileIsLost() throws IOException {
    for (String run : RUNS) {
      JsonNode file = JsonMapper.shared().readTree(Files.readString(earlier(run).resolve("verdict.json")));
      JsonNode again = JsonMapper.shared().readTree(VerdictFile.text(VerdictFile.read(earlier(run))));
      contains(again, file, run);
      JsonNode overBest = again.path("diagnosis").path("overBestCandidate");
      JsonNode againstNone = file.path("winnerAgainstNone");
      assertThat(overBest.path("low").doubleValue()).isEqualTo(-againstNone.path("high").doubleValue());
      assertThat(overBest.path("high").doubleValue()).isEqualTo(-againstNone.path("low").doubleValue());
      assertThat(again.path("test").propertyNames()).containsExactlyElementsOf(file.path("test").propertyNames());
    }
  }

  /** A later version may have more keys, and none less. */
  private static void contains(JsonNode more, JsonNode less, String at) {
    if (less.isObject()) {
      less.propertyStream()
          .filter(key -> !List.of("format", "overBestCandidate").contains(key.getKey()))
          .forEach(key -> {
            assertThat(more.has(key.getKey())).as(at + "." + key.getKey()).isTrue();
            contains(more.get(key.getKey()), key.getValue(), at + "." + key.getKey());
          });
    } else if (less.isArray()) {
      assertThat(more.size()).as(at).isEqualTo(less.size());
      for (int i = 0; i < less.size(); i++) {
        contains(more.get(i), less.get(i), at + "[" + i + "]");
      }
    } else {
      assertThat(more).as(at).isEqualTo(less);
    }
  }

  /** A component that is no key of the file would be written by a name that no reader of the file knows. */
  @Test
  void theKeysAreTheComponents() {
    for (String run : RUNS) {
      JsonNode again = JsonMapper.shared().readTree(VerdictFile.text(VerdictFile.read(earlier(run))));
      var components = Arrays.stream(FinishedStudy.class.getRecordComponents())
          .map(component -> component.getName())
          .collect(Collectors.toSet());
      assertThat(again.propertyNames()).isSubsetOf(components);
      assertThat(again.get("candidates").get(0).propertyNames()).doesNotContain("none", "trial");
    }
  }

  @Test
  void theEvidenceIsWhatTheFileHas(@TempDir Path folder) throws IOException {
    for (String run : RUNS) {
      EvidenceFile.write(EvidenceFile.read(earlier(run)), folder);
      JsonNode file = JsonMapper.shared().readTree(Files.readString(earlier(run).resolve(EvidenceFile.NAME)));
      contains(JsonMapper.shared().readTree(Files.readString(folder.resolve(EvidenceFile.NAME))), file, run);
    }
    assertThat(EvidenceFile.read(folder.resolve("nowhere")).weights()).isEmpty();
  }

  @Test
  void numbersThatAreNotKnownAndKeysThatAreNotThere(@TempDir Path folder) throws IOException {
    String least = """
        {"format": 1, "data": "d", "target": "t", "rows": 10, "columns": 2, "metric": "squared-error", "folds": 5,
         "recipe": {"hidden": [128, 64], "activation": "relu", "epochs": 3, "batch": 8, "learningRate": 0.01},
         "diagnosis": {"state": "too-little-data", "gap": null},
         "candidates": [{"model": "network", "regularizer": "dropout+weight-decay", "strength": [0.25, 0.01], "loss": 2}],
         "recommendation": {"model": "network", "regularizer": "none", "strength": 0},
         "laterKey": {"of": "a newer minor version"}}""";
    Path file = Files.writeString(folder.resolve("verdict.json"), least);
    FinishedStudy study = VerdictFile.read(file);
    assertThat(study.diagnosis().gap()).isNaN();
    assertThat(study.diagnosis().trainLoss()).isNaN();
    assertThat(study.diagnosis().surelyBeaten()).isFalse();
    assertThat(study.recipe().network()).isEqualTo("128-64 relu");
    assertThat(study.candidates().getFirst().strength()).isEqualTo(Strength.of(0.25, 0.01));
    assertThat(study.use().strength()).isEqualTo(Strength.ZERO);
    assertThat(study.use().isNone()).isTrue();
    assertThat(study.use().model()).isEqualTo(ModelKind.NETWORK);
    assertThat(study.test()).isEmpty();
    assertThat(study.winnerAgainstNone()).isEmpty();
    assertThat(VerdictFile.text(study)).contains("\"gap\" : null").doesNotContain("NaN");
  }

  /** Also where files of format 2 had it without a finish, or do not have it. */
  @Test
  void theRecommendationIsWhatIsUsed(@TempDir Path folder) throws IOException {
    String chosen = "\"model\": \"network\", \"regularizer\": \"l2\", \"strength\": 0.1, \"loss\": 2, \"reasons\": [\"so\"]";
    String finish = ", \"finish\": {\"networks\": 8, \"temperature\": 0.9, \"linearWeight\": 0.2, \"waterfall\": [{\"step\": \"average\", \"loss\": 2, \"standardError\": 0.1}]}";
    for (String named : List.of("\"use\": {%1$s%2$s}", "\"use\": {%1$s%2$s}, \"recommendation\": {%1$s}",
        "\"recommendation\": {%1$s%2$s}")) {
      Path file = Files.writeString(folder.resolve("verdict.json"), ("""
          {"format": 2, "rows": 10, "columns": 2, "metric": "squared-error", "folds": 5, "diagnosis": {"state": "fits"},
           "candidates": [{"model": "network", "regularizer": "l2", "strength": 0.1, "loss": 2}],""" + named + "}")
          .formatted(chosen, finish));
      FinishedStudy study = VerdictFile.read(file);
      assertThat(study.recommendation()).isSameAs(study.use());
      assertThat(study.use().finish().networks()).isEqualTo(8);
      JsonNode again = JsonMapper.shared().readTree(VerdictFile.text(study));
      assertThat(again.get("recommendation")).isEqualTo(again.get("use"));
      assertThat(again.at("/recommendation/finish/waterfall/0/step").asString()).isEqualTo("average");
    }
  }

  @Test
  void whatANewerVersionWroteIsRefusedByName(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve(EvidenceFile.NAME), "{\"format\": 99}");
    assertThatThrownBy(() -> EvidenceFile.read(folder)).isInstanceOf(DataException.class)
        .hasMessageContaining("is of format 99, written by a newer Lariat; this one reads up to format ")
        .hasMessageEndingWith(": update Lariat");
    Files.writeString(folder.resolve(RunDirectory.TRIALS), "{\"format\": 99}\n");
    var header = new RunDirectory.Header("data", "settings", "settings");
    assertThatThrownBy(() -> RunDirectory.open(folder, header, false)).isInstanceOf(DataException.class)
        .hasMessageContaining("is of format 99, written by a newer Lariat; this one reads up to format ");
  }

  @Test
  void whatIsNoVerdictIsSaid(@TempDir Path folder) throws IOException {
    for (var said : Map
        .of("{\"format\": 99, \"candidates\": []}", "newer Lariat", "{}", "no verdict of Lariat", "[1",
            "breaks off in line 1", "{\"format\": 1, \"candidates\": []}", "is JSON of another kind: no verdict")
        .entrySet()) {
      Path file = Files.writeString(folder.resolve("verdict.json"), said.getKey());
      assertThatThrownBy(() -> VerdictFile.read(file)).isInstanceOf(DataException.class)
          .hasMessageContaining(said.getValue());
    }
  }
}
