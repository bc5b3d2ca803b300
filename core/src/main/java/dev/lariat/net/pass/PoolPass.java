package dev.lariat.net.pass;

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
  private final int[] chosen; // [batch · outputs] which number of its row an output is; null without training or maxima

  PoolPass(Architecture.Stage stage, Pool pool, int batch, boolean training) {
    this(stage, pool.pooling(), pool.window(stage.input(), stage.name()), batch, training);
  }

  PoolPass(Architecture.Stage stage, GlobalPool pool, int batch, boolean training) {
    this(stage, pool.pooling(), pool.window(stage.input()), batch, training);
  }

  private PoolPass(Architecture.Stage stage, Pooling pooling, Window window, int batch, boolean training) {
    super(stage, batch);
    this.pooling = pooling;
    this.channels = window.channels();
    this.height = window.vertical().kernel();
    this.width = window.horizontal().kernel();
    this.down = window.vertical().outputs();
    this.along = window.horizontal().outputs();
    this.line = window.horizontal().inputs() * channels;
    this.chosen = training && pooling == Pooling.MAX ? new int[output.length] : null;
  }

  @Override
  void infer(float[] x, int xOffset, int rows) {
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

  private void largest(float[] x, int row, int corner, int to) {
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
    for (int wy = 0; wy < height; wy++) {
      for (int wx = 0; wx < width; wx++) {
        int place = corner + wy * line + wx * channels;
        for (int c = 0; c < channels; c++) {
          inputGradient[place + c] = gradient[to + c] / (height * width);
        }
      }
    }
  }
}
