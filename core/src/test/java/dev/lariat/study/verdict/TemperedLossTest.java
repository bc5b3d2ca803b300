package dev.lariat.study.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.metric.Metric;
import dev.lariat.model.Temperature;
import dev.lariat.study.cell.Score;
import dev.lariat.study.statistics.Pairing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TemperedLossTest {
  private static final int FOLDS = 5;
  private static final int ROWS = 400; // of a fold
  private static final long TRAINED = 1600;

  /** Probabilities of rows and their labels, which are as likely as {@code truth} says. */
  @SuppressWarnings("ArrayRecordComponent") // a plain carrier, never compared
  private record Rows(double[] truth, int[] labels) {
    static Rows of(long seed) {
      var random = new Random(seed);
      double[] truth = new double[2 * ROWS];
      int[] labels = new int[ROWS];
      for (int i = 0; i < ROWS; i++) {
        truth[2 * i + 1] = 1 / (1 + Math.exp(-2 * random.nextGaussian()));
        truth[2 * i] = 1 - truth[2 * i + 1];
        labels[i] = random.nextDouble() < truth[2 * i + 1] ? 1 : 0;
      }
      return new Rows(truth, labels);
    }

    /** As a model says them that is so many times too sure. */
    double[] sure(double times) {
      double[] sure = truth.clone();
      var sharper = new Temperature(times, Long.MAX_VALUE / 2);
      for (int i = 0; i < ROWS; i++) {
        sharper.apply(sure, 2 * i, 2);
      }
      return sure;
    }

    double loss(double[] probabilities) {
      return Metric.LOG_LOSS.loss(probabilities, 2, labels, null);
    }
  }

  private static double[] ones() {
    double[] ones = new double[ROWS];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static Score score(Rows rows, double[] probabilities, int parts) {
    var tempered = new ArrayList<Double>();
    for (int part = 0; part < parts; part++) {
      double[] sums = Temperature.losses(probabilities, rows.labels, ones(), part * ROWS / parts,
          (part + 1) * ROWS / parts, 2, TRAINED);
      DoubleStream.of(sums).map(sum -> sum * parts / ROWS).forEach(tempered::add);
    }
    return new Score(rows.loss(probabilities), 0, 0, 1, 1, 0, Map.of(), tempered);
  }

  @Test
  void theSumsAreTheLossesOfTemperatures() {
    Rows rows = Rows.of(1);
    double[] probabilities = rows.sure(3);
    double[] sums = Temperature.losses(probabilities, rows.labels, ones(), 0, ROWS, 2, TRAINED);
    assertThat(sums).hasSize(Temperature.tried());
    for (int k = 0; k < sums.length; k++) {
      var temperature = new Temperature(Math.pow(2, 0.5 * (k - sums.length / 2)), TRAINED);
      double[] applied = probabilities.clone();
      for (int i = 0; i < ROWS; i++) {
        temperature.apply(applied, 2 * i, 2);
      }
      assertThat(sums[k] / ROWS).as("β " + temperature.inverse()).isCloseTo(rows.loss(applied), within(1e-12));
    }
  }

  /** Three times too sure, it loses more raw, and after calibration the same as the truth. */
  @Test
  void whoLosesByBeingTooSureIsAsGoodAfterCalibration() {
    List<Rows> folds = IntStream.range(0, FOLDS).mapToObj(Rows::of).toList();
    for (Pairing pairing : List.of(Pairing.folds(FOLDS, 1, 0.25), Pairing.rows(ROWS))) {
      int cells = pairing.conditional() ? 1 : FOLDS;
      int parts = pairing.conditional() ? FOLDS : 1;
      double truth = folds.stream().limit(cells).mapToDouble(rows -> rows.loss(rows.truth)).average().orElseThrow();
      double raw = folds.stream().limit(cells).mapToDouble(rows -> rows.loss(rows.sure(3))).average().orElseThrow();
      double calibrated = TemperedLoss
          .of(folds.stream().limit(cells).map(rows -> score(rows, rows.sure(3), parts)).toList(), pairing)
          .orElseThrow();
      double left = TemperedLoss
          .of(folds.stream().limit(cells).map(rows -> score(rows, rows.truth, parts)).toList(), pairing)
          .orElseThrow();
      assertThat(raw).isGreaterThan(truth + 0.1);
      // Half an octave from one temperature to the next costs that much at most.
      assertThat(calibrated).isBetween(truth - 0.005, truth + 0.01);
      assertThat(left).as("what is calibrated stays, but for the floor")
          .isCloseTo(truth, within(parts == 1 ? 0.003 : 0.02)); // a fifth of one split is chosen for by 320 rows
    }
  }

  @Test
  void seedsOfOneSplitAreAveraged() {
    Rows rows = Rows.of(3);
    Score sure = score(rows, rows.sure(3), FOLDS);
    Score calm = score(rows, rows.sure(0.5), FOLDS);
    Pairing split = Pairing.rows(ROWS);
    assertThat(TemperedLoss.of(List.of(sure, sure), split)).isEqualTo(TemperedLoss.of(List.of(sure), split));
    assertThat(TemperedLoss.of(List.of(sure, calm), split)).isNotEqualTo(TemperedLoss.of(List.of(sure), split));
  }

  @Test
  void withoutProbabilitiesThereIsNone() {
    var number = new Score(1, 1, 0, 1, 1, 0);
    assertThat(TemperedLoss.of(List.of(number, number), Pairing.folds(2, 1, 0.25))).isEmpty();
  }
}
