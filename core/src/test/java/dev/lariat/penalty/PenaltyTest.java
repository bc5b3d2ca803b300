package dev.lariat.penalty;

import static dev.lariat.penalty.Penalty.elasticNet;
import static dev.lariat.penalty.Penalty.groupLasso;
import static dev.lariat.penalty.Penalty.l1;
import static dev.lariat.penalty.Penalty.l2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class PenaltyTest {
  private static final WeightShape SHAPE = new WeightShape(3, 2, new int[]{5, 5, 2});
  private static final float[] W = {3, 4, 0, 0, -1, 2};

  @Test
  void values() {
    assertThat(l1(0.5).value(W, SHAPE)).isEqualTo(5);
    assertThat(l2(0.5).value(W, SHAPE)).isEqualTo(7.5);
    assertThat(elasticNet(0.5, 0.25).value(W, SHAPE)).isEqualTo(0.25 * 5 + 0.75 * 7.5);
    double inputs = Math.sqrt(2) * (5 + Math.sqrt(5));
    assertThat(groupLasso(1, GroupBy.INPUT).value(W, SHAPE)).isCloseTo(inputs, within(1e-12));
    assertThat(groupLasso(1, GroupBy.COLUMN).value(W, SHAPE)).isCloseTo(Math.sqrt(4) * 5 + Math.sqrt(2) * Math.sqrt(5),
        within(1e-12));
    assertThat(groupLasso(1, GroupBy.UNIT).value(W, SHAPE)).isCloseTo(Math.sqrt(3) * (Math.sqrt(10) + Math.sqrt(20)),
        within(1e-12));
  }

  /** At λ_max all weights 0 is stationary, and just below it is not. */
  @Test
  void lambdaMaxIsWhereZeroStopsBeingStationary() {
    float[] zero = new float[6];
    float[] g = {0.3f, -0.7f, 0.1f, 0.2f, -0.4f, 0.5f};
    for (GroupBy by : GroupBy.values()) {
      double max = groupLasso(1, by).lambdaMax(g, SHAPE);
      assertThat(groupLasso(max * (1 + 1e-9), by).subgradientDistance(zero, g, SHAPE)).isZero();
      assertThat(groupLasso(max * 0.99, by).subgradientDistance(zero, g, SHAPE)).isPositive();
    }
    assertThat(l1(1).lambdaMax(g, SHAPE)).isEqualTo((double) 0.7f);
    assertThat(elasticNet(1, 0.5).lambdaMax(g, SHAPE)).isEqualTo(2 * (double) 0.7f);
    assertThat(l2(1).lambdaMax(g, SHAPE)).isInfinite();
  }

  @Test
  void subgradientDistanceIsZeroAtAStationaryPointOnly() {
    float[] g = {-0.5f, -0.5f, 0.3f, -0.5f, 0.5f, -0.5f};
    assertThat(l1(0.5).subgradientDistance(W, g, SHAPE)).isZero();
    g[2] = 0.6f;
    assertThat(l1(0.5).subgradientDistance(W, g, SHAPE)).isCloseTo(0.1, within(1e-7));
    float[] shrink = new float[6];
    for (int i = 0; i < 6; i++) {
      shrink[i] = -0.5f * W[i];
    }
    assertThat(l2(0.5).subgradientDistance(W, shrink, SHAPE)).isZero();
  }

  @Test
  void strengthsOutOfRangeAreRefused() {
    for (double bad : List.of(-1.0, Double.NaN, Double.POSITIVE_INFINITY)) {
      assertThatThrownBy(() -> l1(bad)).hasMessage("the L1 strength must be a finite number, 0 or more, not " + bad);
      assertThatThrownBy(() -> l2(bad)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> elasticNet(bad)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> groupLasso(bad, GroupBy.INPUT)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> new Decay(bad)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new MaxNorm(0)).hasMessage("max-norm must be above 0, not 0.0");
    assertThatThrownBy(() -> elasticNet(1, 1.5)).hasMessageContaining("from 0 to 1");
  }
}
