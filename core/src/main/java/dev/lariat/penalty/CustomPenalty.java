package dev.lariat.penalty;

/**
 * A penalty of the user's own that is a sum over weights. Give {@link #valueOf} and {@link #gradientOf}; if it has a
 * corner at zero and should make exact zeros under the {@code PROXIMAL} rule, also {@link #proximalOf} with
 * {@link #hasProximal} true. Must be pure: the same bits for the same weight.
 */
public non-sealed interface CustomPenalty extends Penalty {
  /** The penalty of one weight. */
  double valueOf(float weight);

  /** The (sub)gradient of one weight; at a corner, the element that is smallest in size. */
  float gradientOf(float weight);

  /** Whether {@link #proximalOf} is used under the {@code PROXIMAL} rule in place of the gradient. */
  default boolean hasProximal() {
    return false;
  }

  /** {@code argmin_z ½(z − weight)² + step·value(z)}. Called only where {@link #hasProximal} is true. */
  default float proximalOf(float weight, float step) {
    throw new UnsupportedOperationException(name() + " has no proximal step");
  }

  @Override
  default double value(float[] weights, WeightShape shape) {
    double sum = 0;
    for (float w : weights) {
      sum += valueOf(w);
    }
    return sum;
  }

  /**
   * {@code |w − prox(w − g)|} with a proximal step (0 exactly at a stationary point), else {@code |g + gradient(w)|}.
   */
  @Override
  default double subgradientDistance(float[] weights, float[] gradient, WeightShape shape) {
    double worst = 0;
    for (int i = 0; i < weights.length; i++) {
      double distance = hasProximal()
          ? weights[i] - proximalOf(weights[i] - gradient[i], 1)
          : gradient[i] + gradientOf(weights[i]);
      worst = Math.max(worst, Math.abs(distance));
    }
    return worst;
  }

  /** Infinite: how a penalty of one's own scales is not known here. */
  @Override
  default double lambdaMax(float[] gradientAtZero, WeightShape shape) {
    return Double.POSITIVE_INFINITY;
  }
}
