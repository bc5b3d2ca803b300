package dev.lariat.net.layer;

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

  /** The variance of a kernel's weights. */
  public double variance(int inputs, int outputs) {
    return switch (this) {
      case GLOROT_UNIFORM, GLOROT_NORMAL -> 2.0 / ((double) inputs + outputs);
      case HE_UNIFORM, HE_NORMAL -> 2.0 / inputs;
      case LECUN_UNIFORM, LECUN_NORMAL -> 1.0 / inputs;
      case PYTORCH -> 1.0 / (3.0 * inputs);
    };
  }
}
