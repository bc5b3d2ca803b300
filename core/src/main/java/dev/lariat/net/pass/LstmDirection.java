package dev.lariat.net.pass;

import dev.lariat.kernel.Kernels;
import dev.lariat.net.Architecture;
import dev.lariat.net.Weights;
import dev.lariat.net.layer.Recurrent;
import java.util.Arrays;

/** The steps of a long short-term memory: gates i, f, g, o. */
final class LstmDirection extends RecurrentDirection {
  private final float[] s; // [rows · gates · units] h·U of a step
  private final float[] c; // [(steps + 1) · rows · units]
  private final float[] tanh; // [steps · rows · units] of c behind the step; one step for inference
  private final float[] dc; // [rows · units]

  LstmDirection(Architecture.Stage stage, Recurrent layer, int direction, int rows, Kernels kernels, Weights weights,
      float[][] buffers, int first) {
    super(stage, layer, direction, rows, kernels, weights, buffers, first);
    this.s = new float[Math.multiplyExact(rows, wide)];
    this.c = new float[h.length];
    this.tanh = new float[dh == null ? Math.multiplyExact(rows, units) : h.length];
    this.dc = dh == null ? null : new float[dh.length];
  }

  @Override
  void begin(int rows) {
    Arrays.fill(c, 0, rows * units, 0);
  }

  @Override
  void step(int t, int rows, StateProduct state) {
    int at = t * rows * units;
    int next = at + rows * units;
    state.forward(rows, h, at, s, 0);
    kernels.lstm(rows, units, a, t * rows * wide, s, 0, c, at, next, tanh, dc == null ? 0 : at, h, next);
  }

  /** With i = 0, f = 1 and o = 0 no gradient comes to the gates, and that of c passes. */
  @Override
  void keep(int t, int r, int rows) {
    super.keep(t, r, rows);
    int state = (t * rows + r) * units;
    System.arraycopy(c, state, c, state + rows * units, units);
    int at = (t * rows + r) * wide;
    Arrays.fill(a, at, at + units, 0);
    Arrays.fill(a, at + units, at + 2 * units, 1);
    Arrays.fill(a, at + wide - units, at + wide, 0);
  }

  @Override
  void beginBack(int rows) {
    Arrays.fill(dc, 0, rows * units, 0);
  }

  /** Nothing but the products comes to the h before. */
  @Override
  void back(int t, int rows) {
    int at = t * rows * units;
    kernels.lstmGradient(rows, units, a, t * rows * wide, c, at, tanh, at, dh, dc);
    Arrays.fill(dh, 0, rows * units, 0);
  }

  @Override
  float[] byState() {
    return a;
  }
}
