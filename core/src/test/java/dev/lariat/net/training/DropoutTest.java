package dev.lariat.net.training;

import dev.lariat.net.layer.Dropout;
import dev.lariat.net.pass.StepKey;
import dev.lariat.net.pass.Workspace;
import dev.lariat.net.Weights;
import dev.lariat.net.Network;
import dev.lariat.net.Architecture;
import static dev.lariat.net.layer.Layer.dropout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Dropout on the inputs of a linear model with all weights 1: what comes out is a sum of masked inputs, of known mean
 * and variance.
 */
class DropoutTest {
  private static final int INPUTS = 40;
  private static final int ROWS = 500;
  private static final int STEPS = 40;

  private final float[] x = new float[ROWS * INPUTS];
  private double sum; // of a row's inputs
  private double squares;

  DropoutTest() {
    for (int i = 0; i < x.length; i++) {
      x[i] = 0.5f + (i % INPUTS) * 0.05f;
    }
    for (int i = 0; i < INPUTS; i++) {
      sum += x[i];
      squares += (double) x[i] * x[i];
    }
  }

  private static Workspace workspace(double rate, Dropout.Form form) {
    Architecture architecture = Architecture.of(Network.of(dropout(rate, form)), INPUTS, 1);
    Weights weights = architecture.initialWeights(0, 0);
    Arrays.fill(weights.parameter("output.kernel").values(), 1);
    return Workspace.training(architecture, weights, ROWS);
  }

  /** E = Σx and Var = p/(1−p)·Σx² for the inverted form; times 1−p and (1−p)² for the original one. */
  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.8})
  void expectationAndVariance(double rate) {
    for (Dropout.Form form : Dropout.Form.values()) {
      double scale = form == Dropout.Form.INVERTED ? 1 : 1 - rate;
      double[] moments = moments(workspace(rate, form));
      double variance = rate / (1 - rate) * squares * scale * scale;
      double standardError = Math.sqrt(variance / (ROWS * STEPS));
      assertThat(moments[0]).as("mean, %s", form).isCloseTo(sum * scale, within(4 * standardError));
      assertThat(moments[1] / variance).as("variance, %s", form).isCloseTo(1, within(0.05));
    }
  }

  @ParameterizedTest
  @EnumSource(Dropout.Form.class)
  void inferenceIsTheExpectationOfTraining(Dropout.Form form) {
    Workspace workspace = workspace(0.3, form);
    double mean = moments(workspace)[0];
    assertThat((double) workspace.infer(x, 0, ROWS)[0]).isCloseTo(mean, within(0.2));
    assertThat((double) workspace.infer(x, 0, ROWS)[0]).isCloseTo(form == Dropout.Form.INVERTED ? sum : 0.7 * sum,
        within(1e-3));
  }

  private double[] moments(Workspace workspace) {
    var key = new StepKey(17, 0);
    double total = 0;
    double totalSquares = 0;
    for (int step = 0; step < STEPS; step++) {
      key.at(0, step);
      float[] z = workspace.train(x, ROWS, key);
      for (int r = 0; r < ROWS; r++) {
        total += z[r];
        totalSquares += (double) z[r] * z[r];
      }
    }
    double mean = total / (ROWS * STEPS);
    return new double[]{mean, totalSquares / (ROWS * STEPS) - mean * mean};
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, 1.5, Double.NaN})
  void aRateOutsideItsRangeIsRefused(double rate) {
    assertThatThrownBy(() -> dropout(rate)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a dropout rate must be at least 0 and below 1, not " + rate);
  }
}
