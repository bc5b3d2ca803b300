package dev.lariat.net.pass;

import dev.lariat.kernel.Kernels;

/** A dropout layer's factors for one step: 0, or 1/(1−rate). */
final class DropoutMasks {
  /** Dropout draws from streams of its own, apart from those of the initial weights. */
  private static final int STREAM = 0x8000;

  final float[] values; // [batch · units]
  private final Kernels kernels;
  private final float rate;
  private final int layer;

  DropoutMasks(double rate, int ordinal, int size, Kernels kernels) {
    this.kernels = kernels;
    this.rate = (float) rate;
    this.layer = STREAM + ordinal;
    this.values = new float[size];
  }

  /** {@return which of the first n factors are not 0} */
  boolean[] kept(int n) {
    boolean[] kept = new boolean[n];
    for (int i = 0; i < n; i++) {
      kept[i] = values[i] != 0;
    }
    return kept;
  }

  /** Draws the first n factors. */
  void draw(int n, StepKey key) {
    kernels.dropoutMask(key.seed, key.fold, key.epoch, key.step, layer, rate, n, values, 0);
  }
}
