package dev.lariat.net.pass;

import dev.lariat.kernel.Kernels;
import dev.lariat.kernel.Nonlinearity;
import dev.lariat.net.Architecture;
import dev.lariat.net.Weights;
import dev.lariat.net.layer.Recurrent;

/** The steps of a gated recurrent unit that resets the state before its product, forward alone: gates z, r, n. */
final class ResetBeforeDirection extends RecurrentDirection {
  private static final int R = 1;
  private static final int N = 2; // the gate with tanh

  private final float[] s; // [rows · gates · units] h·U, then with the reset state
  private final float[] z; // [rows · units]
  private final float[] n; // [rows · units]
  private final float[] reset; // [rows · units]

  ResetBeforeDirection(Architecture.Stage stage, Recurrent layer, int direction, int rows, Kernels kernels,
      Weights weights, int first) {
    super(stage, layer, direction, rows, kernels, weights, null, first);
    this.s = new float[Math.multiplyExact(rows, wide)];
    this.z = new float[Math.multiplyExact(rows, units)];
    this.n = new float[z.length];
    this.reset = new float[z.length];
  }

  /** Both products are of all gates, of which each gives what the other has not: it is not made for speed. */
  @Override
  void step(int t, int rows, StateProduct state) {
    int count = rows * units;
    int at = t * count;
    state.forward(rows, h, at, s, 0);
    gate(0, t, rows, Nonlinearity.SIGMOID, z);
    gate(R, t, rows, Nonlinearity.SIGMOID, reset);
    kernels.multiply(count, h, at, reset, 0);
    state.forward(rows, reset, 0, s, 0);
    gate(N, t, rows, Nonlinearity.TANH, n);
    for (int j = 0; j < count; j++) {
      h[at + count + j] = Math.fma(z[j], h[at + j], (1 - z[j]) * n[j]);
    }
  }

  /** {@code to ← f(a + s)} of a gate. */
  private void gate(int g, int t, int rows, Nonlinearity f, float[] to) {
    for (int r = 0; r < rows; r++) {
      int of = (r * gates + g) * units;
      System.arraycopy(a, t * rows * wide + of, to, r * units, units);
      kernels.axpy(units, 1, s, of, to, r * units);
    }
    kernels.activate(f, 0, rows * units, to, 0, to, 0);
  }

  @Override
  void back(int t, int rows) {
    throw new IllegalStateException("it is not trained");
  }

  @Override
  float[] byState() {
    throw new IllegalStateException("it is not trained");
  }
}
