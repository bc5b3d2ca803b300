package dev.lariat.page.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.page.phrase.Phrases;
import dev.lariat.io.run.FinishedStudy;
import dev.lariat.io.run.FinishedStudy.Candidate;
import dev.lariat.io.run.Gains;
import dev.lariat.study.statistics.Interval;
import dev.lariat.study.verdict.Gain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Whoever speaks of a comparison gives it the same interval: file, text and page. */
@Tag("slow")
class OneIntervalTest {
  @TempDir
  static Path folder;

  private static List<ObjectNode> studies;

  @BeforeAll
  static void studies() throws IOException {
    studies = MovedStudies.all(folder);
  }

  private static String words(FinishedStudy verdict) {
    return String.join(" ", VerdictText.of(verdict, false, 200).lines()).replaceAll("\\s+", " ");
  }

  private static String page(FinishedStudy verdict) {
    return ReportPage.of(MovedStudies.reported(verdict))
        .replaceAll("(?s)<script.*?</script>|<style>.*?</style>|<[^>]*>", " ")
        .replace("\u2060", "") // no break here
        .replaceAll("[\u00a0\u202f]", " ")
        .replaceAll("\\s+", " ");
  }

  /** A comparison has one interval in the file, and what is said of it anywhere has this one. */
  @Test
  void aComparisonHasOneInterval() throws IOException {
    for (ObjectNode study : studies) {
      for (boolean onOtherFolds : new boolean[]{false, true}) {
        ObjectNode json = study.deepCopy();
        JsonNode none = json.get("winnerAgainstNone");
        JsonNode over = json.get("diagnosis").get("overBestCandidate");
        JsonNode proven = json.get("proven").get("gain");
        for (JsonNode same : List.of(over, proven)) {
          assertThat(same.get("mean").asDouble()).isEqualTo(-none.get("mean").asDouble());
          assertThat(same.get("low").asDouble()).isEqualTo(-none.get("high").asDouble());
          assertThat(same.get("high").asDouble()).isEqualTo(-none.get("low").asDouble());
          assertThat(same.get("standardError").asDouble()).isEqualTo(none.get("standardError").asDouble());
        }
        if (onOtherFolds) {
          // There the model without regularizer has another loss; a gain of the root depends on it.
          var finals = json.putObject("finals").put("folds", 4);
          ArrayNode candidates = finals.putArray("candidates");
          json.get("candidates").forEach(candidate -> candidates.add(candidate.deepCopy()));
          candidates.forEach(c -> ((ObjectNode) c).put("loss", 1.7 * c.get("loss").asDouble()));
        }
        FinishedStudy verdict = MovedStudies.read(folder, json);
        double loss = (onOtherFolds ? 1.7 : 1) * verdict.none().orElseThrow().loss();
        Interval gain = Gain.of(verdict.metric(), loss, verdict.winnerAgainstNone().orElseThrow()).interval();
        assertThat(new Gains(verdict).onNone().orElseThrow().interval()).isEqualTo(gain);
        String text = words(verdict);
        String lines = String.join("\n", VerdictText.of(verdict, false, 200).lines());
        String page = page(verdict);
        if (gain.low() > 0) {
          MovedStudies.assertSame(MovedStudies.pairs(text, "the best regularized candidate \\(95 % # to #\\)"), gain);
        }
        // Reasons were written where they were computed: of the other folds they are not made up here.
        if (!onOtherFolds) {
          MovedStudies.assertSame(MovedStudies.pairs(text, "95 % interval of the gain # to #"), gain);
          MovedStudies.assertSame(MovedStudies.pairs(page, "95 % interval of the gain # to #"), gain);
          MovedStudies
              .assertSame(MovedStudies.pairs(new VerdictSection(MovedStudies.reported(verdict)).sentences().get(1),
                  "interval of the gain # to #"), gain);
        } else {
          MovedStudies
              .assertSame(MovedStudies.pairs(new VerdictSection(MovedStudies.reported(verdict)).sentences().get(1),
                  "interval of the gain # to #"), gain);
        }
        for (Candidate c : verdict.candidates()) {
          if (!c.isNone() && !Phrases.isTrivial(c)) {
            Interval own = new Gains(verdict).of(c).interval();
            Interval change = verdict.metric().isShownHigherBetter() ? own : own.negated();
            String name = Pattern.quote(Phrases.name(c));
            MovedStudies.assertSame(
                MovedStudies.pairs(lines, "(?m)^[►= ] " + name + " [^(\\n]*\\(#, #\\)").subList(0, 1), change);
            MovedStudies.assertSame(
                MovedStudies
                    .pairs(page.substring(page.indexOf("95 % of each alone, from to")),
                        "(?<!linear) " + name + " [−+]?[0-9.,e−-]+ [0-9.,e−-]+ # # ")
                    .subList(0, 1),
                change);
          }
        }
        new Gains(verdict).ofStopping().filter(Gain::isSure).ifPresent(stopping -> {
          MovedStudies.assertSame(MovedStudies.pairs(text, "its best epoch \\(95 % # to #\\)"), stopping.interval());
          MovedStudies.assertSame(
              MovedStudies.pairs(page, "stopping there gains [^(]*\\(95 % interval of the gain # to #"),
              stopping.interval());
        });
      }
    }
  }

  /** Verdicts of earlier versions have an interval of their own in the diagnosis; what is printed has one. */
  @Test
  void earlierVerdictsHaveOneInterval() throws IOException {
    for (ObjectNode study : studies) {
      ObjectNode json = study.deepCopy();
      ((ObjectNode) json.get("diagnosis")).putObject("overBestCandidate")
          .put("mean", 7)
          .put("standardError", 1)
          .put("low", 5)
          .put("high", 9);
      FinishedStudy verdict = MovedStudies.read(folder, json);
      assertThat(verdict.diagnosis().overBestCandidate().orElseThrow())
          .isEqualTo(verdict.winnerAgainstNone().orElseThrow().negated());
    }
  }
}
