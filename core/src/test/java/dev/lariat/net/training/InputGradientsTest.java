package dev.lariat.net.training;

import static dev.lariat.net.layer.Activation.TANH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.kernel.Philox;
import dev.lariat.loss.Loss;
import dev.lariat.net.Architecture;
import dev.lariat.net.Network;
import dev.lariat.net.Parameter;
import dev.lariat.net.Weights;
import dev.lariat.net.layer.Dropout;
import dev.lariat.net.layer.Layer;
import dev.lariat.net.layer.Recurrent;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients by the inputs, against differences of what the network predicts. */
final class InputGradientsTest {
  private static final Recurrent.Noise NOISE = new Recurrent.Noise(0.3, 0.4, 0.2);

  static Stream<Network> networks() {
    return Stream.of(Network.of(Layer.dense(5, TANH), Layer.dropout(0.5), Layer.batchNorm(), Layer.layerNorm()),
        Network.of(Layer.dropout(0.3, Dropout.Form.ORIGINAL), Layer.dense(3, TANH)),
        Network.of(Layer.image(4, 3, 2), Layer.conv(4, 2, TANH), Layer.batchNorm(), Layer.spatialDropout(0.5),
            Layer.averagePool(2), Layer.flatten(), Layer.dense(4, TANH), Layer.dropout(0.5)),
        Network.of(Layer.sequence(6, 4), Layer.gru(3).sequence().noise(NOISE), Layer.spatialDropout(0.4),
            Layer.lstm(2).bidirectional().noise(NOISE)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void areThoseOfDifferences(Network network) {
    int inputs = 24;
    Architecture architecture = Architecture.of(network, inputs, 2);
    Weights weights = architecture.initialWeights(5, 0);
    Philox random = new Philox(8, 0, 0, 0, 0);
    for (Parameter parameter : weights.parameters()) {
      for (int i = 0; i < parameter.values().length; i++) {
        // Running averages too: the means move, the variances stay positive.
        parameter.values()[i] += (float) (0.2 * random.nextDouble());
      }
    }
    float[] x = new float[2 * inputs];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    var predictor = new Predictor(architecture, weights, Loss.squaredError());
    float[] gradient = new InputGradients(architecture, weights).at(x, inputs, (_, by, _) -> {
      by[0] = 1;
      by[1] = -2;
    });
    float h = 1e-2f;
    for (int i = 0; i < inputs; i++) {
      float kept = x[inputs + i];
      x[inputs + i] = kept + h;
      double above = value(predictor, x);
      x[inputs + i] = kept - h;
      double below = value(predictor, x);
      x[inputs + i] = kept;
      assertThat((double) gradient[i]).as("input %d", i).isCloseTo((above - below) / (2 * h), within(1e-3));
    }
  }

  private static double value(Predictor predictor, float[] x) {
    float[] outputs = predictor.predict(x, 2);
    return outputs[2] - 2.0 * outputs[3];
  }
}
