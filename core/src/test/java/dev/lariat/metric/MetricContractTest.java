package dev.lariat.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.data.Task;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every metric. */
class MetricContractTest {
  private static final int[] LABELS = {0, 1, 1, 0, 1, 0};
  private static final double[] ACTUAL = {1, -2, 0.5, 3, -1, 2};

  /** The probability that is given to each row's true class. */
  private static double[] probabilities(double... ofTrueClass) {
    double[] p = new double[2 * ofTrueClass.length];
    for (int i = 0; i < ofTrueClass.length; i++) {
      p[2 * i + LABELS[i]] = ofTrueClass[i];
      p[2 * i + 1 - LABELS[i]] = 1 - ofTrueClass[i];
    }
    return p;
  }

  /** The loss of predictions that are right where an error is 0, and the worse the larger it is. */
  private static double loss(Metric metric, double[] errors, double[] weights) {
    return switch (metric.task()) {
      case CLASSIFICATION ->
        metric.loss(probabilities(Arrays.stream(errors).map(e -> 1 - e).toArray()), 2, LABELS, weights);
      case REGRESSION -> {
        double[] predicted = new double[ACTUAL.length];
        Arrays.setAll(predicted, i -> ACTUAL[i] + errors[i]);
        yield metric.loss(predicted, ACTUAL, weights);
      }
    };
  }

  @ParameterizedTest
  @EnumSource
  void aMetricIsFoundByWhatItIsCalled(Metric metric) {
    assertThat(Metric.parse(metric.toString())).isEqualTo(metric);
    assertThat(metric.suits(metric.task(), 2)).isTrue();
    assertThat(Metric.suiting(metric.task(), 2)).contains(metric);
    assertThat(metric.suits(metric.task() == Task.REGRESSION ? Task.CLASSIFICATION : Task.REGRESSION, 2)).isFalse();
  }

  @Test
  void namesAreTheirOwn() {
    assertThat(Metric.values()).extracting(Metric::toString).doesNotHaveDuplicates();
    assertThat(Metric.values()).extracting(Metric::key).doesNotHaveDuplicates();
    assertThat(Metric.values()).extracting(Metric::label).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource
  void whatIsRightCostsNothingAndWhatIsWorseCostsMore(Metric metric) {
    double[] right = new double[6];
    double[] worse = {0.6, 0, 0.9, 0.1, 0.2, 0};
    double[] worst = {0.9, 0.7, 0.95, 0.6, 0.8, 0.9};
    assertThat(loss(metric, right, null)).isZero();
    assertThat(loss(metric, worse, null)).isPositive().isLessThan(loss(metric, worst, null));
    double better = metric.figure(0);
    assertThat(better).isEqualTo(metric.higherIsBetter() ? 1 : 0);
    assertThat(metric.figure(loss(metric, worse, null)) < better).isEqualTo(metric.higherIsBetter());
  }

  @ParameterizedTest
  @EnumSource
  void aWeightOfZeroIsNoRow(Metric metric) {
    double[] errors = {0.6, 0.3, 0.9, 0.1, 0.2, 0};
    double[] few = {0.6, 0.3, 0.9, 0.1};
    double[] weights = {1, 1, 1, 1, 0, 0};
    double expected = switch (metric.task()) {
      case CLASSIFICATION ->
        metric.loss(probabilities(Arrays.stream(few).map(e -> 1 - e).toArray()), 2, Arrays.copyOf(LABELS, 4), null);
      case REGRESSION -> {
        double[] predicted = new double[4];
        Arrays.setAll(predicted, i -> ACTUAL[i] + few[i]);
        yield metric.loss(predicted, Arrays.copyOf(ACTUAL, 4), null);
      }
    };
    assertThat(loss(metric, errors, weights)).isCloseTo(expected, within(1e-12));
  }

  /** What is a mean over rows is one; what is none refuses to give a row's share. */
  @ParameterizedTest
  @EnumSource
  void aMeanOverRowsIsOne(Metric metric) {
    double[] errors = {0.6, 0.3, 0.9, 0.1, 0.2, 0};
    double sum = 0;
    for (int i = 0; i < errors.length; i++) {
      int row = i;
      double[] p = probabilities(Arrays.stream(errors).map(e -> 1 - e).toArray());
      if (metric.isMeanOverRows()) {
        sum += switch (metric.task()) {
          case CLASSIFICATION -> metric.rowLoss(p, 2 * row, 2, LABELS[row]);
          case REGRESSION -> metric.rowLoss(ACTUAL[row] + errors[row], ACTUAL[row]);
        };
      } else {
        assertThatThrownBy(() -> metric.rowLoss(p, 2 * row, 2, LABELS[row]))
            .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> metric.rowLoss(1, 2)).isInstanceOf(IllegalArgumentException.class);
      }
    }
    if (metric.isMeanOverRows()) {
      assertThat(loss(metric, errors, null)).isCloseTo(sum / errors.length, within(1e-12));
    }
  }
}
