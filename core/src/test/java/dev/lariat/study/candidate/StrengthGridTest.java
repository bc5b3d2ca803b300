package dev.lariat.study.candidate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class StrengthGridTest {
  private static final StrengthGrid PENALTY = StrengthGrid.logarithmic(1e-7, 10, 1e-4, 1e-3, 1e-2);
  private static final StrengthGrid DROPOUT = StrengthGrid.linear(0.01, 0.95, 0.1, 0.3, 0.5, 0.7);

  @Test
  void betweenIsHalfwayOnTheScale() {
    assertThat(PENALTY.between(0.001, 0.01)).isEqualTo(0.0032);
    assertThat(PENALTY.between(0.01, 0.001)).isEqualTo(0.0032);
    assertThat(DROPOUT.between(0.1, 0.3)).isEqualTo(0.2);
    // Two digits would give an end again: a third is taken.
    assertThat(DROPOUT.between(0.12, 0.13)).isEqualTo(0.125);
  }

  @Test
  void beyondGoesOnByTheSameStepUpToTheLimit() {
    assertThat(PENALTY.beyond(0.01, 0.001)).hasValue(0.1);
    assertThat(PENALTY.beyond(1e-4, 1e-3)).hasValue(1e-5);
    assertThat(PENALTY.beyond(10, 1)).isEmpty();
    assertThat(DROPOUT.beyond(0.7, 0.5)).hasValue(0.9);
    assertThat(DROPOUT.beyond(0.9, 0.7)).isEmpty();
    assertThat(DROPOUT.beyond(0.2, 0.4)).hasValue(0.11);
    assertThat(DROPOUT.beyond(0.05, 0.3)).isEmpty();
  }

  @Test
  void thinnedKeepsEverySecond() {
    assertThat(DROPOUT.thinned().coarse()).containsExactly(0.3, 0.7);
    assertThat(PENALTY.thinned()).isEqualTo(PENALTY);
  }

  @Test
  void refusesWhatIsOffTheScale() {
    assertThatIllegalArgumentException().isThrownBy(() -> DROPOUT.withCoarse(List.of(0.5, 1.0)))
        .withMessageContaining("1.0")
        .withMessageContaining("0.95");
    assertThatIllegalArgumentException().isThrownBy(() -> StrengthGrid.linear(0, 1, 0.5, 0.5))
        .withMessageContaining("ascend");
  }

  @Test
  void strengthsAreWrittenAndReadBack() {
    for (Strength strength : List.of(Strength.ZERO, Strength.of(0.01), Strength.of(1e-5), Strength.of(0.25, 3.2e-4),
        Strength.of(8))) {
      assertThat(Strength.parse(strength.toString())).isEqualTo(strength);
    }
    assertThat(Strength.of(0.25, 0.01)).hasToString("0.25+0.01");
    assertThat(Strength.of(1e-5)).hasToString("1e-5");
    assertThatIllegalArgumentException().isThrownBy(() -> Strength.parse("much")).withMessageContaining("much");
  }
}
