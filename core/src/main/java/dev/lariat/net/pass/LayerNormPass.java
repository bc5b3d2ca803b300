package dev.lariat.net.pass;

import dev.lariat.net.layer.LayerNorm;
import dev.lariat.net.Weights;
import dev.lariat.net.Architecture;
import java.util.Arrays;

/** Layer normalisation. Sums run over a row's units in order, so the bits are fixed. */
final class LayerNormPass extends Pass {
  private final float epsilon;
  private final float[] scale;
  private final float[] shift;
  private final float[] scaleGradient;
  private final float[] shiftGradient;
  private final int first;
  private final float[] normalized; // [batch · units]
  private final float[] inverse; // [batch] 1/√(variance + ε)

  LayerNormPass(Architecture.Stage stage, LayerNorm norm, int batch, Weights weights, float[][] buffers, int first) {
    super(stage, batch);
    this.epsilon = (float) norm.epsilon();
    this.first = first;
    this.scale = weights.parameters().get(first).values();
    this.shift = weights.parameters().get(first + 1).values();
    this.scaleGradient = buffers == null ? null : buffers[first];
    this.shiftGradient = buffers == null ? null : buffers[first + 1];
    this.normalized = new float[output.length];
    this.inverse = new float[batch];
  }

  @Override
  void infer(float[] x, int xOffset, int rows) {
    for (int r = 0; r < rows; r++) {
      int at = r * outputs;
      float mean = 0;
      for (int u = 0; u < outputs; u++) {
        mean += x[xOffset + at + u];
      }
      mean /= outputs;
      float variance = 0;
      for (int u = 0; u < outputs; u++) {
        float d = x[xOffset + at + u] - mean;
        variance = Math.fma(d, d, variance);
      }
      inverse[r] = 1 / (float) Math.sqrt(variance / outputs + epsilon);
      for (int u = 0; u < outputs; u++) {
        float n = (x[xOffset + at + u] - mean) * inverse[r];
        normalized[at + u] = n;
        output[at + u] = Math.fma(n, scale[u], shift[u]);
      }
    }
  }

  @Override
  boolean backward(float[] x, int xOffset, int rows, float[] gradient, float[] inputGradient, GradientSink sink) {
    Arrays.fill(scaleGradient, 0);
    Arrays.fill(shiftGradient, 0);
    for (int r = 0; r < rows; r++) {
      int at = r * outputs;
      float sum = 0;
      float product = 0;
      for (int u = 0; u < outputs; u++) {
        float g = gradient[at + u];
        shiftGradient[u] += g;
        scaleGradient[u] = Math.fma(g, normalized[at + u], scaleGradient[u]);
        float d = g * scale[u];
        gradient[at + u] = d;
        sum += d;
        product = Math.fma(d, normalized[at + u], product);
      }
      sum /= outputs;
      product /= outputs;
      for (int u = 0; u < outputs; u++) {
        gradient[at + u] = (gradient[at + u] - sum - normalized[at + u] * product) * inverse[r];
      }
    }
    for (int k = 0; k < 2; k++) {
      sink.range(first + k, 0, outputs);
      sink.complete(first + k);
    }
    return false;
  }
}
