package dev.lariat.kernel;

/** What a layer does to its pre-activation z, element by element, and what its derivative is computed from. */
public enum Nonlinearity {
  /** y = z. */
  IDENTITY(State.OUTPUT_SIGN),
  /** y = max(z, 0), NaN stays NaN. */
  RELU(State.OUTPUT_SIGN),
  /** y = z where z ≥ 0, else slope·z; the slope must not be negative. */
  LEAKY_RELU(State.OUTPUT_SIGN),
  /** y = z·Φ(z), exact (through erf), as the frameworks' default (Hendrycks and Gimpel 2016). */
  GELU(State.INPUT),
  /** y = z·σ(z), also called swish (Elfwing, Uchibe, Doya 2018). */
  SILU(State.INPUT),
  /** y = 1.0507·(z where z > 0, else 1.6733·(eᶻ − 1)) (Klambauer et al. 2017). */
  SELU(State.OUTPUT),
  /** y = z where z > 0, else eᶻ − 1 (Clevert, Unterthiner, Hochreiter 2016, with α = 1). */
  ELU(State.OUTPUT),
  /** y = z·tanh(log(1 + eᶻ)) (Misra 2019). */
  MISH(State.INPUT),
  /** y = tanh z. */
  TANH(State.OUTPUT),
  /** y = σ(z) = 1/(1 + e⁻ᶻ). */
  SIGMOID(State.OUTPUT);

  /** What {@link Kernels#activationGradient} has to be given. */
  public enum State {
    /** The output, where a dropout mask may already have been multiplied in: only its sign is read. */
    OUTPUT_SIGN,
    /** The output before any mask. */
    OUTPUT,
    /** The pre-activation z. */
    INPUT
  }

  private final State state;

  Nonlinearity(State state) {
    this.state = state;
  }

  /** {@return what the derivative is computed from} */
  public State state() {
    return state;
  }
}
