package dev.lariat.net;

import dev.lariat.kernel.Philox;

/**
 * How a layer's weights begin. "Uniform" is U(−a, a), "normal" a normal distribution cut at two standard deviations and
 * widened to keep its variance, as in Keras. Biases begin at 0 but for {@link #PYTORCH}.
 */
public enum Initializer {
  /** Variance 2/(in + out), uniform (Glorot and Bengio, 2010). Keras' default, and ours. */
  GLOROT_UNIFORM,
  /** Variance 2/(in + out), normal. */
  GLOROT_NORMAL,
  /** Variance 2/in, uniform (He et al., 2015). */
  HE_UNIFORM,
  /** Variance 2/in, normal. */
  HE_NORMAL,
  /** Variance 1/in, uniform (LeCun et al., 1998). */
  LECUN_UNIFORM,
  /** Variance 1/in, normal: what SELU needs. */
  LECUN_NORMAL,
  /** PyTorch's default: U(±1/√in) for kernel and bias. */
  PYTORCH;

  /** The standard deviation of a standard normal cut at ±2. */
  private static final double CUT_NORMAL = 0.8796256610342398;

  /** The variance of a kernel's weights. */
  double variance(int inputs, int outputs) {
    return switch (this) {
      case GLOROT_UNIFORM, GLOROT_NORMAL -> 2.0 / ((double) inputs + outputs);
      case HE_UNIFORM, HE_NORMAL -> 2.0 / inputs;
      case LECUN_UNIFORM, LECUN_NORMAL -> 1.0 / inputs;
      case PYTORCH -> 1.0 / (3.0 * inputs);
    };
  }

  /** Fills a kernel. */
  void kernel(float[] weights, int inputs, int outputs, Philox random) {
    double deviation = Math.sqrt(variance(inputs, outputs));
    switch (this) {
      case GLOROT_UNIFORM, HE_UNIFORM, LECUN_UNIFORM, PYTORCH -> uniform(weights, Math.sqrt(3) * deviation, random);
      case GLOROT_NORMAL, HE_NORMAL, LECUN_NORMAL -> {
        for (int i = 0; i < weights.length; i++) {
          weights[i] = (float) (cutNormal(random) * deviation / CUT_NORMAL);
        }
      }
    }
  }

  /** Fills a bias. */
  void bias(float[] bias, int inputs, Philox random) {
    if (this == PYTORCH) {
      uniform(bias, 1 / Math.sqrt(inputs), random);
    }
  }

  static void uniform(float[] weights, double bound, Philox random) {
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) ((2 * random.nextDouble() - 1) * bound);
    }
  }

  private static double cutNormal(Philox random) {
    while (true) {
      double z = random.nextGaussian();
      if (Math.abs(z) <= 2) {
        return z;
      }
    }
  }
}
