package dev.lariat.study.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.study.statistics.Interval;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiagnosisTest {
  private static final double LOSS = 10;

  /** A network of loss 10 on new rows, that others beat surely: it overfits where that may come from its gap. */
  @ParameterizedTest
  @CsvSource({
      // The gap is beyond its noise, or larger than the gain, which may be all of it.
      "3,   1,  2,  0, OVERFITS", "1,   0.5, 4, 0, OVERFITS", "3,   4,  2,  0, OVERFITS",
      // Within its noise and smaller than the gain: three epochs were too few, or another model is better.
      "0.5, 1,  4,  0, FITS", "-1,  1,  4,  0, FITS", "0,   0,  4,  0, FITS",
      // Stopping earlier is surely better: whatever the gap.
      "0.5, 1,  4,  2, OVERFITS"})
  void overfitsWhereTheGainMayComeFromTheGap(double gap, double error, double gain, double stopping,
      Diagnosis.State state) {
    Diagnosis diagnosis = new Diagnosis(Diagnosis.State.FITS, LOSS - gap, LOSS, gap, error,
        new Interval(stopping, 0.1, stopping - 0.2, stopping + 0.2), new Interval(gain, 0.5, gain - 1, gain + 1), null,
        null, null, 50);
    assertThat(diagnosis.judged(new Interval(-40, 1, -42, -38)).state()).isEqualTo(state);
  }
}
