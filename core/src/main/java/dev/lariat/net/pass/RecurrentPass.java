package dev.lariat.net.pass;

import dev.lariat.kernel.Kernels;
import dev.lariat.net.Architecture;
import dev.lariat.net.Weights;
import dev.lariat.net.layer.Recurrent;

/** A recurrent layer: one or two directions, whose states stand side by side. */
final class RecurrentPass extends Pass {
  /** Rows of inference at a time, so that the states of all steps stay small; no row depends on another. */
  private static final int BLOCK = 64;

  private final RecurrentDirection[] directions;
  private final Kernels kernels;
  private final Recurrent layer;
  private final int block;
  private final float[] inputPart; // [batch · inputs] of the second direction; null with one, or without training

  RecurrentPass(Architecture.Stage stage, Recurrent layer, int batch, Kernels kernels, Weights weights,
      float[][] buffers, int first, RowLengths lengths) {
    super(stage, batch);
    this.kernels = kernels;
    this.layer = layer;
    this.block = buffers == null ? Math.min(batch, BLOCK) : batch;
    this.directions = new RecurrentDirection[layer.directions()];
    for (int d = 0; d < directions.length; d++) {
      directions[d] = RecurrentDirection.of(stage, layer, d, block, kernels, weights, buffers, first);
      directions[d].readUpTo(lengths);
    }
    this.inputPart = buffers == null || directions.length == 1 ? null : new float[Math.multiplyExact(batch, inputs)];
  }

  @Override
  void infer(float[] x, int xOffset, int rows) {
    for (int d = 0; d < directions.length; d++) {
      directions[d].packWeights(null);
    }
    for (int from = 0; from < rows; from += block) {
      int count = Math.min(block, rows - from);
      for (int d = 0; d < directions.length; d++) {
        directions[d].forward(x, xOffset + from * inputs, from, count, null);
        directions[d].give(output, from * outputs, count, d * layer.units());
      }
    }
  }

  @Override
  void train(float[] x, int xOffset, int rows, StepKey key) {
    for (int d = 0; d < directions.length; d++) {
      directions[d].packWeights(key);
      directions[d].forward(x, xOffset, 0, rows, key);
      directions[d].give(output, 0, rows, d * layer.units());
    }
  }

  @Override
  boolean backward(float[] x, int xOffset, int rows, float[] gradient, float[] inputGradient, GradientSink sink) {
    for (int d = 0; d < directions.length; d++) {
      float[] to = d == 0 ? inputGradient : inputPart;
      directions[d].backward(gradient, rows, d * layer.units(), inputGradient == null ? null : to);
      if (d > 0 && inputGradient != null) {
        kernels.axpy(rows * inputs, 1, inputPart, 0, inputGradient, 0);
      }
    }
    for (int d = 0; d < directions.length; d++) {
      directions[d].handOver(sink);
    }
    return true;
  }
}
