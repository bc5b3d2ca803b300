package dev.lariat.net.pass;

import dev.lariat.kernel.Nonlinearity;
import dev.lariat.net.layer.Activation;
import dev.lariat.net.Architecture;
import dev.lariat.net.SparseRows;

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
   * As {@link #infer}, but keeps what {@link #backward} needs: to see where a prediction comes from. Of layers without
   * noise of their own.
   */
  void trace(float[] x, int rows) {
    train(x, 0, rows, null);
  }

  /**
   * The way back through the last {@link #train} or {@link #trace}: computes the gradients of this layer's parameters
   * and hands them to the sink once the old weights are no longer needed.
   *
   * @param gradient of the loss by {@code output}; modified
   * @param inputGradient receives the loss's gradient by x, or null if nobody needs it
   * @return true if the gradient by x is now in {@code inputGradient}, false if it is in {@code gradient}
   */
  abstract boolean backward(float[] x, int xOffset, int rows, float[] gradient, float[] inputGradient,
      GradientSink sink);

  /** {@return the factors of the last {@link #train}'s dropout; null where there is none} */
  DropoutMasks masks() {
    return null;
  }

  /** {@return whether it takes sparse rows as they are, by the three methods below} */
  boolean takesSparse() {
    return false;
  }

  /** As {@link #infer(float[], int, int)}, of rows of which most inputs are 0. */
  void infer(SparseRows x, int from, int rows) {
    throw new UnsupportedOperationException(getClass().getSimpleName() + " takes no sparse rows");
  }

  /** As {@link #train(float[], int, int, StepKey)}, of a sparse batch. */
  void train(Batch x, int rows, StepKey key) {
    throw new UnsupportedOperationException(getClass().getSimpleName() + " takes no sparse rows");
  }

  /** The way back of a sparse batch, by whose inputs nobody needs a gradient. */
  void backward(Batch x, int rows, float[] gradient, GradientSink sink) {
    throw new UnsupportedOperationException(getClass().getSimpleName() + " takes no sparse rows");
  }

  /** {@return what the kernels compute for an activation} */
  static Nonlinearity nonlinearity(Activation activation) {
    return switch (activation) {
      case LINEAR -> Nonlinearity.IDENTITY;
      case RELU -> Nonlinearity.RELU;
      case LEAKY_RELU -> Nonlinearity.LEAKY_RELU;
      case GELU -> Nonlinearity.GELU;
      case SILU -> Nonlinearity.SILU;
      case SELU -> Nonlinearity.SELU;
      case ELU -> Nonlinearity.ELU;
      case MISH -> Nonlinearity.MISH;
      case TANH -> Nonlinearity.TANH;
      case SIGMOID -> Nonlinearity.SIGMOID;
    };
  }
}
