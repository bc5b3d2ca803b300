package dev.lariat.penalty;

/**
 * Decoupled decay: {@code w ← w − lr·rate·w} in each step, before the optimizer's own step and untouched by its
 * moments. The rate is multiplied by the learning rate, as in PyTorch, Keras and MLX and unlike the paper.
 *
 * @param rate not negative
 */
public record Decay(double rate) implements Regularizer {
  /** Checks the rate. */
  public Decay {
    Checks.strength("decay", rate);
  }

  /** Decoupled decay at a rate. */
  public static Decay decay(double rate) {
    return new Decay(rate);
  }

  @Override
  public String name() {
    return "decay(" + rate + ")";
  }
}
