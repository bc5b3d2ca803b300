package dev.lariat.handover.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.handover.translation.PenaltyStrength.LossKind;
import dev.lariat.penalty.ElasticNet;
import dev.lariat.penalty.WeightShape;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Each library's objective, written out from its documentation, against ours on the same weights: equal, up to the
 * factor of the loss.
 */
class PenaltyStrengthTest {
  private static final float[] W = {0.5f, -2, 0, 3};
  private static final double ABSOLUTE = 5.5;
  private static final double SQUARED = 13.25;
  private static final int ROWS = 40;
  private static final int BATCH = 8;

  private static double penalty(PenaltyStrength strength) {
    double lambda = strength.l1() + strength.l2();
    return new ElasticNet(lambda, strength.l1Share()).value(W, WeightShape.vector(W.length));
  }

  @Test
  void keras() {
    assertThat(penalty(PenaltyStrength.ofKeras(0.1, 0.2))).isCloseTo(0.1 * ABSOLUTE + 0.2 * SQUARED, within(1e-12));
  }

  @Test
  void coupledDecayIsTheGradientOfHalfTheSquares() {
    double d = 0.3;
    double h = 1e-6;
    double perturbed = Arrays.stream(new double[]{0.5 + h, -2, 0, 3}).map(w -> d / 2 * w * w).sum();
    assertThat((perturbed - penalty(PenaltyStrength.ofCoupledDecay(d))) / h).isCloseTo(d * 0.5, within(1e-5));
  }

  @Test
  void sklearnElasticNetHalvesTheSquaredError() {
    double alpha = 0.1;
    double rho = 0.25;
    double theirs = alpha * (rho * ABSOLUTE + (1 - rho) / 2 * SQUARED); // beside 1/(2n)·RSS
    assertThat(penalty(PenaltyStrength.ofLinear(alpha, rho, LossKind.SQUARED_ERROR))).isCloseTo(2 * theirs,
        within(1e-12));
  }

  @Test
  void ridgeDoesNotDivideByTheRows() {
    double theirs = 3 * SQUARED; // beside RSS
    assertThat(penalty(PenaltyStrength.ofRidge(3, ROWS))).isCloseTo(theirs / ROWS, within(1e-12));
  }

  @Test
  void logisticRegressionMultipliesTheLoss() {
    double c = 0.5;
    double theirs = 0.25 * ABSOLUTE + 0.75 / 2 * SQUARED; // beside C·Σ loss
    assertThat(penalty(PenaltyStrength.ofInverse(c, 0.25, ROWS))).isCloseTo(theirs / (c * ROWS), within(1e-12));
  }

  @Test
  void perceptronDividesByTheBatch() {
    double alpha = 0.7;
    double theirs = 0.5 * alpha * SQUARED / BATCH; // beside ½·mean (y−ŷ)² or the mean log-loss
    assertThat(penalty(PenaltyStrength.ofPerceptron(alpha, BATCH, LossKind.SQUARED_ERROR))).isCloseTo(2 * theirs,
        within(1e-12));
    assertThat(penalty(PenaltyStrength.ofPerceptron(alpha, BATCH, LossKind.CROSS_ENTROPY))).isCloseTo(theirs,
        within(1e-12));
  }

  @Test
  void backAgain() {
    var keras = PenaltyStrength.ofKeras(0.1, 0.2);
    assertThat(PenaltyStrength.ofKeras(keras.kerasL1(), keras.kerasL2())).isEqualTo(keras);
    assertThat(PenaltyStrength.ofCoupledDecay(0.3).coupledDecay()).isEqualTo(0.3);
    for (LossKind loss : LossKind.values()) {
      var net = PenaltyStrength.ofLinear(0.1, 0.25, loss);
      assertThat(net.linearLambda(loss)).isCloseTo(0.1, within(1e-15));
      assertThat(net.l1Share()).isCloseTo(0.25, within(1e-15));
      assertThat(PenaltyStrength.ofPerceptron(0.7, BATCH, loss).perceptronAlpha(BATCH, loss)).isCloseTo(0.7,
          within(1e-15));
    }
    assertThat(PenaltyStrength.ofRidge(3, ROWS).ridgeAlpha(ROWS)).isCloseTo(3, within(1e-15));
    assertThat(PenaltyStrength.ofInverse(0.5, 0.25, ROWS).inverse(ROWS)).isCloseTo(0.5, within(1e-15));
  }

  @Test
  void negativeIsRefused() {
    assertThatThrownBy(() -> PenaltyStrength.ofKeras(-1, 0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }
}
