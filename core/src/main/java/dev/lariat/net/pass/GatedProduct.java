package dev.lariat.net.pass;

import dev.lariat.kernel.Epilogue;
import dev.lariat.kernel.Kernels;
import dev.lariat.kernel.Nonlinearity;

/** Each gate sees the state through a mask of its own: a product for each gate. */
final class GatedProduct extends StateProduct {
  private final double rate;
  private final int stream;
  private final Epilogue[] bias; // by gate
  private final float[][] u; // by gate: [units · units]
  private final float[][] transposed; // by gate
  private final float[] drawn; // [rows · gates · units]
  private final float[][] mask; // by gate: [rows · units]
  private final float[] masked; // [steps · rows · units] states as a gate sees them
  private final float[] part; // [steps · rows · units] gradients by a gate's products
  private final float[] product; // [rows · units]
  private final float[] gradientPart; // [units · units]

  /**
   * @param rate of the state's dropout
   * @param stream of its random numbers
   * @param d bias of the state, [gates · units], or null
   * @param steps the most that {@link #addGradient} takes at once
   */
  GatedProduct(Kernels kernels, int units, int gates, double rate, int stream, float[] d, int steps, int rows) {
    super(kernels, units, gates);
    this.rate = rate;
    this.stream = stream;
    int block = Math.multiplyExact(rows, units);
    this.bias = new Epilogue[gates];
    for (int g = 0; g < gates; g++) {
      bias[g] = d == null ? Epilogue.NONE : Epilogue.of(d, g * units, Nonlinearity.IDENTITY);
    }
    this.u = new float[gates][units * units];
    this.transposed = new float[gates][units * units];
    this.drawn = new float[Math.multiplyExact(block, gates)];
    this.mask = new float[gates][block];
    this.masked = new float[Math.multiplyExact(steps, block)];
    this.part = new float[masked.length];
    this.product = new float[block];
    this.gradientPart = new float[units * units];
  }

  @Override
  void pack(float[] weights) {
    for (int g = 0; g < gates; g++) {
      take(weights, 0, units, g, u[g]);
      for (int i = 0; i < units; i++) {
        for (int j = 0; j < units; j++) {
          transposed[g][j * units + i] = u[g][i * units + j];
        }
      }
    }
  }

  /** Draws the masks of a batch. */
  void draw(int rows, StepKey key) {
    kernels.dropoutMask(key.seed, key.fold, key.epoch, key.step, stream, (float) rate, rows * gates * units, drawn, 0);
    for (int g = 0; g < gates; g++) {
      take(drawn, 0, rows, g, mask[g]);
    }
  }

  /** A gate's columns of some rows. */
  private void take(float[] sideBySide, int at, int rows, int g, float[] oneGate) {
    for (int r = 0; r < rows; r++) {
      System.arraycopy(sideBySide, at + (r * gates + g) * units, oneGate, r * units, units);
    }
  }

  @Override
  void forward(int rows, float[] h, int from, float[] to, int at) {
    for (int g = 0; g < gates; g++) {
      System.arraycopy(h, from, masked, 0, rows * units);
      kernels.multiply(rows * units, mask[g], 0, masked, 0);
      kernels.productNN(rows, units, units, masked, 0, u[g], 0, product, 0, bias[g]);
      for (int r = 0; r < rows; r++) {
        System.arraycopy(product, r * units, to, at + (r * gates + g) * units, units);
      }
    }
  }

  @Override
  void back(int rows, float[] s, int at, float[] dh) {
    for (int g = 0; g < gates; g++) {
      take(s, at, rows, g, part);
      kernels.productNN(rows, units, units, part, 0, transposed[g], 0, product, 0);
      kernels.multiply(rows * units, mask[g], 0, product, 0);
      kernels.axpy(rows * units, 1, product, 0, dh, 0);
    }
  }

  @Override
  void addGradient(int steps, int rows, float[] h, int from, float[] s, int at, float[] gradient) {
    int n = rows * units;
    for (int g = 0; g < gates; g++) {
      System.arraycopy(h, from, masked, 0, steps * n);
      for (int t = 0; t < steps; t++) {
        kernels.multiply(n, mask[g], 0, masked, t * n);
      }
      take(s, at, steps * rows, g, part);
      kernels.productTN(units, units, steps * rows, masked, 0, part, 0, gradientPart, 0);
      for (int i = 0; i < units; i++) {
        kernels.axpy(units, 1, gradientPart, i * units, gradient, (i * gates + g) * units);
      }
    }
  }
}
