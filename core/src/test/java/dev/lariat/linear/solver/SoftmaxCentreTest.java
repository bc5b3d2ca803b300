package dev.lariat.linear.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.solver.penalty.Blocks;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SoftmaxCentreTest {
  private static final double NONE = Double.POSITIVE_INFINITY;

  /** Of three columns the first is limited and the last penalised: the one between has many solutions, and gets one. */
  @Test
  void aLimitOfOneColumnLeavesTheOthersCentred() {
    LinearPenalty penalty = LinearPenalty.lasso()
        .withFactors(0, 0, 1)
        .withLimits(new double[]{-0.5, -NONE, -NONE}, new double[]{NONE, NONE, NONE});
    var blocks = new Blocks(penalty, 3, 2, new double[]{1, 1, 1}, false);
    double[] b = {-0.5, 3, 0.25, 1, 1, 0};
    double[] intercepts = {4, 0};
    SoftmaxCentre.centre(blocks, true, b, intercepts);
    assertThat(b).containsExactly(new double[]{-0.5, 1, 0.25, 1, -1, 0}, within(1e-15));
    assertThat(Arrays.stream(intercepts).sum()).isZero();
  }
}
