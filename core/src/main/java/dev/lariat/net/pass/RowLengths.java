package dev.lariat.net.pass;

import dev.lariat.net.Architecture;
import java.util.Arrays;

/** How many steps the rows of a batch have; the passes of a network whose rows have padding share it. */
final class RowLengths {
  final int[] steps; // [batch]

  RowLengths(int batch) {
    this.steps = new int[batch];
  }

  /** {@return the most steps that a row has} */
  int longest(int from, int rows) {
    int longest = 0;
    for (int r = from; r < from + rows; r++) {
      longest = Math.max(longest, steps[r]);
    }
    return longest;
  }

  /**
   * Takes rows apart whose sequences have lengths of their own: the steps, with zeros for the padding; how many there
   * are; what stands beside them.
   */
  static final class Input extends Pass {
    private final RowLengths lengths;
    private final float[] beside; // [batch · width]
    private final int width; // of what stands beside
    private final int steps;
    private final int channels;

    /** @param lengths receives those of the rows */
    Input(Architecture.Stage stage, int batch, RowLengths lengths) {
      super(stage, batch);
      this.lengths = lengths;
      this.width = inputs - outputs - 1;
      this.beside = new float[Math.multiplyExact(batch, width)];
      this.channels = stage.output().channels();
      this.steps = outputs / channels;
    }

    /** {@return what stands beside the sequences of the last rows} */
    float[] beside() {
      return beside;
    }

    @Override
    void infer(float[] x, int xOffset, int rows) {
      for (int r = 0; r < rows; r++) {
        int from = xOffset + r * inputs;
        int length = Math.clamp(Math.round(x[from + outputs]), 0, steps);
        lengths.steps[r] = length;
        System.arraycopy(x, from, output, r * outputs, length * channels);
        Arrays.fill(output, r * outputs + length * channels, (r + 1) * outputs, 0);
        System.arraycopy(x, from + outputs + 1, beside, r * width, width);
      }
    }

    @Override
    boolean backward(float[] x, int xOffset, int rows, float[] gradient, float[] inputGradient, GradientSink sink) {
      throw new IllegalStateException("nobody needs a gradient by the inputs");
    }
  }

  /** Behind a layer that computes padded steps, too: they are 0 again, and no gradient comes from them. */
  static final class Cleared extends Pass {
    private final RowLengths lengths;
    private final int channels;

    Cleared(Architecture.Stage stage, int batch, RowLengths lengths) {
      super(stage.outputs(), stage.outputs(), batch);
      this.lengths = lengths;
      this.channels = stage.output().channels();
    }

    @Override
    void infer(float[] x, int xOffset, int rows) {
      System.arraycopy(x, xOffset, output, 0, rows * outputs);
      clear(output, rows);
    }

    private void clear(float[] values, int rows) {
      for (int r = 0; r < rows; r++) {
        Arrays.fill(values, r * outputs + lengths.steps[r] * channels, (r + 1) * outputs, 0);
      }
    }

    @Override
    boolean backward(float[] x, int xOffset, int rows, float[] gradient, float[] inputGradient, GradientSink sink) {
      clear(gradient, rows);
      return false;
    }
  }

  /** Puts what stands beside the sequences behind the numbers of the rows. */
  static final class Joined extends Pass {
    private final float[] beside; // [batch · width] of the rows that the network looks at
    private final int width;

    Joined(Architecture.Stage stage, int batch, float[] beside) {
      super(stage, batch);
      this.beside = beside;
      this.width = outputs - inputs;
    }

    @Override
    void infer(float[] x, int xOffset, int rows) {
      for (int r = 0; r < rows; r++) {
        System.arraycopy(x, xOffset + r * inputs, output, r * outputs, inputs);
        System.arraycopy(beside, r * width, output, r * outputs + inputs, width);
      }
    }

    @Override
    boolean backward(float[] x, int xOffset, int rows, float[] gradient, float[] inputGradient, GradientSink sink) {
      if (inputGradient == null) {
        return false;
      }
      for (int r = 0; r < rows; r++) {
        System.arraycopy(gradient, r * outputs, inputGradient, r * inputs, inputs);
      }
      return true;
    }
  }
}
