package dev.lariat.study.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.study.candidate.Strength;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LossTableTest {
  private static final Pairing FIVE = Pairing.folds(5, 1, 0.25);

  private static LossTable table(double[]... losses) {
    double[] amounts = DoubleStream.iterate(1, i -> i + 1).limit(losses.length).toArray();
    return new LossTable(DoubleStream.of(amounts).mapToObj(Strength::of).toList(), amounts, losses, FIVE);
  }

  @Test
  void theBestHasTheLowestMean() {
    LossTable table = table(new double[]{5, 5, 5, 5, 5}, new double[]{1, 2, 3, 4, 5}, new double[]{4, 4, 4, 4, 4});
    assertThat(table.best()).isEqualTo(1);
    assertThat(table.mean(1)).isEqualTo(3);
    // s² = 2.5, so s/√5 = √0.5
    assertThat(table.standardError(1)).isCloseTo(Math.sqrt(0.5), within(1e-15));
  }

  @Test
  void oneStandardErrorMovesToTheStronger() {
    // The best is the second. The third is 0.1 worse on average, now better and now worse, which is within one standard
    // error of their difference; the fourth is 0.1 worse on every fold, which is not, however much folds differ.
    LossTable table = table(new double[]{1.5, 2.5, 3.5, 4.5, 5.5}, new double[]{1, 2, 3, 4, 5},
        new double[]{1.6, 1.6, 3.6, 3.6, 5.1}, new double[]{1.1, 2.1, 3.1, 4.1, 5.1});
    assertThat(table.best()).isEqualTo(1);
    assertThat(table.oneStandardError()).isEqualTo(2);
  }

  @Test
  void oneStandardErrorOfACombinationIsWeakerInNoPart() {
    var strengths = List.of(Strength.of(0.2, 0.1), Strength.of(0.1, 0.9), Strength.of(0.3, 0.1));
    var table = new LossTable(strengths, new double[]{1, 9, 2},
        new double[][]{{1, 2, 3, 4, 5}, {1, 2, 3, 4, 5.1}, {1, 2, 3, 4, 5.2}}, FIVE);
    assertThat(table.strength(table.oneStandardError())).isEqualTo(Strength.of(0.3, 0.1));
  }

  @Test
  void aFoldIsScoredAtTheStrengthThatTheOthersChose() {
    // The first strength is best by far on fold 0 only, which makes its mean the lowest.
    LossTable table = table(new double[]{0, 3, 3, 3, 3}, new double[]{9, 2, 2, 2, 2});
    assertThat(table.best()).isZero();
    // Fold 0: the others choose the second strength. Folds 1 to 4: with fold 0 among the others, the first.
    assertThat(table.crossFitted()).containsExactly(9, 3, 3, 3, 3);
  }

  @Test
  void theChoiceOfTheCandidateIsCrossFittedToo() {
    LossTable lucky = table(new double[]{0, 3, 3, 3, 3});
    LossTable steady = table(new double[]{9, 2, 2, 2, 2});
    assertThat(LossTable.crossFitted(List.of(lucky, steady))).containsExactly(9, 3, 3, 3, 3);
  }

  @Test
  void theIntervalIsNadeauAndBengios() {
    Interval interval = FIVE.difference(new double[]{1, 2, 3, 4, 5}, new double[]{0, 0, 0, 0, 0});
    double error = Math.sqrt(2.5) * Math.sqrt(0.2 + 0.25);
    assertThat(interval.mean()).isEqualTo(3);
    assertThat(interval.standardError()).isCloseTo(error, within(1e-14));
    assertThat(interval.low()).isCloseTo(3 - 2.7764451 * error, within(1e-6));
    assertThat(interval.high()).isCloseTo(3 + 2.7764451 * error, within(1e-6));
    assertThat(interval.excludesZero()).isTrue();
    assertThat(interval.ties()).isFalse();
  }

  @Test
  void seedsOfAFoldAreChosenTogether() {
    Pairing pairing = Pairing.folds(3, 2, 0.5);
    assertThat(pairing.units()).isEqualTo(6);
    assertThat(Stream.iterate(0, i -> i + 1).limit(6).map(pairing::block)).containsExactly(0, 0, 1, 1, 2, 2);
    assertThat(pairing.varianceFactor()).isCloseTo(1.0 / 6 + 0.5, within(1e-15));
  }

  @Test
  void rowsOfOneSplitArePairedPlainly() {
    Pairing pairing = Pairing.rows(1000);
    assertThat(pairing.conditional()).isTrue();
    assertThat(pairing.varianceFactor()).isEqualTo(1.0 / 1000);
    assertThat(pairing.block(0)).isZero();
    assertThat(pairing.block(999)).isEqualTo(4);
  }

  @Test
  void refusesWhatIsNotFinite() {
    assertThatIllegalArgumentException().isThrownBy(() -> table(new double[]{1, Double.NaN, 1, 1, 1}))
        .withMessageContaining("NaN");
  }

  /** A fold of the second draw is scored at what the other folds of that draw choose, whatever the first one says. */
  @Test
  void blocksAreChosenForByThoseOfTheSameDraw() {
    Pairing twice = Pairing.folds(2, 2, 1, 1);
    assertThat(twice.units()).isEqualTo(4);
    assertThat(twice.chooses(0, 1)).isTrue();
    assertThat(twice.chooses(1, 1)).isFalse();
    assertThat(twice.chooses(1, 2)).isFalse();
    var table = new LossTable(List.of(Strength.of(1), Strength.of(2)), new double[]{1, 2},
        new double[][]{{1, 2, 30, 40}, {10, 20, 3, 4}}, twice);
    assertThat(table.crossFitted()).containsExactly(1, 2, 3, 4);
    // J counts all cells, and the second term stays.
    assertThat(twice.varianceFactor()).isEqualTo(0.25 + 1);
  }

  /** What the other blocks of a draw choose for one is paired over their units; what training rows share stays. */
  @Test
  void theBlocksThatChooseForAnotherAreAPairingOfTheirOwn() {
    Pairing twice = Pairing.folds(3, 2, 2, 0.5); // 12 units
    assertThat(twice.choosingFor(4).orElseThrow().varianceFactor()).isEqualTo(0.25 + 0.5);
    double[] losses = DoubleStream.iterate(0, i -> i + 1).limit(12).toArray();
    var table = new LossTable(List.of(Strength.of(1)), new double[]{1}, new double[][]{losses}, twice);
    Pairing others = twice.choosingFor(4).orElseThrow();
    assertThat(table.choosingFor(4, others).losses(0)).as("of blocks 3 and 5").containsExactly(6, 7, 10, 11);
    assertThat(IntStream.range(0, 4).map(others::block).toArray()).containsExactly(0, 0, 1, 1);
    assertThat(Pairing.folds(2, 2, 1, 1).choosingFor(0)).as("one block chooses nothing for itself").isEmpty();
    assertThat(Pairing.rows(10).choosingFor(0).orElseThrow().conditional()).isTrue();
  }
}
