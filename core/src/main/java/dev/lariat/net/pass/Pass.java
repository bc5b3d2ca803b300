package dev.lariat.net.pass;

import dev.lariat.kernel.Nonlinearity;
import dev.lariat.net.layer.Activation;
import dev.lariat.net.Architecture;

/** One layer at work: its buffers, and the way forward and back through it. Belongs to one {@link Workspace}. */
abstract class Pass {
  final int inputs;
  final int outputs;
  final float[] output; // [batch · outputs]

  Pass(Architecture.Stage stage, int batch) {
    this(stage.inputs(), stage.outputs(), batch);
  }

  Pass(int inputs, int outputs, int batch) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.output = new float[Math.multiplyExact(batch, outputs)];
  }

  /** Inference: fills {@code output} from {@code rows} rows of x. */
  abstract void infer(float[] x, int xOffset, int rows);

  /** Training: as inference, but with noise and batch statistics, and keeps what {@link #backward} needs. */
  void train(float[] x, int xOffset, int rows, StepKey key) {
    infer(x, xOffset, rows);
  }

  /**
   * The way back through the last {@link #train}: computes the gradients of this layer's parameters and hands them to
   * the sink once the old weights are no longer needed.
   *
   * @param gradient of the loss by {@code output}; modified
   * @param inputGradient receives the loss's gradient by x, or null if nobody needs it
   * @return true if the gradient by x is now in {@code inputGradient}, false if it is in {@code gradient}
   */
  abstract boolean backward(float[] x, int xOffset, int rows, float[] gradient, float[] inputGradient,
      GradientSink sink);

  /** {@return what the kernels compute for an activation} */
  static Nonlinearity nonlinearity(Activation activation) {
    return switch (activation) {
      case LINEAR -> Nonlinearity.IDENTITY;
      case RELU -> Nonlinearity.RELU;
      case LEAKY_RELU -> Nonlinearity.LEAKY_RELU;
      case GELU -> Nonlinearity.GELU;
      case SILU -> Nonlinearity.SILU;
      case SELU -> Nonlinearity.SELU;
      case TANH -> Nonlinearity.TANH;
      case SIGMOID -> Nonlinearity.SIGMOID;
    };
  }
}
