package dev.lariat.net.pass;

import dev.lariat.kernel.Kernels;
import dev.lariat.kernel.Nonlinearity;
import dev.lariat.net.Architecture;
import dev.lariat.net.Weights;
import dev.lariat.net.layer.Recurrent;

/** The steps of a gated recurrent unit that resets the state before its product, forward alone: gates z, r, n. */
final class ResetBeforeDirection extends RecurrentDirection {
  private static final int N = 2; // the gate with tanh

  private final float[] reset; // [rows · units]

  ResetBeforeDirection(Architecture.Stage stage, Recurrent layer, int direction, int rows, Kernels kernels,
      Weights weights, int first) {
    super(stage, layer, direction, rows, kernels, weights, null, first);
    this.reset = new float[product.length];
  }

  @Override
  void step(int at, int rows, boolean drops) {
    int count = rows * units;
    for (int g = 0; g < N; g++) {
      activate(g, at, rows, drops, Nonlinearity.SIGMOID);
    }
    System.arraycopy(h, at, reset, 0, count);
    kernels.multiply(count, gate[1], at, reset, 0);
    kernels.productNN(rows, units, units, reset, 0, state[N], 0, product, 0, stateBias[N]);
    float[] n = gate[N];
    kernels.axpy(count, 1, product, 0, n, at);
    kernels.activate(Nonlinearity.TANH, 0, count, n, at, n, at);
    carryOn(at, rows, gate[0], n);
  }

  @Override
  void back(int at, int rows) {
    throw new IllegalStateException("it is not trained");
  }

  @Override
  float[] stateSide(int g) {
    throw new IllegalStateException("it is not trained");
  }
}
