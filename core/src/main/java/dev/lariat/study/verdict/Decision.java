package dev.lariat.study.verdict;

import dev.lariat.study.candidate.Candidate;
import dev.lariat.study.statistics.Interval;
import dev.lariat.study.statistics.LossTable;
import dev.lariat.study.statistics.Pairing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What to use: a decision, and no claim. {@code docs/statistics.md} says why these are two.
 *
 * <ol> <li>The candidate with the lowest cross-fitted loss, linear ones included; of equals the first. <li>But
 * {@code trivial}, unless the best gains more on it than one corrected standard error of the difference. </ol>
 */
final class Decision {
  private final Map<Candidate, LossTable> tables; // trivial among them, all with one pairing
  private final Pairing pairing;

  /** @param tables of all that was finished, {@code trivial} and another included, in the order of the candidates */
  Decision(Map<Candidate, LossTable> tables) {
    this.tables = tables;
    this.pairing = tables.get(Candidate.trivial()).pairing();
  }

  /** {@return the candidate to use} */
  Candidate use() {
    Candidate best = Candidate.trivial();
    double lowest = Double.POSITIVE_INFINITY;
    for (var entry : models().entrySet()) {
      double loss = entry.getValue().expectedLoss();
      if (loss < lowest) {
        lowest = loss;
        best = entry.getKey();
      }
    }
    Interval signal = signal();
    return signal.mean() < -signal.standardError() ? best : Candidate.trivial();
  }

  /** {@return the candidates that the other blocks choose less {@code trivial}} */
  Interval signal() {
    return pairing.difference(LossTable.crossFitted(List.copyOf(models().values())),
        tables.get(Candidate.trivial()).losses(0));
  }

  private Map<Candidate, LossTable> models() {
    var models = new LinkedHashMap<>(tables);
    models.remove(Candidate.trivial());
    return models;
  }

  /**
   * The losses to expect of what is used, per unit: each block is scored by the candidate and the strength that have
   * the lowest loss on the other blocks, so that no block has a part in a choice that it is scored by. The lowest loss
   * of many, and the loss at the best strength, would flatter. That of {@code trivial} does not: it is what is left
   * where nothing is found, and has no strength.
   */
  double[] nestedLosses() {
    return use().equals(Candidate.trivial())
        ? tables.get(Candidate.trivial()).losses(0)
        : LossTable.crossFitted(List.copyOf(tables.values()));
  }
}
