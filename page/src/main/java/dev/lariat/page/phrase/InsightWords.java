package dev.lariat.page.phrase;

import static dev.lariat.data.NumberText.count;
import static dev.lariat.data.NumberText.error;
import static dev.lariat.data.NumberText.number;
import static dev.lariat.data.NumberText.percent;

import dev.lariat.data.NumberText;
import dev.lariat.io.run.FinishedInsight;
import dev.lariat.io.run.FinishedStudy;
import dev.lariat.metric.Metric;
import dev.lariat.study.insight.Insight.RowsWorth;
import dev.lariat.study.insight.Insight.VisibleGain;
import dev.lariat.study.insight.Suspects;
import dev.lariat.study.statistics.Interval;
import dev.lariat.study.verdict.Gain;
import dev.lariat.study.yardstick.YardstickLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a study tells beside its verdict, in sentences, in text and on pages alike. */
public final class InsightWords {
  /** Beyond so many times the rows, or so small a part of them, nothing was measured. */
  private static final double MOST_TIMES = 4;
  /** So many suspects are named in a sentence. */
  private static final int NAMED = 3;

  private final FinishedStudy verdict;
  private final FinishedInsight insight;

  private InsightWords(FinishedStudy verdict, FinishedInsight insight) {
    this.verdict = verdict;
    this.insight = insight;
  }

  /** Empty for studies of earlier versions. */
  public static Optional<InsightWords> of(FinishedStudy verdict) {
    return verdict.insight().map(insight -> new InsightWords(verdict, insight));
  }

  public List<Suspects.Row> suspects() {
    return insight.suspectRows();
  }

  /** {@return one sentence for each thing that was measured} */
  public List<String> sentences() {
    var sentences = new ArrayList<String>();
    verdict.yardstick().map(this::yardstick).ifPresent(sentences::add);
    insight.worthRows().map(this::worth).ifPresent(sentences::add);
    insight.doubleRows().map(this::doubled).ifPresent(sentences::add);
    insight.smallestVisibleGain().map(this::visible).ifPresent(sentences::add);
    insight.seedFlips().map(InsightWords::flips).ifPresent(sentences::add);
    if (insight.suspects() > 0) {
      sentences.add(suspicion());
    }
    if (insight.equalInputs() > 0) {
      sentences.add(equal());
    }
    return sentences;
  }

  /**
   * Trees are advised where the interval of what they gain leaves out 0; in verdicts of earlier versions, which paired
   * nothing, where they are better by more than their own standard error.
   */
  private String yardstick(YardstickLoss trees) {
    Metric metric = verdict.metric();
    double expected = Phrases.expected(verdict);
    String said = "The yardstick, " + trees.name() + ", reaches the " + metric.shownName() + " "
        + NumberText.measured(metric.shown(trees.loss()), metric.shownError(trees.loss(), trees.standardError()))
        + " on new rows, what is to be used here " + number(metric.shown(expected));
    double ahead = expected - trees.loss();
    Interval gain = trees.gain()
        .orElse(
            new Interval(ahead, trees.standardError(), ahead - trees.standardError(), ahead + trees.standardError()));
    String advice = gain.low() > 0
        ? ": use trees"
        : gain.high() < 0 ? ": trees are no better" : ": trees are about as good";
    return said + advice + trees.gain().map(paired -> " (" + gained(metric, expected, paired) + ").").orElse(".");
  }

  /** On the same rows, in pairs. */
  private static String gained(Metric metric, double expected, Interval gain) {
    Interval shown = Gain.of(metric, expected, gain.negated()).interval();
    return "gain on the same rows " + number(shown.mean()) + ", 95 % " + number(shown.low()) + " to "
        + number(shown.high());
  }

  private String worth(RowsWorth worth) {
    String name = Phrases.trial(verdict.use());
    String rows = worth.factor() >= MOST_TIMES
        ? " is worth more than four times the rows (95 % " + from(worth) + ")"
        : worth.factor() <= 1 / MOST_TIMES
            ? " is worth less than a quarter of the rows (95 % up to " + to(worth) + " times)"
            : " is worth " + number(worth.factor()) + " times the rows (95 % " + from(worth) + " to " + to(worth) + ")";
    return Phrases.capital(name) + rows + ": so many would the " + Phrases.plainModel(verdict)
        + " without regularizer need, to be as good.";
  }

  private static String from(RowsWorth worth) {
    String low = worth.low() <= 1 / MOST_TIMES
        ? "less than a quarter"
        : worth.low() >= MOST_TIMES ? "four" : number(worth.low());
    return worth.factor() >= MOST_TIMES ? "from " + low + " times on" : low;
  }

  private static String to(RowsWorth worth) {
    return worth.high() >= MOST_TIMES ? "more than four" : number(worth.high());
  }

  private String doubled(Interval falls) {
    if (falls.mean() <= 0) {
      return "Trained on a half and a quarter of the rows it is no worse: more rows promise nothing better.";
    }
    Metric metric = verdict.metric();
    Interval gain = Gain.of(metric, Phrases.expected(verdict), falls.negated()).interval();
    return "Twice the rows would " + (metric.isShownHigherBetter() ? "raise" : "lower") + " the " + metric.shownName()
        + " by about " + number(gain.mean()) + " (95 % " + number(gain.low()) + " to " + number(gain.high()) + ").";
  }

  /**
   * Where less is proven than what four of five studies prove, both are said: the one does not make the other false.
   */
  private String visible(VisibleGain visible) {
    Metric metric = verdict.metric();
    double none = visible.gain() / visible.share();
    boolean found = verdict.diagnosis()
        .overBestCandidate()
        .filter(gain -> gain.low() > 0 && gain.mean() < visible.gain())
        .isPresent();
    String luck = found ? " What is proven here is less, and was found with some luck." : "";
    if (visible.share() >= 1) {
      String missed = metric.isShownHigherBetter()
          ? "a rise of the " + metric.shownName() + " from " + number(metric.shown(none)) + " to 1, the most there is"
          : "a gain of the whole " + metric.shownName() + ", " + number(metric.shown(none));
      return "Folds differ so much here that more than one of five such studies would miss even " + missed + "." + luck;
    }
    double gain = metric.gain(none, -visible.gain());
    return "The smallest gain that this study could have seen is " + number(gain) + " of the " + metric.shownName()
        + (metric.isShownHigherBetter()
            ? ""
            : " (" + percent(gain / metric.shown(none)) + " of that without a regularizer)")
        + ": with so many rows and seeds four of five studies would prove it." + luck;
  }

  private static String flips(Interval share) {
    return share.mean() == 0
        ? "Another seed changes the predicted class of no row."
        : "Another seed changes the predicted class of "
            + percent(share.mean()).replace(" %", " ± " + error(100 * share.standardError()) + " %") + " of the rows.";
  }

  private String suspicion() {
    String found = count(insight.suspects(), "row") + (insight.suspects() == 1 ? " looks" : " look") + " mislabelled, ";
    String chance = NumberText.significant(insight.suspectsByChance(), 2) + " ± " + error(insight.suspectsDeviation());
    if (!insight.moreSuspectsThanChance()) {
      return found + "no more than chance would give (" + chance + ").";
    }
    return found + "chance would give " + chance + ": look first at "
        + insight.suspectRows()
            .stream()
            .limit(NAMED)
            .map(row -> "row " + row.row() + " (" + Phrases.inSentence(row.given(), 24) + " with "
                + percent(row.probability()) + ")")
            .collect(Collectors.joining(", "))
        + ".";
  }

  private String equal() {
    return count(insight.equalInputs(), "row") + " equal another row in every column but not in the target"
        + (insight.equalInputsWrong() > 0
            ? ": any model gets " + count(insight.equalInputsWrong()) + " of them wrong, at least."
            : ": no model can be right on all of them.");
  }
}
