package dev.lariat.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.study.candidate.LinearRegularizer;
import dev.lariat.study.candidate.ModelKind;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StudyTimeTest {
  /** Ridge has no exact zeros to count, and what is simplest is of one kind: those of the kind that takes longest. */
  @Test
  void exactCountsAreOfTheSparsePathsOfAKind() {
    var linear = Map.of(LinearRegularizer.L1, 3L, LinearRegularizer.ELASTIC_NET, 4L, LinearRegularizer.L2, 100L);
    assertThat(StudyTime.counted(Map.of(ModelKind.LINEAR, linear))).isEqualTo(7);
    var additive = Map.of(LinearRegularizer.ELASTIC_NET, 50L, LinearRegularizer.L2, 100L);
    assertThat(StudyTime.counted(Map.of(ModelKind.LINEAR, linear, ModelKind.ADDITIVE, additive))).isEqualTo(50);
    assertThat(StudyTime.counted(Map.of())).isZero();
  }
}
