package dev.lariat.page.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.io.run.FinishedStudy;
import dev.lariat.io.run.FinishedStudy.Candidate;
import dev.lariat.io.run.Gains;
import dev.lariat.io.run.VerdictFile;
import dev.lariat.study.evidence.Evidence;
import dev.lariat.study.statistics.Interval;
import dev.lariat.study.verdict.Gain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Whoever speaks of a comparison gives it the same interval: file, text and page. */
@Tag("slow")
class OneIntervalTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  @TempDir
  static Path folder;

  private static List<ObjectNode> studies;

  @BeforeAll
  static void studies() throws IOException {
    studies = List.of(
        (ObjectNode) JSON
            .readTree(Files.readString(SampleStudies.classes(folder.resolve("classes")).resolve("verdict.json"))),
        (ObjectNode) JSON
            .readTree(Files.readString(SampleStudies.numbers(folder.resolve("numbers")).resolve("verdict.json"))));
  }

  private static FinishedStudy read(JsonNode json) throws IOException {
    return VerdictFile.read(Files.writeString(folder.resolve("changed.json"), json.toString()));
  }

  private static ReportedStudy reported(FinishedStudy verdict) {
    return new ReportedStudy(verdict, new Evidence(List.of(), List.of(), Optional.empty(), List.of(), Optional.empty(),
        Optional.empty(), Optional.empty()), Map.of());
  }

  private static final String NUMBER = "([−+]?[0-9][0-9.,]*(?:e[−-]?[0-9]+)?)";

  private static double read(String number) {
    return Double.parseDouble(number.replace('−', '-').replace(",", "").replaceFirst("\\.$", ""));
  }

  /** Every pair of numbers that a text has after and between some words. */
  private static List<double[]> pairs(String text, String pattern) {
    var pairs = new ArrayList<double[]>();
    Matcher found = Pattern.compile(pattern.replace("#", NUMBER)).matcher(text);
    while (found.find()) {
      pairs.add(new double[]{read(found.group(1)), read(found.group(2))});
    }
    return pairs;
  }

  private static void same(List<double[]> pairs, Interval interval) {
    assertThat(pairs).isNotEmpty().allSatisfy(pair -> {
      assertThat(pair[0]).isCloseTo(interval.low(), within(0.06 * Math.abs(interval.low()) + 1e-30));
      assertThat(pair[1]).isCloseTo(interval.high(), within(0.06 * Math.abs(interval.high()) + 1e-30));
    });
  }

  private static String words(FinishedStudy verdict) {
    return String.join(" ", VerdictText.of(verdict, false, 200).lines()).replaceAll("\\s+", " ");
  }

  private static String page(FinishedStudy verdict) {
    return ReportPage.of(reported(verdict))
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
        FinishedStudy verdict = read(json);
        double loss = (onOtherFolds ? 1.7 : 1) * verdict.none().orElseThrow().loss();
        Interval gain = Gain.of(verdict.metric(), loss, verdict.winnerAgainstNone().orElseThrow()).interval();
        assertThat(new Gains(verdict).onNone().orElseThrow().interval()).isEqualTo(gain);
        String text = words(verdict);
        String lines = String.join("\n", VerdictText.of(verdict, false, 200).lines());
        String page = page(verdict);
        if (gain.low() > 0) {
          same(pairs(text, "the best regularized candidate \\(95 % # to #\\)"), gain);
        }
        // Reasons were written where they were computed: of the other folds they are not made up here.
        if (!onOtherFolds) {
          same(pairs(text, "95 % interval of the gain # to #"), gain);
          same(pairs(page, "95 % interval of the gain # to #"), gain);
          same(pairs(new VerdictSection(reported(verdict)).sentences().get(1), "interval of the gain # to #"), gain);
        } else {
          same(pairs(new VerdictSection(reported(verdict)).sentences().get(1), "interval of the gain # to #"), gain);
        }
        for (Candidate c : verdict.candidates()) {
          if (!c.isNone() && !Phrases.isTrivial(c)) {
            Interval own = new Gains(verdict).of(c).interval();
            Interval change = verdict.metric().isShownHigherBetter() ? own : own.negated();
            String name = Pattern.quote(Phrases.name(c));
            same(pairs(lines, "(?m)^[►= ] " + name + " [^(\\n]*\\(#, #\\)").subList(0, 1), change);
            same(pairs(page.substring(page.indexOf("95 % from to")),
                "(?<!linear) " + name + " [−+]?[0-9.,e−-]+ [0-9.,e−-]+ # # ").subList(0, 1), change);
          }
        }
        new Gains(verdict).ofStopping().filter(Gain::isSure).ifPresent(stopping -> {
          same(pairs(text, "its best epoch \\(95 % # to #\\)"), stopping.interval());
          same(pairs(page, "stopping there gains [^(]*\\(95 % interval of the gain # to #"), stopping.interval());
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
      FinishedStudy verdict = read(json);
      assertThat(verdict.diagnosis().overBestCandidate().orElseThrow())
          .isEqualTo(verdict.winnerAgainstNone().orElseThrow().negated());
    }
  }
}
