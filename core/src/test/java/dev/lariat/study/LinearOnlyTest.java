package dev.lariat.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.lariat.data.Dataset;
import dev.lariat.data.NumericColumn;
import dev.lariat.model.LinearModel;
import dev.lariat.study.candidate.Candidate;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.verdict.CandidateSummary;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A study of nothing but linear models: no network is trained, and the unpenalised one is what all are compared with.
 */
class LinearOnlyTest {
  private static final int FOLDS = 4;
  private static final int ROWS = 80;
  private final double[] x = new double[ROWS];
  private final double[] y = new double[ROWS];

  private Study study() {
    var random = new Random(3);
    for (int i = 0; i < ROWS; i++) {
      x[i] = random.nextGaussian();
      y[i] = 5 + 2 * x[i] + random.nextGaussian();
    }
    var data = Dataset.of("t",
        List.of(new NumericColumn("x", x.clone()),
            new NumericColumn("part", IntStream.range(0, ROWS).mapToDouble(i -> i % FOLDS).toArray()),
            new NumericColumn("y", y.clone())));
    return Study.of(data.target("y")).foldColumn("part").models(ModelKind.LINEAR).threads(1);
  }

  @Test
  void theBaselineIsLeastSquares() {
    StudyResult result = study().run();
    assertThat(result.description().candidates()).extracting(Candidate::toString)
        .containsExactly("trivial", "linear none", "linear l1", "linear l2", "linear elastic-net");
    assertThat(result.verdict().candidates()).extracting(CandidateSummary::model).doesNotContain(ModelKind.NETWORK);
    assertThat(result.curves()).isEmpty();
    assertThat(result.model()).isInstanceOf(LinearModel.class);
    double loss = IntStream.range(0, FOLDS).mapToDouble(this::leastSquares).average().orElseThrow();
    assertThat(result.verdict().diagnosis().validationLoss()).isCloseTo(loss, withinPercentage(0.01));
    assertThat(result.verdict().proven().choice().reasons().getFirst()).contains("the linear model without any");
  }

  /** The mean squared error on a fold of the line through the other rows, from the formula of one column. */
  private double leastSquares(int fold) {
    int[] others = IntStream.range(0, ROWS).filter(i -> i % FOLDS != fold).toArray();
    double meanX = IntStream.of(others).mapToDouble(i -> x[i]).average().orElseThrow();
    double meanY = IntStream.of(others).mapToDouble(i -> y[i]).average().orElseThrow();
    double slope = IntStream.of(others).mapToDouble(i -> (x[i] - meanX) * (y[i] - meanY)).sum()
        / IntStream.of(others).mapToDouble(i -> (x[i] - meanX) * (x[i] - meanX)).sum();
    return IntStream.range(0, ROWS)
        .filter(i -> i % FOLDS == fold)
        .mapToDouble(i -> Math.pow(y[i] - meanY - slope * (x[i] - meanX), 2))
        .average()
        .orElseThrow();
  }

  @Test
  void aRegularizerThatNoLinearModelHasIsRefused() {
    Study study = study().regularizers("dropout");
    assertThatIllegalArgumentException().isThrownBy(study::describe).withMessageContaining("l1, l2, elastic-net");
  }
}
