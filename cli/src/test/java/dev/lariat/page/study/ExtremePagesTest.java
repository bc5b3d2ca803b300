package dev.lariat.page.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.page.phrase.Phrases;
import dev.lariat.page.phrase.FinishWords;
import dev.lariat.page.phrase.InsightWords;
import dev.lariat.data.NumberText;
import dev.lariat.io.run.FinishedStudy;
import dev.lariat.io.run.FinishedStudy.Candidate;
import dev.lariat.metric.Metric;
import dev.lariat.study.statistics.Interval;
import dev.lariat.study.verdict.Diagnosis;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Text and page of verdicts at the ends of what can happen: each is that of a real study with its numbers moved, and
 * what is claimed is checked against them.
 */
class ExtremePagesTest {
  @TempDir
  static Path folder;

  private static List<ObjectNode> studies;

  @BeforeAll
  static void studies() throws IOException {
    studies = MovedStudies.all(folder);
  }

  private static String text(FinishedStudy verdict) {
    return String.join("\n", VerdictText.of(verdict, false, 100).lines());
  }

  private static void interval(ObjectNode json, String key, double mean, double error, double low, double high) {
    json.putObject(key).put("mean", mean).put("standardError", error).put("low", low).put("high", high);
  }

  /** Changes by how much the best beats the network without regularizer, in units of that network's loss. */
  private static ObjectNode gaining(ObjectNode study, double mean, double low, double high, boolean sure) {
    ObjectNode json = study.deepCopy();
    double none = 0;
    for (JsonNode candidate : json.get("candidates")) {
      if (candidate.get("model").asString().equals("network")
          && candidate.get("regularizer").asString().equals("none")) {
        none = candidate.get("loss").asDouble();
      }
    }
    interval(json, "winnerAgainstNone", mean * none, 0.25 * (high - low) * none, low * none, high * none);
    ((ObjectNode) json.get("proven")).put("sure", sure);
    return json;
  }

  /** Gives the model without regularizer a loss. */
  private static void noneLoses(ObjectNode json, double loss) {
    for (JsonNode candidate : json.get("candidates")) {
      if (candidate.get("regularizer").asString().equals("none")
          && !candidate.get("model").asString().equals("trivial")) {
        ((ObjectNode) candidate).put("loss", loss);
      }
    }
  }

  private static void use(ObjectNode json, String model, String regularizer) {
    for (String choice : List.of("use", "recommendation")) {
      ObjectNode chosen = (ObjectNode) json.get(choice);
      for (JsonNode candidate : json.get("candidates")) {
        if (candidate.get("model").asString().equals(model)
            && candidate.get("regularizer").asString().equals(regularizer)) {
          chosen.put("model", model).put("regularizer", regularizer).set("strength", candidate.get("strength"));
        }
      }
    }
  }

  @Test
  void theHeadlineCannotBeReadBackwards() throws IOException {
    for (ObjectNode study : studies) {
      for (String name : List.of("network l1", "network none", "trivial none", "linear l1")) {
        for (double mean : new double[]{-0.3, 0, 0.3, -1e-9}) {
          for (double half : new double[]{0.1, 0.5, 0}) {
            boolean sure = mean + half < 0;
            ObjectNode json = gaining(study, mean, mean - half, mean + half, sure);
            use(json, name.split(" ", -1)[0], name.split(" ", -1)[1]);
            FinishedStudy verdict = MovedStudies.read(folder, json);
            if (!verdict.candidates().stream().anyMatch(c -> c.same(verdict.use()))) {
              continue;
            }
            var section = new VerdictSection(MovedStudies.reported(verdict));
            String headline = section.headline();
            boolean regularized = !verdict.use().isNone() && !Phrases.isTrivial(verdict.use());
            assertThat(headline).doesNotContain("lowers the RMSE by −", "by 0 ±", "No regularizer is sure", "trivial");
            assertThat(headline.contains(" by ")).as(headline).isEqualTo(regularized && sure);
            assertThat(headline.contains("not proven")).as(headline).isEqualTo(regularized && !sure);
            assertThat(headline.startsWith("Use the network as it is")).isEqualTo(verdict.use().isNone());
            String sentences = String.join("\n", section.sentences());
            plain(sentences);
            if (!Phrases.isTrivial(verdict.use())) {
              assertThat(sentences.contains("is proven: ")).as(sentences).isEqualTo(sure);
              assertThat(sentences.contains("No regularizer helps")).as(sentences).isEqualTo(mean - half > 0);
              assertThat(sentences.contains("comes to the same")).isEqualTo(mean == 0);
            }
          }
        }
      }
    }
  }

  /** What the diagnosis says holds for its own numbers, at any size of them. */
  @Test
  void theDiagnosisSaysWhatItsNumbersSay() throws IOException {
    for (ObjectNode study : studies) {
      for (double size : new double[]{1e-9, 0.3, 1e12}) {
        for (Diagnosis.State state : Diagnosis.State.values()) {
          for (double gap : new double[]{-0.2, 0, 0.9}) {
            for (double gain : new double[]{0.001, 0.03, 0.5}) {
              for (boolean surely : new boolean[]{true, false}) {
                ObjectNode json = study.deepCopy();
                ObjectNode d = (ObjectNode) json.get("diagnosis");
                d.put("state", state.toString())
                    .put("validationLoss", size)
                    .put("trainLoss", size * (1 - gap))
                    .put("gap", size * gap)
                    .put("gapStandardError", 0.1 * size)
                    .put("trivialLoss", 40 * size);
                interval(json, "winnerAgainstNone", -gain * size, gain * size / 4, -2 * gain * size,
                    (surely ? -0.5 : 0.5) * gain * size);
                interval(d, "overBestEpoch", 0, 0, 0, 0);
                noneLoses(json, size);
                FinishedStudy verdict = MovedStudies.read(folder, json);
                String text = text(verdict) + "\n"
                    + String.join("\n", new VerdictSection(MovedStudies.reported(verdict)).sentences()) + "\n"
                    + OverfitSection.of(MovedStudies.reported(verdict)).finding();
                plain(text);
                assertThat(text.contains("surely better by 2 % or more")).as(text)
                    .isEqualTo(state == Diagnosis.State.FITS && !(surely && gain >= 0.02));
                assertThat(text.contains("surely better is so for another reason")).as(text)
                    .isEqualTo(state == Diagnosis.State.FITS && surely && gain >= 0.04 && gap <= 0);
                assertThat(text.contains("is proven to do better"))
                    .isEqualTo(state == Diagnosis.State.OVERFITS && surely);
                assertThat(text.contains("It ends ")).as(text).isEqualTo(surely);
                assertThat(text.contains("a gap of")).as(text).isEqualTo(gap > 0);
                assertThat(text.contains("which is better there by")).as(text).isEqualTo(gap < 0);
                Metric metric = verdict.metric();
                assertThat(text).contains(NumberText.number(metric.shown(size)) + " on new ones",
                    NumberText.number(metric.shown(size * (1 - gap))) + " on ");
              }
            }
          }
        }
      }
    }
  }

  /**
   * Four rows or a million, one column or many, losses of any size: the table keeps its width, and counts are right.
   */
  @Test
  void tablesOfAnySizeFit() throws IOException {
    for (ObjectNode study : studies) {
      for (double size : new double[]{1e-18, 1e-9, 1, 1e12, 1e24}) {
        ObjectNode json = study.deepCopy();
        json.put("rows", size < 1 ? 4 : 1).put("columns", 1);
        scaled(json, size);
        FinishedStudy verdict = MovedStudies.read(folder, json);
        for (int width : new int[]{60, 80, 130}) {
          List<String> lines = VerdictText.of(verdict, false, width).lines();
          assertThat(lines).allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(width));
          plain(String.join("\n", lines));
        }
        var run = MovedStudies.reported(verdict);
        String section = new CandidatesSection(run).section().finding();
        long ties = verdict.candidates().stream().filter(Candidate::ties).count() - 1;
        assertThat(section).contains(ties == 0 ? "no other ties" : ties == 1 ? "one other ties" : ties + " others tie");
        assertThat(ReportPage.of(run).replaceAll("(?s)<script>.*?</script>|<style>.*?</style>", ""))
            .doesNotContainPattern("\\b1 (rows|columns|weights)\\b|NaN|trivial predictor|Infinity");
      }
    }
  }

  private static void scaled(JsonNode json, double by) {
    if (json instanceof ObjectNode object) {
      for (String key : List.copyOf(object.propertyNames())) {
        JsonNode value = object.get(key);
        if (List
            .of("loss", "standardError", "differenceToNone", "differenceStandardError", "gap", "trainLoss",
                "gapStandardError", "validationLoss", "trivialLoss", "mean", "low", "high", "increase", "deviation")
            .contains(key) && value.isNumber()) {
          object.put(key, value.asDouble() * by);
        } else if (List
            .of("confidenceInterval", "trainLoss", "validationLoss", "trainStandardError", "validationStandardError")
            .contains(key) && value.isArray()) {
          ArrayNode numbers = object.putArray(key);
          value.forEach(number -> numbers.add(number.asDouble() * by));
        } else if (!key.equals("metrics") && !key.equals("test")) {
          scaled(value, by);
        }
      }
    } else if (json.isArray()) {
      json.forEach(value -> scaled(value, by));
    }
  }

  /** Words for people who get the page. */
  private static void plain(String text) {
    assertThat(text)
        .doesNotContain("trivial", "1-SE", "holds 0", "less none", "NaN", "gains 0 ", "loses 0 ", "beyond doubt",
            "Infinity")
        .doesNotContainPattern("\\b1 (rows|columns|weights)\\b");
  }

  /** Trees are advised where they are better by more than their error, and not otherwise. */
  @Test
  void theYardstickIsAdvisedOnlyWhereItIsBetter() throws IOException {
    for (ObjectNode study : studies) {
      double expected = study.get("use").get("loss").asDouble();
      for (Map.Entry<Double, String> each : Map
          .of(0.5, "use trees.", 0.95, "trees are about as good.", 1.05, "trees are about as good.", 2.0,
              "trees are no better.")
          .entrySet()) {
        ObjectNode json = study.deepCopy();
        json.putObject("yardstick")
            .put("name", "XGBoost 0")
            .put("loss", each.getKey() * expected)
            .put("standardError", 0.1 * expected);
        FinishedStudy verdict = MovedStudies.read(folder, json);
        assertThat(InsightWords.of(verdict).orElseThrow().sentences().getFirst())
            .startsWith("The yardstick, XGBoost 0, reaches")
            .endsWith(each.getValue());
      }
      // In pairs: what is advised is what the interval says, whatever the error of the mean alone is.
      for (Map.Entry<Double, String> each : Map
          .of(0.03, ": use trees (", 0.1, ": trees are about as good (", -0.03, ": trees are no better (")
          .entrySet()) {
        double gain = (each.getKey() < 0 ? -0.05 : 0.05) * expected;
        double half = Math.abs(each.getKey()) * Math.abs(expected);
        ObjectNode json = study.deepCopy();
        json.putObject("yardstick")
            .put("name", "XGBoost 0")
            .put("loss", expected - gain)
            .put("standardError", 0.1 * expected)
            .putObject("gain")
            .put("mean", gain)
            .put("standardError", half / 2)
            .put("low", gain - half)
            .put("high", gain + half);
        assertThat(InsightWords.of(MovedStudies.read(folder, json)).orElseThrow().sentences().getFirst())
            .contains(each.getValue())
            .contains("gain on the same rows ");
      }
    }
  }

  /** What the study tells beside its verdict, at the ends of what can be. */
  @Test
  void whatElseIsToldIsTrue() throws IOException {
    for (ObjectNode study : studies) {
      for (double factor : new double[]{0.25, 0.6, 1, 4}) {
        for (double share : new double[]{0.29, 1, 1.5}) {
          for (double twice : new double[]{-0.1, 0, 0.2}) {
            boolean sure = twice == 0;
            ObjectNode json = study.deepCopy();
            FinishedStudy before = MovedStudies.read(folder, json);
            double none = before.none().orElseThrow().loss();
            interval(json, "winnerAgainstNone", -0.5 * none, 0.1 * none, -0.9 * none, (sure ? -0.1 : 0.1) * none);
            ObjectNode insight = (ObjectNode) json.get("insight");
            insight.putObject("worthRows").put("factor", factor).put("low", 0.25).put("high", 4);
            insight.putObject("smallestVisibleGain").put("gain", share * none).put("share", share);
            interval(insight, "doubleRows", twice * none, 0.1 * none, (twice - 0.2) * none, (twice + 0.2) * none);
            interval(insight, "seedFlips", 0, 0, 0, 0);
            FinishedStudy verdict = MovedStudies.read(folder, json);
            Metric metric = verdict.metric();
            String text = String.join("\n", InsightWords.of(verdict).orElseThrow().sentences());
            plain(text);
            assertThat(text.contains("more than four times the rows")).isEqualTo(factor == 4);
            assertThat(text.contains("less than a quarter of the rows")).isEqualTo(factor == 0.25);
            assertThat(text.contains("more rows promise nothing better")).isEqualTo(twice <= 0);
            assertThat(text.contains("would miss even a gain of the whole")).isEqualTo(share >= 1);
            assertThat(text.contains("found with some luck")).isEqualTo(share >= 1 && sure);
            if (share < 1) {
              double shown = metric.gain(none, -share * none);
              MovedStudies.assertSame(MovedStudies.pairs(text, "could have seen is # of the [^(]*\\(# %"),
                  new Interval(0, 0, shown, 100 * shown / metric.shown(none)));
            }
            assertThat(text).contains("Another seed changes the predicted class of no row");
          }
        }
      }
    }
  }

  /** What the finish brings is the difference of the losses that stand beside it. */
  @Test
  void theFinishSaysWhatItsStepsSay() throws IOException {
    for (ObjectNode study : studies) {
      for (double last : new double[]{0.5, 1, 1.5}) {
        ObjectNode json = study.deepCopy();
        ObjectNode finish = (ObjectNode) json.get("use").get("finish");
        double first = 0.4;
        ArrayNode steps = finish.putArray("waterfall");
        steps.addObject().put("step", "none").put("loss", first).put("standardError", 0.1);
        steps.addObject().put("step", "regularizer").put("loss", first).put("standardError", 0.1);
        interval(
            steps.addObject()
                .put("step", "average")
                .put("loss", last * first)
                .put("standardError", 0.1)
                .put("done", true),
            "gain", (1 - last) * first, 0.01, (1 - last) * first - 0.02, (1 - last) * first + 0.02);
        interval(steps.addObject()
            .put("step", "mixture")
            .put("loss", last * first)
            .put("standardError", 0.1)
            .put("done", false), "gain", -0.01, 0.01, -0.03, 0.01);
        FinishedStudy verdict = MovedStudies.read(folder, json);
        FinishWords words = FinishWords.of(verdict).orElseThrow();
        Metric metric = verdict.metric();
        String sentence = words.sentence();
        plain(sentence);
        double gain = metric.shown(first) - metric.shown(last * first);
        assertThat(sentence.contains("come to the same")).as(sentence).isEqualTo(last == 1);
        assertThat(sentence.contains("lower the ")).as(sentence).isEqualTo(last < 1);
        assertThat(sentence.contains("raise the ")).as(sentence).isEqualTo(last > 1);
        if (last != 1) {
          assertThat(sentence).endsWith(" by " + NumberText.number(Math.abs(gain)) + ".");
        }
        String change = words.steps().get(2).change();
        assertThat(change.startsWith("−")).as(change).isEqualTo(last < 1);
        assertThat(change.startsWith("+")).as(change).isEqualTo(last > 1);
        assertThat(words.steps().getLast().change()).startsWith("left out: it would cost ");
      }
    }
  }
}
