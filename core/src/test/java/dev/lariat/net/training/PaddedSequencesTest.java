package dev.lariat.net.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.kernel.Philox;
import dev.lariat.net.Architecture;
import dev.lariat.net.LayerText;
import dev.lariat.net.Network;
import dev.lariat.net.Weights;
import dev.lariat.net.layer.Layer;
import dev.lariat.net.layer.Shape;
import dev.lariat.net.pass.GradientSink;
import dev.lariat.net.pass.StepKey;
import dev.lariat.net.pass.Workspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sequences with lengths of their own: each is what it would be alone, and its padding is nothing. */
class PaddedSequencesTest {
  private static final int[] LENGTHS = {4, 9, 1, 6, 9, 3, 2};
  private static final int ROWS = LENGTHS.length;
  private static final int LONGEST = 9;
  private static final int CHANNELS = 2;
  private static final int BESIDE = 3;
  private static final int OUTPUTS = 2;
  private static final float[] VALUES = random(ROWS * LONGEST * CHANNELS, 0);
  private static final float[] STATICS = random(ROWS * BESIDE, 1);
  private static final float[] BY_OUTPUT = random(ROWS * OUTPUTS, 2);
  private static final GradientSink NOWHERE = new GradientSink() {
    @Override
    public void range(int parameter, int from, int to) {}

    @Override
    public void complete(int parameter) {}
  };

  private static float[] random(int n, int stream) {
    var random = new Philox(8, 0, 0, 0, stream);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** Rows with room for so many steps, of which those behind the last hold nonsense. */
  private static float[] rows(int steps, int beside) {
    int width = steps * CHANNELS + 1 + beside;
    float[] x = new float[ROWS * width];
    Arrays.fill(x, Float.NaN);
    for (int r = 0; r < ROWS; r++) {
      System.arraycopy(VALUES, r * LONGEST * CHANNELS, x, r * width, LENGTHS[r] * CHANNELS);
      x[r * width + steps * CHANNELS] = LENGTHS[r];
      System.arraycopy(STATICS, r * BESIDE, x, (r + 1) * width - beside, beside);
    }
    return x;
  }

  /** Outputs of rows, and the gradients of all parameters. */
  private record Step(float[] outputs, List<float[]> gradients) {}

  private static Step step(Architecture bound, Weights weights, float[] x, int rows, float[] byOutput) {
    Workspace workspace = Workspace.training(bound, weights, rows);
    var key = new StepKey(4, 0);
    key.at(1, 1);
    float[] outputs = Arrays.copyOf(workspace.train(x, rows, key), rows * OUTPUTS);
    System.arraycopy(byOutput, 0, workspace.outputGradient(), 0, rows * OUTPUTS);
    workspace.backward(x, rows, NOWHERE);
    var gradients = new ArrayList<float[]>();
    for (int p = 0; p < weights.parameters().size(); p++) {
      gradients.add(workspace.gradient(p).clone());
    }
    return new Step(outputs, gradients);
  }

  private static Architecture bound(String layers, int steps, int beside, Shape.Lengths lengths) {
    var all = new ArrayList<Layer>();
    all.add(lengths == Shape.Lengths.BY_ROW ? Layer.sequences(steps, CHANNELS) : Layer.sequence(steps, CHANNELS));
    all.addAll(LayerText.read(layers));
    int inputs = steps * CHANNELS + (lengths == Shape.Lengths.BY_ROW ? 1 + beside : 0);
    return Architecture.of(Network.of(all), Shape.vector(inputs), OUTPUTS, null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gru 4", "lstm 4", "gru 3 bidirectional", "lstm 3 bidirectional", "gru 3 sequence, lstm 4",
      "gru 3 sequence bidirectional, global-average", "lstm 3 sequence bidirectional, global-max",
      "conv1d 4 3 same tanh, gru 3", "conv1d 4 3 causal dilation 2 tanh, conv1d 3 3 same, global-average",
      "gru 3 sequence, conv1d 3 3 same sigmoid, sigmoid, lstm 3 sequence bidirectional, gru 2",
      "gru 3 sequence, sigmoid, conv1d 3 4 same, global-average"})
  void aRowIsWhatItIsAlone(String layers) {
    Architecture padded = bound(layers, LONGEST, 0, Shape.Lengths.BY_ROW);
    Weights weights = padded.initialWeights(3, 0);
    Step together = step(padded, weights, rows(LONGEST, 0), ROWS, BY_OUTPUT);
    Workspace inference = Workspace.inference(padded, weights, ROWS);
    assertThat(Arrays.copyOf(inference.infer(rows(LONGEST, 0), 0, ROWS), ROWS * OUTPUTS)).isEqualTo(together.outputs);
    double[][] sums = together.gradients.stream().map(g -> new double[g.length]).toArray(double[][]::new);
    for (int r = 0; r < ROWS; r++) {
      Architecture own = bound(layers, LENGTHS[r], 0, Shape.Lengths.EQUAL);
      float[] x = Arrays.copyOfRange(VALUES, r * LONGEST * CHANNELS, (r * LONGEST + LENGTHS[r]) * CHANNELS);
      Step alone = step(own, weights, x, 1, Arrays.copyOfRange(BY_OUTPUT, r * OUTPUTS, (r + 1) * OUTPUTS));
      for (int k = 0; k < OUTPUTS; k++) {
        assertThat(together.outputs[r * OUTPUTS + k]).as("row " + r).isCloseTo(alone.outputs[k], within(1e-6f));
      }
      for (int p = 0; p < sums.length; p++) {
        for (int i = 0; i < sums[p].length; i++) {
          sums[p][i] += alone.gradients.get(p)[i];
        }
      }
    }
    for (int p = 0; p < sums.length; p++) {
      for (int i = 0; i < sums[p].length; i++) {
        assertThat((double) together.gradients.get(p)[i]).as(padded.parameters().get(p).name() + " " + i)
            .isCloseTo(sums[p][i], within(2e-5 * (1 + Math.abs(sums[p][i]))));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gru 4 dropout 0.3 recurrent-dropout 0.3 weight-drop 0.2",
      "lstm 4 bidirectional dropout 0.3 recurrent-dropout 0.3",
      "gru 3 sequence bidirectional, spatial-dropout 0.3, global-max",
      "conv1d 4 3 same, pool 2, spatial-dropout 0.2, gru 3 recurrent-dropout 0.2",
      "average-pool 2, lstm 3, dropout 0.3",
      "conv1d 4 3 causal, average-pool 3, global-average, join, dense 4, dropout 0.5", "gru 3, join, dense 4 tanh"})
  void nothingDependsOnThePadding(String layers) {
    int beside = layers.contains("join") ? BESIDE : 0;
    Architecture tight = bound(layers, LONGEST, beside, Shape.Lengths.BY_ROW);
    Weights weights = tight.initialWeights(3, 0);
    Step expected = step(tight, weights, rows(LONGEST, beside), ROWS, BY_OUTPUT);
    for (int more : new int[]{1, 4, 20}) {
      Architecture wide = bound(layers, LONGEST + more, beside, Shape.Lengths.BY_ROW);
      Step found = step(wide, weights, rows(LONGEST + more, beside), ROWS, BY_OUTPUT);
      assertThat(found.outputs).isEqualTo(expected.outputs);
      for (int p = 0; p < expected.gradients.size(); p++) {
        // A convolution sums block by block of places, so that its last digit knows where blocks end.
        float rounding = tight.parameters().get(p).name().startsWith("conv") ? 1e-6f : 0;
        assertThat(found.gradients.get(p)).as(tight.parameters().get(p).name())
            .containsExactly(expected.gradients.get(p), within(rounding));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "gru 3 sequence bidirectional, average-pool 2, lstm 3 sequence, global-average, join, dense 3 tanh",
      "conv1d 3 3 same tanh, pool 2, gru 3 bidirectional dropout 0.3 recurrent-dropout 0.2 weight-drop 0.2, join"})
  void gradientsAreThoseOfFiniteDifferences(String layers) {
    Architecture bound = bound(layers, LONGEST + 2, BESIDE, Shape.Lengths.BY_ROW);
    Weights weights = bound.initialWeights(6, 0);
    float[] x = rows(LONGEST + 2, BESIDE);
    Step step = step(bound, weights, x, ROWS, BY_OUTPUT);
    Workspace again = Workspace.training(bound, weights, ROWS);
    var key = new StepKey(4, 0);
    key.at(1, 1);
    double h = 1.0 / 64;
    for (int p = 0; p < weights.parameters().size(); p++) {
      float[] values = weights.parameters().get(p).values();
      for (int i = 0; i < values.length; i++) {
        float at = values[i];
        double[] loss = new double[4];
        for (int side = 0; side < 4; side++) {
          values[i] = at + (float) (h * (side < 2 ? 2 * side - 1 : 2 * (2 * side - 5)));
          float[] outputs = again.train(x, ROWS, key);
          for (int k = 0; k < ROWS * OUTPUTS; k++) {
            loss[side] += (double) outputs[k] * BY_OUTPUT[k];
          }
        }
        values[i] = at;
        double slope = (8 * (loss[1] - loss[0]) - (loss[3] - loss[2])) / (12 * h);
        assertThat((double) step.gradients.get(p)[i]).as(bound.parameters().get(p).name() + " " + i)
            .isCloseTo(slope, within(2e-3 * (1 + Math.abs(slope))));
      }
    }
  }

  @Test
  void aSequenceOfNoStepLeavesTheStateAtItsBeginning() {
    Architecture bound = bound("gru 3, join", 4, 1, Shape.Lengths.BY_ROW);
    Weights weights = bound.initialWeights(1, 0);
    float[] x = new float[4 * CHANNELS + 2];
    x[4 * CHANNELS + 1] = 2;
    float[] out = Workspace.inference(bound, weights, 1).infer(x, 0, 1);
    float[] kernel = weights.parameter("output.kernel").values();
    assertThat(out[0]).isEqualTo(2 * kernel[3 * OUTPUTS]);
    assertThat(out[1]).isEqualTo(2 * kernel[3 * OUTPUTS + 1]);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "conv1d 4 3, gru 3 | conv1d1 would shorten the sequences of sequence(≤ 9, 2, lengths)",
      "conv1d 4 3 same stride 2, gru 3 | take same or causal, and stride 1", "flatten | padded steps would count",
      "batch-norm, gru 3 | batchNorm1 takes no sequence(≤ 9, 2, lengths)",
      "layer-norm, gru 3 | takes a vector, not sequence(≤ 9, 2, lengths)"})
  void whatCannotHonourLengthsIsRefusedByName(String layers, String said) {
    assertThatThrownBy(() -> bound(layers, LONGEST, 0, Shape.Lengths.BY_ROW))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(said);
  }

  @Test
  void wordsReadBack() {
    String words = "sequence 9x2 lengths, gru 3, join, dense 4";
    assertThat(LayerText.of(LayerText.read(words))).isEqualTo(words);
  }
}
