package dev.lariat.net.pass;

import dev.lariat.net.layer.BatchNorm;
import dev.lariat.net.Weights;
import dev.lariat.net.Architecture;
import java.util.Arrays;

/** Batch normalisation. Sums run over the rows in order, so the bits are fixed. */
final class BatchNormPass extends Pass {
  private final float keep; // momentum of the running averages
  private final float epsilon;
  private final float[] scale;
  private final float[] shift;
  private final float[] mean; // running
  private final float[] variance; // running
  private final float[] scaleGradient;
  private final float[] shiftGradient;
  private final int first;
  private final float[] normalized; // [batch · units]
  private final float[] center; // [units] the batch's mean
  private final float[] inverse; // [units] 1/√(variance + ε)

  BatchNormPass(Architecture.Stage stage, BatchNorm norm, int batch, Weights weights, float[][] buffers, int first) {
    super(stage, batch);
    this.keep = (float) norm.momentum();
    this.epsilon = (float) norm.epsilon();
    this.first = first;
    this.scale = weights.parameters().get(first).values();
    this.shift = weights.parameters().get(first + 1).values();
    this.mean = weights.parameters().get(first + 2).values();
    this.variance = weights.parameters().get(first + 3).values();
    this.scaleGradient = buffers == null ? null : buffers[first];
    this.shiftGradient = buffers == null ? null : buffers[first + 1];
    this.normalized = buffers == null ? null : new float[output.length];
    this.center = new float[outputs];
    this.inverse = new float[outputs];
  }

  @Override
  void infer(float[] x, int xOffset, int rows) {
    for (int u = 0; u < outputs; u++) {
      inverse[u] = scale[u] / (float) Math.sqrt(variance[u] + epsilon);
      center[u] = Math.fma(-mean[u], inverse[u], shift[u]);
    }
    for (int r = 0, at = 0; r < rows; r++) {
      for (int u = 0; u < outputs; u++, at++) {
        output[at] = Math.fma(x[xOffset + at], inverse[u], center[u]);
      }
    }
  }

  @Override
  void train(float[] x, int xOffset, int rows, StepKey key) {
    moments(x, xOffset, rows);
    for (int r = 0, at = 0; r < rows; r++) {
      for (int u = 0; u < outputs; u++, at++) {
        float n = (x[xOffset + at] - center[u]) * inverse[u];
        normalized[at] = n;
        output[at] = Math.fma(n, scale[u], shift[u]);
      }
    }
  }

  /** The batch's mean and 1/√(variance + ε), and the running averages. */
  private void moments(float[] x, int xOffset, int rows) {
    Arrays.fill(center, 0);
    Arrays.fill(inverse, 0);
    for (int r = 0, at = xOffset; r < rows; r++) {
      for (int u = 0; u < outputs; u++, at++) {
        center[u] += x[at];
      }
    }
    for (int u = 0; u < outputs; u++) {
      center[u] /= rows;
    }
    for (int r = 0, at = xOffset; r < rows; r++) {
      for (int u = 0; u < outputs; u++, at++) {
        float d = x[at] - center[u];
        inverse[u] = Math.fma(d, d, inverse[u]);
      }
    }
    for (int u = 0; u < outputs; u++) {
      float batchVariance = inverse[u] / rows;
      mean[u] = Math.fma(1 - keep, center[u], keep * mean[u]);
      variance[u] = Math.fma(1 - keep, batchVariance, keep * variance[u]);
      inverse[u] = 1 / (float) Math.sqrt(batchVariance + epsilon);
    }
  }

  /** {@code dx = scale·inverse·(dy − mean(dy) − x̂·mean(dy·x̂))}. */
  @Override
  boolean backward(float[] x, int xOffset, int rows, float[] gradient, float[] inputGradient, GradientSink sink) {
    Arrays.fill(scaleGradient, 0);
    Arrays.fill(shiftGradient, 0);
    for (int r = 0, at = 0; r < rows; r++) {
      for (int u = 0; u < outputs; u++, at++) {
        shiftGradient[u] += gradient[at];
        scaleGradient[u] = Math.fma(gradient[at], normalized[at], scaleGradient[u]);
      }
    }
    for (int r = 0, at = 0; r < rows; r++) {
      for (int u = 0; u < outputs; u++, at++) {
        float d = gradient[at] - shiftGradient[u] / rows - normalized[at] * (scaleGradient[u] / rows);
        gradient[at] = d * scale[u] * inverse[u];
      }
    }
    for (int k = 0; k < 2; k++) {
      sink.range(first + k, 0, outputs);
      sink.complete(first + k);
    }
    return false;
  }
}
