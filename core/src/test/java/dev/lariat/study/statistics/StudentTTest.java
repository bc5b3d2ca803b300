package dev.lariat.study.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.statistics.distribution.TDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StudentTTest {
  @ParameterizedTest
  @ValueSource(doubles = {1, 2, 3, 4, 5, 7, 9, 14, 24, 99, 1_999, 39_999, 1_000_000})
  void agreesWithCommonsStatistics(double degreesOfFreedom) {
    TDistribution oracle = TDistribution.of(degreesOfFreedom);
    for (double t : new double[]{-40, -6, -2.5, -1, -0.1, 0, 1e-4, 0.3, 1, 1.96, 3, 12.7, 300}) {
      assertThat(StudentT.cumulative(t, degreesOfFreedom)).as("P(T ≤ %s)", t)
          .isCloseTo(oracle.cumulativeProbability(t), within(1e-10));
    }
    for (double p : new double[]{0.001, 0.025, 0.3, 0.5, 0.84, 0.95, 0.975, 0.995, 0.9999}) {
      double expected = oracle.inverseCumulativeProbability(p);
      assertThat(StudentT.quantile(p, degreesOfFreedom)).as("quantile of %s", p)
          .isCloseTo(expected, within(1e-7 * Math.max(1, Math.abs(expected))));
    }
  }

  @Test
  void agreesWithPrintedTables() {
    assertThat(StudentT.quantile(0.975, 4)).isCloseTo(2.776445, within(1e-6));
    assertThat(StudentT.quantile(0.975, 1)).isCloseTo(12.706205, within(1e-6));
  }

  @Test
  void refusesWhatIsNoProbability() {
    assertThatIllegalArgumentException().isThrownBy(() -> StudentT.quantile(1, 4)).withMessageContaining("1.0");
    assertThatIllegalArgumentException().isThrownBy(() -> StudentT.quantile(0.9, 0.5)).withMessageContaining("0.5");
  }
}
