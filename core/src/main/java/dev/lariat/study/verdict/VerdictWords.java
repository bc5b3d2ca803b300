package dev.lariat.study.verdict;

import static dev.lariat.data.NumberText.measured;
import static dev.lariat.data.NumberText.number;

import dev.lariat.data.NumberText;
import dev.lariat.metric.Metric;
import dev.lariat.study.candidate.Candidate;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.Strength;
import dev.lariat.study.statistics.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Says why, in words for a reader. */
final class VerdictWords {
  private static final int MOST = 4;
  private static final String SCORED = ": each part of the rows is scored by what the other parts chose";

  private final Metric metric;
  private final List<CandidateSummary> summaries; // lowest cross-fitted loss first
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
   * @param nested by what the parts of the rows decide for each other
   */
  List<String> use(CandidateSummary used, boolean sure, Finish.Step expected, Decision.Nested nested) {
    var reasons = new ArrayList<String>();
    if (used.model() == ModelKind.TRIVIAL) {
      reasons.add(noSignal());
      reasons.add(expectation(used, expected, nested));
      return reasons;
    }
    reasons.add(expectation(metric, summaries.size(), expected));
    switch (used.trial().form()) {
      case AS_PLANNED -> {
        // Nothing to say: all others regularize the same network.
      }
      case OF_TWICE_THE_WIDTH -> reasons
          .add("The network was too small: with twice the width its loss is lower on its own rows and on new ones.");
      case ON_PIECES -> reasons.add("It is a network that is told of each number also how far it is through each piece "
          + "of its range; that is no regularizer, so nothing is claimed of it.");
    }
    if (used.model() == ModelKind.ADDITIVE) {
      reasons.add("It is a sum of curves, one for each number; that is no regularizer, so nothing is claimed of it.");
    }
    reasons.add(sure
        ? (isLinearClaimed()
            ? "That a penalised linear model does better on this table is proven: "
            : "That a regularizer helps on this table is proven: ") + gains() + "."
        : againstNone == null
            ? "No regularizer was finished, so nothing can be said of them."
            : gain().isSurelyLoss()
                ? "No regularizer helps on this table: " + gains() + "."
                : "Whether any regularizer helps on this table is not proven: " + gains() + ".");
    alternatives(used, reasons);
    reasons.addAll(FittedPaths.reasons(summaries));
    return reasons;
  }

  /** What to expect of the lowest of some candidates. */
  static String expectation(Metric metric, int candidates, Finish.Step expected) {
    return "Of " + candidates + " candidates it has the lowest expected loss. " + expect(metric, expected) + SCORED
        + ".";
  }

  /** What to expect where nothing was found, though parts of the rows may find something. */
  private String expectation(CandidateSummary trivial, Finish.Step expected, Decision.Nested nested) {
    int others = nested.blocks() - nested.trivial();
    return expect(metric, expected) + SCORED
        + (others == 0
            ? ", which was always this."
            : ", which for " + others + " of " + nested.blocks() + " was another model; always predicting the same has "
                + number(metric.shown(trivial.loss())) + ".");
  }

  private static String expect(Metric metric, Finish.Step expected) {
    return "Expect " + metric.shownWithArticle() + " of "
        + measured(metric.shown(expected.loss()), metric.shownError(expected.loss(), expected.standardError()))
        + " on new rows";
  }

  /** What to expect of the best of one split, on other folds. */
  static String expectation(Metric metric, int candidates, int folds, Finish.Step expected) {
    return "The best of " + candidates + " candidates on one split went on to " + folds
        + " other folds, whose rows had no part in that choice; there it has the lowest loss. "
        + expect(metric, expected) + ".";
  }

  /** What may be claimed, and why no more. */
  List<String> proven(CandidateSummary chosen) {
    var reasons = new ArrayList<String>();
    if (chosen.model() == ModelKind.TRIVIAL) {
      reasons.add(noSignal());
    } else if (againstNone == null) {
      reasons.add("No regularizer was finished, so nothing can be said of them.");
    } else if (chosen.trial().isPlain()) {
      reasons.add("No regularizer is proven to help: " + gains() + ".");
      luck(reasons);
    } else {
      reasons.add((isLinearClaimed()
          ? "A penalised linear model is proven to do better: "
          : "A regularizer is proven to help: ") + gains() + ".");
    }
    return reasons;
  }

  /**
   * The decision asks for one standard error that is not widened for the choice, the claim for a widened one: what is
   * within the first is within the second, so both say the same numbers. With one split the decision goes by what parts
   * of the rows choose for each other, and the surest candidate may gain more.
   */
  private String noSignal() {
    Gain gain = Gain.of(metric, loss(ModelKind.TRIVIAL), againstTrivial);
    double mean = gain.interval().mean();
    String nothing = "No signal: nothing surely beats always predicting the same. ";
    return nothing + (mean > gain.interval().standardError()
        ? VerdictWords.capital(gain.sentence("the best candidate", ""))
            + "; what a part of the rows chooses does not hold on the others."
        : mean > 0
            ? "The best candidate gains " + number(mean) + ", which is within its standard error ("
                + NumberText.error(gain.interval().standardError(), mean) + ")."
            : mean < 0
                ? "The best candidate loses " + number(-mean) + " against it."
                : "The best candidate comes to the same.");
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  /** {@return the loss of the first of a kind without a regularizer} */
  private double loss(ModelKind kind) {
    return summaries.stream()
        .filter(s -> s.model() == kind && s.regularizer().equals(Candidate.NONE))
        .mapToDouble(CandidateSummary::loss)
        .findFirst()
        .orElse(Double.NaN);
  }

  private Gain gain() {
    return Gain.of(metric, loss(baseline()), againstNone.difference());
  }

  /** {@return the kind of the model without regularizer that all others are compared with} */
  private ModelKind baseline() {
    return summaries.stream()
        .filter(s -> s.trial().isPlain())
        .map(CandidateSummary::model)
        .findFirst()
        .orElse(ModelKind.NETWORK);
  }

  /** By how much the winner differs from the model without regularizer, and how sure that is; no end of sentence. */
  private String gains() {
    return "against the " + (baseline() == ModelKind.LINEAR ? "linear model" : "network") + " without "
        + (isLinearClaimed() ? "a regularizer " : "any ") + gain().sentence(winner(), choice());
  }

  /**
   * Whether a claim would be about a linear model where all are compared with a network: how much of its gain the
   * penalty brings nobody knows.
   */
  private boolean isLinearClaimed() {
    return baseline() == ModelKind.NETWORK && (againstNone.candidate() == null
        ? summaries.stream()
            .filter(s -> s.model() != ModelKind.TRIVIAL && s.trial().isClaimed() && !s.trial().isPlain())
            .findFirst()
            .map(CandidateSummary::model)
        : Optional.of(againstNone.candidate().model())).filter(model -> model == ModelKind.LINEAR).isPresent();
  }

  private String winner() {
    return againstNone.candidate() == null ? "the best one" : name(againstNone.candidate());
  }

  private static String name(Candidate candidate) {
    return candidate.model().hasPath() ? candidate.toString() : candidate.regularizer();
  }

  private String choice() {
    return againstNone.candidate() == null
        ? "that it was chosen as the best is allowed for"
        : againstNone.choices() == 1 ? "" : "as the best of " + againstNone.choices() + " trials";
  }

  /** What a reader of the table would ask: why not those whose own interval excludes 0? */
  private void luck(List<String> reasons) {
    List<String> alone = summaries.stream()
        .filter(s -> s.model() != ModelKind.TRIVIAL && s.trial().isClaimed())
        .filter(s -> s.differenceToNone() != null && s.differenceToNone().high() < 0)
        .map(VerdictWords::name)
        .toList();
    // Without none itself, and without what always predicts the same.
    long tried = summaries.stream().filter(s -> s.trial().isClaimed()).count() - 2;
    if (!alone.isEmpty()) {
      reasons.add("Taken alone, " + some(alone) + (alone.size() == 1 ? " does" : " do") + " better"
          + (tried > 1 ? "; among " + tried + " that were tried that may be luck" : "")
          + "; more rows, or more seeds, would tell.");
    }
  }

  /** Cross-fitted, as the decision is: at one strength for all folds another may have the lower loss. */
  private static double toNone(CandidateSummary summary) {
    return summary.differenceToNone() == null ? 0 : summary.differenceToNone().mean();
  }

  private void alternatives(CandidateSummary chosen, List<String> reasons) {
    var tied = new ArrayList<String>();
    var costly = new ArrayList<String>();
    double none = loss(baseline());
    for (CandidateSummary other : summaries) {
      if (other.equals(chosen)) {
        continue;
      }
      double gain = metric.gain(none + toNone(chosen), toNone(other) - toNone(chosen));
      double change = metric.isShownHigherBetter() ? gain : 0 - gain;
      String text = name(other) + " " + (change == 0 ? "0" : (change < 0 ? "−" : "+") + number(Math.abs(change)));
      (other.ties() || gain >= 0 ? tied : costly).add(text);
    }
    if (!tied.isEmpty()) {
      reasons.add("As good within the noise, with the change of the " + metric.shownName() + ": " + some(tied) + ".");
    }
    if (!costly.isEmpty()) {
      reasons.add("What others would change it by: " + some(costly) + ".");
    }
  }

  private static String some(List<String> texts) {
    return String.join(", ", texts.subList(0, Math.min(MOST, texts.size())))
        + (texts.size() > MOST ? ", and " + (texts.size() - MOST) + " more" : "");
  }

  /** For example {@code dropout} or {@code linear l1}. */
  static String name(CandidateSummary summary) {
    return switch (summary.model()) {
      case TRIVIAL -> Verdict.ALWAYS_THE_SAME;
      case LINEAR, ADDITIVE -> summary.model() + " " + summary.regularizer();
      case NETWORK -> summary.trial().shownRegularizer();
    };
  }

  /** A strength as readers know it: early stopping by its epoch. */
  static String strength(CandidateSummary summary, Strength strength) {
    return summary.trial().stopsByEpoch() ? "1/" + strength.epoch() : strength.toString();
  }
}
