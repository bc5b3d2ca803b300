package dev.lariat.handover.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.net.Architecture;
import dev.lariat.net.LayerText;
import dev.lariat.net.Network;
import dev.lariat.net.Parameter;
import dev.lariat.net.Weights;
import dev.lariat.net.layer.Reshape;
import dev.lariat.net.pass.Workspace;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is left of a network on maps predicts what the whole one does. */
class MapPruningTest {
  private static final int ROWS = 5;
  private static final int OUTPUTS = 2;

  private final Random random = new Random(3);

  /** A network with all weights, biases and running averages drawn. */
  private TrainedNetwork drawn(String layers) {
    Network network = Network.of(LayerText.read(layers));
    int inputs = ((Reshape) network.layers().getFirst()).shape().size();
    Weights weights = Architecture.of(network, inputs, OUTPUTS).initialWeights(1, 0);
    for (Parameter parameter : weights.parameters()) {
      for (int i = 0; i < parameter.values().length; i++) {
        double number = random.nextGaussian() * 0.5;
        parameter.values()[i] = (float) (parameter.name().endsWith("variance") ? 1 + number * number : number);
      }
    }
    return TrainedNetwork.whole(network, inputs, OUTPUTS, weights);
  }

  private static float[] values(TrainedNetwork network, String name) {
    return network.weights().parameter(name).values();
  }

  /** Sets every {@code step}-th number from {@code from} on to 0: a column, or with step 1 a row of {@code count}. */
  private static void zero(float[] values, int from, int step, int count) {
    for (int i = from, n = 0; i < values.length && n < count; i += step, n++) {
      values[i] = 0;
    }
  }

  private float[] x(TrainedNetwork network) {
    float[] x = new float[ROWS * network.inputs().size()];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return x;
  }

  private void assertLeftOut(TrainedNetwork whole, int units) {
    TrainedNetwork pruned = new MapPruning(whole).pruned();
    assertThat(pruned.leftOut().units()).isEqualTo(units);
    float[] x = x(whole);
    float[] expected = Workspace.inference(whole.architecture(), whole.weights(), ROWS).infer(x, 0, ROWS);
    float[] actual = Workspace.inference(pruned.architecture(), pruned.weights(), ROWS).infer(x, 0, ROWS);
    for (int i = 0; i < ROWS * OUTPUTS; i++) {
      assertThat((double) actual[i]).isCloseTo(expected[i], within(1e-5));
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {"image 7x6x2, conv 5 3 tanh, pool 2, conv 3 2, flatten, dense 4 tanh; 1",
      "image 7x6x2, conv 5 3 tanh, batch-norm, spatial-dropout 0.2, average-pool 2, flatten; 1",
      "image 7x6x2, conv 5 3 silu, global-average, dense 4, dropout 0.5; 1", "image 7x6x2, conv 5 3, flatten; 1",
      "image 7x6x2, conv 5 3 tanh, conv 3 3 same, global-max; 0", // what it is fades at the edges
      "image 7x6x2, conv 5 3 tanh, flatten, layer-norm; 0"})
  void aFilterWithoutWeightsGoesIntoTheNextBias(String layers, int units) {
    TrainedNetwork whole = drawn(layers);
    zero(values(whole, "conv1.kernel"), 2, 5, Integer.MAX_VALUE);
    assertLeftOut(whole, units);
  }

  @Test
  void aFilterThatIsZeroGoesBeforeZerosAtTheEdgesToo() {
    TrainedNetwork whole = drawn("image 7x6x2, conv 5 3, conv 3 3 same, global-max");
    zero(values(whole, "conv1.kernel"), 2, 5, Integer.MAX_VALUE);
    values(whole, "conv1.bias")[2] = -1;
    assertLeftOut(whole, 1);
  }

  @Test
  void aFilterThatNothingReadsGoesWithWhatItAloneReads() {
    TrainedNetwork whole = drawn("sequence 9x2, conv1d 4 2 causal tanh, pool 2, conv1d 3 2 same, flatten");
    // the second layer's unit 1 goes because the output does not read it; it alone reads unit 3 of the first
    for (int place = 0; place < 4; place++) {
      zero(values(whole, "output.kernel"), (place * 3 + 1) * OUTPUTS, 1, OUTPUTS);
    }
    float[] kernel = values(whole, "conv1d2.kernel");
    for (int place = 0; place < 2; place++) {
      kernel[(place * 4 + 3) * 3] = 0;
      kernel[(place * 4 + 3) * 3 + 2] = 0;
    }
    assertLeftOut(whole, 2);
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {"gru;3;sequence, gru 3", "gru;3;sequence, flatten",
      "lstm;4;sequence, lstm 3 bidirectional", "lstm;4;", "gru;3;sequence, conv1d 3 2 tanh, global-average"})
  void aRecurrentUnitGoesWhereItsCandidateIsZero(String cell, int gates, String behind) {
    int units = 4;
    String rest = behind == null ? "" : " " + behind;
    TrainedNetwork whole = drawn("sequence 6x2, conv1d 3 2 tanh, " + cell + " " + units + rest);
    String name = cell + "2.";
    int wide = gates * units;
    int candidate = 2 * units + 1; // of unit 1
    zero(values(whole, name + "kernel"), candidate, wide, Integer.MAX_VALUE);
    zero(values(whole, name + "recurrentKernel"), candidate, wide, Integer.MAX_VALUE);
    assertLeftOut(whole, 0); // its bias still moves it
    values(whole, name + "bias")[candidate] = 0;
    if (cell.equals("gru")) {
      values(whole, name + "recurrentBias")[candidate] = 0;
    }
    assertLeftOut(whole, 1);
  }

  @Test
  void aRecurrentUnitThatOnlyItselfReadsGoes() {
    TrainedNetwork whole = drawn("sequence 6x2, gru 4");
    zero(values(whole, "output.kernel"), 3 * OUTPUTS, 1, OUTPUTS);
    assertLeftOut(whole, 0);
    float[] recurrent = values(whole, "gru1.recurrentKernel");
    for (int j = 0; j < 12; j++) {
      recurrent[3 * 12 + j] = j % 4 == 3 ? recurrent[3 * 12 + j] : 0;
    }
    assertLeftOut(whole, 1);
  }

  @Test
  void oneOfEachLayerStays() {
    TrainedNetwork whole = drawn("image 5x5, conv 3 2 tanh, flatten, dense 4 tanh");
    zero(values(whole, "conv1.kernel"), 0, 1, Integer.MAX_VALUE);
    zero(values(whole, "dense2.kernel"), 0, 1, Integer.MAX_VALUE);
    assertLeftOut(whole, 2 + 3);
  }
}
