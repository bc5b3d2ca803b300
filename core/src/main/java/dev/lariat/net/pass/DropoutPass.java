package dev.lariat.net.pass;

import dev.lariat.net.layer.Dropout;
import dev.lariat.net.Architecture;
import dev.lariat.kernel.Kernels;

/** A dropout layer by itself: on the inputs, after a normalisation, or in the original form. */
final class DropoutPass extends Pass {
  private final Kernels kernels;
  private final DropoutMasks masks;
  private final float training; // what a mask's factor is multiplied with
  private final float inference;
  private boolean traced;

  DropoutPass(Architecture.Stage stage, Dropout dropout, int batch, Kernels kernels) {
    super(stage, batch);
    this.kernels = kernels;
    this.masks = new DropoutMasks(dropout.rate(), stage.ordinal(), output.length, kernels);
    float keep = (float) (1 - dropout.rate());
    this.training = switch (dropout.form()) {
      case INVERTED -> 1;
      case ORIGINAL -> keep;
    };
    this.inference = switch (dropout.form()) {
      case INVERTED -> 1;
      case ORIGINAL -> keep;
    };
  }

  @Override
  void infer(float[] x, int xOffset, int rows) {
    int n = rows * outputs;
    System.arraycopy(x, xOffset, output, 0, n);
    if (inference != 1) {
      kernels.scale(n, inference, output, 0);
    }
  }

  @Override
  void trace(float[] x, int rows) {
    infer(x, 0, rows);
    traced = true;
  }

  @Override
  void train(float[] x, int xOffset, int rows, StepKey key) {
    int n = rows * outputs;
    masks.draw(n, key);
    traced = false;
    System.arraycopy(x, xOffset, output, 0, n);
    mask(n, output);
  }

  private void mask(int n, float[] values) {
    kernels.multiply(n, masks.values, 0, values, 0);
    if (training != 1) {
      kernels.scale(n, training, values, 0);
    }
  }

  @Override
  boolean backward(float[] x, int xOffset, int rows, float[] gradient, float[] inputGradient, GradientSink sink) {
    if (!traced) {
      mask(rows * outputs, gradient);
    } else if (inference != 1) {
      kernels.scale(rows * outputs, inference, gradient, 0);
    }
    return false;
  }

  @Override
  DropoutMasks masks() {
    return masks;
  }
}
