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
 * direction differs only where the steps are fetched and the states are given. A row's gates stand side by side, so
 * that all steps of all gates are one product with W, and each step is one product with U unless each gate sees the
 * state through its own mask.
 */
abstract sealed class RecurrentDirection permits LstmDirection, GruDirection, ResetBeforeDirection {
  /** Streams of random numbers behind those of the dropout layers: so many for each recurrent layer. */
  private static final int STREAM = 0xC000;
  private static final int STREAMS = 8;
  /** Of these, those of a direction: for the inputs, the state and the weights. */
  private static final int OF_DIRECTION = 3;
  /**
   * Some steps go together in the products with the inputs and in those of the gradients: as many as have about this
   * many rows, so that the loops over their gates find them in the second-level cache.
   */
  private static final int TOGETHER = 192;

  final Kernels kernels;
  final int units;
  final int gates;
  final int wide; // numbers of all gates of a row
  private final int steps;
  private final int channels;
  private final boolean reversed;
  private final boolean whole; // whether the states of all steps are given
  private final int width; // numbers of an output's step
  private final Recurrent.Noise noise;
  private final int stream;
  private final int first; // index of its first parameter
  private final int arrays;
  private final float[][] weights; // W, U, biases
  private final float[][] gradients; // of these; null without training

  private final Epilogue inputBias;
  private final int together; // steps that go together
  private final float[] x; // [steps · rows · channels], masked
  final float[] a; // [steps · rows · wide]: x·W + b, then the gates, then the gradients by what is before these
  final float[] h; // [(steps + 1) · rows · units]
  private final float[] inputMask; // [rows · channels]; null without
  private final float[] weightMask; // [units · wide]; null without
  private final float[] dropped; // U without the weights that are dropped; null without
  private final StateProduct joint;
  private final GatedProduct gated; // null without recurrent dropout
  private StateProduct state; // of the last step
  final float[] dh; // [rows · units]; null without training
  private final float[] dx; // [together · rows · channels]; null without training
  private final float[] kernelPart; // [channels · wide]; null without training
  private final float[] biasPart; // [wide]; null without training
  private RowLengths lengths; // null where rows have no padding
  private float[] carried; // [rows · units] of dh; null without padding
  private int firstRow; // which row of the batch is the first of those that are read
  private int reading; // how many steps the longest of them has

  RecurrentDirection(Architecture.Stage stage, Recurrent layer, int direction, int rows, Kernels kernels,
      Weights weights, float[][] buffers, int firstOfLayer) {
    this.kernels = kernels;
    this.units = layer.units();
    this.gates = layer.cell().gates();
    this.wide = gates * units;
    this.channels = stage.input().channels();
    this.steps = stage.inputs() / channels;
    this.reversed = direction == 1;
    this.whole = layer.output() == Recurrent.Output.SEQUENCE;
    this.width = units * layer.directions();
    boolean training = buffers != null;
    this.noise = training ? layer.noise() : Recurrent.Noise.NONE;
    this.stream = STREAM + STREAMS * stage.ordinal() + OF_DIRECTION * direction;
    this.arrays = layer.arrays();
    this.first = firstOfLayer + direction * arrays;
    this.weights = new float[arrays][];
    this.gradients = training ? new float[arrays][] : null;
    for (int i = 0; i < arrays; i++) {
      this.weights[i] = weights.parameters().get(first + i).values();
      if (training) {
        gradients[i] = buffers[first + i];
      }
    }
    int all = Math.multiplyExact(steps, rows);
    this.together = Math.clamp(TOGETHER / rows, 1, steps);
    this.inputBias = Epilogue.of(this.weights[2], 0, Nonlinearity.IDENTITY);
    this.x = new float[Math.multiplyExact(all, channels)];
    this.a = new float[Math.multiplyExact(all, wide)];
    this.h = new float[Math.multiplyExact(Math.addExact(all, rows), units)];
    this.inputMask = noise.input() > 0 ? new float[rows * channels] : null;
    this.weightMask = noise.weight() > 0 ? new float[units * wide] : null;
    this.dropped = weightMask == null ? null : new float[weightMask.length];
    float[] d = arrays > 3 ? this.weights[3] : null;
    this.joint = new JointProduct(kernels, units, gates,
        d == null ? Epilogue.NONE : Epilogue.of(d, 0, Nonlinearity.IDENTITY), rows, training);
    this.gated = noise.recurrent() > 0
        ? new GatedProduct(kernels, units, gates, noise.recurrent(), stream + 1, d, together, rows)
        : null;
    this.dh = training ? new float[Math.multiplyExact(rows, units)] : null;
    this.dx = training ? new float[together * rows * channels] : null;
    this.kernelPart = training ? new float[this.weights[0].length] : null;
    this.biasPart = training ? new float[wide] : null;
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

  /** Takes the weights as they are now; with a key, without those that are dropped in this step. */
  final void packWeights(StepKey key) {
    state = key != null && gated != null ? gated : joint;
    float[] u = weights[1];
    if (key != null && weightMask != null) {
      kernels.dropoutMask(key.seed, key.fold, key.epoch, key.step, stream + 2, (float) noise.weight(),
          weightMask.length, weightMask, 0);
      System.arraycopy(u, 0, dropped, 0, u.length);
      kernels.multiply(u.length, weightMask, 0, dropped, 0);
      u = dropped;
    }
    state.pack(u);
  }

  /** From now on rows are read up to their lengths. */
  final void readUpTo(RowLengths ofRows) {
    lengths = ofRows;
    carried = ofRows == null || dh == null ? null : new float[dh.length];
  }

  /**
   * Reads rows; with a key, with the noise of this step.
   *
   * @param firstOfRows which row of the batch is the first
   */
  final void forward(float[] rowsOfX, int offset, int firstOfRows, int rows, StepKey key) {
    firstRow = firstOfRows;
    reading = lengths == null ? steps : lengths.longest(firstOfRows, rows);
    boolean drops = key != null && inputMask != null;
    if (drops) {
      kernels.dropoutMask(key.seed, key.fold, key.epoch, key.step, stream, (float) noise.input(), rows * channels,
          inputMask, 0);
    }
    if (state == gated) {
      gated.draw(rows, key);
    }
    Arrays.fill(h, 0, rows * units, 0);
    begin(rows);
    for (int from = 0; from < reading; from += together) {
      int to = Math.min(reading, from + together);
      fetch(rowsOfX, offset, rows, from, to, drops);
      kernels.productNN((to - from) * rows, wide, channels, x, from * rows * channels, weights[0], 0, a,
          from * rows * wide, inputBias);
      for (int t = from; t < to; t++) {
        step(t, rows, state);
        for (int r = 0; r < rows; r++) {
          if (t >= length(r)) {
            keep(t, r, rows);
          }
        }
      }
    }
  }

  /** {@return how many steps of a row are read} */
  private int length(int r) {
    return lengths == null ? steps : lengths.steps[firstRow + r];
  }

  /** A row that has no step more keeps its state: as if its gates had let all of it through. */
  void keep(int t, int r, int rows) {
    int at = (t * rows + r) * units;
    System.arraycopy(h, at, h, at + rows * units, units);
  }

  /** Lays the inputs of the steps [from, to) by step, then by row. */
  private void fetch(float[] rowsOfX, int offset, int rows, int from, int to, boolean drops) {
    for (int t = from; t < to; t++) {
      for (int r = 0; r < rows; r++) {
        int at = (t * rows + r) * channels;
        if (t >= length(r)) {
          Arrays.fill(x, at, at + channels, 0);
          continue;
        }
        System.arraycopy(rowsOfX, offset + (r * steps + place(r, t)) * channels, x, at, channels);
        if (drops) {
          kernels.multiply(channels, inputMask, r * channels, x, at);
        }
      }
    }
  }

  /** {@return which step of a row is read as the t-th} */
  private int place(int r, int t) {
    return reversed ? length(r) - 1 - t : t;
  }

  /** The state before the first step, but for h: by default there is none. */
  void begin(int rows) {}

  /** From the h before step t to the h behind it. */
  abstract void step(int t, int rows, StateProduct product);

  /** Writes the states to their places among the layer's outputs. */
  final void give(float[] output, int offset, int rows, int column) {
    if (!whole) {
      for (int r = 0; r < rows; r++) {
        System.arraycopy(h, (reading * rows + r) * units, output, offset + r * width + column, units);
      }
      return;
    }
    for (int t = 0; t < steps; t++) {
      for (int r = 0; r < rows; r++) {
        if (t < length(r)) {
          System.arraycopy(h, ((t + 1) * rows + r) * units, output, offset + out(r, t) + column, units);
        } else {
          int padding = offset + (r * steps + t) * width + column;
          Arrays.fill(output, padding, padding + units, 0);
        }
      }
    }
  }

  /** Where a row's step begins among the outputs. */
  private int out(int r, int t) {
    return (whole ? r * steps + place(r, t) : r) * width;
  }

  /**
   * Back through all steps.
   *
   * @param inputGradient receives the gradient by x, or null if nobody needs it
   */
  final void backward(float[] gradient, int rows, int column, float[] inputGradient) {
    Arrays.fill(dh, 0, rows * units, 0);
    beginBack(rows);
    for (float[] sum : gradients) {
      Arrays.fill(sum, 0);
    }
    if (lengths != null && inputGradient != null) {
      Arrays.fill(inputGradient, 0, rows * steps * channels, 0);
    }
    for (int from = Math.max(0, reading - 1) / together * together; reading > from && from >= 0; from -= together) {
      int to = Math.min(reading, from + together);
      for (int t = to - 1; t >= from; t--) {
        for (int r = 0; r < rows; r++) {
          if (whole ? t < length(r) : t == reading - 1) {
            kernels.axpy(units, 1, gradient, out(r, t) + column, dh, r * units);
          }
        }
        backKeeping(t, rows);
        if (t > 0) {
          state.back(rows, byState(), t * rows * wide, dh);
        }
      }
      addGradients(rows, from, to);
      if (inputGradient != null) {
        byInput(rows, from, to, inputGradient);
      }
    }
    if (weightMask != null) {
      kernels.multiply(weightMask.length, weightMask, 0, gradients[1], 0);
    }
  }

  /** A step back, past which a row that has no such step carries its gradient. */
  private void backKeeping(int t, int rows) {
    if (lengths == null) {
      back(t, rows);
      return;
    }
    System.arraycopy(dh, 0, carried, 0, rows * units);
    back(t, rows);
    for (int r = 0; r < rows; r++) {
      if (t >= length(r)) {
        System.arraycopy(carried, r * units, dh, r * units, units);
      }
    }
  }

  /**
   * Adds what comes of the steps [from, to): sums of some hundred rows, then sums of these, are more exact than one
   * chain over all steps and rows.
   */
  private void addGradients(int rows, int from, int to) {
    int count = (to - from) * rows;
    int at = from * rows * wide;
    kernels.productTN(channels, wide, count, x, from * rows * channels, a, at, kernelPart, 0);
    kernels.axpy(kernelPart.length, 1, kernelPart, 0, gradients[0], 0);
    state.addGradient(to - from, rows, h, from * rows * units, byState(), at, gradients[1]);
    kernels.columnSums(count, wide, a, at, biasPart, 0);
    kernels.axpy(wide, 1, biasPart, 0, gradients[2], 0);
    if (arrays > 3) {
      kernels.columnSums(count, wide, byState(), at, biasPart, 0);
      kernels.axpy(wide, 1, biasPart, 0, gradients[3], 0);
    }
  }

  private void byInput(int rows, int from, int to, float[] inputGradient) {
    kernels.productNT((to - from) * rows, channels, wide, a, from * rows * wide, weights[0], 0, dx, 0);
    for (int t = from; t < to; t++) {
      for (int r = 0; r < rows; r++) {
        int at = ((t - from) * rows + r) * channels;
        if (t >= length(r)) {
          continue;
        }
        if (inputMask != null) {
          kernels.multiply(channels, inputMask, r * channels, dx, at);
        }
        System.arraycopy(dx, at, inputGradient, (r * steps + place(r, t)) * channels, channels);
      }
    }
  }

  /** Before the last step: no gradient comes from behind it to what the state has beside h. */
  void beginBack(int rows) {}

  /**
   * A step back: {@code a} becomes the gradients by what is before the activations, and {@code dh} what comes to the
   * state before it without a product.
   */
  abstract void back(int t, int rows);

  /** {@return the gradients by {@code h·U + d}, [steps · rows · wide]} */
  abstract float[] byState();

  /** Hands the gradients over, once the old weights are no longer needed. */
  final void handOver(GradientSink sink) {
    for (int i = 0; i < arrays; i++) {
      sink.range(first + i, 0, gradients[i].length);
      sink.complete(first + i);
    }
  }
}
