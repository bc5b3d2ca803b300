package dev.lariat.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.data.Task;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every loss: a newcomer comes in by {@link LossKind#ALL}. */
class LossContractTest {
  private static final int ROWS = 40;

  private final Random random = new Random(5);

  static Stream<LossKind> kinds() {
    return LossKind.ALL.stream();
  }

  /** Each kind with its defaults and with what else it takes. */
  static Stream<Loss> losses() {
    return kinds()
        .flatMap(kind -> Stream.of(LossKind.Settings.DEFAULT, new LossKind.Settings(0.1, 0.7)).map(kind.make()))
        .distinct();
  }

  /** As many classes as the loss has: one logit is for two. */
  private Targets targets(Loss loss) {
    return switch (loss.task()) {
      case REGRESSION -> {
        float[] values = new float[ROWS];
        for (int i = 0; i < ROWS; i++) {
          values[i] = (float) random.nextGaussian();
        }
        yield Targets.values(values);
      }
      case CLASSIFICATION -> {
        int classes = loss.outputs(Targets.labels(new int[]{0, 1}, 2)) == 1 ? 2 : 3;
        yield Targets.labels(random.ints(ROWS, 0, classes).toArray(), classes);
      }
    };
  }

  private float[] outputs(int size) {
    float[] outputs = new float[size];
    for (int i = 0; i < size; i++) {
      outputs[i] = (float) (1.5 * random.nextGaussian());
    }
    return outputs;
  }

  @Test
  void everyLossIsInTheList() {
    assertThat(kinds().<Class<?>>map(LossKind::type)).containsExactlyInAnyOrder(Loss.class.getPermittedSubclasses());
    assertThat(kinds().map(LossKind::fileName)).doesNotHaveDuplicates();
    assertThat(kinds().map(LossKind::word)).doesNotHaveDuplicates();
    assertThat(losses().map(Loss::name).distinct().count()).isEqualTo(LossKind.ALL.size());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aKindMakesItsTypeAndIsFoundByItsWord(LossKind kind) {
    assertThat(kind.make().apply(LossKind.Settings.DEFAULT)).isInstanceOf(kind.type());
    assertThat(LossKind.kind(kind.word().toUpperCase(Locale.ROOT))).contains(kind);
  }

  /** Central differences in float64 of a value that takes float32: the step is a power of 2, so that it is exact. */
  @ParameterizedTest
  @MethodSource("losses")
  void theGradientIsTheDerivativeOfTheValue(Loss loss) {
    Targets targets = targets(loss);
    int width = loss.outputs(targets);
    float step = 0x1p-10f;
    for (int row = 0; row < ROWS; row++) {
      float[] outputs = outputs(3 + width);
      float[] gradient = new float[3 + width];
      loss.gradient(outputs, 3, width, targets, row, 2, gradient);
      assertThat(Arrays.copyOf(gradient, 3)).as("elements of other rows").containsOnly(0);
      for (int k = 3; k < 3 + width; k++) {
        float old = outputs[k];
        outputs[k] = old + step;
        double up = loss.value(outputs, 3, width, targets, row);
        outputs[k] = old - step;
        double down = loss.value(outputs, 3, width, targets, row);
        double span = (double) (old + step) - (double) (old - step);
        outputs[k] = old;
        assertThat((double) gradient[k]).as("row %s, twice the derivative", row)
            .isCloseTo(2 * (up - down) / span, within(2e-3));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void theUnsmoothedLossIsZeroAtTheTruthAndPositiveElsewhere(Loss loss) {
    Targets targets = targets(loss);
    int width = loss.outputs(targets);
    Loss plain = loss.unsmoothed();
    assertThat(plain.unsmoothed()).isEqualTo(plain);
    for (int row = 0; row < ROWS; row++) {
      float[] truth = new float[width];
      for (int k = 0; k < width; k++) {
        truth[k] = switch (loss.task()) {
          case REGRESSION -> targets.value(row, k);
          case CLASSIFICATION -> (width == 1 ? targets.label(row) == 1 : targets.label(row) == k) ? 30 : -30;
        };
      }
      assertThat(plain.value(truth, 0, width, targets, row)).isBetween(0.0, 1e-12);
      assertThat(plain.value(outputs(width), 0, width, targets, row)).isPositive();
    }
  }

  /** An error that is small against every δ, in a unit that is s times smaller, costs targetScale(s) times as much. */
  @ParameterizedTest
  @MethodSource("losses")
  void theTargetsScaleIsThatOfTheLoss(Loss loss) {
    assertThat(loss.targetScale(1)).isEqualTo(1);
    if (loss.task() == Task.CLASSIFICATION) {
      assertThat(loss.targetScale(7)).isEqualTo(1);
      return;
    }
    Targets zero = Targets.values(new float[]{0});
    double small = loss.value(new float[]{0x1p-8f}, 0, 1, zero, 0);
    double scaled = loss.value(new float[]{4 * 0x1p-8f}, 0, 1, zero, 0);
    assertThat(scaled).isCloseTo(loss.targetScale(4) * small, within(1e-12));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void predictionsAreProbabilitiesOrTheOutputs(Loss loss) {
    Targets targets = targets(loss);
    int width = loss.outputs(targets);
    float[] outputs = outputs(width);
    float[] predicted = outputs.clone();
    loss.predict(predicted, 0, width);
    switch (loss.task()) {
      case REGRESSION -> assertThat(predicted).containsExactly(outputs);
      case CLASSIFICATION -> {
        double sum = 0;
        for (float p : predicted) {
          assertThat(p).isBetween(0f, 1f);
          sum += p;
        }
        if (width > 1) {
          assertThat(sum).isCloseTo(1, within(1e-6));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void manyRowsAtOnceCostWhatTheyCostAlone(Loss loss) {
    Targets targets = targets(loss);
    int width = loss.outputs(targets);
    float[] outputs = outputs(ROWS * width);
    double[] together = new double[ROWS];
    loss.batches().losses(outputs, width, targets, 0, ROWS, together, 0);
    for (int row = 0; row < ROWS; row++) {
      assertThat(together[row]).isCloseTo(loss.value(outputs, row * width, width, targets, row), within(1e-6));
    }
  }
}
