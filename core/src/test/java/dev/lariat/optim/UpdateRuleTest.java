package dev.lariat.optim;

import static dev.lariat.optim.Optimizer.adam;
import static dev.lariat.optim.Optimizer.adamW;
import static dev.lariat.optim.Optimizer.momentum;
import static dev.lariat.optim.Optimizer.nesterov;
import static dev.lariat.optim.Optimizer.rmsProp;
import static dev.lariat.optim.Optimizer.sgd;
import static dev.lariat.penalty.Penalty.elasticNet;
import static dev.lariat.penalty.Penalty.groupLasso;
import static dev.lariat.penalty.Penalty.l1;
import static dev.lariat.penalty.Penalty.l2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.penalty.CustomPenalty;
import dev.lariat.penalty.Decay;
import dev.lariat.penalty.GroupBy;
import dev.lariat.penalty.MaxNorm;
import dev.lariat.penalty.Penalty;
import dev.lariat.penalty.Regularizer;
import dev.lariat.penalty.WeightShape;
import dev.lariat.penalty.ZeroRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UpdateRuleTest {
  /** ½(w−c)ᵀA(w−c) with a diagonally dominant A: six weights, some of which a penalty should make zero. */
  private static final double[] CENTER = {1, -0.8, 0.3, -0.05, 0.6, 0.02};

  private static void gradient(float[] w, float[] g) {
    for (int i = 0; i < w.length; i++) {
      double sum = 0;
      for (int j = 0; j < w.length; j++) {
        double a = i == j ? 1 + 0.5 * i : 0.1;
        sum += a * (w[j] - CENTER[j]);
      }
      g[i] = (float) sum;
    }
  }

  static Stream<Optimizer> optimizers() {
    var all = new ArrayList<Optimizer>();
    for (Dialect dialect : Dialect.values()) {
      all.add(sgd(0.05).withDialect(dialect));
      all.add(momentum(0.02, 0.9).withDialect(dialect));
      all.add(nesterov(0.02, 0.9).withDialect(dialect));
      all.add(Adam.of(0.02, dialect));
      all.add(AdamW.of(0.02, dialect).withDecay(0));
      all.add(RmsProp.of(0.02, dialect));
    }
    all.add(new Sgd(0.05, 0.8, 0.3, false, Dialect.PYTORCH));
    all.add(Adam.of(0.02, Dialect.MLX).withBiasCorrection(false));
    return all.stream();
  }

  /** Trains the quadratic with a rate that falls like a cosine, so that Adam comes to rest. */
  private static float[] solve(Optimizer optimizer, Regularizer regularizer, ZeroRule rule, WeightShape shape,
      float start) {
    int steps = 4000;
    UpdateRule update = UpdateRule.of(optimizer, List.of(regularizer), rule, shape);
    float[] w = new float[shape.size()];
    Arrays.fill(w, start);
    ParameterState state = update.state(w, new float[w.length]);
    for (int t = 1; t <= steps; t++) {
      gradient(w, state.gradient());
      update.begin(t, optimizer.learningRate() * Schedule.cosine(0).factor(t - 1, 1, steps));
      update.apply(state, 0, w.length);
      update.finish(state);
    }
    return w;
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void everyOptimizerReachesTheSamePoint(Optimizer optimizer) {
    WeightShape shape = WeightShape.of(3, 2);
    for (Penalty penalty : List.of(l1(0.4), l2(0.4), elasticNet(0.5, 0.6), groupLasso(0.3, GroupBy.INPUT),
        groupLasso(0.25, GroupBy.UNIT))) {
      for (ZeroRule rule : List.of(ZeroRule.PROXIMAL, ZeroRule.CLIPPED)) {
        float[] w = solve(optimizer, penalty, rule, shape, 0.5f);
        float[] g = new float[w.length];
        gradient(w, g);
        assertThat(penalty.subgradientDistance(w, g, shape)).as("%s %s %s", optimizer, penalty, rule).isLessThan(2e-3);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void proximalAndClippedMakeExactZerosAndSubgradientNone(Optimizer optimizer) {
    WeightShape shape = WeightShape.vector(6);
    assertThat(zeros(solve(optimizer, l1(0.4), ZeroRule.PROXIMAL, shape, 0.5f))).isEqualTo(2);
    assertThat(zeros(solve(optimizer, l1(0.4), ZeroRule.CLIPPED, shape, 0.5f))).isEqualTo(2);
    assertThat(zeros(solve(optimizer, l1(0.4), ZeroRule.SUBGRADIENT, shape, 0.5f))).isZero();
    assertThat(zeros(solve(optimizer, l2(0.4), ZeroRule.PROXIMAL, shape, 0.5f))).isZero();
  }

  private static int zeros(float[] w) {
    int zeros = 0;
    for (float weight : w) {
      zeros += weight == 0 ? 1 : 0;
    }
    return zeros;
  }

  /** With the plain threshold lr·λ momentum would settle at 0.95 and Adam anywhere. */
  @Test
  void theThresholdIsTheSteadyStateStep() {
    for (Optimizer optimizer : List.of(sgd(0.1), momentum(0.1, 0.9), nesterov(0.1, 0.9), adam(0.01), adamW(0.01, 0),
        rmsProp(0.001))) {
      UpdateRule rule = UpdateRule.of(optimizer, List.of(l1(0.5)), ZeroRule.PROXIMAL, WeightShape.vector(1));
      float[] w = {0};
      ParameterState state = rule.state(w, new float[1]);
      for (int t = 1; t <= 5000; t++) {
        state.gradient()[0] = w[0] - 1;
        rule.begin(t, optimizer.learningRate());
        rule.apply(state, 0, 1);
        rule.finish(state);
      }
      assertThat((double) w[0]).as(optimizer.toString()).isCloseTo(0.5, within(2e-3));
    }
  }

  /** θ = (1.5, 0.5), gradient 1, λ 0.1, rate 0.1: the published worked example, and where its last zero comes from. */
  @Test
  void thePublishedTables() {
    assertThat(worked(List.of(), ZeroRule.PROXIMAL, 5)).containsExactly(new float[]{1.0f, 0.0f}, within(1e-6f));
    assertThat(worked(List.of(l1(0.1)), ZeroRule.CLIPPED, 4)).containsExactly(new float[]{1.06f, 0.06f}, within(1e-6f));
    assertThat(worked(List.of(l1(0.1)), ZeroRule.CLIPPED, 5)[1]).isEqualTo(0f);
    assertThat(worked(List.of(l1(0.1)), ZeroRule.CLIPPED, 6)[1]).isEqualTo(-0.09f, within(1e-6f));
    assertThat(worked(List.of(l1(0.1)), ZeroRule.SUBGRADIENT, 5)[1]).isEqualTo(-0.05f, within(1e-6f));
    assertThat(worked(List.of(l1(0.1)), ZeroRule.PROXIMAL, 5)[1]).isEqualTo(-0.03f, within(1e-6f));
    assertThat(worked(List.of(l2(0.1)), ZeroRule.PROXIMAL, 3)).containsExactly(new float[]{1.158438f, 0.18814f},
        within(1e-6f));
    assertThat(worked(List.of(l2(0.1)), ZeroRule.PROXIMAL, 5)).containsExactly(new float[]{0.93640f, -0.0146f},
        within(1e-4f));
  }

  private static float[] worked(List<Regularizer> regularizers, ZeroRule rule, int steps) {
    UpdateRule update = UpdateRule.of(sgd(0.1), regularizers, rule, WeightShape.vector(2));
    float[] w = {1.5f, 0.5f};
    ParameterState state = update.state(w, new float[2]);
    for (int t = 1; t <= steps; t++) {
      Arrays.fill(state.gradient(), 1);
      update.begin(t, 0.1);
      update.apply(state, 0, 2);
      update.finish(state);
    }
    return w;
  }

  /** From zero a clipped weight moves only if |g| > λ, by −η(g − λ·sign g), whatever momentum it had. */
  @Test
  void aClippedWeightAtZeroNeedsMoreThanLambda() {
    for (Optimizer optimizer : List.of(sgd(0.1), momentum(0.1, 0.9))) {
      UpdateRule rule = UpdateRule.of(optimizer, List.of(l1(0.5)), ZeroRule.CLIPPED, WeightShape.vector(3));
      float[] w = {0, 0, 0.01f};
      ParameterState state = rule.state(w, new float[]{0.5f, -0.7f, 0.3f});
      rule.begin(1, 0.1);
      rule.apply(state, 0, 3);
      rule.finish(state);
      assertThat(w).containsExactly(new float[]{0, 0.02f, 0}, within(1e-7f));
      assertThat(w[0]).isEqualTo(0f);
      assertThat(w[2]).isEqualTo(0f);
    }
  }

  @Test
  void rangesInAnyNumberGiveTheSameBits() {
    List<Regularizer> regularizers = List.of(elasticNet(0.1), groupLasso(0.05, GroupBy.UNIT), new MaxNorm(0.7),
        new Decay(0.1));
    WeightShape shape = WeightShape.of(50, 4);
    UpdateRule rule = UpdateRule.of(adam(0.01), regularizers, ZeroRule.PROXIMAL, shape);
    float[] whole = noise(shape.size());
    float[] parts = whole.clone();
    ParameterState first = rule.state(whole, noise(shape.size()));
    ParameterState second = rule.state(parts, noise(shape.size()));
    rule.begin(1, 0.01);
    rule.apply(first, 0, 200);
    rule.finish(first);
    for (int from = 0; from < 200; from += 8) {
      rule.apply(second, from, from + 8);
    }
    rule.finish(second);
    assertThat(parts).isEqualTo(whole);
  }

  private static float[] noise(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) StrictMath.sin(1 + 7.3 * i);
    }
    return values;
  }

  @Test
  void maxNormScalesLongUnitsOnly() {
    UpdateRule rule = UpdateRule.of(sgd(1), List.of(new MaxNorm(1)), ZeroRule.PROXIMAL, WeightShape.of(2, 2));
    float[] w = {3, 0.3f, 4, 0.4f};
    ParameterState state = rule.state(w, new float[4]);
    rule.begin(1, 1);
    rule.apply(state, 0, 4);
    rule.finish(state);
    assertThat(w).containsExactly(new float[]{0.6f, 0.3f, 0.8f, 0.4f}, within(1e-6f));
  }

  /** A user's own L1 with its proximal step must do what ours does. */
  @Test
  void aUsersPenaltyWithAProximalStep() {
    record Own(double lambda) implements CustomPenalty {
      @Override
      public String name() {
        return "own";
      }

      @Override
      public double valueOf(float w) {
        return lambda * Math.abs(w);
      }

      @Override
      public float gradientOf(float w) {
        return (float) lambda * Math.signum(w);
      }

      @Override
      public boolean hasProximal() {
        return true;
      }

      @Override
      public float proximalOf(float w, float step) {
        float t = (float) lambda * step;
        return w - Math.max(-t, Math.min(t, w));
      }
    }
    for (Optimizer optimizer : List.of(momentum(0.02, 0.9), adam(0.02))) {
      float[] own = solve(optimizer, new Own(0.4), ZeroRule.PROXIMAL, WeightShape.vector(6), 0.5f);
      float[] ours = solve(optimizer, l1(0.4), ZeroRule.PROXIMAL, WeightShape.vector(6), 0.5f);
      assertThat(own).containsExactly(ours, within(1e-5f));
      assertThat(zeros(own)).isEqualTo(2);
    }
  }

  @Test
  void everyStepHasANameAndAFormula() {
    UpdateRule rule = UpdateRule.of(adamW(1e-3), List.of(l2(0.1), l1(0.1), new MaxNorm(2)), ZeroRule.PROXIMAL,
        WeightShape.vector(2));
    assertThat(rule.steps().stream().map(UpdateStep::name)).containsExactly("add L2's gradient", "decay",
        "first moment", "second moment", "move", "soft threshold", "max-norm");
    assertThat(rule.steps()).allSatisfy(step -> assertThat(step.formula()).contains("←"));
  }
}
