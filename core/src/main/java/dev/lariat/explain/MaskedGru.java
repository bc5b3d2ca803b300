package dev.lariat.explain;

import dev.lariat.explain.StateMask.Masks;
import dev.lariat.kernel.Epilogue;
import dev.lariat.kernel.Kernels;
import dev.lariat.kernel.Nonlinearity;
import dev.lariat.kernel.Philox;
import java.util.Arrays;

/**
 * A small gated recurrent unit with one output, whose state may be masked in any way, also in ways that no layer of
 * {@code net} has: with z, r, n the gates and m their masks, {@code z, r = σ(x·W + (h⊙m)·U + b)},
 * {@code n = tanh(x·W + b + r·((h⊙m)·U + d))}, {@code h ← z·(h⊙m_carried) + (1 − z)·n}, and of the last state
 * {@code y = h·v + a}. Everything lies step by step, then row by row.
 */
final class MaskedGru {
  private static final int GATES = 3;
  private static final int N = 2; // the gate with tanh
  /** The arrays of {@link #parameters}: W by gate, U by gate, the gates' bias, d, v, a. */
  private static final int U = GATES;
  private static final int BIAS = 2 * GATES;
  private static final int STATE_BIAS = 3 * GATES;
  private static final int OUT = 3 * GATES + 1;
  private static final int OUT_BIAS = OUT + 1;

  private final Kernels kernels = Kernels.best();
  private final int channels;
  private final int units;
  private final int steps;
  private final int rows;
  final float[][] parameters = new float[OUT_BIAS + 1][];
  final float[][] gradients = new float[OUT_BIAS + 1][];
  private final float[][] gate = new float[GATES][]; // [steps · rows · units], backward the gradient before activation
  private final float[] fromState; // [steps · rows · units] (h⊙m)·U + d of n, backward the gradient by it
  private final float[] h; // [(steps + 1) · rows · units]
  private final float[][] seen = new float[GATES + 1][]; // [steps · rows · units] h⊙m by gate, and as carried on
  private final float[] product; // [rows · units]
  private final float[] dh; // [rows · units]
  private final float[] before; // [rows · units]
  final float[] outputs; // [rows]
  private final Epilogue[] bias = new Epilogue[GATES + 1]; // of the gates, then of the output

  MaskedGru(int channels, int units, int steps, int rows, long seed) {
    this.channels = channels;
    this.units = units;
    this.steps = steps;
    this.rows = rows;
    for (int i = 0; i < parameters.length; i++) {
      int size = switch (i) {
        case OUT_BIAS -> 1;
        case OUT, STATE_BIAS -> units;
        default -> i < U ? channels * units : i < BIAS ? units * units : units;
      };
      parameters[i] = new float[size];
      gradients[i] = new float[size];
      if (i < BIAS || i == OUT) {
        draw(parameters[i], new Philox(seed, 0, 0, 0, i));
      }
    }
    for (int g = 0; g <= GATES; g++) {
      bias[g] = Epilogue.of(parameters[g < GATES ? BIAS + g : OUT_BIAS], 0, Nonlinearity.IDENTITY);
    }
    int all = steps * rows * units;
    for (int g = 0; g < GATES; g++) {
      gate[g] = new float[all];
    }
    for (int g = 0; g <= GATES; g++) {
      seen[g] = new float[all];
    }
    fromState = new float[all];
    h = new float[all + rows * units];
    product = new float[rows * units];
    dh = new float[rows * units];
    before = new float[rows * units];
    outputs = new float[rows];
  }

  /** U(±1/√units), as PyTorch begins. */
  private void draw(float[] weights, Philox random) {
    double bound = 1 / Math.sqrt(units);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (bound * (2 * random.nextDouble() - 1));
    }
  }

  /** Reads x, [steps · rows · channels], into {@link #outputs}. */
  void forward(float[] x, Masks masks) {
    int n = rows * units;
    for (int g = 0; g < GATES; g++) {
      kernels.productNN(steps * rows, units, channels, x, 0, parameters[g], 0, gate[g], 0, bias[g]);
    }
    Arrays.fill(h, 0, n, 0);
    for (int t = 0; t < steps; t++) {
      step(t, n, masks);
    }
    kernels.productNN(rows, 1, units, h, steps * n, parameters[OUT], 0, outputs, 0, bias[GATES]);
  }

  private void step(int t, int n, Masks masks) {
    int at = t * n;
    for (int g = 0; g <= GATES; g++) {
      System.arraycopy(h, at, seen[g], at, n);
      if (masks.of(t, g) != null) {
        kernels.multiply(n, masks.of(t, g), 0, seen[g], at);
      }
    }
    for (int g = 0; g < GATES; g++) {
      kernels.productNN(rows, units, units, seen[g], at, parameters[U + g], 0, product, 0);
      if (g < N) {
        kernels.axpy(n, 1, product, 0, gate[g], at);
        kernels.activate(Nonlinearity.SIGMOID, 0, n, gate[g], at, gate[g], at);
      }
    }
    for (int j = 0; j < n; j++) {
      float state = product[j] + parameters[STATE_BIAS][j % units];
      fromState[at + j] = state;
      gate[N][at + j] = Math.fma(gate[1][at + j], state, gate[N][at + j]);
    }
    kernels.activate(Nonlinearity.TANH, 0, n, gate[N], at, gate[N], at);
    for (int j = at; j < at + n; j++) {
      h[j + n] = Math.fma(gate[0][j], seen[GATES][j], (1 - gate[0][j]) * gate[N][j]);
    }
  }

  /**
   * The gradients of {@code Σ byOutput·y} into {@link #gradients}, after {@link #forward} of the same rows and masks.
   */
  void backward(float[] x, float[] byOutput, Masks masks) {
    int n = rows * units;
    kernels.productTN(units, 1, rows, h, steps * n, byOutput, 0, gradients[OUT], 0);
    kernels.columnSums(rows, 1, byOutput, 0, gradients[OUT_BIAS], 0);
    kernels.productNT(rows, units, 1, byOutput, 0, parameters[OUT], 0, dh, 0);
    for (int t = steps - 1; t >= 0; t--) {
      back(t, n, masks);
    }
    for (int g = 0; g < GATES; g++) {
      float[] stateSide = g == N ? fromState : gate[g];
      kernels.productTN(channels, units, steps * rows, x, 0, gate[g], 0, gradients[g], 0);
      kernels.productTN(units, units, steps * rows, seen[g], 0, stateSide, 0, gradients[U + g], 0);
      kernels.columnSums(steps * rows, units, gate[g], 0, gradients[BIAS + g], 0);
    }
    kernels.columnSums(steps * rows, units, fromState, 0, gradients[STATE_BIAS], 0);
  }

  /** From the gradient by the state behind step t in {@link #dh} to that by the state before it. */
  private void back(int t, int n, Masks masks) {
    int at = t * n;
    for (int i = 0, j = at; i < n; i++, j++) {
      float z = gate[0][j];
      float r = gate[1][j];
      float candidate = gate[N][j];
      float d = dh[i];
      float byN = d * (1 - z) * Math.fma(-candidate, candidate, 1);
      gate[0][j] = d * (seen[GATES][j] - candidate) * z * (1 - z);
      gate[1][j] = byN * fromState[j] * r * (1 - r);
      gate[N][j] = byN;
      fromState[j] = byN * r;
      before[i] = d * z;
    }
    if (masks.of(t, GATES) != null) {
      kernels.multiply(n, masks.of(t, GATES), 0, before, 0);
    }
    for (int g = 0; g < GATES; g++) {
      kernels.productNT(rows, units, units, g == N ? fromState : gate[g], at, parameters[U + g], 0, product, 0);
      if (masks.of(t, g) != null) {
        kernels.multiply(n, masks.of(t, g), 0, product, 0);
      }
      kernels.axpy(n, 1, product, 0, before, 0);
    }
    System.arraycopy(before, 0, dh, 0, n);
  }
}
