package dev.lariat.study.verdict;

import dev.lariat.metric.Metric;
import dev.lariat.study.candidate.Candidate;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.Strength;
import dev.lariat.study.statistics.Interval;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says why, in words for a reader. */
final class VerdictWords {
  private static final int MOST = 4;

  private final Metric metric;
  private final List<CandidateSummary> summaries; // lowest loss first
  private final Comparison.Winner againstNone;
  private final Interval againstTrivial;

  VerdictWords(Metric metric, List<CandidateSummary> summaries, Comparison.Winner againstNone,
      Interval againstTrivial) {
    this.metric = metric;
    this.summaries = summaries;
    this.againstNone = againstNone;
    this.againstTrivial = againstTrivial;
  }

  /**
   * Why a candidate is used, whether a regularizer is proven to help, and what the alternatives would cost.
   *
   * @param sure whether a regularizer is proven to help
   * @param expected the loss to expect of what is used
   * @param signal the best candidate less {@code trivial}, as the decision compares them
   */
  List<String> use(CandidateSummary used, boolean sure, Finish.Step expected, Interval signal) {
    var reasons = new ArrayList<String>();
    if (used.model() == ModelKind.TRIVIAL) {
      reasons.add(noSignal(signal));
      return reasons;
    }
    reasons.add(expectation(metric, summaries.size(), expected));
    reasons.add(sure
        ? "That a regularizer helps on this table is proven: " + gains() + "."
        : againstNone == null
            ? "No regularizer was finished, so nothing can be said of them."
            : againstNone.difference().low() > 0
                ? "No regularizer helps on this table: " + gains() + "."
                : "Whether any regularizer helps on this table is not proven: " + gains() + ".");
    alternatives(used, reasons);
    return reasons;
  }

  /** What to expect of the lowest of some candidates. */
  static String expectation(Metric metric, int candidates, Finish.Step expected) {
    return "Of " + candidates + " candidates it has the lowest expected loss. Expect a " + metric.shownName() + " of "
        + number(metric.shown(expected.loss())) + " ± " + error(expected.standardError())
        + " on new rows: each part of the rows is scored by what the other parts chose.";
  }

  /** What may be claimed, and why no more. */
  List<String> proven(CandidateSummary chosen) {
    var reasons = new ArrayList<String>();
    if (chosen.model() == ModelKind.TRIVIAL) {
      reasons.add(noSignal(againstTrivial));
    } else if (againstNone == null) {
      reasons.add("No regularizer was finished, so nothing can be said of them.");
    } else if (chosen.trial().isPlain()) {
      reasons.add("No regularizer is proven to help: " + gains() + ".");
      luck(reasons);
    } else {
      reasons.add("A regularizer is proven to help: " + gains() + ".");
    }
    return reasons;
  }

  /** @param difference the best candidate less {@code trivial} */
  private static String noSignal(Interval difference) {
    return "No signal: nothing beats always predicting the same. " + (difference.mean() < 0
        ? "The best candidate gains " + number(-difference.mean()) + ", which is within its standard error ("
            + error(difference.standardError()) + ")."
        : "The best candidate loses " + number(difference.mean()) + " against it.");
  }

  /** By how much the winner differs from the network without regularizer, and how sure that is; no end of sentence. */
  private String gains() {
    Interval difference = againstNone.difference();
    String winner = againstNone.candidate() == null ? "the best one" : name(againstNone.candidate());
    if (difference.low() == 0 && difference.high() == 0) {
      return winner + " comes to the same as the network without any";
    }
    return "against the network without any " + winner + (difference.mean() <= 0 ? " gains " : " loses ")
        + number(Math.abs(difference.mean())) + may(difference) + " (95 % interval of the gain " + gain(difference)
        + choice() + ")";
  }

  /** What an interval on both sides of 0 means. */
  private static String may(Interval difference) {
    if (difference.high() <= 0 || difference.low() >= 0) {
      return "";
    }
    return difference.mean() <= 0
        ? ", and it may also lose " + number(difference.high())
        : ", and it may also gain " + number(-difference.low());
  }

  private static String name(Candidate candidate) {
    return candidate.model() == ModelKind.LINEAR ? "linear " + candidate.regularizer() : candidate.regularizer();
  }

  private String choice() {
    return againstNone.candidate() == null
        ? ", the choice of the winner included"
        : ", as the best of " + againstNone.choices() + " trials";
  }

  /** What a reader of the table would ask: why not those whose own interval excludes 0? */
  private void luck(List<String> reasons) {
    List<String> alone = summaries.stream()
        .filter(s -> s.model() != ModelKind.TRIVIAL && s.differenceToNone() != null && s.differenceToNone().high() < 0)
        .map(VerdictWords::name)
        .toList();
    if (!alone.isEmpty()) {
      reasons.add("Taken alone, " + some(alone) + (alone.size() == 1 ? " does" : " do") + " better; among "
          + (summaries.size() - 2) + " that were tried that may be luck; more rows, or more seeds, would tell.");
    }
  }

  /** Why a candidate is the simplest. */
  List<String> simplest(CandidateSummary chosen) {
    CandidateSummary best = summaries.getFirst();
    var reasons = new ArrayList<String>();
    reasons.add(chosen.equals(best)
        ? "It is the best, and none of those that tie with it is simpler."
        : "It ties with the best (" + name(best) + ") and is the simplest that does.");
    if (!chosen.oneSeStrength().equals(chosen.strength())) {
      reasons.add("Strength " + strength(chosen, chosen.oneSeStrength())
          + " is the strongest within one standard error of its best: " + metric.shownName() + " "
          + number(metric.shown(chosen.oneSe().loss())) + " instead of " + number(metric.shown(chosen.loss())) + ".");
    }
    if (chosen.model() != ModelKind.TRIVIAL) {
      reasons.add("It uses " + count(chosen.oneSe().inputsUsed(), "column") + " and "
          + count(chosen.oneSe().nonZeroWeights(), "weight") + " other than zero.");
    }
    return reasons;
  }

  private static String count(double mean, String what) {
    String number = String.format(Locale.ROOT, "%,.0f", mean);
    return number + " " + what + (number.equals("1") ? "" : "s");
  }

  private void alternatives(CandidateSummary chosen, List<String> reasons) {
    var tied = new ArrayList<String>();
    var costly = new ArrayList<String>();
    for (CandidateSummary other : summaries) {
      if (other.equals(chosen)) {
        continue;
      }
      double cost = other.loss() - chosen.loss();
      String text = name(other) + " " + (cost < 0 ? "−" : "+") + number(Math.abs(cost));
      (other.ties() || cost <= 0 ? tied : costly).add(text);
    }
    if (!tied.isEmpty()) {
      reasons.add("As good within the noise (change of the loss): " + some(tied) + ".");
    }
    if (!costly.isEmpty()) {
      reasons.add("What others would cost: " + some(costly) + ".");
    }
  }

  private static String some(List<String> texts) {
    return String.join(", ", texts.subList(0, Math.min(MOST, texts.size())))
        + (texts.size() > MOST ? ", and " + (texts.size() - MOST) + " more" : "");
  }

  /** For example {@code dropout} or {@code linear l1}. */
  static String name(CandidateSummary summary) {
    return summary.model() == ModelKind.TRIVIAL
        ? "trivial"
        : summary.model() == ModelKind.LINEAR ? "linear " + summary.regularizer() : summary.regularizer();
  }

  /** A strength as readers know it: early stopping by its epoch. */
  static String strength(CandidateSummary summary, Strength strength) {
    return summary.trial().stopsByEpoch() ? "1/" + strength.epoch() : strength.toString();
  }

  private static String gain(Interval difference) {
    return number(-difference.high()) + " to " + number(-difference.low());
  }

  private static String number(double value) {
    return (value < 0 ? "−" : "") + Verdict.number(Math.abs(value));
  }

  /** A standard error is known to two digits at most. */
  private static String error(double value) {
    return Double.isFinite(value) ? new BigDecimal(value).round(new MathContext(2)).toPlainString() : number(value);
  }
}
