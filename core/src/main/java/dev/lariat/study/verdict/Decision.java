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
    return hasSignal() ? best : Candidate.trivial();
  }

  private boolean hasSignal() {
    Interval signal = signal();
    return signal.mean() < -signal.standardError();
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
   * What the decision loses on rows that had no part in it.
   *
   * @param losses per unit: their mean is the loss to expect
   * @param blocks for which others decide
   * @param trivial for how many of them the others use {@code trivial}
   */
  @SuppressWarnings("ArrayRecordComponent") // a plain carrier, never compared
  record Nested(double[] losses, int blocks, int trivial) {}

  /**
   * The losses to expect of what is used, {@code trivial} or not: each block is scored by what the other blocks decide,
   * so that no block has a part in a choice that it is scored by. The lowest loss of many, and the loss at the best
   * strength, would flatter. Where the others have a signal that is the candidate and the strength of the lowest loss
   * there, else {@code trivial}. A block that decides alone cannot tell a signal: it takes what is lowest.
   */
  Nested nested() {
    List<LossTable> all = List.copyOf(tables.values());
    LossTable trivial = tables.get(Candidate.trivial());
    double[] losses = new double[pairing.units()];
    int found = 0;
    for (int block = 0; block < pairing.blocks(); block++) {
      LossTable chosen = signalWithout(block) ? LossTable.lowestWithout(all, block) : trivial;
      chosen.copy(block, losses);
      found += chosen == trivial ? 1 : 0;
    }
    return new Nested(losses, pairing.blocks(), found);
  }

  private boolean signalWithout(int block) {
    return pairing.choosingFor(block).map(others -> {
      var left = new LinkedHashMap<Candidate, LossTable>();
      tables.forEach((candidate, table) -> left.put(candidate, table.choosingFor(block, others)));
      return new Decision(left).hasSignal();
    }).orElse(true);
  }
}
