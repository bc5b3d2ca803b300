package dev.lariat.net.training;

import dev.lariat.net.layer.Embedding;
import dev.lariat.net.layer.Initializer;
import dev.lariat.net.pass.StepKey;
import dev.lariat.net.pass.Workspace;
import dev.lariat.net.Weights;
import dev.lariat.net.Network;
import dev.lariat.net.Architecture;
import static dev.lariat.net.layer.Activation.RELU;
import static dev.lariat.net.layer.Layer.batchNorm;
import static dev.lariat.net.layer.Layer.dense;
import static dev.lariat.net.layer.Layer.dropout;
import static dev.lariat.net.layer.Layer.embedding;
import static dev.lariat.net.layer.Layer.layerNorm;
import static dev.lariat.penalty.Penalty.l1;
import static dev.lariat.penalty.Penalty.l2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.kernel.Philox;
import dev.lariat.penalty.CustomPenalty;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LayersTest {
  private static float[] noise(int n, double mean, double deviation) {
    var random = new Philox(3, 0, 0, 0, 0);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) (mean + deviation * random.nextGaussian());
    }
    return values;
  }

  /** The output layer is a plain sum of the first unit, so that the normalised unit itself can be seen. */
  private static Workspace firstUnit(Network network, int inputs, int rows) {
    Architecture architecture = Architecture.of(network, inputs, 1);
    Weights weights = architecture.initialWeights(0, 0);
    float[] kernel = weights.parameter("output.kernel").values();
    Arrays.fill(kernel, 0);
    kernel[0] = 1;
    return Workspace.training(architecture, weights, rows);
  }

  @Test
  void batchNormNormalisesABatchAndRemembersItsMoments() {
    int rows = 2000;
    float[] x = noise(rows * 2, 3, 2);
    Workspace workspace = firstUnit(Network.of(batchNorm()), 2, rows);
    float[] z = workspace.train(x, rows, new StepKey(0, 0));
    double sum = 0;
    double squares = 0;
    for (int r = 0; r < rows; r++) {
      sum += z[r];
      squares += (double) z[r] * z[r];
    }
    assertThat(sum / rows).isCloseTo(0, within(1e-5));
    assertThat(squares / rows).isCloseTo(1, within(1e-4));

    for (int i = 0; i < 200; i++) {
      workspace.train(x, rows, new StepKey(0, 0));
    }
    float trained = workspace.train(x, rows, new StepKey(0, 0))[0];
    assertThat((double) workspace.infer(x, 0, 1)[0]).isCloseTo(trained, within(1e-4));
  }

  @Test
  void layerNormNormalisesARow() {
    float[] x = {1, 2, 3, 4};
    float[] z = firstUnit(Network.of(layerNorm()), 4, 1).infer(x, 0, 1);
    assertThat((double) z[0]).isCloseTo(-1.5 / Math.sqrt(1.25 + 1e-5), within(1e-6));
  }

  @Test
  void anUnseenCodeHasAVectorOfItsOwn() {
    Architecture architecture = Architecture.of(Network.of(embedding(new Embedding.Code(0, 2, 1))), 2, 1);
    Weights weights = architecture.initialWeights(0, 0);
    System.arraycopy(new float[]{10, 20, 30}, 0, weights.parameter("embedding.table0").values(), 0, 3);
    System.arraycopy(new float[]{1, 1}, 0, weights.parameter("output.kernel").values(), 0, 2);
    float[] x = {0, 1, 1, 2, 2, 3, -1, 4, Float.NaN, 5, 0.5f, 6};
    float[] z = Workspace.inference(architecture, weights, 6).infer(x, 0, 6);
    assertThat(z).startsWith(11, 22, 33, 34, 35, 36);
  }

  @Test
  void anEmbeddingMustComeFirst() {
    assertThatThrownBy(() -> Network.of(dense(3), embedding(new Embedding.Code(0, 2, 1))))
        .hasMessage("an embedding must be the first layer, not layer 2");
  }

  /** A dropout or normalisation layer more must not change how the dense layers begin. */
  @Test
  void initialWeightsDependOnTheDenseLayersOnly() {
    Weights plain = Architecture.of(Network.of(dense(8, RELU), dense(4, RELU)), 5, 3).initialWeights(1, 2);
    Weights more = Architecture
        .of(Network.of(dropout(0.2), dense(8, RELU), batchNorm(), dropout(0.5), dense(4, RELU), layerNorm()), 5, 3)
        .initialWeights(1, 2);
    for (String name : List.of("dense1.kernel", "dense2.kernel", "output.kernel")) {
      assertThat(more.parameter(name)).isEqualTo(plain.parameter(name));
    }
    assertThat(Architecture.of(Network.of(dense(8)), 5, 3).initialWeights(1, 3))
        .isNotEqualTo(Architecture.of(Network.of(dense(8)), 5, 3).initialWeights(1, 2));
  }

  @ParameterizedTest
  @EnumSource(Initializer.class)
  void initialisersHaveTheirVariance(Initializer initializer) {
    Architecture architecture = Architecture.of(Network.of(dense(300).init(initializer)), 200, 1);
    Weights weights = architecture.initialWeights(4, 0);
    double squares = 0;
    for (float w : weights.parameter("dense1.kernel").values()) {
      squares += (double) w * w;
    }
    assertThat(squares / 60_000 / initializer.variance(200, 300)).isCloseTo(1, within(0.02));
    float bias = weights.parameter("dense1.bias").values()[0];
    assertThat(bias != 0).isEqualTo(initializer == Initializer.PYTORCH);
  }

  /** A file can hold what is ours; a user's own penalty is code. */
  @Test
  void withoutCustomPenaltiesTheRestIsKept() {
    record Own() implements CustomPenalty {
      @Override
      public String name() {
        return "own";
      }

      @Override
      public double valueOf(float weight) {
        return 0;
      }

      @Override
      public float gradientOf(float weight) {
        return 0;
      }
    }
    Network network = Network.of(dense(3, RELU, l2(0.1), new Own()), dropout(0.2)).output(new Own(), l1(0.1));
    assertThat(network.withoutCustomPenalties())
        .isEqualTo(Network.of(dense(3, RELU, l2(0.1)), dropout(0.2)).output(l1(0.1)));
  }
}
