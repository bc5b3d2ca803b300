package dev.lariat.study.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PathWorkTest {
  private static final long SECOND = 1_000_000_000;

  @Test
  void whatIsNotAskedForCostsATrainingOrASecond() {
    assertThat(PathWork.of(CandidateChoice.ALL, true, () -> 5 * SECOND))
        .isEqualTo(new PathWork(5 * SECOND, 5 * SECOND));
    assertThat(PathWork.of(CandidateChoice.ALL, false, () -> 7)).isEqualTo(new PathWork(SECOND, SECOND));
  }

  /** Linear paths that are asked for are whole; additive ones end, too, if later. */
  @Test
  void whatIsAskedForCostsMore() {
    CandidateChoice linear = CandidateChoice.ALL.models(ModelKind.LINEAR);
    assertThat(PathWork.of(linear, false, () -> { throw new AssertionError("nothing is limited"); }))
        .isEqualTo(PathWork.UNLIMITED);
    CandidateChoice both = CandidateChoice.ALL.models(ModelKind.LINEAR, ModelKind.ADDITIVE);
    assertThat(PathWork.of(both, true, () -> 3 * SECOND)).isEqualTo(new PathWork(Long.MAX_VALUE, 30 * SECOND));
    assertThat(PathWork.of(both, true, () -> 1)).isEqualTo(new PathWork(Long.MAX_VALUE, 10 * SECOND));
  }
}
