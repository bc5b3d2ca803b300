package dev.lariat.optim;

/**
 * One parameter's arrays while it is trained, all as long as the parameter. The steps of an {@link UpdateRule} modify
 * them in place; reading them between two steps shows what a step did.
 */
public final class ParameterState {
  final float[] weights;
  final float[] gradient;
  final float[] first; // velocity or first moment, null where the rule keeps none
  final float[] second; // second moment of the gradient, null where the rule keeps none
  final float[] before; // weights before the step, null where the rule does not compare

  ParameterState(float[] weights, float[] gradient, boolean first, boolean second, boolean before) {
    this.weights = weights;
    this.gradient = gradient;
    this.first = first ? new float[weights.length] : null;
    this.second = second ? new float[weights.length] : null;
    this.before = before ? new float[weights.length] : null;
  }

  /** The weights themselves. */
  public float[] weights() {
    return weights;
  }

  /** The gradient: the loss's when a step begins, with the penalties' gradients as soon as their steps have run. */
  public float[] gradient() {
    return gradient;
  }

  /** The velocity or first moment, or null where the rule keeps none. */
  public float[] first() {
    return first;
  }

  /** The second moment, or null where the rule keeps none. */
  public float[] second() {
    return second;
  }
}
