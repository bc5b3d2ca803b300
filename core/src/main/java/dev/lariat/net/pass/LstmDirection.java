package dev.lariat.net.pass;

import dev.lariat.kernel.Kernels;
import dev.lariat.kernel.Nonlinearity;
import dev.lariat.net.Architecture;
import dev.lariat.net.Weights;
import dev.lariat.net.layer.Recurrent;
import java.util.Arrays;

/** The steps of a long short-term memory: gates i, f, g, o. */
final class LstmDirection extends RecurrentDirection {
  private static final int G = 2; // the gate with tanh

  private final float[] c; // [(steps + 1) · rows · units]
  private final float[] tanh; // [steps · rows · units] of c behind the step
  private final float[] dc; // [rows · units]

  LstmDirection(Architecture.Stage stage, Recurrent layer, int direction, int rows, Kernels kernels, Weights weights,
      float[][] buffers, int first) {
    super(stage, layer, direction, rows, kernels, weights, buffers, first);
    this.c = new float[h.length];
    this.tanh = new float[gate[0].length];
    this.dc = dh == null ? null : new float[dh.length];
  }

  @Override
  void begin(int rows) {
    Arrays.fill(c, 0, rows * units, 0);
  }

  @Override
  void step(int at, int rows, boolean drops) {
    int n = rows * units;
    for (int g = 0; g < gates; g++) {
      activate(g, at, rows, drops, g == G ? Nonlinearity.TANH : Nonlinearity.SIGMOID);
    }
    float[] i = gate[0];
    float[] f = gate[1];
    float[] g = gate[2];
    float[] o = gate[3];
    for (int j = at; j < at + n; j++) {
      c[j + n] = Math.fma(f[j], c[j], i[j] * g[j]);
    }
    kernels.activate(Nonlinearity.TANH, 0, n, c, at + n, tanh, at);
    for (int j = at; j < at + n; j++) {
      h[j + n] = o[j] * tanh[j];
    }
  }

  @Override
  void beginBack(int rows) {
    Arrays.fill(dc, 0, rows * units, 0);
  }

  /**
   * {@code dc += dh·o·(1 − tanh²c)}; by i: {@code dc·g·i(1 − i)}, by f: {@code dc·c·f(1 − f)}, by g: {@code dc·i·(1 −
   * g²)}, by o: {@code dh·tanh c·o(1 − o)}; then {@code dc ← dc·f}.
   */
  @Override
  void back(int at, int rows) {
    float[] gi = gate[0];
    float[] gf = gate[1];
    float[] gg = gate[2];
    float[] go = gate[3];
    for (int r = 0, j = at; r < rows * units; r++, j++) {
      float i = gi[j];
      float f = gf[j];
      float g = gg[j];
      float o = go[j];
      float d = Math.fma(dh[r] * o, Math.fma(-tanh[j], tanh[j], 1), dc[r]);
      go[j] = dh[r] * tanh[j] * o * (1 - o);
      gi[j] = d * g * i * (1 - i);
      gf[j] = d * c[j] * f * (1 - f);
      gg[j] = d * i * Math.fma(-g, g, 1);
      dc[r] = d * f;
      dh[r] = 0;
    }
  }

  @Override
  float[] stateSide(int g) {
    return gate[g];
  }
}
