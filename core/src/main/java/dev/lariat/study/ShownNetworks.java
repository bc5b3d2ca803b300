package dev.lariat.study;

import dev.lariat.study.candidate.Candidate;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.Strength;
import dev.lariat.study.candidate.Trial;
import dev.lariat.study.evidence.FoldModels;
import dev.lariat.study.verdict.CandidateSummary;
import dev.lariat.study.verdict.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The networks of the folds that are shown.
 *
 * @param without a regularizer; empty where no network competes, or a time limit left no room for it
 * @param with the one that is shown beside it, likewise
 */
record ShownNetworks(Optional<FoldModels> without, Optional<FoldModels> with) {
  /** Where none is trained. */
  static final ShownNetworks NOTHING = new ShownNetworks(Optional.empty(), Optional.empty());

  /**
   * Trains them once more on every fold.
   *
   * @param train trains what is wanted on every fold
   * @param refitted what is trained on all rows
   * @param shortened whether there is time for what is refitted alone
   */
  static ShownNetworks of(Function<List<FoldModels.Wanted>, List<FoldModels>> train, Verdict chosen,
      Verdict.Choice refitted, boolean shortened) {
    if (shortened && refitted.model() != ModelKind.NETWORK) {
      return NOTHING;
    }
    Trial none = Candidate.none().trial(Strength.ZERO);
    Optional<Trial> beside = shortened
        ? Optional.of(refitted.trial()).filter(trial -> !trial.isPlain())
        : compared(chosen, refitted);
    List<Trial> trials = shortened
        ? List.of(refitted.trial())
        : Stream.concat(Stream.of(none), beside.stream()).toList();
    List<FoldModels> models = train.apply(trials.stream().map(trial -> new FoldModels.Wanted(trial, 0)).toList());
    return new ShownNetworks(trials.getFirst().isPlain() ? Optional.of(models.getFirst()) : Optional.empty(),
        beside.map(_ -> models.getLast()));
  }

  /** {@return whether more networks would be shown, if there were time for more than what is refitted} */
  static boolean leavesOut(Verdict chosen, Verdict.Choice refitted) {
    return refitted.model() != ModelKind.NETWORK || !refitted.trial().isPlain()
        || compared(chosen, refitted).isPresent();
  }

  /**
   * The regularized network that is shown beside the one without: the refitted one, and where that is none, the one
   * with the lowest cross-fitted loss.
   */
  private static Optional<Trial> compared(Verdict verdict, Verdict.Choice refitted) {
    if (refitted.model() == ModelKind.NETWORK && !refitted.trial().isPlain()) {
      return Optional.of(refitted.trial());
    }
    return verdict.candidates()
        .stream()
        .filter(c -> c.model() == ModelKind.NETWORK && !c.trial().isPlain())
        .findFirst()
        .map(CandidateSummary::trial);
  }

  List<FoldModels> all() {
    return Stream.concat(without.stream(), with.stream()).toList();
  }

  /** {@return the networks of a trial that is shown} */
  FoldModels of(Trial trial) {
    return (trial.isPlain() ? without : with).orElseThrow();
  }
}
