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

  /** Why a candidate is recommended, and what the alternatives would cost. */
  List<String> recommendation(CandidateSummary chosen) {
    var reasons = new ArrayList<String>();
    if (chosen.model() == ModelKind.TRIVIAL) {
      reasons.add("No signal: nothing beats the trivial predictor. " + (againstTrivial.mean() < 0
          ? "The best candidate gains " + number(-againstTrivial.mean()) + ", which is within its standard error ("
              + error(againstTrivial.standardError()) + ")."
          : "The best candidate loses " + number(againstTrivial.mean()) + " against it."));
      return reasons;
    }
    Interval gained = againstNone == null ? null : againstNone.difference();
    if (chosen.regularizer().equals(Candidate.NONE) && chosen.model() == ModelKind.NETWORK) {
      reasons.add(againstNone == null
          ? "No regularizer was finished, so the network without any is all there is."
          : "No regularizer is sure to help here: against the network without any "
              + (againstNone.candidate() == null ? "the best one" : againstNone.candidate().regularizer())
              + (gained.mean() < 0 ? " gains " : " loses ") + number(Math.abs(gained.mean()))
              + ", and the 95 % interval of the gain (" + gain(gained) + choice() + ") holds 0.");
      luck(reasons);
    } else {
      reasons.add("It has the " + (metric.isShownAsFigure() ? "highest" : "lowest") + " validation "
          + metric.shownName() + " of " + summaries.size() + " candidates: " + number(metric.shown(chosen.loss()))
          + " ± " + error(chosen.standardError()) + ".");
      reasons.add("Against the network without any regularizer "
          + (againstNone.candidate() == null ? "the winner" : againstNone.candidate().regularizer()) + " gains "
          + number(-gained.mean()) + " (95 % interval " + gain(gained) + choice() + ").");
    }
    alternatives(chosen, reasons);
    return reasons;
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
      reasons.add(String.format(Locale.ROOT, "It uses %.0f columns and %,.0f weights that are not zero.",
          chosen.oneSe().inputsUsed(), chosen.oneSe().nonZeroWeights()));
    }
    return reasons;
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
    return summary.regularizer().equals(Candidate.EARLY_STOPPING) ? "1/" + strength.epoch() : strength.toString();
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
