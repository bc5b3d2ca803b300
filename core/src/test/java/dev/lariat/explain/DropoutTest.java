package dev.lariat.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.net.layer.Dropout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DropoutTest {
  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.25, 0.5, 0.8})
  void momentsAgreeWithTheSimulationWithinFourStandardErrors(double rate) {
    DropoutTrace trace = DropoutTrace.of(new Dropout(rate, Dropout.Form.INVERTED), 2, 10, 5, 400_000, 3);
    for (DropoutTrace.Moments m : new DropoutTrace.Moments[]{trace.inverted(), trace.original()}) {
      assertThat(m.simulatedMean()).isCloseTo(m.mean(), within(4 * m.meanError() + 1e-4));
      assertThat(m.simulatedVariance()).isCloseTo(m.variance(), within(4 * m.varianceError() + 1e-4));
      assertThat(m.atTest()).isEqualTo(m.mean());
    }
    assertThat(trace.masks()).hasSize(5).allMatch(mask -> mask.size() == 10);
    assertThat(trace.masks().stream().distinct().count()).isGreaterThan(1);
  }

  @Test
  void withoutDropoutNothingHappens() {
    DropoutTrace trace = DropoutTrace.of(new Dropout(0, Dropout.Form.INVERTED), 3, 4, 2, 1000, 1);
    assertThat(trace.inverted().simulatedVariance()).isZero();
    assertThat(trace.masks()).allMatch(mask -> mask.stream().allMatch(kept -> kept));
    assertThat(InputDropout.of(0, 1).squared().penalty()).isZero();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.7})
  void weightScalingIsTheRenormalisedGeometricMean(double rate) {
    ThinnedNetworks networks = ThinnedNetworks.of(10, 4, rate, 5);
    assertThat(networks.geometricDistance()).isLessThan(1e-12);
    assertThat(networks.arithmeticDistance()).isGreaterThan(1e-3);
    assertThat(networks.arithmetic().stream().mapToDouble(p -> p).sum()).isCloseTo(1, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.7})
  void onTheInputsOfALinearModelItIsAPenalty(double rate) {
    InputDropout dropout = InputDropout.of(rate, 9);
    assertThat(dropout.squared().error()).isCloseTo(0, within(1e-12));
    assertThat(Math.abs(dropout.logistic().error())).isGreaterThan(1e-6);
  }

  /**
   * The logistic penalty is the second order: at half the rate's odds, what it leaves over shrinks faster than the
   * odds.
   */
  @Test
  void forTheLogisticLossTheSecondOrderIsRight() {
    double large = InputDropout.of(0.02, 9).logistic().error();
    double small = InputDropout.of(0.002, 9).logistic().error();
    double part = InputDropout.of(0.002, 9).logistic().penalty();
    assertThat(Math.abs(small)).isLessThan(0.15 * Math.abs(large)).isLessThan(part);
  }

  @Test
  void unitsOfANetworkWithoutDropoutAreMissedMore() {
    CoAdaptation measured = CoAdaptation.of(0.5, 1);
    CoAdaptation.Point all = measured.points().getFirst();
    CoAdaptation.Point half = measured.points().get(5);
    assertThat(half.without() / all.without()).isGreaterThan(1.1 * half.with() / all.with());
    assertThat(CoAdaptation.of(0.5, 1)).isEqualTo(measured);
  }

  /** With all neighbours of correlation 2/3 kept, and 4/9 and 1/3 among each other, R² is (2/3)²/mean correlation. */
  @Test
  void aNumberOfAMapIsKnownFromItsNeighboursUnlessItsChannelIsDropped() {
    MapDropout few = MapDropout.of(0.02, 3);
    // Left and right, above and below are two apart: 3/9 each; the four other pairs are neighbours in a corner: 4/9.
    double mean = (4 * 1.0 + 4 * (3 / 9.0) + 8 * (4 / 9.0)) / 16;
    assertThat(few.known()).isCloseTo(4 / 9.0 / mean, within(0.06));
    MapDropout half = MapDropout.of(0.5, 3);
    assertThat(half.known()).isBetween(0.4, few.known());
    assertThat(half.knownOfChannels()).isZero();
    assertThat(half.spatial()).allSatisfy(channel -> assertThat(channel.stream().distinct()).hasSize(1));
    assertThat(half.element()).allSatisfy(channel -> assertThat(channel.stream().distinct()).hasSize(2));
    assertThat(MapDropout.of(0.5, 3)).isEqualTo(half);
    assertThat(MapDropout.of(0, 3).known()).isZero();
  }

  @Test
  void refusesRatesOutside() {
    assertThatIllegalArgumentException().isThrownBy(() -> ThinnedNetworks.of(3, 2, 1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> InputDropout.of(-0.1, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DropoutTrace.of(new Dropout(0.5, Dropout.Form.INVERTED), 1, 0, 1, 10, 0));
  }
}
