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
  private final int units; // numbers of a vector, or channels of a map
  private final int positions; // of a map; 1 for vectors
  private final double[] sums; // [units] over the places of maps, too many for a chain of floats; null elsewhere
  private final double[] products;
  private boolean traced; // whether the way back is through the running averages

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
    this.units = stage.output().channels();
    this.positions = outputs / units;
    this.center = new float[units];
    this.inverse = new float[units];
    boolean sumsPlaces = buffers != null && positions > 1;
    this.sums = sumsPlaces ? new double[units] : null;
    this.products = sumsPlaces ? new double[units] : null;
  }

  @Override
  void infer(float[] x, int xOffset, int rows) {
    int places = rows * positions;
    for (int u = 0; u < units; u++) {
      inverse[u] = scale[u] / (float) Math.sqrt(variance[u] + epsilon);
      center[u] = Math.fma(-mean[u], inverse[u], shift[u]);
    }
    for (int r = 0, at = 0; r < places; r++) {
      for (int u = 0; u < units; u++, at++) {
        output[at] = Math.fma(x[xOffset + at], inverse[u], center[u]);
      }
    }
  }

  @Override
  void trace(float[] x, int rows) {
    infer(x, 0, rows);
    traced = true;
  }

  @Override
  void train(float[] x, int xOffset, int rows, StepKey key) {
    traced = false;
    int places = rows * positions;
    if (positions == 1) {
      moments(x, xOffset, rows);
    } else {
      momentsOfMaps(x, xOffset, places);
    }
    for (int r = 0, at = 0; r < places; r++) {
      for (int u = 0; u < units; u++, at++) {
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
      for (int u = 0; u < units; u++, at++) {
        center[u] += x[at];
      }
    }
    for (int u = 0; u < units; u++) {
      center[u] /= rows;
    }
    for (int r = 0, at = xOffset; r < rows; r++) {
      for (int u = 0; u < units; u++, at++) {
        float d = x[at] - center[u];
        inverse[u] = Math.fma(d, d, inverse[u]);
      }
    }
    for (int u = 0; u < units; u++) {
      keep(u, inverse[u] / rows);
    }
  }

  private void keep(int u, float batchVariance) {
    mean[u] = Math.fma(1 - keep, center[u], keep * mean[u]);
    variance[u] = Math.fma(1 - keep, batchVariance, keep * variance[u]);
    inverse[u] = 1 / (float) Math.sqrt(batchVariance + epsilon);
  }

  /** As {@link #moments}, over many places. */
  private void momentsOfMaps(float[] x, int xOffset, int places) {
    Arrays.fill(sums, 0);
    Arrays.fill(products, 0);
    for (int r = 0, at = xOffset; r < places; r++) {
      for (int u = 0; u < units; u++, at++) {
        sums[u] += x[at];
      }
    }
    for (int u = 0; u < units; u++) {
      sums[u] /= places;
      center[u] = (float) sums[u];
    }
    for (int r = 0, at = xOffset; r < places; r++) {
      for (int u = 0; u < units; u++, at++) {
        double d = x[at] - sums[u];
        products[u] += d * d;
      }
    }
    for (int u = 0; u < units; u++) {
      keep(u, (float) (products[u] / places));
    }
  }

  /** {@code dx = scale·inverse·(dy − mean(dy) − x̂·mean(dy·x̂))}; traced the averages are constants. */
  @Override
  boolean backward(float[] x, int xOffset, int rows, float[] gradient, float[] inputGradient, GradientSink sink) {
    int places = rows * positions;
    if (traced) {
      for (int r = 0, at = 0; r < places; r++) {
        for (int u = 0; u < units; u++, at++) {
          gradient[at] *= inverse[u]; // with the scale in it
        }
      }
      return false;
    }
    if (positions == 1) {
      sums(gradient, rows);
    } else {
      sumsOfMaps(gradient, places);
    }
    for (int r = 0, at = 0; r < places; r++) {
      for (int u = 0; u < units; u++, at++) {
        float d = gradient[at] - shiftGradient[u] / places - normalized[at] * (scaleGradient[u] / places);
        gradient[at] = d * scale[u] * inverse[u];
      }
    }
    for (int k = 0; k < 2; k++) {
      sink.range(first + k, 0, units);
      sink.complete(first + k);
    }
    return false;
  }

  private void sums(float[] gradient, int rows) {
    Arrays.fill(scaleGradient, 0);
    Arrays.fill(shiftGradient, 0);
    for (int r = 0, at = 0; r < rows; r++) {
      for (int u = 0; u < units; u++, at++) {
        shiftGradient[u] += gradient[at];
        scaleGradient[u] = Math.fma(gradient[at], normalized[at], scaleGradient[u]);
      }
    }
  }

  private void sumsOfMaps(float[] gradient, int places) {
    Arrays.fill(sums, 0);
    Arrays.fill(products, 0);
    for (int r = 0, at = 0; r < places; r++) {
      for (int u = 0; u < units; u++, at++) {
        sums[u] += gradient[at];
        products[u] += (double) gradient[at] * normalized[at];
      }
    }
    for (int u = 0; u < units; u++) {
      shiftGradient[u] = (float) sums[u];
      scaleGradient[u] = (float) products[u];
    }
  }
}
