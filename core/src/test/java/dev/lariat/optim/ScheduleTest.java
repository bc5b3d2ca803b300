package dev.lariat.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScheduleTest {
  @Test
  void stepDropsEverySoManyEpochs() {
    Schedule schedule = Schedule.step(2, 0.1);
    assertThat(schedule.factor(19, 10, 6)).isEqualTo(1);
    assertThat(schedule.factor(20, 10, 6)).isCloseTo(0.1, within(1e-12));
    assertThat(schedule.factor(59, 10, 6)).isCloseTo(0.01, within(1e-12));
  }

  @Test
  void exponentialFallsByItsFactorOverAnEpoch() {
    assertThat(Schedule.exponential(0.9).factor(5, 10, 6)).isCloseTo(Math.sqrt(0.9), within(1e-12));
    assertThat(Schedule.exponential(0.9).factor(20, 10, 6)).isCloseTo(0.81, within(1e-12));
  }

  @Test
  void cosineWarmsUpAndEndsAtItsFloor() {
    Schedule schedule = new Schedule.Cosine(1, 0.1);
    assertThat(schedule.factor(0, 10, 11)).isCloseTo(0.1, within(1e-12));
    assertThat(schedule.factor(9, 10, 11)).isEqualTo(1);
    assertThat(schedule.factor(10, 10, 11)).isEqualTo(1);
    assertThat(schedule.factor(60, 10, 11)).isCloseTo(0.55, within(1e-12));
    assertThat(schedule.factor(110, 10, 11)).isCloseTo(0.1, within(1e-12));
  }

  @Test
  void rangesAreChecked() {
    assertThatThrownBy(() -> Schedule.step(0, 0.5)).hasMessageContaining("at least 1 epoch");
    assertThatThrownBy(() -> Schedule.exponential(0)).hasMessageContaining("above 0");
    assertThatThrownBy(() -> Schedule.cosine(-1)).hasMessageContaining("0 or more");
  }
}
