package dev.lariat.net.pass;

import dev.lariat.kernel.Kernels;

/**
 * The product of a recurrent layer's state with U, at each step, and the way back. What comes of it has the gates side
 * by side, [rows · gates · units], as U has them.
 */
abstract sealed class StateProduct permits JointProduct, GatedProduct {
  final Kernels kernels;
  final int units;
  final int gates;

  StateProduct(Kernels kernels, int units, int gates) {
    this.kernels = kernels;
    this.units = units;
    this.gates = gates;
  }

  /**
   * The weights of the steps that follow.
   *
   * @param u [units · gates · units]; not modified, and may not change until the next call
   */
  abstract void pack(float[] u);

  /** {@code to ← h·U + d}, from the states at {@code from}. */
  abstract void forward(int rows, float[] h, int from, float[] to, int at);

  /** {@code dh ← dh + s·Uᵀ}: {@code s} are the gradients by {@link #forward}'s result. */
  abstract void back(int rows, float[] s, int at, float[] dh);

  /**
   * Adds to U's gradient what comes of some steps, by the states before each of them and the gradients by their
   * products.
   */
  abstract void addGradient(int steps, int rows, float[] h, int from, float[] s, int at, float[] gradient);
}
