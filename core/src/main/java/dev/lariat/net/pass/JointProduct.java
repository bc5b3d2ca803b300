package dev.lariat.net.pass;

import dev.lariat.kernel.Epilogue;
import dev.lariat.kernel.Kernels;

/** All gates see the same state: one product. */
final class JointProduct extends StateProduct {
  private final Epilogue bias;
  private float[] u; // [units · gates · units]
  private final float[] transposed; // [gates · units · units]; null without training
  private final float[] product; // [rows · units]; null without training
  private final float[] part; // [units · gates · units]; null without training

  JointProduct(Kernels kernels, int units, int gates, Epilogue bias, int rows, boolean training) {
    super(kernels, units, gates);
    this.bias = bias;
    this.transposed = training ? new float[gates * units * units] : null;
    this.product = training ? new float[Math.multiplyExact(rows, units)] : null;
    this.part = training ? new float[transposed.length] : null;
  }

  /** U is turned once for all steps back: a product with a transposed matrix would turn it at each. */
  @Override
  void pack(float[] weights) {
    u = weights;
    if (transposed != null) {
      int wide = gates * units;
      for (int i = 0; i < units; i++) {
        for (int j = 0; j < wide; j++) {
          transposed[j * units + i] = weights[i * wide + j];
        }
      }
    }
  }

  @Override
  void forward(int rows, float[] h, int from, float[] to, int at) {
    kernels.productNN(rows, gates * units, units, h, from, u, 0, to, at, bias);
  }

  @Override
  void back(int rows, float[] s, int at, float[] dh) {
    kernels.productNN(rows, units, gates * units, s, at, transposed, 0, product, 0);
    kernels.axpy(rows * units, 1, product, 0, dh, 0);
  }

  @Override
  void addGradient(int steps, int rows, float[] h, int from, float[] s, int at, float[] gradient) {
    kernels.productTN(units, gates * units, steps * rows, h, from, s, at, part, 0);
    kernels.axpy(part.length, 1, part, 0, gradient, 0);
  }
}
