package dev.lariat.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.explain.QuadraticPair.Point;
import dev.lariat.penalty.ElasticNet;
import dev.lariat.penalty.GroupBy;
import dev.lariat.penalty.GroupLasso;
import dev.lariat.penalty.L1;
import dev.lariat.penalty.L2;
import dev.lariat.penalty.Penalty;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class QuadraticPairTest {
  /** Proximal gradient steps until nothing moves: slow, simple, and another way than the closed forms. */
  private static Point proximalGradient(QuadraticPair loss, double l1, double l2, double group) {
    double step = 1 / (loss.a11() + loss.a22() + l2);
    double w1 = 0;
    double w2 = 0;
    for (int k = 0; k < 20_000; k++) {
      Point g = loss.gradient(new Point(w1, w2));
      double z1 = soft(w1 - step * (g.w1() + l2 * w1), step * l1);
      double z2 = soft(w2 - step * (g.w2() + l2 * w2), step * l1);
      double norm = Math.hypot(z1, z2);
      double scale = norm == 0 ? 0 : Math.max(0, 1 - step * group / norm);
      w1 = z1 * scale;
      w2 = z2 * scale;
    }
    return new Point(w1, w2);
  }

  private static double soft(double z, double t) {
    return Math.signum(z) * Math.max(0, Math.abs(z) - t);
  }

  @Test
  void closedFormsAreWhereProximalGradientEnds() {
    SplittableRandom random = new SplittableRandom(8);
    for (int trial = 0; trial < 60; trial++) {
      QuadraticPair loss = QuadraticPair.withMinimum(random.nextDouble(-0.9, 0.9), random.nextDouble(-2, 2),
          random.nextDouble(-2, 2));
      double lambda = random.nextDouble(0, 1.5);
      double alpha = random.nextDouble();
      near(loss.minimum(new L1(lambda)), proximalGradient(loss, lambda, 0, 0));
      near(loss.minimum(new L2(lambda)), proximalGradient(loss, 0, lambda, 0));
      ElasticNet net = new ElasticNet(lambda, alpha);
      near(loss.minimum(net), proximalGradient(loss, net.l1(), net.l2(), 0));
      near(loss.minimum(new GroupLasso(lambda, GroupBy.UNIT)), proximalGradient(loss, 0, 0, lambda * Math.sqrt(2)));
    }
  }

  private static void near(Point actual, Point expected) {
    assertThat(actual.w1()).isCloseTo(expected.w1(), within(1e-8));
    assertThat(actual.w2()).isCloseTo(expected.w2(), within(1e-8));
    assertThat(actual.w1() == 0).isEqualTo(Math.abs(expected.w1()) < 1e-9);
  }

  @Test
  void uncorrelatedWeightsHaveTheTextbookSolutions() {
    QuadraticPair loss = QuadraticPair.withMinimum(0, 0.05, 1);
    assertThat(loss.minimum(new L1(0.1))).isEqualTo(new Point(0, 0.9));
    near(loss.minimum(new L2(0.1)), new Point(0.05 / 1.1, 1 / 1.1));
  }

  @Test
  void aColumnGivenTwiceIsHalvedByL2AndSplitAnyhowByL1() {
    QuadraticPair twice = QuadraticPair.withMinimum(0, 1, 7).duplicated();
    assertThat(twice.singular()).isTrue();
    near(twice.minimum(new L2(0.3)), new Point(1 / 2.3, 1 / 2.3));
    near(twice.minimum(new ElasticNet(0.3, 0.5)), new Point(0.85 / 2.15, 0.85 / 2.15));
    L1 lasso = new L1(0.3);
    List<Point> ends = twice.ends(lasso);
    near(ends.get(0), new Point(0.7, 0));
    near(ends.get(1), new Point(0, 0.7));
    double least = value(twice, lasso, twice.minimum(lasso));
    for (double share = 0; share <= 1; share += 0.125) {
      assertThat(value(twice, lasso, new Point(0.7 * share, 0.7 * (1 - share)))).isCloseTo(least, within(1e-12));
    }
    assertThat(value(twice, lasso, new Point(0.8, -0.1))).isGreaterThan(least + 1e-3);
    near(twice.minimum(), new Point(0.5, 0.5));
  }

  private static double value(QuadraticPair loss, Penalty penalty, Point w) {
    return loss.loss(w) + QuadraticPair.penalty(penalty, w);
  }

  @Test
  void columnsAreStandardised() {
    double[] x1 = {1, 2, 3, 4, 5, 9};
    double[] x2 = {20, 10, 40, 30, 60, 20};
    double[] y = new double[6];
    for (int i = 0; i < 6; i++) {
      y[i] = 7 + 3 * x1[i] - 0.5 * x2[i];
    }
    QuadraticPair loss = QuadraticPair.ofColumns(x1, x2, y);
    double deviation1 = Math.sqrt((9 + 4 + 1 + 0 + 1 + 25) / 6.0);
    assertThat(loss.minimum().w1()).isCloseTo(3 * deviation1, within(1e-9));
    assertThatIllegalArgumentException().isThrownBy(() -> QuadraticPair.ofColumns(new double[]{2, 2}, x2, y))
        .withMessageContaining("same value in every row");
    assertThatIllegalArgumentException().isThrownBy(() -> QuadraticPair.withMinimum(1, 0, 0));
  }
}
