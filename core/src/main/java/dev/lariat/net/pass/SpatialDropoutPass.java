package dev.lariat.net.pass;

import dev.lariat.kernel.Kernels;
import dev.lariat.net.Architecture;
import dev.lariat.net.layer.SpatialDropout;

/** Dropout of whole channels: one factor for each row and channel, at every place. */
final class SpatialDropoutPass extends Pass {
  private final Kernels kernels;
  private final DropoutMasks masks; // [batch · channels]; null for inference
  private final int channels;

  SpatialDropoutPass(Architecture.Stage stage, SpatialDropout dropout, int batch, Kernels kernels, boolean training) {
    super(stage, batch);
    this.kernels = kernels;
    this.channels = stage.output().channels();
    this.masks = training ? new DropoutMasks(dropout.rate(), stage.ordinal(), batch * channels, kernels) : null;
  }

  @Override
  void infer(float[] x, int xOffset, int rows) {
    System.arraycopy(x, xOffset, output, 0, rows * outputs);
  }

  @Override
  void train(float[] x, int xOffset, int rows, StepKey key) {
    masks.draw(rows * channels, key);
    System.arraycopy(x, xOffset, output, 0, rows * outputs);
    mask(output, rows);
  }

  private void mask(float[] values, int rows) {
    for (int r = 0; r < rows; r++) {
      for (int at = r * outputs; at < (r + 1) * outputs; at += channels) {
        kernels.multiply(channels, masks.values, r * channels, values, at);
      }
    }
  }

  @Override
  boolean backward(float[] x, int xOffset, int rows, float[] gradient, float[] inputGradient, GradientSink sink) {
    mask(gradient, rows);
    return false;
  }

  @Override
  DropoutMasks masks() {
    return masks;
  }
}
