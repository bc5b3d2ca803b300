package dev.lariat.study.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PathWorkTest {
  private static final long SECOND = 1_000_000_000;
  private static final Set<ModelKind> BOTH = Set.of(ModelKind.LINEAR, ModelKind.ADDITIVE);

  private static long never() {
    throw new AssertionError("nothing is limited");
  }

  private static PathWork.Most most(PathLimit limit, long work) {
    return new PathWork.Most(limit, work);
  }

  @Test
  void whatIsNotAskedForCostsATrainingOrASecond() {
    PathWork.Most training = most(PathLimit.TRAINING, 5 * SECOND);
    assertThat(PathWork.of(CandidateChoice.ALL, BOTH, () -> 5 * SECOND)).isEqualTo(new PathWork(training, training));
    PathWork.Most second = most(PathLimit.SECOND, SECOND);
    assertThat(PathWork.of(CandidateChoice.ALL, Set.of(ModelKind.LINEAR), () -> 7))
        .isEqualTo(new PathWork(second, second));
    assertThat(PathWork.of(CandidateChoice.ALL, Set.of(), PathWorkTest::never)).as("regularizers of networks alone")
        .isEqualTo(PathWork.UNLIMITED);
  }

  /** Linear paths that are asked for are whole; additive ones end, too, if later. */
  @Test
  void whatIsAskedForCostsMore() {
    CandidateChoice linear = CandidateChoice.ALL.models(ModelKind.LINEAR);
    assertThat(PathWork.of(linear, Set.of(ModelKind.LINEAR), PathWorkTest::never)).isEqualTo(PathWork.UNLIMITED);
    CandidateChoice both = CandidateChoice.ALL.models(ModelKind.LINEAR, ModelKind.ADDITIVE);
    assertThat(PathWork.of(both, BOTH, () -> 3 * SECOND))
        .isEqualTo(new PathWork(PathWork.Most.UNLIMITED, most(PathLimit.TEN_TRAININGS, 30 * SECOND)));
    assertThat(PathWork.of(both, BOTH, () -> 1))
        .isEqualTo(new PathWork(PathWork.Most.UNLIMITED, most(PathLimit.TEN_SECONDS, 10 * SECOND)));
  }

  @ParameterizedTest
  @EnumSource
  void aLimitIsReadAsItIsWritten(PathLimit limit) {
    assertThat(PathLimit.parse(limit.toString())).contains(limit);
    assertThat(PathLimit.parse(limit + "s")).isEmpty();
  }
}
