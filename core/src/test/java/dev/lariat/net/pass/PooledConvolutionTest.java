package dev.lariat.net.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.kernel.Kernels;
import dev.lariat.net.Architecture;
import dev.lariat.net.Network;
import dev.lariat.net.Weights;
import dev.lariat.net.layer.Activation;
import dev.lariat.net.layer.Convolution;
import dev.lariat.net.layer.Layer;
import dev.lariat.net.layer.Padding;
import dev.lariat.net.layer.Pool;
import dev.lariat.net.layer.Reshape;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A pool of maxima that is computed with its convolution, against the two one after the other: the same bits. */
class PooledConvolutionTest {
  private static final int BATCH = 7;
  private static final int OFFSET = 3;
  private static final GradientSink NOWHERE = new GradientSink() {
    @Override
    public void range(int parameter, int from, int to) {
      // Gradients are read where they lie.
    }

    @Override
    public void complete(int parameter) {
      // As above.
    }
  };

  /** Lines that are no whole number of windows, blocks that end within a line, and maps of which several fit in one. */
  static Stream<Network> networks() {
    return Stream.of(image(23, 17, 2, 5, 3, Activation.RELU, 2), // 21 × 15: a line and a place are left over
        image(23, 17, 2, 16, 3, Activation.RELU, 2), image(22, 16, 1, 19, 3, Activation.LEAKY_RELU, 3), // 20 × 14
        image(21, 15, 1, 8, 1, Activation.LINEAR, 3), // nothing is left over
        image(9, 8, 3, 35, 2, Activation.SIGMOID, 4), // 8 × 7: the last windows lack a place
        image(6, 7, 2, 3, 2, Activation.TANH, 5), // 5 × 6: one window
        image(31, 6, 1, 11, 3, Activation.ELU, 2), image(13, 160, 1, 4, 2, Activation.SELU, 2), // lines beyond a block
        Network.of(Layer.image(11, 13, 2), Layer.conv(6, 1, Activation.RELU).size(2, 3).padding(Padding.SAME).stride(2),
            Layer.maxPool(2), Layer.flatten()),
        Network.of(Layer.sequence(53, 3), Layer.conv1d(9, 3, Activation.RELU).padding(Padding.CAUSAL).dilation(2),
            Layer.maxPool(4), Layer.flatten()),
        Network.of(Layer.sequence(400, 1), Layer.conv1d(17, 5, Activation.TANH), Layer.maxPool(3), Layer.flatten()));
  }

  private static Network image(int height, int width, int channels, int units, int kernel, Activation activation,
      int pool) {
    return Network.of(Layer.image(height, width, channels), Layer.conv(units, kernel, activation), Layer.maxPool(pool),
        Layer.flatten());
  }

  @ParameterizedTest
  @MethodSource("networks")
  void bitsAreThoseOfTwoPasses(Network network) {
    for (boolean ties : new boolean[]{false, true}) {
      bits(network, ties);
    }
  }

  /** @param ties whether inputs and weights are few numbers, so that many outputs are equal, and not only zeros */
  private static void bits(Network network, boolean ties) {
    var random = new Random(11);
    int inputs = ((Reshape) network.layers().getFirst()).shape().size();
    Architecture bound = Architecture.of(network, inputs, 4);
    assertThat(bound.isPooledAtOnce(1)).isTrue();
    Weights weights = bound.initialWeights(2, 0);
    float[] kernel = weights.parameters().get(0).values();
    for (int i = 0; ties && i < kernel.length; i++) {
      kernel[i] = random.nextInt(3) - 1;
    }
    Arrays.fill(weights.parameters().get(1).values(), -0.25f);
    var once = new Passes(bound, weights, true, true);
    var apart = new Passes(bound, weights, false, true);
    var inference = new Passes(bound, weights, true, false);
    for (int rows : new int[]{BATCH, 2, 5}) { // fewer rows than before: what is left of these must not show
      float[] x = numbers(OFFSET + rows * inputs, random, ties);
      float[] outputs = once.infer(x, rows);
      assertThat(outputs).containsExactly(apart.infer(x, rows));
      assertThat(inference.infer(x, rows)).as("without training").containsExactly(outputs);
      float[] gradient = numbers(outputs.length, random, false);
      float[] byInputs = once.backward(x, rows, gradient);
      assertThat(byInputs).containsExactly(apart.backward(x, rows, gradient));
      assertThat(byInputs).as("some inputs count").isNotEqualTo(new float[byInputs.length]);
      for (int p = 0; p < 2; p++) {
        assertThat(once.gradients[p]).containsExactly(apart.gradients[p]);
        assertThat(once.gradients[p]).as("some weights count").isNotEqualTo(new float[once.gradients[p].length]);
      }
    }
  }

  private static float[] numbers(int n, Random random, boolean few) {
    float[] numbers = new float[n];
    for (int i = 0; i < n; i++) {
      numbers[i] = few ? random.nextInt(3) - 1 : (float) random.nextGaussian();
    }
    return numbers;
  }

  /** A convolution and the pool behind it, in one pass or in two. */
  private static final class Passes {
    final float[][] gradients;
    private final ConvolutionPass convolution;
    private final PoolPass pool; // null in one pass

    Passes(Architecture bound, Weights weights, boolean once, boolean training) {
      Architecture.Stage stage = bound.stages().get(1);
      Architecture.Stage pooled = bound.stages().get(2);
      gradients = training
          ? weights.parameters().stream().map(p -> new float[p.values().length]).toArray(float[][]::new)
          : null;
      convolution = new ConvolutionPass(stage, (Convolution) stage.layer(), once ? pooled : null, BATCH, Kernels.best(),
          weights, gradients, 0);
      pool = once ? null : new PoolPass(pooled, (Pool) pooled.layer(), BATCH, training, null);
    }

    float[] infer(float[] x, int rows) {
      convolution.infer(x, OFFSET, rows);
      if (pool == null) {
        return Arrays.copyOf(convolution.output, rows * convolution.outputs);
      }
      pool.infer(convolution.output, 0, rows);
      return Arrays.copyOf(pool.output, rows * pool.outputs);
    }

    /** {@return the gradient by the inputs of the rows of the last call} */
    float[] backward(float[] x, int rows, float[] byOutputs) {
      float[] gradient = byOutputs.clone();
      if (pool != null) {
        gradient = new float[rows * pool.inputs];
        pool.backward(convolution.output, 0, rows, byOutputs.clone(), gradient, NOWHERE);
      }
      float[] byInputs = new float[rows * convolution.inputs];
      assertThat(convolution.backward(x, OFFSET, rows, gradient, byInputs, NOWHERE)).isTrue();
      return byInputs;
    }
  }
}
