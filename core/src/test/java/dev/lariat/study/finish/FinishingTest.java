package dev.lariat.study.finish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.data.CategoryColumn;
import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.data.Folds;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.Task;
import dev.lariat.metric.Metric;
import dev.lariat.study.statistics.Pairing;
import dev.lariat.study.verdict.Finish;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Predictions are made up, so that it is known what a finish should find. */
class FinishingTest {
  private static final int FOLDS = 5;

  /**
   * Two classes, drawn from the logistic function of known logits.
   *
   * @param logits in the order of {@link ValidationRows}
   */
  @SuppressWarnings("ArrayRecordComponent") // a plain carrier, never compared
  private record Planted(ValidationRows rows, double[] logits) {
    static Planted folds(int count, long seed) {
      Dataset data = classes(count, seed);
      Folds folds = Folds.stratified(data.target(), FOLDS, 0);
      return of(data, folds, Pairing.folds(FOLDS, 1, 0.25));
    }

    static Planted split(int count, long seed) {
      Dataset data = classes(count, seed);
      Folds folds = Folds.split(data.target(), 0.5, 0);
      return of(data, folds, Pairing.rows(folds.validation(0).length));
    }

    private static Dataset classes(int count, long seed) {
      var random = new Random(seed);
      double[] z = new double[count];
      var labels = new ArrayList<String>();
      for (int i = 0; i < count; i++) {
        z[i] = 1.5 * random.nextGaussian();
        labels.add(random.nextDouble() < 1 / (1 + Math.exp(-z[i])) ? "yes" : "no");
      }
      labels.set(0, "no");
      labels.set(1, "yes");
      return Dataset.of("made", List.<Column>of(new NumericColumn("z", z), CategoryColumn.of("y", labels))).target("y");
    }

    private static Planted of(Dataset data, Folds folds, Pairing pairing) {
      // Classes are in alphabetical order: of two the last is "yes".
      double[] logits = IntStream.range(0, folds.count())
          .flatMap(k -> Arrays.stream(folds.validation(k)))
          .mapToDouble(data.column("z")::number)
          .toArray();
      return new Planted(ValidationRows.of(data, folds, Metric.LOG_LOSS, pairing), logits);
    }

    /** What a network says that multiplies the true logits by β and adds noise. */
    double[] network(double beta, double noise, long seed) {
      var random = new Random(seed);
      double[] p = new double[2 * logits.length];
      for (int i = 0; i < logits.length; i++) {
        p[2 * i + 1] = 1 / (1 + Math.exp(-beta * logits[i] - noise * random.nextGaussian()));
        p[2 * i] = 1 - p[2 * i + 1];
      }
      return p;
    }

    Finish decide(List<double[]> members, Optional<double[]> linear, FinishOptions options) {
      double[] single = rows.losses(members.getFirst());
      return Finishing
          .decide(rows,
              List.of(new Finish.Step(Finish.Stage.REGULARIZER, Pairing.mean(single), Pairing.standardError(single))),
              single, members, linear.map(one -> alike(one, rows)), options)
          .finish();
    }
  }

  /** All blocks choose the same linear model. */
  private static Finishing.Partner alike(double[] linear, ValidationRows rows) {
    return new Finishing.Partner(linear, Collections.nCopies(rows.pairing().blocks(), linear));
  }

  private static Finish.Step step(Finish finish, Finish.Stage stage) {
    return finish.waterfall().stream().filter(step -> step.step() == stage).findFirst().orElseThrow();
  }

  @Test
  void anAverageNeverLosesAndManyAreUsed() {
    for (long seed = 0; seed < 5; seed++) {
      Planted planted = Planted.folds(200, seed);
      List<double[]> members = List.of(planted.network(1, 1, 2 * seed), planted.network(1, 1, 2 * seed + 1));
      Finish finish = planted.decide(members, Optional.empty(), new FinishOptions(5, false, false));
      assertThat(finish.networks()).isEqualTo(5);
      assertThat(step(finish, Finish.Stage.AVERAGE).gain().orElseThrow().mean()).isPositive();
      assertThat(finish.waterfall()).extracting(Finish.Step::step)
          .containsExactly(Finish.Stage.REGULARIZER, Finish.Stage.AVERAGE);
    }
  }

  @Test
  void anOverconfidentNetworkGetsATemperatureBelowOne() {
    for (Planted planted : List.of(Planted.folds(1000, 1), Planted.split(2000, 2))) {
      Finish finish = planted.decide(List.of(planted.network(3, 0, 0)), Optional.empty(), FinishOptions.STANDARD);
      assertThat(finish.temperature()).isCloseTo(1 / 3.0, within(0.08));
      assertThat(finish.networks()).isEqualTo(1);
      double[] truth = planted.rows.losses(planted.network(1, 0, 0));
      assertThat(finish.last().loss()).isCloseTo(Pairing.mean(truth), within(0.01));
      assertThat(finish.last().loss()).isLessThan(finish.waterfall().getFirst().loss() - 0.1);
    }
  }

  /** A calibrated network has nothing to gain; where noise says it has, it is next to nothing. */
  @Test
  void whatGainsNothingIsLeftOut() {
    int temperatures = 0;
    int mixtures = 0;
    double gain = 0;
    for (long seed = 0; seed < 20; seed++) {
      Planted planted = Planted.folds(400, seed);
      List<double[]> exact = List.of(planted.network(1, 0, 0));
      Finish finish = planted.decide(exact, Optional.of(planted.network(1, 2, seed)), FinishOptions.STANDARD);
      temperatures += finish.temperature() == 1 ? 0 : 1;
      mixtures += finish.linearWeight() == 0 ? 0 : 1;
      double before = finish.waterfall().getFirst().loss();
      gain += (before - finish.last().loss()) / 20;
      for (Finish.Step step : finish.waterfall().subList(1, finish.waterfall().size())) {
        double lowered = before - step.loss();
        assertThat(lowered).isCloseTo(step.done() ? step.gain().orElseThrow().mean() : 0, within(1e-12));
        assertThat(step.done()).isEqualTo(step.gain().orElseThrow().mean() > 0);
        before = step.loss();
      }
    }
    assertThat(temperatures).isLessThan(12);
    assertThat(mixtures).isLessThan(8);
    assertThat(gain).isBetween(0.0, 0.002);
  }

  /** Share and loss by hand: every fold is scored at the share that is best on the others. */
  @Test
  void theShareOfTheLinearModelIsCrossFitted() {
    Planted planted = Planted.folds(300, 9);
    double[] network = planted.network(1, 2, 1);
    double[] linear = planted.network(1, 2, 2);
    double[][] losses = new double[11][];
    for (int w = 0; w <= 10; w++) {
      double[] mixed = new double[network.length];
      for (int i = 0; i < mixed.length; i++) {
        mixed[i] = (10 - w) / 10.0 * network[i] + w / 10.0 * linear[i];
      }
      losses[w] = planted.rows.losses(mixed);
    }
    double expected = 0;
    for (int fold = 0; fold < FOLDS; fold++) {
      int left = fold;
      int best = 0;
      for (int w = 1; w <= 10; w++) {
        double[] at = losses[w];
        double[] bestAt = losses[best];
        double difference = IntStream.range(0, FOLDS).filter(f -> f != left).mapToDouble(f -> at[f] - bestAt[f]).sum();
        best = difference < 0 ? w : best;
      }
      expected += losses[best][fold] / FOLDS;
    }
    Finish finish = planted.decide(List.of(network), Optional.of(linear),
        FinishOptions.STANDARD.withTemperature(false));
    assertThat(finish.linearWeight()).isBetween(0.3, 0.7);
    assertThat(finish.last().step()).isEqualTo(Finish.Stage.MIXTURE);
    assertThat(finish.last().loss()).isCloseTo(expected, within(1e-12));
  }

  /**
   * The linear model that all folds choose is the lucky one: it knows the labels of one fold. That fold is scored by
   * the one that the others choose, which does not.
   */
  @Test
  void theLinearModelOfAFoldHasNotSeenIt() {
    Planted planted = Planted.folds(300, 9);
    double[] network = planted.network(1, 2, 1);
    double[] honest = planted.network(1, 2, 2);
    double[] lucky = honest.clone();
    int last = lucky.length / 2 - 60;
    for (int row = last; row < lucky.length / 2; row++) {
      int label = planted.rows.labels()[row];
      lucky[2 * row + label] = 0.999;
      lucky[2 * row + 1 - label] = 0.001;
    }
    var byBlock = new ArrayList<>(Collections.nCopies(FOLDS, lucky));
    byBlock.set(FOLDS - 1, honest);
    double[] single = planted.rows.losses(network);
    var options = FinishOptions.STANDARD.withTemperature(false);
    var nested = Finishing.decide(planted.rows, List.of(), single.clone(), List.of(network),
        Optional.of(new Finishing.Partner(lucky, byBlock)), options);
    var flattered = Finishing.decide(planted.rows, List.of(), single.clone(), List.of(network),
        Optional.of(alike(lucky, planted.rows)), options);
    var never = Finishing.decide(planted.rows, List.of(), single.clone(), List.of(network),
        Optional.of(alike(honest, planted.rows)), options);
    assertThat(nested.expected()[FOLDS - 1]).isCloseTo(never.expected()[FOLDS - 1], within(0.02));
    assertThat(flattered.expected()[FOLDS - 1]).isLessThan(nested.expected()[FOLDS - 1] - 0.2);
  }

  @Test
  void numbersHaveNoTemperature() {
    var random = new Random(4);
    double[] y = random.doubles(100).toArray();
    Dataset data = Dataset
        .of("made", List.<Column>of(new NumericColumn("x", random.doubles(100).toArray()), new NumericColumn("y", y)))
        .target("y", Task.REGRESSION);
    Folds folds = Folds.stratified(data.target(), FOLDS, 0);
    var rows = ValidationRows.of(data, folds, Metric.SQUARED_ERROR, Pairing.folds(FOLDS, 1, 0.25));
    double[] actual = IntStream.range(0, FOLDS)
        .flatMap(k -> Arrays.stream(folds.validation(k)))
        .mapToDouble(row -> y[row])
        .toArray();
    double[] above = Arrays.stream(actual).map(v -> v + 1).toArray();
    double[] below = Arrays.stream(actual).map(v -> v - 1).toArray();
    var decided = Finishing.decide(rows, List.of(), rows.losses(above), List.of(above, below),
        Optional.of(alike(actual, rows)), FinishOptions.STANDARD);
    assertThat(decided.temperature()).isEmpty();
    assertThat(decided.finish().waterfall()).extracting(Finish.Step::step)
        .containsExactly(Finish.Stage.AVERAGE, Finish.Stage.MIXTURE);
    assertThat(decided.finish().last().loss()).isCloseTo(0, within(1e-12));
    assertThatIllegalArgumentException().isThrownBy(() -> FinishOptions.STANDARD.withNetworks(0))
        .withMessageContaining("not 0");
  }
}
