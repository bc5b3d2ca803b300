package dev.lariat.net.layer;

/** What a layer does to each of its pre-activations z. */
public enum Activation {
  /** z itself. */
  LINEAR,
  /** max(z, 0). */
  RELU,
  /** z, or 0.01·z below 0 (PyTorch's default slope). */
  LEAKY_RELU,
  /** z·Φ(z), the exact form (Hendrycks and Gimpel, 2016). */
  GELU,
  /** z·σ(z), also called swish. */
  SILU,
  /** The self-normalising unit (Klambauer et al., 2017). */
  SELU,
  /** z, or eᶻ − 1 below 0 (Clevert, Unterthiner and Hochreiter, 2016). */
  ELU,
  /** z·tanh(log(1 + eᶻ)) (Misra, 2019). */
  MISH,
  /** tanh z. */
  TANH,
  /** 1/(1 + e⁻ᶻ). */
  SIGMOID;

  /** The slope of leaky ReLU below 0. */
  public static final float LEAKY_SLOPE = 0.01f;
}
