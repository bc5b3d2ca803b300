package dev.lariat.explain;

import static dev.lariat.optim.Optimizer.adam;
import static dev.lariat.optim.Optimizer.adamW;
import static dev.lariat.optim.Optimizer.momentum;
import static dev.lariat.optim.Optimizer.nesterov;
import static dev.lariat.optim.Optimizer.sgd;
import static dev.lariat.penalty.Penalty.elasticNet;
import static dev.lariat.penalty.Penalty.l1;
import static dev.lariat.penalty.Penalty.l2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.optim.Adam;
import dev.lariat.optim.Dialect;
import dev.lariat.optim.Optimizer;
import dev.lariat.optim.RmsProp;
import dev.lariat.optim.Sgd;
import dev.lariat.penalty.Decay;
import dev.lariat.penalty.ElasticNet;
import dev.lariat.penalty.GroupBy;
import dev.lariat.penalty.L1;
import dev.lariat.penalty.Penalty;
import dev.lariat.penalty.Regularizer;
import dev.lariat.penalty.ZeroRule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class UpdateTraceTest {
  private static final TracedLoss ONES = TracedLoss.linear(1.0, 1.0);
  private static final List<Double> START = List.of(1.5, 0.5);

  private static UpdateTrace worked(ZeroRule rule, int steps, Regularizer... penalty) {
    return UpdateTrace.of(ONES, START, sgd(0.1), List.of(penalty), rule, steps);
  }

  private static List<Double> weight(UpdateTrace trace, int i) {
    return trace.steps().stream().map(step -> step.theta().get(i)).toList();
  }

  @Test
  void publishedTableWithoutPenalty() {
    UpdateTrace trace = worked(ZeroRule.PROXIMAL, 5);
    assertThat(weight(trace, 0)).containsExactly(1.4, 1.3, 1.2, 1.1, 1.0);
    assertThat(weight(trace, 1)).containsExactly(0.4, 0.3, 0.2, 0.1, 0.0);
  }

  @ParameterizedTest
  @CsvSource({"SUBGRADIENT, -0.05, -0.14", "CLIPPED, 0, -0.09", "PROXIMAL, -0.03, -0.12"})
  void publishedTableOfL1(ZeroRule rule, double fifth, double sixth) {
    UpdateTrace trace = worked(rule, 6, l1(0.1));
    assertThat(weight(trace, 0)).containsExactly(1.39, 1.28, 1.17, 1.06, 0.95, 0.84);
    assertThat(weight(trace, 1)).containsExactly(0.39, 0.28, 0.17, 0.06, fifth, sixth);
  }

  /** The published digits (1.15845, 1.04687, 0.93640; 0.18814, 0.08626, −0.0146) carry rounded intermediates. */
  @Test
  void publishedTableOfL2() {
    UpdateTrace trace = worked(ZeroRule.PROXIMAL, 5, l2(0.1));
    assertThat(weight(trace, 0)).containsExactly(1.385, 1.27115, 1.1584385, 1.046854115, 0.93638557385);
    double[] published = {1.385, 1.27115, 1.15845, 1.04687, 0.93640, 0.395, 0.29105, 0.18814, 0.08626, -0.0146};
    for (int k = 0; k < 5; k++) {
      assertThat(weight(trace, 0).get(k)).isCloseTo(published[k], within(1e-4));
      assertThat(weight(trace, 1).get(k)).isCloseTo(published[5 + k], within(1e-4));
    }
  }

  @Test
  void everyStepIsWrittenOut() {
    assertThat(worked(ZeroRule.SUBGRADIENT, 1, l1(0.1)).steps().getFirst().lines())
        .containsExactly("θ₁ = 1.5 − 0.1·(1 + 0.1·sign(1.5)) = 1.39", "θ₂ = 0.5 − 0.1·(1 + 0.1·sign(0.5)) = 0.39");
    assertThat(worked(ZeroRule.PROXIMAL, 5, l1(0.1)).steps().get(4).lines())
        .containsExactly("θ₁ = soft(1.06 − 0.1·1, 0.1·0.1) = 0.95", "θ₂ = soft(0.06 − 0.1·1, 0.1·0.1) = −0.03");
    assertThat(worked(ZeroRule.CLIPPED, 6, l1(0.1)).steps().get(4).lines())
        .contains("θ₂ = 0.06 − 0.1·(1 + 0.1·sign(0.06)) = −0.05: across zero, so it stops at 0");
    assertThat(worked(ZeroRule.CLIPPED, 6, l1(0.1)).steps().get(5).lines())
        .contains("θ₂ = 0 − 0.1·(1 − 0.1·sign(1)) = −0.09");
    assertThat(worked(ZeroRule.PROXIMAL, 1, l2(0.1)).steps().getFirst().lines())
        .contains("θ₁ = 1.5 − 0.1·(1 + 0.1·1.5) = 1.385");
    assertThat(UpdateTrace.of(ONES, START, adam(0.1), List.of(l2(0.1)), ZeroRule.PROXIMAL, 1)
        .steps()
        .getFirst()
        .written()
        .getFirst()).containsExactly("g₁ = 1 + 0.1·1.5 = 1.15", "m₁ = 0.9·0 + 0.1·1.15 = 0.115",
            "v₁ = 0.999·0 + 0.001·1.15² = 0.0013225", "m̂₁ = 0.115/(1 − 0.9¹) = 1.15",
            "v̂₁ = 0.0013225/(1 − 0.999¹) = 1.3225", "θ₁ = 1.5 − 0.1·1.15/(√1.3225 + 1e-8) = 1.4");
  }

  @Test
  void clippedStaysAtZeroOnlyWhileTheGradientIsWithinLambda() {
    for (double gradient : new double[]{0.1, -0.1, 0.05}) {
      UpdateTrace trace = UpdateTrace.of(TracedLoss.linear(gradient), List.of(0.0), sgd(0.1), List.of(l1(0.1)),
          ZeroRule.CLIPPED, 50);
      assertThat(weight(trace, 0)).containsOnly(0.0);
      assertThat(trace.steps().getLast().trained()).containsOnly(0f);
    }
    assertThat(worked(ZeroRule.CLIPPED, 6, l1(0.1)).steps().getLast().theta().get(1)).isNegative();
  }

  @Test
  void inABowlL1RestsAtZeroAndL2BesideIt() {
    TracedLoss bowl = TracedLoss.quadratic(0.05, 1.0);
    for (ZeroRule rule : List.of(ZeroRule.PROXIMAL, ZeroRule.CLIPPED)) {
      UpdateTrace lasso = UpdateTrace.of(bowl, START, sgd(0.1), List.of(l1(0.1)), rule, 400);
      assertThat(lasso.steps().getLast().theta().getFirst()).isEqualTo(0.0);
      assertThat(lasso.steps().getLast().trained().getFirst()).isEqualTo(0f);
      assertThat(lasso.steps().getLast().theta().getLast()).isCloseTo(0.9, within(1e-9));
    }
    UpdateTrace subgradient = UpdateTrace.of(bowl, START, sgd(0.1), List.of(l1(0.1)), ZeroRule.SUBGRADIENT, 400);
    assertThat(weight(subgradient, 0)).doesNotContain(0.0);
    UpdateTrace ridge = UpdateTrace.of(bowl, START, sgd(0.1), List.of(l2(0.1)), ZeroRule.PROXIMAL, 400);
    assertThat(ridge.steps().getLast().theta().getFirst()).isCloseTo(0.05 / 1.1, within(1e-12));
    assertThat(ridge.steps().getLast().theta().getLast()).isCloseTo(1 / 1.1, within(1e-12));
  }

  record Case(Optimizer optimizer, List<Regularizer> regularizers, ZeroRule rule) {}

  static List<Case> cases() {
    List<Optimizer> optimizers = new ArrayList<>(
        List.of(sgd(0.07), momentum(0.07, 0.9), nesterov(0.07, 0.9), adam(0.07), adamW(0.07, 0.3)));
    for (Dialect dialect : Dialect.values()) {
      optimizers.add(Adam.of(0.07, dialect));
      optimizers.add(RmsProp.of(0.07, dialect));
      optimizers.add(Sgd.of(0.07, 0.9, true, dialect));
      optimizers.add(Sgd.of(0.07, 0.9, false, dialect));
    }
    optimizers.add(new Sgd(0.07, 0.8, 0.3, false, Dialect.PYTORCH));
    optimizers.add(new Sgd(0.07, 0.8, 0.3, false, Dialect.MLX));
    optimizers.add(Adam.of(0.07, Dialect.MLX).withBiasCorrection(false));
    List<List<Regularizer>> penalties = List.of(List.of(), List.of(l1(0.13)), List.of(l2(0.13)),
        List.of(elasticNet(0.13, 0.7)), List.of(new Decay(0.2)), List.of(l1(0.1), l2(0.2), new Decay(0.1)));
    List<Case> cases = new ArrayList<>();
    for (Optimizer optimizer : optimizers) {
      for (List<Regularizer> penalty : penalties) {
        boolean corner = penalty.stream().anyMatch(p -> p instanceof L1 || p instanceof ElasticNet);
        for (ZeroRule rule : corner ? ZeroRule.values() : new ZeroRule[]{ZeroRule.PROXIMAL}) {
          cases.add(new Case(optimizer, penalty, rule));
        }
      }
    }
    return cases;
  }

  /**
   * The written formulas and the trainers' steps share no code: within 32 bits' rounding they must agree, at every
   * step.
   */
  @ParameterizedTest
  @MethodSource("cases")
  void formulasAgreeWithTheTrainersSteps(Case c) {
    for (TracedLoss loss : List.of(TracedLoss.linear(1.0, -0.31), TracedLoss.quadratic(0.05, 1.2),
        TracedLoss.noise(3.0, 0.02))) {
      UpdateTrace trace = UpdateTrace.of(loss, List.of(1.53, 0.517), c.optimizer, c.regularizers, c.rule, 15);
      assertThat(trace.largestRounding()).as(loss.toString()).isLessThan(3e-6);
    }
  }

  @Test
  void refusesWhatCannotBeTraced() {
    refuses("steps must be from 1 to 10000, not 0", () -> worked(ZeroRule.PROXIMAL, 0));
    refuses("steps must be from 1 to 10000, not 1000000000", () -> worked(ZeroRule.PROXIMAL, 1_000_000_000));
    refuses("theta has 1 numbers and the loss 2",
        () -> UpdateTrace.of(ONES, List.of(1.0), sgd(0.1), List.of(), ZeroRule.PROXIMAL, 1));
    refuses("not NaN", () -> UpdateTrace.of(ONES, List.of(1.0, Double.NaN), sgd(0.1), List.of(), ZeroRule.PROXIMAL, 1));
    refuses("not Infinity", () -> TracedLoss.linear(Double.POSITIVE_INFINITY));
    refuses("is not traced", () -> worked(ZeroRule.PROXIMAL, 1, Penalty.groupLasso(0.1, GroupBy.UNIT)));
  }

  private static void refuses(String message, Runnable call) {
    assertThatIllegalArgumentException().isThrownBy(call::run).withMessageContaining(message);
  }
}
