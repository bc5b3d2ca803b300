package dev.lariat.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bounds are five standard errors; the seeds are fixed, so that a failure is a change. */
class DropoutMaskTest {
  private static final int N = 1 << 18;

  private static float[] mask(long seed, int fold, int epoch, int step, int layer, float rate, int n) {
    float[] mask = new float[n];
    Kernels.best().dropoutMask(seed, fold, epoch, step, layer, rate, n, mask, 0);
    return mask;
  }

  @ParameterizedTest
  @ValueSource(floats = {0, 0.1f, 0.25f, 0.5f, 0.8f, 0.99f})
  void dropsItsShareAndKeepsTheExpectation(float rate) {
    float[] mask = mask(1, 0, 1, 2, 3, rate, N);
    int dropped = 0;
    double sum = 0;
    for (float f : mask) {
      assertThat(f == 0 || f == 1 / (1 - rate)).isTrue();
      dropped += f == 0 ? 1 : 0;
      sum += f;
    }
    double error = Math.sqrt(rate * (1 - rate) / N);
    assertThat((double) dropped / N).isCloseTo(rate, within(5 * error + 0x1p-17));
    assertThat(sum / N).isCloseTo(1, within(5 * error / (1 - rate) + 0x1p-17 / (1 - rate)));
  }

  /** Neighbours, elements 16 apart (halves of one word), and a row apart. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 16, 32, 64, 128})
  void elementsAreIndependent(int distance) {
    float[] mask = mask(2, 0, 1, 2, 3, 0.5f, N);
    int both = 0;
    for (int i = 0; i + distance < N; i++) {
      both += mask[i] == 0 && mask[i + distance] == 0 ? 1 : 0;
    }
    int n = N - distance;
    assertThat((double) both / n).isCloseTo(0.25, within(5 * Math.sqrt(0.25 * 0.75 / n)));
  }

  @Test
  void seedsFoldsEpochsStepsAndLayersAreIndependent() {
    float[] first = mask(3, 1, 1, 1, 1, 0.5f, N);
    float[][] others = {mask(4, 1, 1, 1, 1, 0.5f, N), mask(3 + (1L << 32), 1, 1, 1, 1, 0.5f, N),
        mask(3, 2, 1, 1, 1, 0.5f, N), mask(3, 1, 2, 1, 1, 0.5f, N), mask(3, 1, 1, 2, 1, 0.5f, N),
        mask(3, 1, 1, 1, 2, 0.5f, N)};
    for (float[] other : others) {
      int equal = 0;
      for (int i = 0; i < N; i++) {
        equal += first[i] == other[i] ? 1 : 0;
      }
      assertThat((double) equal / N).isCloseTo(0.5, within(5 * Math.sqrt(0.25 / N)));
    }
    assertThat(mask(3, 1, 1, 1, 1, 0.5f, N)).isEqualTo(first);
  }

  @Test
  void everyUnitIsDroppedAsOften() {
    int units = 64;
    int[] dropped = new int[units];
    int steps = 2000;
    for (int step = 0; step < steps; step++) {
      float[] mask = mask(5, 0, 1, step, 0, 0.3f, units);
      for (int u = 0; u < units; u++) {
        dropped[u] += mask[u] == 0 ? 1 : 0;
      }
    }
    double chiSquare = 0;
    for (int count : dropped) {
      chiSquare += (count - 0.3 * steps) * (count - 0.3 * steps) / (0.3 * 0.7 * steps);
    }
    // 64 degrees of freedom: mean 64, standard deviation 11.3
    assertThat(chiSquare).isBetween(64 - 5 * 11.3, 64 + 5 * 11.3);
  }

  /** The documented numbers: those of the Philox stream of the same key. */
  @Test
  void comesFromItsStream() {
    float[] mask = mask(9, 1, 2, 3, 4, 0.37f, 128);
    Philox stream = new Philox(9, 1, 2, 3, 4);
    int[] words = new int[64];
    for (int i = 0; i < words.length; i++) {
      words[i] = stream.nextInt();
    }
    for (int e = 0; e < 128; e++) {
      int r = e / 16 % 4;
      int l = e % 16;
      int word = words[4 * (8 * (e / 64) + l / 2) + 2 * (r / 2) + l % 2];
      int bits = r % 2 == 0 ? word & 0xFFFF : word >>> 16;
      assertThat(mask[e] == 0).as("element %d", e).isEqualTo(bits < Math.round(0.37f * 65536));
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {-0.1f, 1, 1.5f, Float.NaN})
  void otherRatesAreRefused(float rate) {
    assertThatThrownBy(() -> mask(1, 0, 0, 0, 0, rate, 1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Float.toString(rate));
  }
}
