package dev.lariat.net.pass;

import dev.lariat.kernel.Epilogue;
import dev.lariat.kernel.Kernels;
import dev.lariat.kernel.Nonlinearity;
import dev.lariat.net.Architecture;
import dev.lariat.net.Weights;
import dev.lariat.net.layer.Recurrent;
import java.util.Arrays;

/**
 * One direction of a recurrent layer. Everything lies by step in the order of reading, then by row: the second
 * direction differs only where the steps are fetched and the states are given. Each gate has matrices of its own, so
 * that every gate may see the state through its own mask.
 */
abstract sealed class RecurrentDirection permits LstmDirection, GruDirection, ResetBeforeDirection {
  /** Streams of random numbers behind those of the dropout layers: so many for each recurrent layer. */
  private static final int STREAM = 0xC000;
  private static final int STREAMS = 8;
  /** Of these, those of a direction: for the inputs, the state and the weights. */
  private static final int OF_DIRECTION = 3;

  final Kernels kernels;
  final int units;
  final int gates;
  final int steps;
  private final int channels;
  private final boolean reversed;
  private final boolean whole; // whether the states of all steps are given
  private final int width; // numbers of an output's step
  private final Recurrent.Noise noise;
  private final boolean training;
  private final int stream;
  private final int first; // index of its first parameter
  private final int arrays;
  private final float[][] weights; // W, U, biases
  private final float[][] gradients; // of these; null without training

  final float[] x; // [steps · rows · channels], masked
  final float[][] input; // by gate: [channels · units] of W
  final float[][] state; // by gate: [units · units] of U, masked
  private final Epilogue[] inputBias;
  final Epilogue[] stateBias;
  final float[][] gate; // [steps · rows · units]: x·W, then the gate, then the gradient by what is before its
                        // activation
  final float[] h; // [(steps + 1) · rows · units]
  private final float[] masked; // [rows · units] a state as a gate sees it
  final float[] product; // [rows · units]
  private final float[] allMasked; // [steps · rows · units] null without recurrent dropout
  private final float[] inputMask; // [rows · channels] null without
  private final float[] drawn; // [rows · gates · units]
  private final float[][] stateMask; // by gate: [rows · units]
  private final float[] weightMask; // [units · gates · units] null without
  final float[] dh; // [rows · units]
  private final float[] part; // of a gate's W or U
  private final float[] dx; // [steps · rows · channels]
  private final float[] dxPart;

  RecurrentDirection(Architecture.Stage stage, Recurrent layer, int direction, int rows, Kernels kernels,
      Weights weights, float[][] buffers, int firstOfLayer) {
    this.kernels = kernels;
    this.units = layer.units();
    this.gates = layer.cell().gates();
    this.channels = stage.input().channels();
    this.steps = stage.inputs() / channels;
    this.reversed = direction == 1;
    this.whole = layer.output() == Recurrent.Output.SEQUENCE;
    this.width = units * layer.directions();
    this.training = buffers != null;
    this.noise = training ? layer.noise() : Recurrent.Noise.NONE;
    this.stream = STREAM + STREAMS * stage.ordinal() + OF_DIRECTION * direction;
    this.arrays = layer.arrays();
    this.first = firstOfLayer + direction * arrays;
    this.weights = new float[arrays][];
    this.gradients = training ? new float[arrays][] : null;
    for (int a = 0; a < arrays; a++) {
      this.weights[a] = weights.parameters().get(first + a).values();
      if (training) {
        gradients[a] = buffers[first + a];
      }
    }
    int block = Math.multiplyExact(rows, units);
    int all = Math.multiplyExact(steps, block);
    this.x = new float[Math.multiplyExact(Math.multiplyExact(steps, rows), channels)];
    this.input = new float[gates][channels * units];
    this.state = new float[gates][units * units];
    this.gate = new float[gates][all];
    this.inputBias = new Epilogue[gates];
    this.stateBias = new Epilogue[gates];
    for (int g = 0; g < gates; g++) {
      inputBias[g] = Epilogue.of(this.weights[2], g * units, Nonlinearity.IDENTITY);
      stateBias[g] = arrays == 3 ? Epilogue.NONE : Epilogue.of(this.weights[3], g * units, Nonlinearity.IDENTITY);
    }
    this.h = new float[Math.addExact(all, block)];
    this.product = new float[block];
    boolean drops = noise.recurrent() > 0;
    this.masked = drops ? new float[block] : null;
    this.drawn = drops ? new float[Math.multiplyExact(block, gates)] : null;
    this.stateMask = drops ? new float[gates][block] : null;
    this.allMasked = drops ? new float[all] : null;
    this.inputMask = noise.input() > 0 ? new float[rows * channels] : null;
    this.weightMask = noise.weight() > 0 ? new float[this.weights[1].length] : null;
    this.dh = training ? new float[block] : null;
    this.part = training ? new float[Math.max(channels, units) * units] : null;
    this.dx = training ? new float[x.length] : null;
    this.dxPart = training ? new float[x.length] : null;
  }

  static RecurrentDirection of(Architecture.Stage stage, Recurrent layer, int direction, int rows, Kernels kernels,
      Weights weights, float[][] buffers, int first) {
    return switch (layer.cell()) {
      case LSTM -> new LstmDirection(stage, layer, direction, rows, kernels, weights, buffers, first);
      case GRU -> new GruDirection(stage, layer, direction, rows, kernels, weights, buffers, first);
      case GRU_RESET_BEFORE -> {
        if (buffers != null) {
          throw new IllegalArgumentException(
              stage.name() + " resets its state before the product, which Lariat has for prediction alone: make it with"
                  + " reset_after=True, Keras' default, to train it");
        }
        yield new ResetBeforeDirection(stage, layer, direction, rows, kernels, weights, first);
      }
    };
  }

  /** Lays each gate's weights together; with a key, without those that are dropped in this step. */
  final void packWeights(StepKey key) {
    unpack(weights[0], channels, input);
    unpack(weights[1], units, state);
    if (key != null && weightMask != null) {
      kernels.dropoutMask(key.seed, key.fold, key.epoch, key.step, stream + 2, (float) noise.weight(),
          weightMask.length, weightMask, 0);
      for (int g = 0; g < gates; g++) {
        for (int r = 0; r < units; r++) {
          kernels.multiply(units, weightMask, (r * gates + g) * units, state[g], r * units);
        }
      }
    }
  }

  private void unpack(float[] side, int rows, float[][] byGate) {
    for (int r = 0; r < rows; r++) {
      for (int g = 0; g < gates; g++) {
        System.arraycopy(side, (r * gates + g) * units, byGate[g], r * units, units);
      }
    }
  }

  private void drawMasks(int rows, StepKey key) {
    if (inputMask != null) {
      kernels.dropoutMask(key.seed, key.fold, key.epoch, key.step, stream, (float) noise.input(), rows * channels,
          inputMask, 0);
    }
    if (stateMask != null) {
      kernels.dropoutMask(key.seed, key.fold, key.epoch, key.step, stream + 1, (float) noise.recurrent(),
          rows * gates * units, drawn, 0);
      unpack(drawn, rows, stateMask);
    }
  }

  /** Reads the rows; with a key, with the noise of this step. */
  final void forward(float[] rowsOfX, int offset, int rows, StepKey key) {
    if (key != null) {
      drawMasks(rows, key);
    }
    boolean drops = key != null && inputMask != null;
    for (int t = 0; t < steps; t++) {
      int place = place(t);
      for (int r = 0; r < rows; r++) {
        int to = (t * rows + r) * channels;
        System.arraycopy(rowsOfX, offset + (r * steps + place) * channels, x, to, channels);
        if (drops) {
          kernels.multiply(channels, inputMask, r * channels, x, to);
        }
      }
    }
    for (int g = 0; g < gates; g++) {
      kernels.productNN(steps * rows, units, channels, x, 0, input[g], 0, gate[g], 0, inputBias[g]);
    }
    Arrays.fill(h, 0, rows * units, 0);
    begin(rows);
    for (int t = 0; t < steps; t++) {
      step(t * rows * units, rows, key != null && stateMask != null);
    }
  }

  private int place(int t) {
    return reversed ? steps - 1 - t : t;
  }

  /** The state before the first step, but for h: by default there is none. */
  void begin(int rows) {}

  /** From h at {@code at} to the h behind it. */
  abstract void step(int at, int rows, boolean drops);

  /** {@code h·U + d} of a gate, the state seen through the gate's mask. */
  final void fromState(int g, int at, int rows, boolean drops, float[] to, int toOffset) {
    float[] from = h;
    int offset = at;
    if (drops) {
      System.arraycopy(h, at, masked, 0, rows * units);
      kernels.multiply(rows * units, stateMask[g], 0, masked, 0);
      from = masked;
      offset = 0;
    }
    kernels.productNN(rows, units, units, from, offset, state[g], 0, to, toOffset, stateBias[g]);
  }

  /** {@code gate ← f(gate + h·U + d)}. */
  final void activate(int g, int at, int rows, boolean drops, Nonlinearity f) {
    int count = rows * units;
    fromState(g, at, rows, drops, product, 0);
    kernels.axpy(count, 1, product, 0, gate[g], at);
    kernels.activate(f, 0, count, gate[g], at, gate[g], at);
  }

  /** A gated recurrent unit's state, {@code z·h + (1 − z)·n}. */
  final void carryOn(int at, int rows, float[] z, float[] n) {
    int count = rows * units;
    for (int j = at; j < at + count; j++) {
      h[j + count] = Math.fma(z[j], h[j], (1 - z[j]) * n[j]);
    }
  }

  /** Writes the states to their places among the layer's outputs. */
  final void give(float[] output, int offset, int rows, int column) {
    for (int t = whole ? 0 : steps - 1; t < steps; t++) {
      for (int r = 0; r < rows; r++) {
        System.arraycopy(h, ((t + 1) * rows + r) * units, output, offset + out(r, t) + column, units);
      }
    }
  }

  /** Where a row's step begins among the outputs. */
  private int out(int r, int t) {
    return (whole ? r * steps + place(t) : r) * width;
  }

  /**
   * Back through all steps.
   *
   * @param inputGradient receives the gradient by x, or null if nobody needs it
   */
  final void backward(float[] gradient, int rows, int column, float[] inputGradient) {
    int n = rows * units;
    Arrays.fill(dh, 0, n, 0);
    beginBack(rows);
    for (int t = steps - 1; t >= 0; t--) {
      if (whole || t == steps - 1) {
        for (int r = 0; r < rows; r++) {
          kernels.axpy(units, 1, gradient, out(r, t) + column, dh, r * units);
        }
      }
      back(t * n, rows);
      for (int g = 0; g < gates; g++) {
        kernels.productNT(rows, units, units, stateSide(g), t * n, state[g], 0, product, 0);
        if (stateMask != null) {
          kernels.multiply(n, stateMask[g], 0, product, 0);
        }
        kernels.axpy(n, 1, product, 0, dh, 0);
      }
    }
    for (int g = 0; g < gates; g++) {
      kernels.productTN(channels, units, steps * rows, x, 0, gate[g], 0, part, 0);
      pack(part, channels, g, gradients[0]);
      kernels.productTN(units, units, steps * rows, seen(g, n), 0, stateSide(g), 0, part, 0);
      pack(part, units, g, gradients[1]);
      kernels.columnSums(steps * rows, units, gate[g], 0, gradients[2], g * units);
      if (arrays > 3) {
        kernels.columnSums(steps * rows, units, stateSide(g), 0, gradients[3], g * units);
      }
    }
    if (weightMask != null) {
      kernels.multiply(weightMask.length, weightMask, 0, gradients[1], 0);
    }
    if (inputGradient != null) {
      byInput(rows, inputGradient);
    }
  }

  /** The states that a gate saw. */
  private float[] seen(int g, int n) {
    if (stateMask == null) {
      return h;
    }
    System.arraycopy(h, 0, allMasked, 0, steps * n);
    for (int t = 0; t < steps; t++) {
      kernels.multiply(n, stateMask[g], 0, allMasked, t * n);
    }
    return allMasked;
  }

  private void pack(float[] oneGate, int rows, int g, float[] sideBySide) {
    for (int r = 0; r < rows; r++) {
      System.arraycopy(oneGate, r * units, sideBySide, (r * gates + g) * units, units);
    }
  }

  private void byInput(int rows, float[] inputGradient) {
    int all = steps * rows * channels;
    for (int g = 0; g < gates; g++) {
      kernels.productNT(steps * rows, channels, units, gate[g], 0, input[g], 0, g == 0 ? dx : dxPart, 0);
      if (g > 0) {
        kernels.axpy(all, 1, dxPart, 0, dx, 0);
      }
    }
    for (int t = 0; t < steps; t++) {
      int place = place(t);
      for (int r = 0; r < rows; r++) {
        int from = (t * rows + r) * channels;
        if (inputMask != null) {
          kernels.multiply(channels, inputMask, r * channels, dx, from);
        }
        System.arraycopy(dx, from, inputGradient, (r * steps + place) * channels, channels);
      }
    }
  }

  /** Before the last step: no gradient comes from behind it to what the state has beside h. */
  void beginBack(int rows) {}

  /**
   * A step back: {@code gate} becomes the gradients by what is before the activations, and {@code dh} what comes to the
   * state before it without a product.
   */
  abstract void back(int at, int rows);

  /** {@return the gradients by {@code h·U + d}, of all steps} */
  abstract float[] stateSide(int g);

  /** Hands the gradients over, once the old weights are no longer needed. */
  final void handOver(GradientSink sink) {
    for (int a = 0; a < arrays; a++) {
      sink.range(first + a, 0, gradients[a].length);
      sink.complete(first + a);
    }
  }
}
