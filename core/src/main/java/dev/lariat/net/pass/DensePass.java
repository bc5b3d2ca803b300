package dev.lariat.net.pass;

import dev.lariat.net.layer.Dense;
import dev.lariat.net.layer.Activation;
import dev.lariat.net.Weights;
import dev.lariat.net.SparseRows;
import dev.lariat.net.Architecture;
import dev.lariat.kernel.Epilogue;
import dev.lariat.kernel.Kernels;
import dev.lariat.kernel.Nonlinearity.State;
import dev.lariat.kernel.Nonlinearity;

/** A dense layer, with the inverted dropout that follows it, if any, multiplied in while the product is in cache. */
final class DensePass extends Pass {
  private final Kernels kernels;
  private final Nonlinearity f;
  private final float[] kernel; // [inputs · outputs]
  private final float[] kernelGradient; // [inputs · outputs], null without training
  private final float[] biasGradient; // [outputs], null without bias or training
  private final int kernelIndex;
  private final Kernels.Ranges whole;
  private final Epilogue inference;
  private final Epilogue training;
  private final float[] state; // what the activation's gradient is computed from
  private final DropoutMasks masks; // null without dropout
  private GradientSink sink;

  /**
   * @param buffers gradients by parameter index, or null for inference only
   * @param first index of the layer's first parameter
   */
  DensePass(Architecture.Stage stage, Dense dense, DropoutMasks masks, int batch, Kernels kernels, Weights weights,
      float[][] buffers, int first) {
    super(stage, batch);
    this.kernels = kernels;
    this.f = nonlinearity(dense.activation());
    this.kernel = weights.parameters().get(first).values();
    float[] bias = dense.bias() ? weights.parameters().get(first + 1).values() : null;
    this.kernelIndex = first;
    this.masks = masks;
    this.inference = new Epilogue(bias, 0, f, Activation.LEAKY_SLOPE, null, null);
    if (buffers == null) {
      kernelGradient = null;
      biasGradient = null;
      whole = null;
      training = inference;
      state = null;
    } else {
      kernelGradient = buffers[first];
      biasGradient = dense.bias() ? buffers[first + 1] : null;
      whole = (from, to) -> sink.range(kernelIndex, from, to);
      boolean keep = f.state() == State.INPUT || (f.state() == State.OUTPUT && masks != null);
      float[] kept = keep ? new float[output.length] : null;
      state = keep ? kept : output;
      training = new Epilogue(bias, 0, f, Activation.LEAKY_SLOPE, masks == null ? null : masks.values, kept);
    }
  }

  @Override
  void infer(float[] x, int xOffset, int rows) {
    kernels.productNN(rows, outputs, inputs, x, xOffset, kernel, 0, output, 0, inference);
  }

  @Override
  boolean takesSparse() {
    return true;
  }

  @Override
  void infer(SparseRows x, int from, int rows) {
    kernels.sparseNN(rows, outputs, inputs, x.starts(), from, x.inputs(), x.values(), kernel, 0, output, 0, inference);
  }

  @Override
  void train(Batch x, int rows, StepKey key) {
    draw(rows, key);
    kernels.sparseNN(rows, outputs, inputs, x.starts, 0, x.inputs, x.values, kernel, 0, output, 0, training);
  }

  private void draw(int rows, StepKey key) {
    if (masks != null) {
      masks.draw(rows * outputs, key);
    }
  }

  @Override
  void train(float[] x, int xOffset, int rows, StepKey key) {
    draw(rows, key);
    kernels.productNN(rows, outputs, inputs, x, xOffset, kernel, 0, output, 0, training);
  }

  @Override
  boolean backward(float[] x, int xOffset, int rows, float[] gradient, float[] inputGradient, GradientSink gradients) {
    throughActivation(rows, gradient);
    if (inputGradient != null) {
      kernels.productNT(rows, inputs, outputs, gradient, 0, kernel, 0, inputGradient, 0);
    }
    sink = gradients;
    kernels.productTN(inputs, outputs, rows, x, xOffset, gradient, 0, kernelGradient, 0, whole);
    completed(rows, gradient, gradients);
    return true;
  }

  /**
   * The way back of a sparse batch, whose gradient nobody needs. Every weight's gradient is handed over, also of the
   * inputs that the batch lacks: momentum and decay change these weights too.
   */
  @Override
  void backward(Batch x, int rows, float[] gradient, GradientSink gradients) {
    throughActivation(rows, gradient);
    kernels.sparseTN(rows, outputs, inputs, x.starts, 0, x.inputs, x.values, gradient, 0, kernelGradient, 0);
    gradients.range(kernelIndex, 0, inputs * outputs);
    completed(rows, gradient, gradients);
  }

  private void throughActivation(int rows, float[] gradient) {
    if (f != Nonlinearity.IDENTITY || masks != null) {
      kernels.activationGradient(f, Activation.LEAKY_SLOPE, rows * outputs, state, 0,
          masks == null ? null : masks.values, 0, gradient, 0);
    }
  }

  private void completed(int rows, float[] gradient, GradientSink gradients) {
    gradients.complete(kernelIndex);
    if (biasGradient != null) {
      kernels.columnSums(rows, outputs, gradient, 0, biasGradient, 0);
      gradients.range(kernelIndex + 1, 0, outputs);
      gradients.complete(kernelIndex + 1);
    }
  }

  @Override
  DropoutMasks masks() {
    return masks;
  }
}
