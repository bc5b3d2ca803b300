package dev.lariat.penalty;

/**
 * The constraint {@code ‖w_u‖₂ ≤ c} on the incoming weights of every unit u; a unit beyond it is scaled back to length
 * c after each step (Srivastava et al., 2014, "Dropout", section 5.1). Keras' {@code MaxNorm(c, axis=0)}.
 *
 * @param limit c, above 0
 */
public record MaxNorm(double limit) implements Regularizer {
  /** Checks the limit. */
  public MaxNorm {
    if (!(limit > 0) || Double.isInfinite(limit)) {
      throw new IllegalArgumentException("max-norm must be above 0, not " + limit);
    }
  }

  /** The constraint that a unit's incoming weights are no longer than the limit. */
  public static MaxNorm maxNorm(double limit) {
    return new MaxNorm(limit);
  }

  @Override
  public String name() {
    return "maxNorm(" + limit + ")";
  }
}
