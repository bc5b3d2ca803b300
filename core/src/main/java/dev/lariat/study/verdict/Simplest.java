package dev.lariat.study.verdict;

import static dev.lariat.data.NumberText.count;
import static dev.lariat.data.NumberText.number;

import dev.lariat.metric.Metric;
import dev.lariat.study.candidate.LinearRegularizer;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.Trial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The simplest of the candidates that tie with the best, at its 1-SE strength.
 *
 * @param summaries of all, the lowest cross-fitted loss first
 * @param used what to use, which need not tie with the best
 */
record Simplest(List<CandidateSummary> summaries, CandidateSummary used) {
  /** The printed order of simplicity, with the figures at the 1-SE strength. */
  private static final Comparator<CandidateSummary> BY_SIMPLICITY = Comparator.comparingInt(Simplest::order)
      .thenComparingDouble(s -> s.model().hasPath() ? 0 : s.oneSe().inputsUsed())
      .thenComparingDouble(s -> s.oneSe().nonZeroWeights())
      .thenComparingDouble(CandidateSummary::loss);

  /** The same in words. */
  static final String ORDER = "trivial; linear, fewer non-zero weights first; additive, likewise; network without "
      + "regularizer; one regularizer, fewer columns first, then fewer non-zero weights; combinations";

  private static int order(CandidateSummary summary) {
    return switch (summary.model()) {
      case TRIVIAL -> 0;
      case LINEAR -> 1;
      case ADDITIVE -> 2;
      case NETWORK -> summary.trial().isPlain() ? 3 : summary.strength().values().size() <= 1 ? 4 : 5;
    };
  }

  private Stream<CandidateSummary> tied() {
    return Stream.concat(summaries.stream().filter(CandidateSummary::ties), Stream.of(used));
  }

  /** {@return which it is} */
  CandidateSummary found() {
    return tied().min(BY_SIMPLICITY).orElseThrow();
  }

  /**
   * {@return trials of paths whose weights decide which it is, or are told of it, where a wider gap of the fit may have
   * left weights that an exact one has not}
   */
  List<Trial> counted() {
    int simplest = order(found());
    return tied().filter(s -> s.model().hasPath() && order(s) == simplest)
        .filter(s -> LinearRegularizer.of(s.regularizer()).isSparse())
        .map(s -> new Trial(s.model(), s.regularizer(), s.oneSeStrength()))
        .distinct()
        .toList();
  }

  /** {@return the choice, with its reasons} */
  Verdict.Choice choice(Metric metric) {
    CandidateSummary found = found();
    return new Verdict.Choice(found.model(), found.regularizer(), found.oneSeStrength(), found.oneSe().loss(),
        reasons(found, metric));
  }

  /** Why a candidate is the simplest. */
  List<String> reasons(CandidateSummary chosen, Metric metric) {
    CandidateSummary best = summaries.getFirst();
    var reasons = new ArrayList<String>();
    reasons.add(chosen.equals(best)
        ? "It is the best, and none of those that tie with it is simpler."
        : chosen.ties()
            ? "It ties with the best (" + VerdictWords.name(best) + ") and is the simplest that does."
            : "It is what to use, and none of those that tie with the best (" + VerdictWords.name(best)
                + ") is simpler.");
    if (!chosen.oneSeStrength().equals(chosen.strength())) {
      String there = number(metric.shown(chosen.oneSe().loss()));
      String best1 = number(metric.shown(chosen.loss()));
      reasons.add("Strength " + VerdictWords.strength(chosen, chosen.oneSeStrength())
          + " is the strongest within one standard error of its best: " + metric.shownName() + " " + there
          + (there.equals(best1) ? ", the same in these digits." : " instead of " + best1 + "."));
    }
    if (chosen.model() != ModelKind.TRIVIAL) {
      reasons.add("It uses " + count(chosen.oneSe().inputsUsed(), "column") + " and "
          + count(chosen.oneSe().nonZeroWeights(), "weight") + " other than zero.");
    }
    return reasons;
  }
}
