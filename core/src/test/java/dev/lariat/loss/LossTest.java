package dev.lariat.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Values by hand; gradients are checked by finite differences through whole networks. */
class LossTest {
  private static final Targets LABELS = Targets.labels(new int[]{1, 0}, 2);

  @Test
  void softmaxCrossEntropyIsTheLogOfTheLabelsShare() {
    float[] z = {0, 2};
    double p = 1 / (1 + Math.exp(-2));
    assertThat(Loss.softmaxCrossEntropy().value(z, 0, 2, LABELS, 0)).isCloseTo(-Math.log(p), within(1e-12));
    double smoothed = -0.95 * Math.log(p) - 0.05 * Math.log(1 - p);
    assertThat(Loss.softmaxCrossEntropy(0.1).value(z, 0, 2, LABELS, 0)).isCloseTo(smoothed, within(1e-12));
    assertThat(Loss.softmaxCrossEntropy(0.1).unsmoothed()).isEqualTo(Loss.softmaxCrossEntropy());
  }

  @Test
  void binaryCrossEntropyIsSoftmaxOfTwo() {
    for (double smoothing : new double[]{0, 0.2}) {
      float[] two = {0, 1.3f};
      float[] one = {1.3f};
      for (int row = 0; row < 2; row++) {
        assertThat(Loss.binaryCrossEntropy(smoothing).value(one, 0, 1, LABELS, row))
            .isCloseTo(Loss.softmaxCrossEntropy(smoothing).value(two, 0, 2, LABELS, row), within(1e-12));
      }
    }
  }

  @Test
  void largeLogitsDoNotOverflow() {
    assertThat(Loss.softmaxCrossEntropy().value(new float[]{1e4f, -1e4f}, 0, 2, LABELS, 0)).isEqualTo(2e4);
    assertThat(Loss.binaryCrossEntropy().value(new float[]{-1e4f}, 0, 1, LABELS, 0)).isEqualTo(1e4);
  }

  @Test
  void errorsOfNumbersHaveNoHalf() {
    Targets numbers = Targets.values(new float[]{1, 2, 3, 4}, 2);
    float[] z = {0, 0, 5, 5};
    assertThat(Loss.squaredError().value(z, 0, 2, numbers, 0)).isEqualTo(2.5);
    assertThat(Loss.absoluteError().value(z, 2, 2, numbers, 1)).isEqualTo(1.5);
  }

  /** ½e² within δ, and a line beyond that goes on with the same value and slope. */
  @Test
  void huberIsASquareWithinDeltaAndALineBeyond() {
    Targets numbers = Targets.values(new float[]{0, 0, 0}, 1);
    float[] z = {0.25f, -3, 1.5f};
    Loss huber = Loss.huber(1.5);
    assertThat(huber.value(z, 0, 1, numbers, 0)).isEqualTo(0.5 * 0.0625);
    assertThat(huber.value(z, 1, 1, numbers, 1)).isEqualTo(1.5 * (3 - 0.75));
    assertThat(huber.value(z, 2, 1, numbers, 2)).isEqualTo(1.125);
    float[] gradient = new float[3];
    for (int row = 0; row < 3; row++) {
      huber.gradient(z, row, 1, numbers, row, 2, gradient);
    }
    assertThat(gradient).containsExactly(0.5f, -3, 3);
    assertThat(huber.targetScale(3)).isEqualTo(9);
    assertThatThrownBy(() -> Loss.huber(0)).hasMessageContaining("delta must be a finite number above 0, not 0.0");
  }

  @Test
  void aLossRefusesTargetsThatDoNotFit() {
    assertThatThrownBy(() -> Loss.binaryCrossEntropy().outputs(Targets.labels(new int[]{0}, 3)))
        .hasMessage("binary cross-entropy needs labels of 2 classes, not 3");
    assertThatThrownBy(() -> Loss.squaredError().outputs(LABELS)).hasMessage("squared-error needs numbers, not labels");
    assertThatThrownBy(() -> Targets.labels(new int[]{0, 2}, 2)).hasMessage("label 2 of row 1 is outside 0…1");
    assertThatThrownBy(() -> Loss.softmaxCrossEntropy(1)).hasMessageContaining("below 1");
  }
}
