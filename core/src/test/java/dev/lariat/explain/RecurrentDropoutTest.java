package dev.lariat.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.explain.StateMask.Masks;
import dev.lariat.kernel.Philox;
import dev.lariat.loss.Loss;
import dev.lariat.net.Architecture;
import dev.lariat.net.Network;
import dev.lariat.net.Parameter;
import dev.lariat.net.Weights;
import dev.lariat.net.layer.Layer;
import dev.lariat.net.training.Predictor;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RecurrentDropoutTest {
  private static final int CHANNELS = 2;
  private static final int UNITS = 3;
  private static final int STEPS = 6;
  private static final int ROWS = 4;

  /** Σ c·y by each parameter, against differences; the masks are the same in all evaluations. */
  @ParameterizedTest
  @EnumSource(StateMask.class)
  void gradientsAreThoseOfFiniteDifferences(StateMask kind) {
    MaskedGru gru = new MaskedGru(CHANNELS, UNITS, STEPS, ROWS, 3);
    float[] x = numbers(STEPS * ROWS * CHANNELS, 5);
    float[] c = numbers(ROWS, 6);
    for (float[] parameter : gru.parameters) {
      float[] around = numbers(parameter.length, 7 + parameter.length);
      for (int i = 0; i < parameter.length; i++) {
        parameter[i] += 0.3f * around[i];
      }
    }
    Masks masks = Masks.of(kind, STEPS, ROWS * UNITS);
    masks.draw(0.4, 1, 9);
    gru.forward(x, masks);
    gru.backward(x, c, masks);
    float h = 1e-2f;
    for (int p = 0; p < gru.parameters.length; p++) {
      for (int i = 0; i < gru.parameters[p].length; i++) {
        float kept = gru.parameters[p][i];
        gru.parameters[p][i] = kept + h;
        double above = sum(gru, x, c, masks);
        gru.parameters[p][i] = kept - h;
        double below = sum(gru, x, c, masks);
        gru.parameters[p][i] = kept;
        assertThat((double) gru.gradients[p][i]).as("array %d, number %d", p, i)
            .isCloseTo((above - below) / (2 * h), within(2e-3 + 2e-3 * Math.abs(gru.gradients[p][i])));
      }
    }
  }

  private static double sum(MaskedGru gru, float[] x, float[] c, Masks masks) {
    gru.forward(x, masks);
    double sum = 0;
    for (int r = 0; r < ROWS; r++) {
      sum += (double) c[r] * gru.outputs[r];
    }
    return sum;
  }

  private static float[] numbers(int n, long seed) {
    Philox random = new Philox(seed, 0, 0, 0, 0);
    float[] numbers = new float[n];
    for (int i = 0; i < n; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }

  /** Without masks it is the layer of the networks, with the same weights. */
  @Test
  void withoutMasksItIsTheLayerOfTheNetworks() {
    MaskedGru gru = new MaskedGru(CHANNELS, UNITS, STEPS, ROWS, 3);
    Architecture architecture = Architecture.of(Network.of(Layer.sequence(STEPS, CHANNELS), Layer.gru(UNITS)),
        STEPS * CHANNELS, 1);
    Weights weights = architecture.initialWeights(1, 0);
    float[][] arrays = weights.parameters().stream().map(Parameter::values).toArray(float[][]::new);
    for (int g = 0; g < 3; g++) {
      for (int unit = 0; unit < UNITS; unit++) {
        for (int c = 0; c < CHANNELS; c++) {
          arrays[0][(c * 3 + g) * UNITS + unit] = gru.parameters[g][c * UNITS + unit];
        }
        for (int s = 0; s < UNITS; s++) {
          arrays[1][(s * 3 + g) * UNITS + unit] = gru.parameters[3 + g][s * UNITS + unit];
        }
        arrays[2][g * UNITS + unit] = gru.parameters[6 + g][unit] = 0.1f * (g - unit);
      }
    }
    for (int unit = 0; unit < UNITS; unit++) {
      arrays[3][2 * UNITS + unit] = gru.parameters[9][unit] = 0.2f * unit;
      arrays[4][unit] = gru.parameters[10][unit];
    }
    arrays[5][0] = gru.parameters[11][0] = 0.3f;
    float[] x = numbers(STEPS * ROWS * CHANNELS, 5);
    float[] byRow = new float[x.length];
    for (int t = 0; t < STEPS; t++) {
      for (int r = 0; r < ROWS; r++) {
        System.arraycopy(x, (t * ROWS + r) * CHANNELS, byRow, (r * STEPS + t) * CHANNELS, CHANNELS);
      }
    }
    gru.forward(x, Masks.of(StateMask.NONE, STEPS, 0));
    float[] expected = new Predictor(architecture, weights, Loss.squaredError()).predict(byRow, ROWS);
    assertThat(gru.outputs).containsExactly(expected, within(1e-6f));
  }

  /** Where the mask is of the step, units come and go; where it is of the sequence, none does. */
  @Test
  @Tag("slow")
  void masksOfASequenceStayTheSameAndThoseOfAStepDoNot() {
    RecurrentDropout half = RecurrentDropout.of(0.5, 3);
    assertThat(half.sequence()).allSatisfy(unit -> assertThat(unit.stream().distinct()).hasSize(1));
    assertThat(half.sequence().stream().map(List::getFirst).distinct()).hasSize(2);
    assertThat(half.step()).allSatisfy(unit -> assertThat(unit.stream().distinct()).hasSize(2));
    // What is carried on without a mask is remembered; masked at each step it is gone after a few.
    assertThat(known(half, StateMask.NONE)).allMatch(known -> known > 0.8);
    assertThat(known(half, StateMask.SEQUENCE).subList(1, 7)).allMatch(known -> known > 0.7);
    assertThat(known(half, StateMask.STATE).getLast()).isLessThan(0.3);
    assertThatIllegalArgumentException().isThrownBy(() -> RecurrentDropout.of(1, 0));
  }

  private static List<Double> known(RecurrentDropout measured, StateMask kind) {
    return measured.memories().stream().filter(m -> m.mask() == kind).findFirst().orElseThrow().known();
  }
}
