package dev.lariat.net.pass;

import dev.lariat.kernel.Kernels;
import dev.lariat.net.Architecture;
import dev.lariat.net.Weights;
import dev.lariat.net.layer.Recurrent;
import java.util.Arrays;

/** The steps of a gated recurrent unit that resets after the product: gates z, r, n. */
final class GruDirection extends RecurrentDirection {
  private final float[] s; // [steps · rows · gates · units] h·U + d, then the gradients by it; one step for inference
  private final boolean kept;

  GruDirection(Architecture.Stage stage, Recurrent layer, int direction, int rows, Kernels kernels, Weights weights,
      float[][] buffers, int first) {
    super(stage, layer, direction, rows, kernels, weights, buffers, first);
    this.kept = dh != null;
    this.s = new float[kept ? a.length : Math.multiplyExact(rows, wide)];
  }

  @Override
  void step(int t, int rows, StateProduct state) {
    int at = t * rows * wide;
    int of = kept ? at : 0;
    int from = t * rows * units;
    state.forward(rows, h, from, s, of);
    kernels.gru(rows, units, a, at, s, of, h, from, from + rows * units);
  }

  /** With z = 1 no gradient comes to the gates. */
  @Override
  void keep(int t, int r, int rows) {
    super.keep(t, r, rows);
    int at = (t * rows + r) * wide;
    Arrays.fill(a, at, at + units, 1);
  }

  @Override
  void back(int t, int rows) {
    int at = t * rows * wide;
    kernels.gruGradient(rows, units, a, at, s, at, h, t * rows * units, dh);
  }

  @Override
  float[] byState() {
    return s;
  }
}
