package dev.lariat.optim;

/**
 * How far an optimizer moves a weight per unit of a gradient that stays:
 * {@code numerator / (rootScale·√(v + inside) + epsilon)}, where v is the second moment. The proximal threshold must be
 * λ × this, or the fixed point is not the penalised optimum: with lr·λ, for ½(w−1)² + ½|w| whose optimum is ½, momentum
 * 0.9 settles at 0.95.
 */
public abstract class SteadyStep {
  private final String formula;
  private final boolean perWeight;
  double numerator;
  double rootScale;
  double inside;
  double epsilon = 1; // so that the step is the numerator where all weights have the same

  /**
   * The steady step of an optimizer.
   *
   * @param formula for people, with η, μ, v and ε
   * @param perWeight whether it depends on the weight's second moment
   */
  SteadyStep(String formula, boolean perWeight) {
    this.formula = formula;
    this.perWeight = perWeight;
  }

  /** Sets the scalars. To be called once in every update, in order. */
  abstract void begin(long t, double learningRate);

  /** {@return the formula, for people} */
  public final String formula() {
    return formula;
  }

  /** {@return whether it depends on the weight's second moment} */
  public final boolean perWeight() {
    return perWeight;
  }

  /** The steps of all weights, where they are {@linkplain #perWeight per weight}. */
  final void fill(float[] second, float[] out) {
    float top = (float) numerator;
    float root = (float) rootScale;
    float within = (float) inside;
    float small = (float) epsilon;
    for (int i = 0; i < out.length; i++) {
      out[i] = top / Math.fma(root, (float) Math.sqrt(second[i] + within), small);
    }
  }

  /** {@return the step of weight i} */
  final float of(ParameterState state, int i) {
    return perWeight
        ? (float) numerator
            / Math.fma((float) rootScale, (float) Math.sqrt(state.second[i] + (float) inside), (float) epsilon)
        : (float) numerator;
  }
}
