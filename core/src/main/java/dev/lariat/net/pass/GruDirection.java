package dev.lariat.net.pass;

import dev.lariat.kernel.Kernels;
import dev.lariat.kernel.Nonlinearity;
import dev.lariat.net.Architecture;
import dev.lariat.net.Weights;
import dev.lariat.net.layer.Recurrent;

/** The steps of a gated recurrent unit that resets after the product: gates z, r, n. */
final class GruDirection extends RecurrentDirection {
  private static final int N = 2; // the gate with tanh

  private final float[] fromState; // [steps · rows · units] h·U + d of n, then the gradient by it

  GruDirection(Architecture.Stage stage, Recurrent layer, int direction, int rows, Kernels kernels, Weights weights,
      float[][] buffers, int first) {
    super(stage, layer, direction, rows, kernels, weights, buffers, first);
    this.fromState = new float[gate[0].length];
  }

  @Override
  void step(int at, int rows, boolean drops) {
    int count = rows * units;
    for (int g = 0; g < N; g++) {
      activate(g, at, rows, drops, Nonlinearity.SIGMOID);
    }
    fromState(N, at, rows, drops, fromState, at);
    float[] r = gate[1];
    float[] n = gate[N];
    for (int j = at; j < at + count; j++) {
      n[j] = Math.fma(r[j], fromState[j], n[j]);
    }
    kernels.activate(Nonlinearity.TANH, 0, count, n, at, n, at);
    carryOn(at, rows, gate[0], n);
  }

  /**
   * By n: {@code dh·(1 − z)·(1 − n²)}, by z: {@code dh·(h − n)·z(1 − z)}, by r: that by n {@code ·(hU + d)·r(1 − r)};
   * by {@code hU + d} of n: that by n {@code ·r}; then {@code dh ← dh·z}.
   */
  @Override
  void back(int at, int rows) {
    float[] gz = gate[0];
    float[] gr = gate[1];
    float[] gn = gate[N];
    for (int row = 0, j = at; row < rows * units; row++, j++) {
      float z = gz[j];
      float r = gr[j];
      float n = gn[j];
      float d = dh[row];
      float byN = d * (1 - z) * Math.fma(-n, n, 1);
      gn[j] = byN;
      gz[j] = d * (h[j] - n) * z * (1 - z);
      gr[j] = byN * fromState[j] * r * (1 - r);
      fromState[j] = byN * r;
      dh[row] = d * z;
    }
  }

  @Override
  float[] stateSide(int g) {
    return g == N ? fromState : gate[g];
  }
}
