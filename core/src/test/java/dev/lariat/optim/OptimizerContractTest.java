package dev.lariat.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.penalty.WeightShape;
import dev.lariat.penalty.ZeroRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every optimizer in every dialect: a newcomer comes in by {@link OptimizerKind#ALL}. */
class OptimizerContractTest {
  private static final double RATE = 0x1p-10;

  private static OptimizerKind.Settings settings(Dialect dialect) {
    return new OptimizerKind.Settings(RATE, 0.9, OptionalDouble.empty(), dialect);
  }

  static Stream<Optimizer> optimizers() {
    var all = new ArrayList<Optimizer>();
    for (OptimizerKind kind : OptimizerKind.ALL) {
      for (OptimizerKind.Form form : kind.forms()) {
        for (Dialect dialect : Dialect.values()) {
          all.add(form.make().apply(settings(dialect)));
        }
      }
    }
    return all.stream();
  }

  @Test
  void everyOptimizerIsInTheList() {
    assertThat(OptimizerKind.ALL.stream().<Class<?>>map(OptimizerKind::type))
        .containsExactlyInAnyOrder(Optimizer.class.getPermittedSubclasses());
    assertThat(OptimizerKind.ALL.stream().map(OptimizerKind::fileName)).doesNotHaveDuplicates();
    assertThat(OptimizerKind.words()).doesNotHaveDuplicates();
  }

  @Test
  void aFormMakesItsTypeUnderItsWord() {
    for (OptimizerKind kind : OptimizerKind.ALL) {
      for (OptimizerKind.Form form : kind.forms()) {
        Optimizer made = form.make().apply(settings(Dialect.KERAS));
        assertThat(made).isInstanceOf(kind.type());
        assertThat(made.name()).isEqualTo(form.word());
        assertThat(OptimizerKind.form(form.word().toUpperCase(Locale.ROOT))).contains(form);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void aSettingIsChangedAlone(Optimizer optimizer) {
    assertThat(optimizer.learningRate()).isEqualTo(RATE);
    assertThat(optimizer.withLearningRate(0.5).learningRate()).isEqualTo(0.5);
    assertThat(optimizer.withLearningRate(0.5).withLearningRate(RATE)).isEqualTo(optimizer);
    for (Dialect dialect : Dialect.values()) {
      assertThat(optimizer.withDialect(dialect).dialect()).isEqualTo(dialect);
      assertThat(optimizer.withDialect(dialect).withDialect(optimizer.dialect())).isEqualTo(optimizer);
    }
    assertThat(optimizer.withoutDecay().decay()).isZero();
    optimizer.withOwnDecay(0.1).ifPresent(decayed -> assertThat(decayed.decay()).isEqualTo(0.1));
  }

  private static UpdateRule rule(Optimizer optimizer) {
    return UpdateRule.of(optimizer.withoutDecay(), List.of(), ZeroRule.PROXIMAL, WeightShape.vector(2));
  }

  /** One update under this gradient of both weights. */
  private static void update(UpdateRule rule, ParameterState state, long t, float gradient) {
    Arrays.fill(state.gradient(), gradient);
    rule.begin(t, RATE);
    rule.apply(state, 0, 2);
    rule.finish(state);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void withoutAGradientAWeightStays(Optimizer optimizer) {
    float[] w = {0.5f, -2};
    UpdateRule rule = rule(optimizer);
    ParameterState state = rule.state(w, new float[2]);
    for (int t = 1; t <= 5; t++) {
      update(rule, state, t, 0);
    }
    assertThat(w).containsExactly(0.5f, -2);
    assertThat(state.first() != null).isEqualTo(optimizer.keepsFirstMoment());
    assertThat(state.second() != null).isEqualTo(optimizer.keepsSecondMoment());
  }

  /** Under a gradient that stays, the move of an update comes to the steady step times the gradient. */
  @ParameterizedTest
  @MethodSource("optimizers")
  void theSteadyStepIsWhatAGradientThatStaysMovesInTheEnd(Optimizer optimizer) {
    float gradient = 0.25f;
    int updates = 10_000; // β₂ = 0.999 has forgotten its beginning to 5e-5
    UpdateRule rule = rule(optimizer);
    ParameterState state = rule.state(new float[2], new float[2]);
    SteadyStep steady = optimizer.withoutDecay().steadyStep();
    for (int t = 1; t < updates; t++) {
      update(rule, state, t, gradient);
      steady.begin(t, RATE);
    }
    state.weights()[0] = 0; // so that the difference is not rounded away
    update(rule, state, updates, gradient);
    steady.begin(updates, RATE);
    double expected = -gradient * steady.of(state, 0);
    assertThat((double) state.weights()[0]).isCloseTo(expected, within(1e-3 * Math.abs(expected)));
    assertThat(steady.formula()).contains("η");
  }

  /** Weights in one range or in two: the same bits; and the steps of one update are new for each rule. */
  @ParameterizedTest
  @MethodSource("optimizers")
  void rangesGiveTheSameBits(Optimizer optimizer) {
    float[] together = {0.5f, -2};
    float[] apart = together.clone();
    UpdateRule one = rule(optimizer);
    UpdateRule two = rule(optimizer);
    ParameterState ofOne = one.state(together, new float[2]);
    ParameterState ofTwo = two.state(apart, new float[2]);
    for (int t = 1; t <= 4; t++) {
      float gradient = 0.3f - 0.2f * t;
      update(one, ofOne, t, gradient);
      Arrays.fill(ofTwo.gradient(), gradient);
      two.begin(t, RATE);
      two.apply(ofTwo, 0, 1);
      two.apply(ofTwo, 1, 2);
      two.finish(ofTwo);
    }
    assertThat(apart).containsExactly(together);
  }
}
