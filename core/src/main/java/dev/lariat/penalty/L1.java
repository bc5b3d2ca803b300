package dev.lariat.penalty;

/**
 * {@code λ·‖w‖₁} (Tibshirani, 1996). Whether a trained weight becomes exactly zero is the zero rule's matter.
 *
 * @param lambda λ, not negative
 */
public record L1(double lambda) implements Penalty {
  /** Checks λ. */
  public L1 {
    Checks.strength("the L1 strength", lambda);
  }

  @Override
  public String name() {
    return "l1(" + lambda + ")";
  }

  @Override
  public double value(float[] weights, WeightShape shape) {
    return ElasticNet.value(lambda, 0, weights);
  }

  @Override
  public double subgradientDistance(float[] weights, float[] gradient, WeightShape shape) {
    return ElasticNet.subgradientDistance(lambda, 0, weights, gradient);
  }

  @Override
  public double lambdaMax(float[] gradientAtZero, WeightShape shape) {
    return ElasticNet.largest(gradientAtZero);
  }
}
