package dev.lariat.net;

import dev.lariat.kernel.Nonlinearity;

/** What a layer does to each of its pre-activations z. */
public enum Activation {
  /** z itself. */
  LINEAR(Nonlinearity.IDENTITY),
  /** max(z, 0). */
  RELU(Nonlinearity.RELU),
  /** z, or 0.01·z below 0 (PyTorch's default slope). */
  LEAKY_RELU(Nonlinearity.LEAKY_RELU),
  /** z·Φ(z), the exact form (Hendrycks and Gimpel, 2016). */
  GELU(Nonlinearity.GELU),
  /** z·σ(z), also called swish. */
  SILU(Nonlinearity.SILU),
  /** The self-normalising unit (Klambauer et al., 2017). */
  SELU(Nonlinearity.SELU),
  /** tanh z. */
  TANH(Nonlinearity.TANH),
  /** 1/(1 + e⁻ᶻ). */
  SIGMOID(Nonlinearity.SIGMOID);

  /** The slope of leaky ReLU below 0. */
  public static final float LEAKY_SLOPE = 0.01f;

  final Nonlinearity nonlinearity;

  Activation(Nonlinearity nonlinearity) {
    this.nonlinearity = nonlinearity;
  }
}
