package dev.lariat.net.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.kernel.Philox;
import dev.lariat.loss.Loss;
import dev.lariat.net.Architecture;
import dev.lariat.net.Network;
import dev.lariat.net.TrainingPlan;
import dev.lariat.net.TrainingResult;
import dev.lariat.net.TrainingRows;
import dev.lariat.net.Weights;
import dev.lariat.net.layer.Activation;
import dev.lariat.net.layer.Initializer;
import dev.lariat.net.layer.Layer;
import dev.lariat.net.layer.Recurrent;
import dev.lariat.net.pass.StepKey;
import dev.lariat.net.pass.Workspace;
import dev.lariat.optim.Optimizer;
import dev.lariat.penalty.GroupBy;
import dev.lariat.penalty.Penalty;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Recurrent layers, against their definitions written out; their gradients are in {@link MapLayersTest}. */
class RecurrentTest {
  private static final int ROWS = 6;
  private static final int STEPS = 8;
  private static final int CHANNELS = 3;
  private static final int UNITS = 4;

  private static float[] random(int n, int stream) {
    var random = new Philox(5, 0, 0, 0, stream);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static Recurrent layer(Recurrent.Cell cell, int units) {
    return switch (cell) {
      case GRU -> Layer.gru(units);
      case LSTM -> Layer.lstm(units);
      case GRU_RESET_BEFORE -> Layer.gru(units).resetBefore();
    };
  }

  private static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  /** The output layer gives the recurrent layer's numbers. */
  private static Workspace showing(Architecture bound, Weights weights, int rows, boolean training) {
    int wide = bound.outputs();
    float[] kernel = weights.parameter("output.kernel").values();
    Arrays.fill(kernel, 0);
    for (int i = 0; i < wide; i++) {
      kernel[i * wide + i] = 1;
    }
    return training ? Workspace.training(bound, weights, rows) : Workspace.inference(bound, weights, rows);
  }

  /** The states of a row by the formulas of the field: [steps][units]. */
  private static double[][] defined(Recurrent.Cell cell, float[] x, int row, boolean reversed, Weights weights,
      String name) {
    String direction = reversed ? "backward" : "";
    float[] w = weights.parameter(name + "." + (reversed ? "backwardKernel" : "kernel")).values();
    float[] u = weights.parameter(name + "." + (reversed ? "backwardRecurrentKernel" : "recurrentKernel")).values();
    float[] b = weights.parameter(name + "." + (direction.isEmpty() ? "bias" : "backwardBias")).values();
    float[] d = cell == Recurrent.Cell.GRU
        ? weights.parameter(name + "." + (direction.isEmpty() ? "recurrentBias" : "backwardRecurrentBias")).values()
        : new float[b.length];
    int wide = UNITS * cell.gates();
    double[] h = new double[UNITS];
    double[] c = new double[UNITS];
    double[][] states = new double[STEPS][];
    for (int t = 0; t < STEPS; t++) {
      int place = reversed ? STEPS - 1 - t : t;
      double[] byInput = new double[wide];
      double[] byState = new double[wide];
      for (int j = 0; j < wide; j++) {
        byInput[j] = b[j];
        byState[j] = d[j];
        for (int i = 0; i < CHANNELS; i++) {
          byInput[j] += (double) x[(row * STEPS + place) * CHANNELS + i] * w[i * wide + j];
        }
        for (int i = 0; i < UNITS; i++) {
          byState[j] += h[i] * u[i * wide + j];
        }
      }
      double[] next = new double[UNITS];
      for (int k = 0; k < UNITS; k++) {
        switch (cell) {
          case GRU -> {
            double z = sigmoid(byInput[k] + byState[k]);
            double r = sigmoid(byInput[UNITS + k] + byState[UNITS + k]);
            double n = Math.tanh(byInput[2 * UNITS + k] + r * byState[2 * UNITS + k]);
            next[k] = z * h[k] + (1 - z) * n;
          }
          case GRU_RESET_BEFORE -> {
            double z = sigmoid(byInput[k] + byState[k]);
            double n = byInput[2 * UNITS + k];
            for (int i = 0; i < UNITS; i++) {
              n += sigmoid(byInput[UNITS + i] + byState[UNITS + i]) * h[i] * u[i * wide + 2 * UNITS + k];
            }
            next[k] = z * h[k] + (1 - z) * Math.tanh(n);
          }
          case LSTM -> {
            double i = sigmoid(byInput[k] + byState[k]);
            double f = sigmoid(byInput[UNITS + k] + byState[UNITS + k]);
            double g = Math.tanh(byInput[2 * UNITS + k] + byState[2 * UNITS + k]);
            double o = sigmoid(byInput[3 * UNITS + k] + byState[3 * UNITS + k]);
            c[k] = f * c[k] + i * g;
            next[k] = o * Math.tanh(c[k]);
          }
        }
      }
      h = next;
      states[place] = next;
    }
    return states;
  }

  @ParameterizedTest
  @EnumSource(Recurrent.Cell.class)
  void aLayerIsItsDefinitionBothWaysAndInWholeSequences(Recurrent.Cell cell) {
    Recurrent both = layer(cell, UNITS).bidirectional().init(Initializer.PYTORCH); // biases that are not 0
    float[] x = random(ROWS * STEPS * CHANNELS, 0);
    int wide = 2 * UNITS;
    Architecture all = Architecture.of(Network.of(Layer.sequence(STEPS, CHANNELS), both.sequence(), Layer.flatten()),
        STEPS * CHANNELS, STEPS * wide);
    Architecture last = Architecture.of(Network.of(Layer.sequence(STEPS, CHANNELS), both), STEPS * CHANNELS, wide);
    Weights weights = all.initialWeights(3, 0);
    Weights same = last.initialWeights(3, 0);
    float[] states = showing(all, weights, ROWS, false).infer(x, 0, ROWS);
    float[] ends = showing(last, same, ROWS, false).infer(x, 0, ROWS);
    String name = both.label() + "1";
    for (int r = 0; r < ROWS; r++) {
      double[][] forward = defined(cell, x, r, false, weights, name);
      double[][] backward = defined(cell, x, r, true, weights, name);
      for (int k = 0; k < UNITS; k++) {
        for (int t = 0; t < STEPS; t++) {
          int at = (r * STEPS + t) * wide;
          assertThat((double) states[at + k]).isCloseTo(forward[t][k], within(2e-6));
          assertThat((double) states[at + UNITS + k]).isCloseTo(backward[t][k], within(2e-6));
        }
        // The second direction ends at the first step.
        assertThat((double) ends[r * wide + k]).isCloseTo(forward[STEPS - 1][k], within(2e-6));
        assertThat((double) ends[r * wide + UNITS + k]).isCloseTo(backward[0][k], within(2e-6));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Recurrent.Cell.class)
  void predictionsDoNotDependOnHowManyRowsComeTogether(Recurrent.Cell cell) {
    int many = 150; // more than are predicted at a time
    Architecture bound = Architecture.of(Network.of(Layer.sequence(STEPS, CHANNELS), layer(cell, 5).bidirectional()),
        STEPS * CHANNELS, 2);
    Weights weights = bound.initialWeights(1, 0);
    float[] x = random(many * STEPS * CHANNELS, 1);
    float[] together = Workspace.inference(bound, weights, many).infer(x, 0, many).clone();
    Workspace single = Workspace.inference(bound, weights, 1);
    for (int r = 0; r < many; r++) {
      assertThat(Arrays.copyOf(single.infer(x, r * STEPS * CHANNELS, 1), 2))
          .isEqualTo(Arrays.copyOfRange(together, 2 * r, 2 * r + 2));
    }
  }

  /** A GRU whose new state is tanh of what comes in, so that a mask can be read from the states. */
  private static Weights open(Architecture bound, double fromInput, double fromState) {
    Weights weights = bound.initialWeights(0, 0);
    float[] kernel = weights.parameter("gru1.kernel").values();
    float[] recurrent = weights.parameter("gru1.recurrentKernel").values();
    float[] bias = weights.parameter("gru1.bias").values();
    Arrays.fill(kernel, 0);
    Arrays.fill(recurrent, 0);
    for (int k = 0; k < UNITS; k++) {
      bias[k] = -40; // z = 0: nothing is carried on
      bias[UNITS + k] = 40; // r = 1
      kernel[k % CHANNELS * 3 * UNITS + 2 * UNITS + k] = (float) fromInput;
      recurrent[k * 3 * UNITS + 2 * UNITS + k] = (float) fromState;
    }
    return weights;
  }

  private static float[] states(Recurrent.Noise noise, double fromInput, double fromState, int step) {
    Architecture bound = Architecture.of(
        Network.of(Layer.sequence(STEPS, CHANNELS), Layer.gru(UNITS).sequence().noise(noise), Layer.flatten()),
        STEPS * CHANNELS, STEPS * UNITS);
    Workspace workspace = showing(bound, open(bound, fromInput, fromState), 40, true);
    float[] x = new float[40 * STEPS * CHANNELS];
    Arrays.fill(x, 1);
    var key = new StepKey(7, 0);
    key.at(0, step);
    return workspace.train(x, 40, key).clone();
  }

  @Test
  void theMaskOfTheInputsIsTheSameAtAllStepsOfARow() {
    float[] h = states(new Recurrent.Noise(0.5, 0, 0), 0.4, 0, 0);
    float kept = (float) Math.tanh(0.8);
    int dropped = 0;
    for (int r = 0; r < 40; r++) {
      for (int k = 0; k < UNITS; k++) {
        float first = h[r * STEPS * UNITS + k];
        dropped += first == 0 ? 1 : 0;
        assertThat(first == 0 || Math.abs(first - kept) < 1e-6).isTrue();
        for (int t = 0; t < STEPS; t++) {
          assertThat(h[(r * STEPS + t) * UNITS + k]).isEqualTo(first);
        }
        // Units 0 and 3 look at the same channel.
        assertThat(h[r * STEPS * UNITS]).isEqualTo(h[r * STEPS * UNITS + CHANNELS]);
      }
    }
    assertThat(dropped).isBetween(50, 110); // of 160: rows differ
    assertThat(states(new Recurrent.Noise(0.5, 0, 0), 0.4, 0, 1)).isNotEqualTo(h);
  }

  @Test
  void theMaskOfTheStateIsTheSameAtAllStepsOfARow() {
    float[] h = states(new Recurrent.Noise(0, 0.5, 0), 0.3, 0.6, 0);
    int dropped = 0;
    for (int r = 0; r < 40; r++) {
      for (int k = 0; k < UNITS; k++) {
        boolean kept = Math.abs(h[(r * STEPS + 1) * UNITS + k] - Math.tanh(0.3)) > 1e-3;
        dropped += kept ? 0 : 1;
        double state = 0;
        for (int t = 0; t < STEPS; t++) {
          state = Math.tanh(0.3 + (kept ? 2 * 0.6 : 0) * state);
          assertThat((double) h[(r * STEPS + t) * UNITS + k]).isCloseTo(state, within(1e-6));
        }
      }
    }
    assertThat(dropped).isBetween(50, 110);
  }

  @Test
  void droppedWeightsAreTheSameForAllRowsAndStepsOfABatch() {
    float[] h = null;
    int dropped = 0;
    for (int step = 0; step < 20; step++) {
      h = states(new Recurrent.Noise(0, 0, 0.5), 0.3, 0.6, step);
      for (int k = 0; k < UNITS; k++) {
        boolean kept = Math.abs(h[UNITS + k] - Math.tanh(0.3)) > 1e-3;
        dropped += kept ? 0 : 1;
        double state = 0;
        for (int t = 0; t < STEPS; t++) {
          state = Math.tanh(0.3 + (kept ? 2 * 0.6 : 0) * state);
          assertThat((double) h[t * UNITS + k]).isCloseTo(state, within(1e-6));
        }
        for (int i = k; i < h.length; i += STEPS * UNITS) {
          assertThat(h[i]).isEqualTo(h[k]);
        }
      }
    }
    assertThat(dropped).isBetween(20, 60); // of 80
  }

  @Test
  void weightsFromStateToStateBeginAtRightAnglesAndTheForgetGateOpen() {
    Architecture bound = Architecture.of(Network.of(Layer.sequence(STEPS, CHANNELS), Layer.lstm(UNITS)),
        STEPS * CHANNELS, 1);
    Weights weights = bound.initialWeights(2, 0);
    float[] u = weights.parameter("lstm1.recurrentKernel").values();
    int wide = 4 * UNITS;
    for (int i = 0; i < UNITS; i++) {
      for (int j = 0; j < UNITS; j++) {
        double product = 0;
        for (int k = 0; k < wide; k++) {
          product += (double) u[i * wide + k] * u[j * wide + k];
        }
        assertThat(product).isCloseTo(i == j ? 1 : 0, within(1e-6));
      }
    }
    float[] bias = weights.parameter("lstm1.bias").values();
    for (int k = 0; k < wide; k++) {
      assertThat(bias[k]).isEqualTo(k / UNITS == 1 ? 1 : 0);
    }
    assertThat(bound.initialWeights(3, 0).parameter("lstm1.recurrentKernel").values()).isNotEqualTo(u);
  }

  @Test
  void gradientsOfRecurrentNetworksAreClippedUnlessTold() {
    Loss loss = Loss.squaredError();
    assertThat(TrainingPlan.of(Network.of(Layer.sequence(2, 1), Layer.gru(2)), loss).clipNorm()).isEqualTo(1);
    assertThat(TrainingPlan.of(Network.of(Layer.dense(2, Activation.RELU)), loss).clipNorm()).isInfinite();
    assertThat(TrainingPlan.of(Network.of(Layer.sequence(2, 1), Layer.gru(2)), loss)
        .withClipNorm(Double.POSITIVE_INFINITY)
        .clipNorm()).isInfinite();
  }

  @Test
  void penaltiesAreOnWAndUEachByItself() {
    Recurrent layer = Layer.gru(3).inputKernel(Penalty.l1(0.1)).recurrentKernel(Penalty.l2(0.2));
    List<Architecture.Spec> specs = Architecture.of(Network.of(Layer.sequence(4, 2), layer), 8, 1).parameters();
    assertThat(specs.get(0).regularizers()).containsExactly(Penalty.l1(0.1));
    assertThat(specs.get(1).regularizers()).containsExactly(Penalty.l2(0.2));
    assertThat(specs.get(2).regularizers()).isEmpty();
  }

  /** Sequences of two classes by the sign of a number at one step; the others are noise. */
  private static TrainingRows planted(int rows, int steps, int place, int stream, boolean shuffled) {
    float[] x = random(rows * steps, stream);
    var random = new Philox(6, 0, 0, 0, stream);
    int[] labels = new int[rows];
    for (int r = 0; r < rows; r++) {
      float[] own = Arrays.copyOfRange(x, r * steps, (r + 1) * steps);
      for (int t = 0; t < steps; t++) {
        own[t] *= 0.3f;
      }
      labels[r] = own[place] > 0 ? 1 : 0;
      own[place] = labels[r] == 1 ? 2 : -2;
      if (shuffled) { // behind the signal lies one that contradicts it, and which of both came first is lost
        own[steps - 1] = -own[place];
        if (random.nextInt(2) == 0) {
          float first = own[place];
          own[place] = own[steps - 1];
          own[steps - 1] = first;
        }
      } else {
        own[steps - 1] = random.nextInt(2) == 0 ? 2 : -2;
      }
      System.arraycopy(own, 0, x, r * steps, steps);
    }
    return TrainingRows.of(x, steps, labels, 2);
  }

  private static double accuracy(Recurrent.Cell cell, boolean shuffled) {
    int steps = 20;
    Network network = Network.of(Layer.sequence(steps, 1), layer(cell, 16));
    TrainingPlan plan = TrainingPlan.of(network, Loss.softmaxCrossEntropy())
        .withOptimizer(Optimizer.adam(0.01))
        .withEpochs(40);
    var run = new TrainingRun(plan, planted(400, steps, 1, 8, shuffled),
        Optional.of(planted(200, steps, 1, 9, shuffled)));
    TrainingResult result = run.run();
    return result.history().last().validation().accuracy();
  }

  /** What came at the second of twenty steps is remembered to the end, and only the order tells it. */
  @ParameterizedTest
  @EnumSource(value = Recurrent.Cell.class, mode = EnumSource.Mode.EXCLUDE, names = "GRU_RESET_BEFORE")
  @Tag("slow")
  void aSignalLongAgoIsLearntAndAShuffledOneIsNot(Recurrent.Cell cell) {
    assertThat(accuracy(cell, false)).isGreaterThan(0.97);
    assertThat(accuracy(cell, true)).isBetween(0.35, 0.65);
  }

  /** A unit's weights of all gates are one group of each kernel. */
  @ParameterizedTest
  @EnumSource(value = Recurrent.Cell.class, mode = EnumSource.Mode.EXCLUDE, names = "GRU_RESET_BEFORE")
  void unitsVanishWhole(Recurrent.Cell cell) {
    int units = 10;
    int gates = cell.gates();
    Network network = Network.of(Layer.sequence(5, 1),
        layer(cell, units).kernels(Penalty.groupLasso(0.02, GroupBy.UNIT)));
    var run = new TrainingRun(
        TrainingPlan.of(network, Loss.softmaxCrossEntropy()).withOptimizer(Optimizer.adam(0.01)).withEpochs(40),
        planted(100, 5, 1, 10, false), Optional.empty());
    Weights weights = run.run().weights();
    int vanished = 0;
    for (String name : List.of("kernel", "recurrentKernel")) {
      float[] kernel = weights.parameter(layer(cell, units).label() + "1." + name).values();
      int size = kernel.length / units;
      for (int u = 0; u < units; u++) {
        int zeros = 0;
        for (int i = 0; i < kernel.length; i++) {
          zeros += i % (units * gates) % units == u && kernel[i] == 0 ? 1 : 0;
        }
        assertThat(zeros).isIn(0, size);
        vanished += zeros == size ? 1 : 0;
      }
    }
    assertThat(vanished).isBetween(1, 2 * units - 1);
  }

  @Test
  void aWrongShapeIsNamedWithItsLayer() {
    assertThatThrownBy(() -> Architecture.of(Network.of(Layer.gru(8)), 12, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("gru1 takes a sequence");
    assertThatThrownBy(() -> Architecture.of(Network.of(Layer.sequence(4, 3), Layer.gru(8).sequence()), 12, 1))
        .hasMessageStartingWith("output takes a vector, not sequence(≤ 4, 8)");
  }
}
