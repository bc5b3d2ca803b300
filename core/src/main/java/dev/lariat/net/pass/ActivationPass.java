package dev.lariat.net.pass;

import dev.lariat.net.layer.ActivationLayer;
import dev.lariat.net.layer.Activation;
import dev.lariat.net.Architecture;
import dev.lariat.kernel.Kernels;
import dev.lariat.kernel.Nonlinearity.State;
import dev.lariat.kernel.Nonlinearity;

/** An activation by itself. */
final class ActivationPass extends Pass {
  private final Kernels kernels;
  private final Nonlinearity f;

  ActivationPass(Architecture.Stage stage, ActivationLayer activate, int batch, Kernels kernels) {
    super(stage, batch);
    this.kernels = kernels;
    this.f = nonlinearity(activate.activation());
  }

  @Override
  void infer(float[] x, int xOffset, int rows) {
    kernels.activate(f, Activation.LEAKY_SLOPE, rows * outputs, x, xOffset, output, 0);
  }

  @Override
  boolean backward(float[] x, int xOffset, int rows, float[] gradient, float[] inputGradient, GradientSink sink) {
    boolean fromInput = f.state() == State.INPUT;
    kernels.activationGradient(f, Activation.LEAKY_SLOPE, rows * outputs, fromInput ? x : output,
        fromInput ? xOffset : 0, null, 0, gradient, 0);
    return false;
  }
}
