package dev.lariat.io.run;

import java.util.List;

/**
 * The best of one split on other folds, as {@code verdict.json} has them.
 *
 * @param folds how many
 * @param candidates at the strength of the sweep, lowest cross-fitted loss first
 */
public record FinishedFinals(int folds, List<FinishedStudy.Candidate> candidates) {
  /** Copies the list. */
  public FinishedFinals {
    candidates = List.copyOf(candidates);
  }
}
