package dev.lariat.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.data.Task;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every metric promises: whoever adds one is tested here, and adds its golden values. */
class MetricTest {
  private static final double[] POSITIVE = {0.1, 0.4, 0.35, 0.8, 0.65, 0.35, 0.9, 0.05};
  private static final int[] LABELS = {0, 0, 1, 1, 1, 0, 1, 1};
  private static final double[] PREDICTED = {2.5, 0, 2, 8, 4, 990, -10, 1.5};
  private static final double[] ACTUAL = {3, -0.5, 2, 7, 4.25, 1000, -12.5, 0};
  private static final double[] WEIGHTS = {1, 2, 0.5, 3, 1, 1.5, 2, 0.25};

  /** Figures of scikit-learn 1.9.1 for these rows: without weights, and with them. */
  private static final Map<Metric, List<Double>> SCIKIT_LEARN = Map.of(Metric.LOG_LOSS,
      List.of(0.7314763045791788, 0.38737465505040547), Metric.ERROR, List.of(0.75, 0.9333333333333333), Metric.AUC,
      List.of(0.7, 0.9176954732510287), Metric.SQUARED_ERROR, List.of(3.7091525312394475, 3.851406669430448),
      Metric.ABSOLUTE_ERROR, List.of(2.03125, 2.2333333333333334), Metric.R_SQUARED,
      List.of(0.9998741312471761, 0.9998715972261705));

  private static double[] probabilities(double[] positive) {
    return Arrays.stream(positive).flatMap(p -> Arrays.stream(new double[]{1 - p, p})).toArray();
  }

  /** The loss of the rows in an order, or of the true values where {@code perfect}. */
  private static double loss(Metric metric, int[] order, double[] weights, boolean perfect) {
    double[] w = weights == null ? null : IntStream.of(order).mapToDouble(i -> weights[i]).toArray();
    if (metric.task() == Task.CLASSIFICATION) {
      int[] labels = IntStream.of(order).map(i -> LABELS[i]).toArray();
      double[] positive = IntStream.of(order).mapToDouble(i -> perfect ? LABELS[i] : POSITIVE[i]).toArray();
      return metric.loss(probabilities(positive), 2, labels, w);
    }
    double[] actual = IntStream.of(order).mapToDouble(i -> ACTUAL[i]).toArray();
    double[] predicted = IntStream.of(order).mapToDouble(i -> perfect ? ACTUAL[i] : PREDICTED[i]).toArray();
    return metric.loss(predicted, actual, w);
  }

  private static int[] all() {
    return IntStream.range(0, LABELS.length).toArray();
  }

  @ParameterizedTest
  @EnumSource
  void isThatOfScikitLearn(Metric metric) {
    List<Double> golden = SCIKIT_LEARN.get(metric);
    assertThat(metric.figure(loss(metric, all(), null, false))).isCloseTo(golden.getFirst(), within(1e-14));
    assertThat(metric.figure(loss(metric, all(), WEIGHTS, false))).isCloseTo(golden.getLast(), within(1e-14));
  }

  @ParameterizedTest
  @EnumSource
  void aPerfectPredictionLosesNothing(Metric metric) {
    assertThat(loss(metric, all(), null, true)).isZero();
    assertThat(loss(metric, all(), WEIGHTS, true)).isZero();
  }

  /** Of two losses the lower one is the better, whichever way the figure goes. */
  @ParameterizedTest
  @EnumSource
  void aWorsePredictionHasTheHigherLoss(Metric metric) {
    double better = loss(metric, all(), null, false);
    double worse = switch (metric.task()) {
      // every probability is turned round
      case CLASSIFICATION ->
        metric.loss(probabilities(Arrays.stream(POSITIVE).map(p -> 1 - p).toArray()), 2, LABELS, null);
      case REGRESSION -> metric.loss(Arrays.stream(PREDICTED).map(p -> p + 1000).toArray(), ACTUAL, null);
    };
    assertThat(worse).isGreaterThan(better);
    assertThat(metric.figure(worse) < metric.figure(better)).isEqualTo(metric.higherIsBetter());
  }

  @ParameterizedTest
  @EnumSource
  void theOrderOfRowsDoesNotMatter(Metric metric) {
    var random = new Random(1);
    for (int t = 0; t < 20; t++) {
      int[] order = all();
      for (int i = order.length - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        int kept = order[i];
        order[i] = order[j];
        order[j] = kept;
      }
      assertThat(loss(metric, order, WEIGHTS, false)).isCloseTo(loss(metric, all(), WEIGHTS, false), within(1e-14));
    }
  }

  /** A weight of 2 is two rows, of 0 none; a common factor changes nothing. */
  @ParameterizedTest
  @EnumSource
  void weightsAreRepetitions(Metric metric) {
    double[] weights = {1, 2, 0, 1, 3, 1, 0, 1};
    int[] repeated = IntStream.range(0, weights.length)
        .flatMap(i -> IntStream.range(0, (int) weights[i]).map(_ -> i))
        .toArray();
    double expected = loss(metric, repeated, null, false);
    assertThat(loss(metric, all(), weights, false)).isCloseTo(expected, within(1e-14));
    assertThat(loss(metric, all(), Arrays.stream(weights).map(w -> 8 * w).toArray(), false)).isCloseTo(expected,
        within(1e-14));
  }

  @ParameterizedTest
  @EnumSource
  void aMeanOverRowsIsTheMeanOfItsRows(Metric metric) {
    if (metric.isMeanOverRows()) {
      double mean = IntStream.range(0, LABELS.length).mapToDouble(i -> switch (metric.task()) {
        case CLASSIFICATION -> metric.rowLoss(probabilities(POSITIVE), 2 * i, 2, LABELS[i]);
        case REGRESSION -> metric.rowLoss(PREDICTED[i], ACTUAL[i]);
      }).average().orElseThrow();
      assertThat(loss(metric, all(), null, false)).isCloseTo(mean, within(1e-15));
    } else {
      assertThatIllegalArgumentException().isThrownBy(() -> {
        double _ = metric.task() == Task.CLASSIFICATION ? metric.rowLoss(POSITIVE, 0, 2, 0) : metric.rowLoss(1, 2);
      }).withMessageContaining("no mean over rows");
    }
  }

  @ParameterizedTest
  @EnumSource
  void isFoundByItsName(Metric metric) {
    assertThat(Metric.parse(metric.toString())).isEqualTo(metric);
    assertThat(Metric.suiting(metric.task(), 2)).contains(metric);
    assertThat(metric.shown(0.25)).isEqualTo(metric.isShownAsFigure() ? metric.figure(0.25) : 0.25);
    assertThat(metric.key()).isNotEqualTo(metric.toString());
  }

  @ParameterizedTest
  @EnumSource
  void whatIsShownOfADifferenceIsTheDifferenceOfWhatIsShown(Metric metric) {
    double sign = metric.isShownHigherBetter() ? 1 : -1;
    for (double from : new double[]{1e-12, 0.25, 0.9, 3e18}) {
      for (double share : new double[]{-1, -0.5, -1e-9, 0, 1e-9, 0.1}) {
        double gain = metric.gain(from, share * from);
        double exact = sign * (metric.shown(from * (1 + share)) - metric.shown(from));
        assertThat(gain).isCloseTo(exact, within(1e-7 * Math.abs(metric.shown(from)) + 1e-15));
        assertThat(Math.signum(gain)).isEqualTo(-Math.signum(share));
      }
      // The slope, by a difference.
      double step = 1e-4 * from;
      assertThat(metric.shownError(from, step)).isCloseTo(Math.abs(metric.gain(from, step)),
          within(1e-4 * step + 1e-4 * Math.abs(metric.gain(from, step))));
    }
  }

  @Test
  void otherNamesAndTargetsAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Metric.parse("f1"))
        .withMessageContaining("'f1'")
        .withMessageContaining("log-loss, error, auc, squared-error");
    assertThat(Metric.suiting(Task.CLASSIFICATION, 3)).containsExactly(Metric.LOG_LOSS, Metric.ERROR);
    assertThat(Metric.suiting(Task.REGRESSION, 0)).containsExactly(Metric.SQUARED_ERROR, Metric.ABSOLUTE_ERROR,
        Metric.R_SQUARED);
  }

  /** scikit-learn 1.9.1: log_loss and accuracy_score of three classes. */
  @Test
  void threeClasses() {
    double[] probabilities = {0.2, 0.5, 0.3, 0.1, 0.1, 0.8, 0.6, 0.3, 0.1, 0.3, 0.4, 0.3, 0.25, 0.25, 0.5};
    int[] labels = {1, 2, 0, 0, 1};
    assertThat(Metric.LOG_LOSS.loss(probabilities, 3, labels, null)).isCloseTo(0.8034767042171944, within(1e-15));
    assertThat(Metric.ERROR.figure(Metric.ERROR.loss(probabilities, 3, labels, null))).isCloseTo(0.6, within(1e-15));
  }

  @Test
  void whatIsNotDefinedIsNaN() {
    assertThat(Metric.AUC.loss(new double[]{0.5, 0.5, 0.2, 0.8}, 2, new int[]{1, 1}, null)).isNaN();
    assertThat(Metric.R_SQUARED.loss(new double[]{1, 2}, new double[]{5, 5}, null)).isNaN();
    // ties count half, both zeros are one score
    assertThat(RocAuc.of(new double[]{0.0, -0.0}, new boolean[]{true, false}, null)).isEqualTo(0.5);
    assertThat(RocAuc.of(new double[]{Double.NaN, 1}, new boolean[]{true, false}, null)).isNaN();
  }
}
