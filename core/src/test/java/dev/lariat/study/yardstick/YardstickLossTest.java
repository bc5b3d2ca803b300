package dev.lariat.study.yardstick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.data.Dataset;
import dev.lariat.data.Folds;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.Task;
import dev.lariat.metric.Metric;
import dev.lariat.net.TrainingRows;
import dev.lariat.study.Study;
import dev.lariat.study.StudyResult;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.finish.ValidationRows;
import dev.lariat.study.statistics.Interval;
import dev.lariat.study.statistics.Pairing;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A yardstick is compared with the model to use on the same rows, and ends where the time is over. */
final class YardstickLossTest {
  private static final int FOLDS = 5;
  private static final int ROWS = 100;
  private final AtomicInteger trained = new AtomicInteger();

  /** Always predicts 0, which of scaled numbers is their mean. */
  private final Yardstick zero = new Yardstick() {
    @Override
    public String name() {
      return "zero";
    }

    @Override
    public double[] predict(TrainingRows training, TrainingRows others, int classes, long seed) {
      trained.incrementAndGet();
      return new double[others.rows()];
    }
  };

  private static Dataset table() {
    var random = new Random(2);
    double[] x = IntStream.range(0, ROWS).mapToDouble(_ -> random.nextGaussian()).toArray();
    double[] y = IntStream.range(0, ROWS).mapToDouble(i -> 3 * x[i] + random.nextGaussian()).toArray();
    return Dataset.of("made", List.of(NumericColumn.of("x", x), NumericColumn.of("y", y))).target("y", Task.REGRESSION);
  }

  @Test
  void theGainIsThatOfTheModelToUseInPairs() {
    StudyResult result = Study.of(table()).models(ModelKind.LINEAR).regularizers("l2").quick().yardstick(zero).run();
    YardstickLoss measured = result.yardstick().orElseThrow();
    Interval gain = measured.gain().orElseThrow();
    assertThat(gain.mean()).isCloseTo(result.verdict().use().loss() - measured.loss(), within(1e-9));
    // A linear model explains nine tenths: surely nobody gains by predicting the mean.
    assertThat(gain.high()).isNegative();
    assertThat(measured.loss()).isBetween(5.0, 15.0);
  }

  private Optional<YardstickLoss> measured(LongSupplier nanosLeft) {
    Dataset data = table();
    Folds folds = Folds.stratified(data.target(), FOLDS, 1);
    var rows = ValidationRows.of(data, folds, Metric.SQUARED_ERROR, Pairing.folds(FOLDS, 1, 0.25));
    return YardstickLoss.measure(zero, data, folds, rows, new double[FOLDS], 0, 1, nanosLeft);
  }

  @Test
  void whereTheTimeIsOverThereIsNone() {
    assertThat(measured(() -> 0)).isEmpty();
    assertThat(trained).hasValue(0);
    assertThat(measured(() -> Long.MAX_VALUE)).isPresent();
    assertThat(trained).hasValue(FOLDS);
  }

  /** A fold is not begun that would take longer than there is time. */
  @Test
  void noFoldIsBegunThatWouldNotEnd() {
    var asked = new AtomicInteger();
    assertThat(measured(() -> asked.getAndIncrement() == 0 ? Long.MAX_VALUE : 1)).isEmpty();
    assertThat(trained).hasValue(1);
  }
}
