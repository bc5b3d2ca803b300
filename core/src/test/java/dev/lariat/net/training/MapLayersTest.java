package dev.lariat.net.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.kernel.Philox;
import dev.lariat.loss.Loss;
import dev.lariat.net.Architecture;
import dev.lariat.net.Network;
import dev.lariat.net.TrainingPlan;
import dev.lariat.net.TrainingRows;
import dev.lariat.net.Weights;
import dev.lariat.net.layer.Activation;
import dev.lariat.net.layer.Conv1D;
import dev.lariat.net.layer.Conv2D;
import dev.lariat.net.layer.Convolution;
import dev.lariat.net.layer.Layer;
import dev.lariat.net.layer.Padding;
import dev.lariat.net.layer.Recurrent;
import dev.lariat.net.layer.Shape;
import dev.lariat.net.pass.GradientSink;
import dev.lariat.net.pass.StepKey;
import dev.lariat.net.pass.Workspace;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers on images and sequences, against their definitions written out. */
class MapLayersTest {
  private static final int ROWS = 7;

  private static float[] random(int n, int stream) {
    var random = new Philox(3, 0, 0, 0, stream);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  static Stream<Network> convolutions() {
    var list = Stream.<Network>builder();
    for (Padding padding : List.of(Padding.VALID, Padding.SAME)) {
      for (int stride = 1; stride <= 3; stride++) {
        for (int[] size : new int[][]{{1, 1}, {2, 2}, {3, 3}, {2, 5}, {4, 1}}) {
          Conv2D conv = Layer.conv(5, 1, Activation.TANH).size(size[0], size[1]).padding(padding).stride(stride);
          list.add(Network.of(Layer.image(8, 9, 2), conv, Layer.flatten()));
        }
      }
    }
    for (Padding padding : Padding.values()) {
      for (int[] steps : new int[][]{{1, 1}, {2, 1}, {1, 2}, {1, 3}}) {
        Conv1D conv = Layer.conv1d(3, 3, Activation.TANH).padding(padding).stride(steps[0]).dilation(steps[1]);
        list.add(Network.of(Layer.sequence(11, 2), conv, Layer.flatten()));
      }
    }
    return list.build();
  }

  /** Every output by its definition, one number after the other. */
  private static double[] defined(Architecture architecture, Weights weights, float[] x) {
    Architecture.Stage stage = architecture.stages().get(1);
    Convolution layer = (Convolution) stage.layer();
    float[] kernel = weights.parameter(stage.name() + ".kernel").values();
    float[] bias = weights.parameter(stage.name() + ".bias").values();
    int[] in = sizes(stage.input());
    int[] out = sizes(stage.output());
    boolean image = layer instanceof Conv2D;
    int kh = layer instanceof Conv2D conv ? conv.height() : 1;
    int kw = layer instanceof Conv2D conv ? conv.width() : ((Conv1D) layer).size();
    int stride = layer instanceof Conv2D conv ? conv.stride() : ((Conv1D) layer).stride();
    int dilation = layer instanceof Conv1D conv ? conv.dilation() : 1;
    Padding padding = layer instanceof Conv2D conv ? conv.padding() : ((Conv1D) layer).padding();
    int top = image ? before(in[0], out[0], kh, stride, padding) : 0;
    int left = before(in[1], out[1], (kw - 1) * dilation + 1, stride, padding);
    double[] expected = new double[ROWS * stage.outputs()];
    int at = 0;
    for (int r = 0; r < ROWS; r++) {
      for (int oy = 0; oy < out[0]; oy++) {
        for (int ox = 0; ox < out[1]; ox++) {
          for (int u = 0; u < layer.units(); u++) {
            double sum = bias[u];
            for (int ky = 0; ky < kh; ky++) {
              for (int kx = 0; kx < kw; kx++) {
                int y = oy * (image ? stride : 1) + ky - top;
                int xx = ox * stride + kx * dilation - left;
                for (int c = 0; c < in[2] && y >= 0 && y < in[0] && xx >= 0 && xx < in[1]; c++) {
                  sum += (double) x[((r * in[0] + y) * in[1] + xx) * in[2] + c]
                      * kernel[((ky * kw + kx) * in[2] + c) * layer.units() + u];
                }
              }
            }
            expected[at++] = Math.tanh(sum);
          }
        }
      }
    }
    return expected;
  }

  private static int before(int n, int outputs, int extent, int stride, Padding padding) {
    return switch (padding) {
      case VALID -> 0;
      case SAME -> Math.max(0, (outputs - 1) * stride + extent - n) / 2;
      case CAUSAL -> extent - 1;
    };
  }

  private static int[] sizes(Shape shape) {
    return switch (shape) {
      case Shape.Image image -> new int[]{image.height(), image.width(), image.channels()};
      case Shape.Sequence sequence -> new int[]{1, sequence.length(), sequence.channels()};
      case Shape.Vector vector -> new int[]{1, 1, vector.size()};
    };
  }

  @ParameterizedTest
  @MethodSource("convolutions")
  void aConvolutionIsItsDefinition(Network network) {
    int inputs = network.layers().getFirst() instanceof dev.lariat.net.layer.Reshape(Shape shape) ? shape.size() : 0;
    Architecture bound = Architecture.of(network, inputs, 4);
    Weights weights = bound.initialWeights(2, 0);
    weights.parameters().get(1).values()[1] = 0.3f;
    // The output layer passes the map's first numbers on: its kernel is a piece of the identity, moved over all of
    // them.
    float[] x = random(ROWS * inputs, 0);
    double[] expected = defined(bound, weights, x);
    float[] output = weights.parameter("output.kernel").values();
    int wide = bound.stages().getLast().inputs();
    Workspace workspace = Workspace.inference(bound, weights, ROWS);
    for (int from = 0; from < wide; from += 4) {
      Arrays.fill(output, 0);
      for (int i = from; i < Math.min(wide, from + 4); i++) {
        output[i * 4 + i - from] = 1;
      }
      float[] z = workspace.infer(x, 0, ROWS);
      for (int r = 0; r < ROWS; r++) {
        for (int i = from; i < Math.min(wide, from + 4); i++) {
          assertThat((double) z[r * 4 + i - from]).isCloseTo(expected[r * wide + i], within(2e-6));
        }
      }
    }
  }

  /** The gradients of a deep stack, by central differences of a loss on maps of many blocks. */
  @ParameterizedTest
  @MethodSource("stacks")
  void theWayBackIsTheGradient(Network network) {
    int inputs = network.layers().getFirst() instanceof dev.lariat.net.layer.Reshape(Shape shape) ? shape.size() : 0;
    Architecture bound = Architecture.of(network, inputs, 1);
    Weights weights = bound.initialWeights(4, 0);
    Workspace workspace = Workspace.training(bound, weights, ROWS);
    float[] x = random(ROWS * inputs, 1);
    var key = new StepKey(9, 0);
    float[] z = workspace.train(x, ROWS, key);
    for (int r = 0; r < ROWS; r++) {
      workspace.outputGradient()[r] = z[r]; // of Σ z²/2
    }
    var given = new boolean[bound.parameters().size()];
    workspace.backward(x, ROWS, new GradientSink() {
      @Override
      public void range(int parameter, int from, int to) {}

      @Override
      public void complete(int parameter) {
        given[parameter] = true;
      }
    });
    double h = 2.5e-4; // small: a maximum has kinks
    for (int p = 0; p < given.length; p++) {
      if (!bound.parameters().get(p).role().trained()) {
        continue;
      }
      assertThat(given[p]).isTrue();
      float[] values = weights.parameters().get(p).values();
      float[] gradient = workspace.gradient(p).clone();
      double difference = 0;
      double size = 0;
      for (int i = 0; i < values.length; i += 1 + values.length / 25) {
        float w = values[i];
        values[i] = (float) (w + h);
        double up = squares(workspace.train(x, ROWS, key));
        values[i] = (float) (w - h);
        double down = squares(workspace.train(x, ROWS, key));
        values[i] = w;
        double expected = (up - down) / (2 * h);
        difference += (gradient[i] - expected) * (gradient[i] - expected);
        size += expected * expected;
      }
      assertThat(Math.sqrt(difference)).as(bound.parameters().get(p).name()).isLessThan(1e-2 * Math.sqrt(size) + 5e-3);
    }
  }

  private static double squares(float[] z) {
    double sum = 0;
    for (int r = 0; r < ROWS; r++) {
      sum += (double) z[r] * z[r] / 2;
    }
    return sum;
  }

  static Stream<Network> stacks() {
    return Stream.of(
        Network.of(Layer.image(9, 8, 2), Layer.conv(4, 3, Activation.TANH).padding(Padding.SAME), Layer.maxPool(2),
            Layer.spatialDropout(0.4), Layer.conv(5, 2, Activation.GELU).stride(2).padding(Padding.SAME),
            Layer.batchNorm(), Layer.globalAverage(), Layer.dense(3, Activation.TANH)),
        Network.of(Layer.image(12, 11, 1), Layer.batchNorm(), Layer.conv(3, 4, Activation.SILU), Layer.averagePool(3),
            Layer.dropout(0.3), Layer.activate(Activation.SIGMOID), Layer.flatten(), Layer.dense(3, Activation.TANH)),
        Network.of(Layer.sequence(40, 3), Layer.conv1d(4, 3, Activation.TANH).padding(Padding.CAUSAL).dilation(2),
            Layer.conv1d(4, 3, Activation.ELU).padding(Padding.CAUSAL).dilation(4), Layer.maxPool(3),
            Layer.conv1d(4, 2, Activation.SELU).stride(2), Layer.globalMax()),
        Network.of(Layer.sequence(9, 3),
            Layer.gru(4).sequence().bidirectional().noise(new Recurrent.Noise(0.3, 0.4, 0.3)), Layer.gru(5)),
        Network.of(Layer.sequence(9, 3), Layer.lstm(4).sequence().noise(new Recurrent.Noise(0.3, 0.4, 0.3)),
            Layer.lstm(5).bidirectional()),
        Network.of(Layer.sequence(9, 3), Layer.conv1d(4, 2, Activation.TANH), Layer.gru(5).bidirectional(),
            Layer.dense(3, Activation.TANH)));
  }

  /** What a convolution is given at a time does not change its numbers. */
  @Test
  void predictionsDoNotDependOnHowManyRowsComeTogether() {
    Network network = stacks().findFirst().orElseThrow();
    Architecture bound = Architecture.of(network, 144, 1);
    Weights weights = bound.initialWeights(1, 0);
    float[] x = random(50 * 144, 2);
    float[] together = Arrays.copyOf(Workspace.inference(bound, weights, 50).infer(x, 0, 50), 50);
    Workspace single = Workspace.inference(bound, weights, 1);
    for (int r = 0; r < 50; r++) {
      assertThat(single.infer(x, r * 144, 1)[0]).isEqualTo(together[r]);
    }
  }

  @Test
  void spatialDropoutDropsWholeChannels() {
    Network network = Network.of(Layer.image(4, 5, 6), Layer.spatialDropout(0.5), Layer.flatten());
    Architecture bound = Architecture.of(network, 120, 120);
    Weights weights = bound.initialWeights(1, 0);
    float[] kernel = weights.parameter("output.kernel").values();
    Arrays.fill(kernel, 0);
    for (int i = 0; i < 120; i++) {
      kernel[i * 120 + i] = 1;
    }
    Workspace workspace = Workspace.training(bound, weights, ROWS);
    float[] x = new float[ROWS * 120];
    Arrays.fill(x, 1);
    float[] z = workspace.train(x, ROWS, new StepKey(5, 0));
    int dropped = 0;
    for (int r = 0; r < ROWS; r++) {
      for (int c = 0; c < 6; c++) {
        float first = z[r * 120 + c];
        assertThat(first).isIn(0f, 2f);
        dropped += first == 0 ? 1 : 0;
        for (int place = 0; place < 20; place++) {
          assertThat(z[r * 120 + place * 6 + c]).isEqualTo(first);
        }
      }
    }
    assertThat(dropped).isBetween(8, 34); // of 42
    assertThat(workspace.infer(x, 0, ROWS)[3]).isEqualTo(1);
  }

  @Test
  void batchNormalisationIsByChannel() {
    Network network = Network.of(Layer.image(3, 4, 2), Layer.batchNorm());
    assertThatThrownBy(() -> Architecture.of(network, 24, 1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("output takes a vector, not image(3, 4, 2): put flatten, global-average or global-max before it");
    Architecture bound = Architecture.of(Network.of(Layer.image(3, 4, 2), Layer.batchNorm(), Layer.flatten()), 24, 1);
    assertThat(bound.parameters().getFirst().shape().size()).isEqualTo(2);
    Weights weights = bound.initialWeights(0, 0);
    float[] x = random(ROWS * 24, 3);
    Workspace.training(bound, weights, ROWS).train(x, ROWS, new StepKey(0, 0));
    for (int c = 0; c < 2; c++) {
      double mean = 0;
      for (int i = c; i < x.length; i += 2) {
        mean += 2.0 * x[i] / x.length;
      }
      assertThat((double) weights.parameter("batchNorm1.mean").values()[c]).isCloseTo(0.1 * mean, within(1e-7));
    }
  }

  @Test
  void aWrongShapeIsNamedWithItsLayerAndWhatItTakes() {
    assertThatThrownBy(() -> Architecture.of(Network.of(Layer.conv(8, 3, Activation.RELU)), 784, 10))
        .hasMessage("conv1 takes an image(height, width, channels), not vector(784): begin the network with"
            + " image(28, 28, 1), and flatten behind the last map only");
    assertThatThrownBy(
        () -> Architecture.of(Network.of(Layer.image(4, 4, 1), Layer.conv(8, 5, Activation.RELU)), 16, 10)).hasMessage(
            "conv1 has a kernel of 5x5, larger than its input image(4, 4, 1): take a smaller one, or the padding"
                + " same");
    assertThatThrownBy(() -> Architecture.of(Network.of(Layer.image(4, 4, 1), Layer.maxPool(5)), 16, 10))
        .hasMessageStartingWith("maxPool1 joins 5, which leaves nothing of its input image(4, 4, 1)");
    assertThatThrownBy(
        () -> Architecture.of(Network.of(Layer.sequence(9, 2), Layer.conv(8, 3, Activation.RELU)), 18, 10)).hasMessage(
            "conv1 takes an image(height, width, channels), not sequence(≤ 9, 2): for sequences there is conv1d");
    assertThatThrownBy(() -> Architecture.of(Network.of(Layer.image(4, 4, 1)), 17, 10))
        .hasMessageContaining("makes image(4, 4, 1) of 16 numbers, and got 17");
    assertThatThrownBy(() -> Architecture.of(Network.of(Layer.image(4, 4, 1), Layer.dense(3, Activation.RELU)), 16, 10))
        .hasMessage("dense1 takes a vector, not image(4, 4, 1): put flatten, global-average or global-max before it");
  }

  /** Filters, not single weights, vanish under the group lasso by unit. */
  @Test
  void filtersVanishWhole() {
    float[] x = random(60 * 36, 4);
    int[] labels = new int[60];
    for (int r = 0; r < 60; r++) {
      labels[r] = x[r * 36] > 0 ? 1 : 0;
    }
    Network network = Network.of(Layer.image(6, 6, 1), Layer.conv(12, 3, Activation.RELU,
        dev.lariat.penalty.Penalty.groupLasso(0.05, dev.lariat.penalty.GroupBy.UNIT)), Layer.globalAverage());
    var run = new TrainingRun(TrainingPlan.of(network, Loss.softmaxCrossEntropy()).withEpochs(30),
        TrainingRows.of(x, 36, labels, 2), Optional.empty());
    float[] kernel = run.run().weights().parameter("conv1.kernel").values();
    int vanished = 0;
    for (int u = 0; u < 12; u++) {
      int zeros = 0;
      for (int i = u; i < kernel.length; i += 12) {
        zeros += kernel[i] == 0 ? 1 : 0;
      }
      assertThat(zeros).isIn(0, 9);
      vanished += zeros == 9 ? 1 : 0;
    }
    assertThat(vanished).isPositive();
  }
}
