package dev.lariat.net.pass;

import dev.lariat.kernel.Kernels;
import dev.lariat.net.Architecture;
import dev.lariat.net.layer.GlobalPool;
import dev.lariat.net.layer.Pool;
import dev.lariat.net.layer.Pooling;
import dev.lariat.net.layer.Window;
import java.util.Arrays;

/**
 * A pool, of windows side by side or of the whole map. The gradient of a maximum goes to the first of equals, line by
 * line, as TensorFlow and PyTorch have it.
 */
final class PoolPass extends Pass {
  private final Pooling pooling;
  private final int channels;
  private final int height; // of a window
  private final int width;
  private final int down; // how many windows
  private final int along;
  private final int line; // numbers of a line of the input
  private final RowLengths before; // null where rows have no padding
  private final RowLengths after; // null where no step is left, or rows have no padding
  private final int[] chosen; // [batch · outputs] which number of its row an output is; null without training or maxima

  /** @param lengths of the rows, from then on those behind it; null where rows have no padding */
  PoolPass(Architecture.Stage stage, Pool pool, int batch, boolean training, RowLengths lengths) {
    this(stage, pool.pooling(), pool.window(stage.input(), stage.name()), batch, training, lengths,
        lengths == null ? null : new RowLengths(batch));
  }

  /** @param lengths of the rows; null where they have no padding */
  PoolPass(Architecture.Stage stage, GlobalPool pool, int batch, boolean training, RowLengths lengths) {
    this(stage, pool.pooling(), pool.window(stage.input()), batch, training, lengths, null);
  }

  private PoolPass(Architecture.Stage stage, Pooling pooling, Window window, int batch, boolean training,
      RowLengths before, RowLengths after) {
    super(stage, batch);
    this.before = before;
    this.after = after;
    this.pooling = pooling;
    this.channels = window.channels();
    this.height = window.vertical().kernel();
    this.width = window.horizontal().kernel();
    this.down = window.vertical().outputs();
    this.along = window.horizontal().outputs();
    this.line = window.horizontal().inputs() * channels;
    this.chosen = training && pooling == Pooling.MAX ? new int[output.length] : null;
  }

  /** {@return how many steps the rows have behind it; null where they have no padding} */
  RowLengths after() {
    return after;
  }

  @Override
  void infer(float[] x, int xOffset, int rows) {
    if (before != null) {
      inferPadded(x, xOffset, rows);
      return;
    }
    int to = 0;
    for (int r = 0; r < rows; r++) {
      int row = xOffset + r * inputs;
      for (int py = 0; py < down; py++) {
        for (int px = 0; px < along; px++, to += channels) {
          int corner = py * height * line + px * width * channels;
          switch (pooling) {
            case MAX -> largest(x, row, corner, to);
            case AVERAGE -> mean(x, row + corner, to);
          }
        }
      }
    }
  }

  /** {@return how many windows of a row see a step that is there} A row shorter than a window has one all the same. */
  private int windows(int row) {
    int steps = before.steps[row];
    return steps == 0 ? 0 : Math.max(1, steps / width);
  }

  /** {@return how many steps of a window are there} */
  private int seen(int row) {
    return Math.min(width, before.steps[row]);
  }

  private void inferPadded(float[] x, int xOffset, int rows) {
    for (int r = 0; r < rows; r++) {
      int row = xOffset + r * inputs;
      int windows = windows(r);
      for (int w = 0; w < windows; w++) {
        int to = r * outputs + w * channels;
        switch (pooling) {
          case MAX -> largest(x, row, w * width * channels, to, seen(r));
          case AVERAGE -> mean(x, row + w * width * channels, to, seen(r));
        }
      }
      Arrays.fill(output, r * outputs + windows * channels, (r + 1) * outputs, 0);
      if (after != null) {
        after.steps[r] = windows;
      }
    }
  }

  private void backwardPadded(int rows, float[] gradient, float[] inputGradient) {
    for (int r = 0; r < rows; r++) {
      for (int w = 0; w < windows(r); w++) {
        int to = r * outputs + w * channels;
        switch (pooling) {
          case MAX -> {
            for (int c = 0; c < channels; c++) {
              inputGradient[r * inputs + chosen[to + c]] = gradient[to + c];
            }
          }
          case AVERAGE -> spread(gradient, to, inputGradient, r * inputs + w * width * channels, seen(r));
        }
      }
    }
  }

  private void largest(float[] x, int row, int corner, int to) {
    largest(x, row, corner, to, width);
  }

  private void largest(float[] x, int row, int corner, int to, int width) {
    System.arraycopy(x, row + corner, output, to, channels);
    if (chosen != null) {
      for (int c = 0; c < channels; c++) {
        chosen[to + c] = corner + c;
      }
    }
    for (int wy = 0; wy < height; wy++) {
      for (int wx = wy == 0 ? 1 : 0; wx < width; wx++) {
        int place = corner + wy * line + wx * channels;
        for (int c = 0; c < channels; c++) {
          float value = x[row + place + c];
          if (value > output[to + c] || Float.isNaN(value)) { // what is no number stays seen
            output[to + c] = value;
            if (chosen != null) {
              chosen[to + c] = place + c;
            }
          }
        }
      }
    }
  }

  private void mean(float[] x, int from, int to) {
    mean(x, from, to, width);
  }

  private void mean(float[] x, int from, int to, int width) {
    Arrays.fill(output, to, to + channels, 0);
    for (int wy = 0; wy < height; wy++) {
      for (int wx = 0; wx < width; wx++) {
        int place = from + wy * line + wx * channels;
        for (int c = 0; c < channels; c++) {
          output[to + c] += x[place + c];
        }
      }
    }
    for (int c = 0; c < channels; c++) {
      output[to + c] /= height * width;
    }
  }

  @Override
  boolean backward(float[] x, int xOffset, int rows, float[] gradient, float[] inputGradient, GradientSink sink) {
    Arrays.fill(inputGradient, 0, rows * inputs, 0);
    if (before != null) {
      backwardPadded(rows, gradient, inputGradient);
      return true;
    }
    int to = 0;
    for (int r = 0; r < rows; r++) {
      int row = r * inputs;
      switch (pooling) {
        case MAX -> {
          for (int end = to + outputs; to < end; to++) {
            inputGradient[row + chosen[to]] = gradient[to];
          }
        }
        case AVERAGE -> {
          for (int py = 0; py < down; py++) {
            for (int px = 0; px < along; px++, to += channels) {
              spread(gradient, to, inputGradient, row + py * height * line + px * width * channels);
            }
          }
        }
      }
    }
    return true;
  }

  private void spread(float[] gradient, int to, float[] inputGradient, int corner) {
    spread(gradient, to, inputGradient, corner, width);
  }

  private void spread(float[] gradient, int to, float[] inputGradient, int corner, int width) {
    for (int wy = 0; wy < height; wy++) {
      for (int wx = 0; wx < width; wx++) {
        int place = corner + wy * line + wx * channels;
        for (int c = 0; c < channels; c++) {
          inputGradient[place + c] = gradient[to + c] / (height * width);
        }
      }
    }
  }

  /**
   * The maxima of a convolution's outputs, taken while a block of these is in cache: the outputs themselves are never
   * kept. The first of equals is chosen, line by line, as this pass has it.
   */
  static final class Blocks {
    private final Kernels kernels;
    private final int units;
    private final int height; // of a window
    private final int width;
    private final int down; // how many windows
    private final int along;
    private final int lines; // of the convolution's outputs
    private final int places; // of a line
    private final boolean training;
    private final float[] pooled; // [batch · down · along · units]
    private final int[] chosen; // [batch · down · along · units] which place of its window; [along · units] for
                                // inference
    private final float[] block; // [places of a block · units]

    /**
     * @param convolution whose outputs are pooled
     * @param pool over these
     * @param most places of a block
     * @param pooled receives the maxima
     */
    Blocks(Window convolution, Window pool, int most, float[] pooled, boolean training, Kernels kernels) {
      this.kernels = kernels;
      this.units = pool.channels();
      this.height = pool.vertical().kernel();
      this.width = pool.horizontal().kernel();
      this.down = pool.vertical().outputs();
      this.along = pool.horizontal().outputs();
      this.lines = convolution.vertical().outputs();
      this.places = convolution.horizontal().outputs();
      this.training = training;
      this.pooled = pooled;
      this.chosen = new int[training ? pooled.length : along * units];
      this.block = new float[Math.multiplyExact(most, units)];
    }

    /** {@return where a block of the convolution's outputs, or of the gradient by them, lies} */
    float[] block() {
      return block;
    }

    /** Takes the maxima of a block. Blocks come in their order. */
    void pool(int from, int count) {
      for (int i = 0; i < count;) {
        int place = from + i;
        int there = there(place, count - i);
        int windows = windows(place);
        kernels.pool(there, place % places, width, line(place), units, block, i * units, pooled, windows, chosen,
            training ? windows : 0);
        i += Math.min(count - i, places - place % places);
      }
    }

    /**
     * Lays out the gradient by a block of the convolution's outputs.
     *
     * @param gradient by the maxima
     */
    void spread(float[] gradient, int from, int count) {
      for (int i = 0; i < count;) {
        int place = from + i;
        int there = there(place, count - i);
        int windows = windows(place);
        kernels.unpool(there, place % places, width, line(place), units, chosen, windows, gradient, windows, block,
            i * units);
        int next = i + Math.min(count - i, places - place % places);
        Arrays.fill(block, (i + there) * units, next * units, 0);
        i = next;
      }
    }

    /** {@return how many places that follow in the line are in a window} */
    private int there(int place, int most) {
      boolean beyond = place / places % lines >= down * height;
      return beyond ? 0 : Math.clamp(along * width - place % places, 0, most);
    }

    /** {@return where the first window of a place's line begins} What is beyond the last one is not asked. */
    private int windows(int place) {
      int line = Math.min(place / places % lines / height, down - 1);
      return (place / (places * lines) * down + line) * along * units;
    }

    /** {@return the places of a window in the lines before} */
    private int line(int place) {
      return place / places % lines % height * width;
    }
  }
}
