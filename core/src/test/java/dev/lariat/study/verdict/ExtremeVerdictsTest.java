package dev.lariat.study.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.metric.Metric;
import dev.lariat.study.candidate.Candidate;
import dev.lariat.study.candidate.LinearRegularizer;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.Strength;
import dev.lariat.study.statistics.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every claim of a sentence is checked against the numbers that it was made of, at the ends of what can happen. */
class ExtremeVerdictsTest {
  /** Of losses: one like any other, the smallest, the largest, and one where all is nearly predicted. */
  private static final double[] SIZES = {0.4, 1e-9, 1e12, 1e-4};

  /** Intervals of (winner less none), in units of none's loss: sure gain and loss, either, none at all, edges at 0. */
  private static final List<Interval> DIFFERENCES = List.of(new Interval(-0.5, 0.1, -0.7, -0.3),
      new Interval(0.5, 0.1, 0.3, 0.7), new Interval(-0.1, 0.1, -0.4, 0.2), new Interval(0.1, 0.1, -0.2, 0.4),
      new Interval(0, 0, 0, 0), new Interval(0, 0.1, -0.2, 0.2), new Interval(-0.1, 0.05, -0.2, 0),
      new Interval(0.1, 0.05, 0, 0.2), new Interval(-1e-9, 1e-10, -2e-9, -1e-10), new Interval(-0.9, 0.9, -1, 8),
      new Interval(-0.99999, 1e-7, -1, -0.99998));

  private static final Pattern NUMBER = Pattern.compile("[−+]?[0-9][0-9.,]*(?:e[−-]?[0-9]+)?");

  private static double read(String number) {
    return Double.parseDouble(number.replace('−', '-').replace(",", "").replaceFirst("\\.$", ""));
  }

  /** The numbers of a match, and that they are these within their digits. */
  private static void says(String sentence, String pattern, double... numbers) {
    Matcher found = Pattern.compile(pattern.replace("#", "(" + NUMBER.pattern() + ")")).matcher(sentence);
    assertThat(found.find()).as(pattern + " in: " + sentence).isTrue();
    for (int i = 0; i < numbers.length; i++) {
      double size = Math.abs(numbers[i]);
      assertThat(read(found.group(i + 1))).as(sentence)
          .isCloseTo(numbers[i], org.assertj.core.data.Offset.offset(0.06 * size + 1e-30));
    }
  }

  private static Interval times(Interval interval, double size) {
    return new Interval(size * interval.mean(), size * interval.standardError(), size * interval.low(),
        size * interval.high());
  }

  @ParameterizedTest
  @EnumSource
  void aGainIsSaidAsItIs(Metric metric) {
    for (double size : SIZES) {
      double from = metric.isMeanOverRows() && metric != Metric.ERROR ? size : Math.min(size, 0.4);
      for (Interval relative : DIFFERENCES) {
        Interval difference = times(relative, from);
        Gain gain = Gain.of(metric, from, difference);
        double shown = (metric.isShownHigherBetter() ? 1 : -1)
            * (metric.shown(from + difference.mean()) - metric.shown(from));
        assertThat(gain.interval().mean()).isCloseTo(shown,
            org.assertj.core.data.Offset.offset(1e-7 * Math.abs(metric.shown(from)) + 1e-14));
        assertThat(gain.isSure()).isEqualTo(difference.high() < 0);
        assertThat(gain.isSurelyLoss()).isEqualTo(difference.low() > 0);
        assertThat(gain.interval().low()).isLessThanOrEqualTo(gain.interval().mean());
        assertThat(gain.interval().high()).isGreaterThanOrEqualTo(gain.interval().mean());

        String sentence = gain.sentence("it", "");
        assertThat(sentence.contains(" gains ")).as(sentence).isEqualTo(difference.mean() < 0);
        assertThat(sentence.contains(" loses ")).as(sentence).isEqualTo(difference.mean() > 0);
        assertThat(sentence.contains("comes to the same")).isEqualTo(difference.mean() == 0);
        boolean either = difference.low() < 0 && difference.high() > 0;
        assertThat(sentence.contains("may also")).as(sentence).isEqualTo(either && difference.mean() != 0);
        if (difference.mean() != 0) {
          says(sentence, (difference.mean() < 0 ? "gains #" : "loses #"), Math.abs(gain.interval().mean()));
          says(sentence, "of the gain # to #\\)", gain.interval().low(), gain.interval().high());
        }
        assertThat(sentence).doesNotContain("gains 0 ", "loses 0 ", "−0 ", "NaN", "?", "holds 0");
      }
    }
  }

  private static CandidateSummary summary(ModelKind model, String regularizer, double loss, boolean ties,
      Interval difference, double weights) {
    Strength strength = regularizer.equals("none") ? Strength.ZERO : Strength.of(0.1);
    var point = new CandidateSummary.Point(strength, loss, 0.1 * loss, loss, weights, 1);
    return new CandidateSummary(model, regularizer, strength, strength, loss, 0.1 * loss, difference, ties, 0, 0,
        weights, 1, 0, 1, point, List.of(point), Map.of(), List.of(), FittedPaths.none(model), Map.of(),
        Optional.empty());
  }

  private static String reasons(VerdictWords words, CandidateSummary used, Interval difference, double loss) {
    return String.join("\n", words.use(used, difference.high() < 0,
        new Finish.Step(Finish.Stage.REGULARIZER, loss, 0.1 * loss), new Decision.Nested(new double[]{loss}, 5, 2)));
  }

  @ParameterizedTest
  @EnumSource(names = {"LOG_LOSS", "SQUARED_ERROR", "AUC"})
  void reasonsAreTrue(Metric metric) {
    for (double size : metric == Metric.AUC ? new double[]{0.4, 1e-9} : SIZES) {
      for (Interval relative : DIFFERENCES) {
        Interval difference = times(relative, size);
        for (boolean ties : new boolean[]{true, false}) {
          CandidateSummary none = summary(ModelKind.NETWORK, "none", size, ties, new Interval(0, 0, 0, 0), 9216);
          CandidateSummary best = summary(ModelKind.LINEAR, "l1", size * (1 + Math.min(0, relative.mean())), true,
              difference, 1);
          CandidateSummary trivial = summary(ModelKind.TRIVIAL, "none", 2 * size, false,
              new Interval(size, 0, size, size), 0);
          var all = new ArrayList<>(List.of(best, none, trivial));
          var words = new VerdictWords(metric, all, new Comparison.Winner(null, 1, difference),
              new Interval(-0.5 * size, 0.1 * size, -size, -0.1 * size));
          String use = reasons(words, best, difference, size);
          assertThat(use.contains("is proven: ")).as(use).isEqualTo(difference.high() < 0);
          assertThat(use.contains("No regularizer helps")).as(use).isEqualTo(difference.low() > 0);
          assertThat(use.contains("is not proven: ")).as(use)
              .isEqualTo(difference.high() >= 0 && difference.low() <= 0);
          says(use, "of # ±", metric.shown(size));
          assertThat(use.contains("As good within the noise")).as(use).isEqualTo(ties || best.loss() >= none.loss());
          plain(use);

          String proven = String.join("\n", words.proven(difference.high() < 0 ? best : none));
          assertThat(proven).contains(
              difference.high() < 0 ? "A penalised linear model is proven to do better: " : "is proven to help: ");
          assertThat(proven.startsWith("No regularizer")).isEqualTo(difference.high() >= 0);
          assertThat(proven.contains("Taken alone")).as(proven)
              .isEqualTo(difference.high() < 0 && proven.startsWith("No"));
          plain(proven);

          String simplest = String.join("\n", new Simplest(all, best).reasons(best, metric))
              + String.join("\n", new Simplest(all, none).reasons(none, metric));
          assertThat(simplest).contains("1 column and 1 weight other than zero", "1 column and 9,216 weights");
          assertThat(simplest.contains("It ties with the best (linear l1)")).as(simplest).isEqualTo(ties);
          plain(simplest);
        }
      }
    }
  }

  /**
   * With one split the surest trial need not be of the candidate of the lowest loss: the words are about the former.
   */
  @Test
  void aClaimIsWordedByWhatItIsAbout() {
    var difference = new Interval(-0.1, 0.01, -0.12, -0.08);
    CandidateSummary none = summary(ModelKind.NETWORK, "none", 0.4, false, new Interval(0, 0, 0, 0), 9);
    CandidateSummary lasso = summary(ModelKind.LINEAR, "l1", 0.3, true, difference, 1);
    CandidateSummary stopped = summary(ModelKind.NETWORK, "early-stopping", 0.31, true, difference, 9);
    Map<Candidate, CandidateSummary> claims = Map.of(LinearRegularizer.L1.candidate(ModelKind.LINEAR), lasso,
        Candidate.earlyStopping(), stopped);
    claims.forEach((candidate, claimed) -> {
      var words = new VerdictWords(Metric.LOG_LOSS, List.of(lasso, stopped, none),
          new Comparison.Winner(candidate, 7, difference), difference);
      boolean linear = claimed.model() == ModelKind.LINEAR;
      assertThat(words.proven(claimed)).singleElement()
          .asString()
          .startsWith(
              linear ? "A penalised linear model is proven to do better: " : "A regularizer is proven to help: ")
          .contains(linear ? "linear l1 gains" : "early-stopping gains");
    });
  }

  @Test
  void noSignalIsNoGain() {
    for (double mean : new double[]{-0.05, 0, 0.2, -0.15}) {
      CandidateSummary trivial = summary(ModelKind.TRIVIAL, "none", 0.5, true, new Interval(0, 0, 0, 0), 0);
      CandidateSummary none = summary(ModelKind.NETWORK, "none", 0.5 + mean, true, new Interval(0, 0, 0, 0), 3);
      var words = new VerdictWords(Metric.SQUARED_ERROR, List.of(trivial, none), null,
          new Interval(mean, 0.1, mean - 0.2, mean + 0.2));
      String text = String.join("\n", words.proven(trivial));
      assertThat(text.contains(" gains ")).isEqualTo(mean < 0);
      assertThat(text.contains(" loses ")).isEqualTo(mean > 0);
      assertThat(text.contains("comes to the same")).isEqualTo(mean == 0);
      if (mean < -0.1) {
        // With one split the surest may gain more than what parts of the rows choose for each other.
        says(text, "The best candidate gains #, and it may also lose #", Math.sqrt(0.5) - Math.sqrt(0.5 + mean),
            Math.sqrt(0.55) - Math.sqrt(0.5));
        assertThat(text).doesNotContain("within its standard error");
      } else if (mean < 0) {
        says(text, "gains #, which is within its standard error \\(#\\)", Math.sqrt(0.5) - Math.sqrt(0.5 + mean),
            0.1 / (Math.sqrt(0.5) + Math.sqrt(0.5 + mean)));
      }
      plain(text);
      var expected = new Finish.Step(Finish.Stage.NONE, 0.5, 0.1);
      assertThat(words.use(none, false, expected, new Decision.Nested(new double[]{1}, 5, 0)).get(1))
          .isEqualTo("No regularizer was finished, so nothing can be said of them.");
      for (int others : new int[]{0, 2}) {
        List<String> reasons = words.use(trivial, false, expected,
            new Decision.Nested(new double[]{0.5}, 5, 5 - others));
        assertThat(reasons).hasSize(2).first().isEqualTo(words.proven(trivial).getFirst());
        says(reasons.getLast(), "of # ± # on new rows", Math.sqrt(0.5), 0.1 / (2 * Math.sqrt(0.5)));
        assertThat(reasons.getLast().endsWith("which was always this.")).isEqualTo(others == 0);
        assertThat(reasons.getLast().contains("which for 2 of 5 was another model; always predicting the same has "))
            .isEqualTo(others == 2);
        plain(reasons.getLast());
      }
    }
  }

  @Test
  void theNameOfTheWinnerIsThatOfTheTrial() {
    CandidateSummary none = summary(ModelKind.NETWORK, "none", 0.5, true, new Interval(0, 0, 0, 0), 3);
    CandidateSummary trivial = summary(ModelKind.TRIVIAL, "none", 0.9, false, new Interval(0.4, 0, 0.4, 0.4), 0);
    CandidateSummary l2 = summary(ModelKind.NETWORK, "l2", 0.4, true, new Interval(-0.1, 0.01, -0.12, -0.08), 3);
    Candidate candidate = dev.lariat.study.candidate.CandidateChoice.ALL.only("l2")
        .candidates(dev.lariat.data.Task.CLASSIFICATION, Set.of(ModelKind.LINEAR), true)
        .stream()
        .filter(c -> c.regularizer().equals("l2"))
        .findFirst()
        .orElseThrow();
    for (int choices : new int[]{1, 26}) {
      var words = new VerdictWords(Metric.LOG_LOSS, List.of(l2, none, trivial),
          new Comparison.Winner(candidate, choices, new Interval(-0.1, 0.01, -0.12, -0.08)),
          new Interval(-0.5, 0.1, -0.7, -0.3));
      String text = String.join("\n", words.proven(l2));
      assertThat(text).contains("l2 gains 0.100 (95 % interval of the gain 0.0800 to 0.120");
      assertThat(text.contains("26 trials")).isEqualTo(choices == 26);
    }
  }

  /** Words for people who get the page, and nothing that is empty. */
  private static void plain(String text) {
    assertThat(text).doesNotContain("trivial", "1-SE", "holds 0", "less none", "NaN", "?", "+0 ", "−0,", "1 columns",
        "1 weights", "e+");
  }
}
