package dev.lariat.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MetricsTest {
  @Test
  void twoClassesByHand() {
    var tally = new ClassificationMetrics.Tally(2);
    double[] positiveProbability = {0.1, 0.4, 0.35, 0.8};
    int[] labels = {0, 0, 1, 1};
    for (int i = 0; i < 4; i++) {
      tally.add(new double[]{9, 1 - positiveProbability[i], positiveProbability[i]}, 1, labels[i]);
    }
    var metrics = tally.metrics();
    assertThat(metrics.accuracy()).isEqualTo(0.75);
    // Of the four positive–negative pairs three are ranked rightly.
    assertThat(metrics.rocAuc()).isEqualTo(0.75);
    double expected = -(Math.log(0.9) + Math.log(0.6) + Math.log(0.35) + Math.log(0.8)) / 4;
    assertThat(metrics.logLoss()).isCloseTo(expected, within(1e-15));
    // Class 0: 2·2/(3+2); class 1: 2·1/(1+2).
    assertThat(metrics.macroF1()).isCloseTo((0.8 + 2.0 / 3) / 2, within(1e-15));
  }

  @Test
  void tiedScoresCountHalf() {
    var tally = new ClassificationMetrics.Tally(2);
    for (int i = 0; i < 3000; i++) {
      tally.add(new double[]{0.5, 0.5}, 0, i % 2);
    }
    assertThat(tally.metrics().rocAuc()).isEqualTo(0.5);
  }

  @Test
  void oneClassOnlyHasNoRanking() {
    var tally = new ClassificationMetrics.Tally(2);
    tally.add(new double[]{0.5, 0.5}, 0, 1);
    assertThat(tally.metrics().rocAuc()).isNaN();
    assertThat(tally.metrics().values()).doesNotContainKey("rocAuc");
  }

  @Test
  void aWrongCertaintyStaysFinite() {
    var tally = new ClassificationMetrics.Tally(3);
    tally.add(new double[]{1, 0, 0}, 0, 2);
    assertThat(tally.metrics().logLoss()).isCloseTo(-Math.log(1e-15), within(1e-9));
    assertThat(tally.metrics().rocAuc()).isNaN();
    assertThat(tally.metrics().toString()).contains("accuracy=0.0").doesNotContain("rocAuc", "NaN");
  }

  @Test
  void regressionByHand() {
    var tally = new RegressionMetrics.Tally();
    double[] actual = {3, -0.5, 2, 7};
    double[] predicted = {2.5, 0.0, 2, 8};
    for (int i = 0; i < 4; i++) {
      tally.add(predicted[i], actual[i]);
    }
    assertThat(tally.metrics().rmse()).isCloseTo(Math.sqrt(0.375), within(1e-15));
    assertThat(tally.metrics().mae()).isEqualTo(0.5);
    assertThat(tally.metrics().rSquared()).isCloseTo(1 - 1.5 / 29.1875, within(1e-15));
  }
}
