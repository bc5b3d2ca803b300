package dev.lariat.study.verdict;

import dev.lariat.study.candidate.Candidate;
import dev.lariat.study.statistics.Interval;
import java.util.List;

/**
 * What is proven: a claim, false in at most 5 % of studies in which nothing helps. {@code docs/statistics.md} says why
 * this is not what to use.
 *
 * <ol> <li>{@code trivial}, if the best gains no more on it than one corrected standard error, widened for the choice.
 * <li>{@code none}, unless the 95 % interval of the winner against it, widened for the choice, lies below 0. <li>Else
 * the winner: with one split the candidate whose trial that is; with folds, of which each has a winner of its own, the
 * regularized candidate with the lowest cross-fitted loss. </ol>
 *
 * <p>Rule 1 asks for one standard error only: of three folds the 95 % interval would hide a loss that falls to a
 * fiftieth.
 *
 * @param candidate what the claim is about
 * @param sure whether a regularizer is proven to lower the loss of the model without any
 */
record Claim(Candidate candidate, boolean sure) {
  /**
   * The claim that the results bear.
   *
   * @param regularized those with a model and a regularizer, the lowest cross-fitted loss first
   * @param none what all others are compared with
   * @param againstNone the winner less {@code none}; null where there is none
   * @param againstTrivial the winner less {@code trivial}
   */
  static Claim of(List<Candidate> regularized, Candidate none, Comparison.Winner againstNone, Interval againstTrivial) {
    if (!(againstTrivial.mean() < -againstTrivial.standardError())) {
      return new Claim(Candidate.trivial(), false);
    }
    if (againstNone == null || !(againstNone.difference().high() < 0)) {
      return new Claim(none, false);
    }
    return new Claim(againstNone.candidate() == null ? regularized.getFirst() : againstNone.candidate(), true);
  }
}
