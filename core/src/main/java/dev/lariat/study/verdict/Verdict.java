package dev.lariat.study.verdict;

import dev.lariat.metric.Metric;
import dev.lariat.study.candidate.Candidate;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.Strength;
import dev.lariat.study.candidate.Trial;
import dev.lariat.study.cell.Score;
import dev.lariat.study.statistics.Interval;
import dev.lariat.study.statistics.LossTable;
import dev.lariat.study.statistics.Pairing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to use and what is proven: a decision and a claim, which are never mixed.
 *
 * @param metric what losses are
 * @param diagnosis of the unregularized network, or of the linear model without penalty where no other competes
 * @param candidates all that were finished, lowest cross-fitted loss first
 * @param missing candidates of which nothing was finished, with the reason
 * @param leftOut of what follows the choice, for the time limit's sake
 * @param use the candidate with the lowest expected loss
 * @param finish what is done with it after the choice
 * @param proven what may be claimed, with at most 5 % false claims
 * @param simplest the simplest candidate that ties with the best, at its 1-SE strength
 * @param winnerAgainstNone the best regularized candidate less {@code none}; candidate and strength are chosen on the
 * other blocks, or with one split the trial that is most surely better, its interval widened for the choice; null where
 * there was none
 * @param bestAgainstTrivial the best candidate less {@code trivial}, chosen likewise
 * @param conditional whether the candidates' intervals hold for the models as fitted only (one split)
 * @param finals the best of one split once more on other folds, from which use, proven and both differences are then;
 * empty with folds, and where time was over
 */
public record Verdict(Metric metric, Diagnosis diagnosis, List<CandidateSummary> candidates, List<String> missing,
    List<String> leftOut, Choice use, Finish finish, Proven proven, Choice simplest, Interval winnerAgainstNone,
    Interval bestAgainstTrivial, boolean conditional, Optional<Finals> finals) {
  /**
   * The best of one split on other folds, whose validation rows had no part in the choice.
   *
   * @param folds how many
   * @param candidates at the strength of the sweep, lowest cross-fitted loss first
   */
  public record Finals(int folds, List<CandidateSummary> candidates) {
    /** Copies the list. */
    public Finals {
      candidates = List.copyOf(candidates);
    }
  }

  /**
   * A setting.
   *
   * @param model what is regularized
   * @param regularizer {@code none} for {@code trivial}
   * @param strength how strong
   * @param loss expected on a new row
   * @param reasons sentences for a reader
   */
  public record Choice(ModelKind model, String regularizer, Strength strength, double loss, List<String> reasons) {
    /** Copies the list. */
    public Choice {
      reasons = List.copyOf(reasons);
    }

    /** {@return what is trained} */
    public Trial trial() {
      return new Trial(model, regularizer, strength);
    }
  }

  /**
   * A claim.
   *
   * @param choice what the claim is about: {@code none} where no regularizer is proven to help
   * @param sure whether a regularizer is proven to lower the loss of the model without any
   * @param gain by how much the winner lowers that loss, positive where it does; empty where no other candidate was
   * finished
   */
  public record Proven(Choice choice, boolean sure, Optional<Interval> gain) {}

  /** {@return the same verdict with another finish, whose last loss is then what to expect of what is used} */
  public Verdict withFinish(Finish other) {
    List<String> reasons = new ArrayList<>(use.reasons());
    reasons.set(0, expectation(finals, other.last()));
    var finished = new Choice(use.model(), use.regularizer(), use.strength(), other.last().loss(), reasons);
    return new Verdict(metric, diagnosis, candidates, missing, leftOut, finished, other, proven, simplest,
        winnerAgainstNone, bestAgainstTrivial, conditional, finals);
  }

  private Simplest simplestOf(List<CandidateSummary> all) {
    return new Simplest(all, summary(all, use.model(), use.regularizer()));
  }

  /**
   * {@return trials whose weights are to be counted before {@link #simplest} is final: those of paths that tie in
   * simplicity, where zeros depend on how exactly a path is fitted}
   */
  public List<Trial> toBeCounted() {
    return simplestOf(candidates).counted();
  }

  /**
   * {@return the same verdict, with the simplest by exact counts}
   *
   * @param exact scores by fold of {@link #toBeCounted}, of fits as exact as a model that is kept
   */
  public Verdict counted(Map<Trial, List<Score>> exact) {
    List<CandidateSummary> all = candidates.stream().map(candidate -> candidate.counted(exact)).toList();
    return new Verdict(metric, diagnosis, all, missing, leftOut, use, finish, proven, simplestOf(all).choice(metric),
        winnerAgainstNone, bestAgainstTrivial, conditional, finals);
  }

  /** {@return the same verdict, which says what was left out of that which follows the choice} */
  public Verdict without(List<String> things) {
    return new Verdict(metric, diagnosis, candidates, missing, List.copyOf(things), use, finish, proven, simplest,
        winnerAgainstNone, bestAgainstTrivial, conditional, finals);
  }

  private String expectation(Optional<Finals> rerun, Finish.Step expected) {
    return rerun.map(Finals::folds)
        .map(folds -> VerdictWords.expectation(metric, candidates.size(), folds, expected))
        .orElseGet(() -> VerdictWords.expectation(metric, candidates.size(), expected));
  }

  /**
   * {@return the verdict of one split, where use, proven, what is expected and what the diagnosis says of the others
   * are those of other folds} Candidates and ties stay those of the split.
   *
   * @param onOthers the finalists on these folds
   * @param finalists each with one strength, {@code trivial} and {@code none} among them
   */
  public Verdict confirmed(Comparison onOthers, Collection<Candidate> finalists) {
    Verdict there = of(onOthers, finalists, metric);
    var rerun = Optional.of(new Finals(onOthers.pairing().blocks(), there.candidates()));
    List<String> reasons = new ArrayList<>(there.use().reasons());
    if (there.use().model() != ModelKind.TRIVIAL) { // the table has paths that did not come as far
      reasons.removeAll(FittedPaths.reasons(there.candidates()));
      reasons.addAll(FittedPaths.reasons(candidates));
      reasons.set(0, expectation(rerun, there.finish().last()));
    }
    var chosen = new Choice(there.use().model(), there.use().regularizer(), there.use().strength(), there.use().loss(),
        reasons);
    Diagnosis confirmed = diagnosis.confirmed(onOthers, finalists.stream().anyMatch(Verdict::stopsByEpoch),
        there.winnerAgainstNone());
    return new Verdict(metric, confirmed, candidates, missing, leftOut, chosen, there.finish(), there.proven(),
        simplest, there.winnerAgainstNone(), there.bestAgainstTrivial(), conditional, rerun);
  }

  private static boolean stopsByEpoch(Candidate candidate) {
    return candidate.source() == Candidate.Source.EPOCHS;
  }

  /**
   * Losses per unit of the decision on rows that had no part in it: their mean is the loss to expect of what is used
   * before any finish.
   */
  public static double[] expectedLosses(Comparison comparison, Collection<Candidate> candidates) {
    return decision(comparison, candidates).nested().losses();
  }

  private static Decision decision(Comparison comparison, Collection<Candidate> candidates) {
    var tables = new LinkedHashMap<Candidate, LossTable>();
    candidates.stream().filter(c -> comparison.table(c) != null).forEach(c -> tables.put(c, comparison.table(c)));
    return new Decision(tables);
  }

  /** {@return what to use; the name of earlier versions} */
  public Choice recommendation() {
    return use;
  }

  /**
   * Judges what the sweep left.
   *
   * @throws IllegalStateException where trivial or none have not been finished
   * @throws dev.lariat.data.DataException where the training of none diverged
   */
  public static Verdict of(Comparison comparison, Collection<Candidate> candidates, Metric metric) {
    Candidate plain = comparison.baseline();
    for (Candidate needed : List.of(Candidate.trivial(), plain)) {
      if (comparison.table(needed) == null) {
        throw comparison.refusal(needed);
      }
    }
    List<Candidate> finished = candidates.stream()
        .filter(c -> comparison.table(c) != null)
        .sorted(Comparator.comparingDouble(c -> comparison.table(c).expectedLoss()))
        .toList();
    List<String> missing = candidates.stream()
        .filter(c -> comparison.table(c) == null)
        .map(c -> c + ": " + comparison.whyMissing(c))
        .toList();
    Candidate best = finished.getFirst();
    List<CandidateSummary> summaries = finished.stream().map(c -> CandidateSummary.of(comparison, c, best)).toList();
    // A wider network or an additive model is no regularizer: it may be used, but nothing is claimed of it.
    var regularized = finished.stream()
        .filter(c -> !c.equals(plain) && !c.equals(Candidate.trivial()) && c.isClaimed())
        .toList();
    Comparison.Winner againstNone = regularized.isEmpty() ? null : comparison.winner(regularized, plain);
    Interval gain = againstNone == null ? null : againstNone.difference();
    Interval againstTrivial = comparison
        .winner(finished.stream().filter(c -> !c.equals(Candidate.trivial())).toList(), Candidate.trivial())
        .difference();
    var words = new VerdictWords(metric, summaries, againstNone, againstTrivial);

    Decision decision = decision(comparison, candidates);
    Decision.Nested nested = decision.nested();
    CandidateSummary used = summary(summaries, decision.use());
    var expected = new Finish.Step(Finish.Stage.REGULARIZER, Pairing.mean(nested.losses()),
        Pairing.standardError(nested.losses()));
    LossTable none = comparison.table(plain);
    var without = new Finish.Step(Finish.Stage.NONE, none.mean(0), none.standardError(0));

    Claim claim = Claim.of(regularized, plain, againstNone, againstTrivial);
    CandidateSummary claimed = summary(summaries, claim.candidate());
    return new Verdict(metric, Diagnosis.of(comparison, gain), summaries, missing, List.of(),
        new Choice(used.model(), used.regularizer(), used.strength(), expected.loss(),
            words.use(used, claim.sure(), expected, nested)),
        Finish.none(used.model() == ModelKind.NETWORK, without, expected),
        new Proven(
            new Choice(claimed.model(), claimed.regularizer(), claimed.strength(),
                comparison.table(claim.candidate()).expectedLoss(), words.proven(claimed)),
            claim.sure(), Optional.ofNullable(gain).map(Interval::negated)),
        new Simplest(summaries, used).choice(metric), gain, againstTrivial, comparison.pairing().conditional(),
        Optional.empty());
  }

  /** What readers are told of the candidate {@code trivial}, whose predictions do not look at the columns. */
  public static final String ALWAYS_THE_SAME = "always the same";

  /** The order of simplicity, in words. */
  public static final String SIMPLICITY = Simplest.ORDER;

  private static CandidateSummary summary(List<CandidateSummary> summaries, Candidate candidate) {
    return summary(summaries, candidate.model(), candidate.regularizer());
  }

  private static CandidateSummary summary(List<CandidateSummary> summaries, ModelKind model, String regularizer) {
    return summaries.stream()
        .filter(s -> s.model() == model && s.regularizer().equals(regularizer))
        .findFirst()
        .orElseThrow();
  }

  /** The line of a choice in the table. */
  public CandidateSummary summary(Choice choice) {
    return summary(candidates, choice.model(), choice.regularizer());
  }
}
