package dev.lariat.study.verdict;

import dev.lariat.model.Temperature;
import dev.lariat.study.candidate.Strength;
import dev.lariat.study.cell.Score;
import dev.lariat.study.statistics.LossTable;
import dev.lariat.study.statistics.Pairing;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What a model's probabilities lose when one temperature calibrates them. */
final class TemperedLoss {
  private TemperedLoss() {}

  /**
   * The log-loss of calibrated probabilities: the temperature of a block is the one that the other blocks choose, of
   * equals the one that changes the least.
   *
   * @param scores of a model, by fold, then by seed
   * @param pairing of its losses; over the rows of one split, parts of these calibrate each other
   * @return empty where losses are no log-losses
   */
  static Optional<Double> of(List<Score> scores, Pairing pairing) {
    if (scores.stream().anyMatch(score -> score.tempered().isEmpty())) {
      return Optional.empty();
    }
    int tried = Temperature.tried();
    int parts = scores.getFirst().tempered().size() / tried;
    Pairing blocks = pairing.conditional() ? Pairing.folds(parts, 1, 0) : pairing;
    double[][] losses = new double[tried][blocks.units()];
    for (int s = 0; s < scores.size(); s++) {
      List<Double> tempered = scores.get(s).tempered();
      for (int part = 0; part < parts; part++) {
        int unit = pairing.conditional() ? part : s;
        int share = pairing.conditional() ? scores.size() : 1; // seeds of one split
        for (int beta = 0; beta < tried; beta++) {
          losses[beta][unit] += tempered.get(part * tried + beta) / share;
        }
      }
    }
    int[] all = IntStream.range(0, tried).toArray();
    var table = new LossTable(IntStream.of(all).mapToObj(beta -> Strength.of(beta + 1.0)).toList(),
        IntStream.of(all).mapToDouble(beta -> -Math.abs(beta - tried / 2)).toArray(), losses, blocks);
    return Optional.of(table.expectedLoss());
  }
}
