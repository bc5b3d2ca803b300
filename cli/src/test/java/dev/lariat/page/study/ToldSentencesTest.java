package dev.lariat.page.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.io.run.FinishedStudy;
import dev.lariat.page.phrase.InsightWords;
import dev.lariat.page.phrase.Phrases;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a page says of a study that ended otherwise: it is said of what the files hold, and reads as nothing else. */
class ToldSentencesTest {
  @TempDir
  Path folder;

  @Test
  void noneIsNoSubject() throws IOException {
    for (ObjectNode json : MovedStudies.all(folder)) {
      ArrayNode candidates = (ArrayNode) json.get("candidates");
      int at = 0;
      while (!candidates.get(at).get("regularizer").asString().equals("none")
          || !candidates.get(at).get("model").asString().equals("network")) {
        at++;
      }
      JsonNode none = candidates.remove(at);
      candidates.insert(0, none);
      var finals = json.putObject("finals").put("folds", 4);
      finals.set("candidates", candidates.deepCopy());
      ReportedStudy run = MovedStudies.reported(MovedStudies.read(folder, json));
      assertThat(new CandidatesSection(run).section().finding())
          .startsWith("The network without a regularizer does best: ");
      String metric = run.verdict().metric().hasTargetUnit() ? "an RMSE" : "a log-loss";
      assertThat(FinalsSection.of(run).orElseThrow().finding())
          .startsWith("The best there is the network without a regularizer, with " + metric + " of ");
    }
  }

  /** Of a strength beyond which none was tried nothing is said of stronger ones. */
  @Test
  void whatWasNotTriedIsNotJudged() throws IOException {
    for (ObjectNode json : MovedStudies.all(folder)) {
      FinishedStudy verdict = MovedStudies.read(folder, json);
      FinishedStudy.Candidate l2 = verdict.candidates()
          .stream()
          .filter(c -> Phrases.name(c).equals("l2"))
          .findFirst()
          .orElseThrow();
      assertThat(l2.curve()).hasSizeGreaterThan(1);
      ((ObjectNode) json.get("use")).put("model", "network").put("regularizer", "l2");
      for (int at : new int[]{0, l2.curve().size() - 1}) {
        double strength = l2.curve().get(at).strength().value();
        json.get("candidates").forEach(c -> {
          if (c.get("regularizer").asString().equals("l2") && c.get("model").asString().equals("network")) {
            ((ObjectNode) c).put("strength", strength);
            ((ObjectNode) c).put("oneSeStrength", strength);
            ((ObjectNode) c).set("dropped", json.arrayNode());
          }
        });
        ((ObjectNode) json.get("use")).put("strength", strength);
        ReportedStudy run = MovedStudies.reported(MovedStudies.read(folder, json));
        assertThat(new StrengthSection(run).section().finding()).startsWith("L2 is best at ")
            .endsWith(at == 0 ? ", and none stronger is as good" : ", the strongest that was tried");
      }
    }
  }

  /** Of a figure that grows the most to gain is what is missing to 1, not the figure itself. */
  @Test
  void noMoreIsMissedThanThereIsToGain() throws IOException {
    ObjectNode json = MovedStudies.all(folder).getFirst();
    ((ObjectNode) json.get("insight")).putObject("smallestVisibleGain").put("gain", 0.6).put("share", 1.5);
    FinishedStudy losses = MovedStudies.read(folder, json);
    assertThat(String.join(" ", InsightWords.of(losses).orElseThrow().sentences()))
        .contains("would miss even a gain of the whole log-loss, 0.400.");
    json.put("metric", "auc");
    FinishedStudy areas = MovedStudies.read(folder, json);
    assertThat(String.join(" ", InsightWords.of(areas).orElseThrow().sentences()))
        .contains("would miss even a rise of the AUC from 0.600 to 1, the most there is.");
  }
}
