package dev.lariat.penalty;

/**
 * {@code λ/2·‖w‖₂²}, gradient {@code λw}. Keras' {@code l2(x)} is λ = 2x; PyTorch's coupled {@code weight_decay=d} is λ
 * = d.
 *
 * @param lambda λ, not negative
 */
public record L2(double lambda) implements Penalty {
  /** Checks λ. */
  public L2 {
    Checks.strength("the L2 strength", lambda);
  }

  @Override
  public String name() {
    return "l2(" + lambda + ")";
  }

  @Override
  public double value(float[] weights, WeightShape shape) {
    return ElasticNet.value(0, lambda, weights);
  }

  @Override
  public double subgradientDistance(float[] weights, float[] gradient, WeightShape shape) {
    return ElasticNet.subgradientDistance(0, lambda, weights, gradient);
  }

  @Override
  public double lambdaMax(float[] gradientAtZero, WeightShape shape) {
    return ElasticNet.largest(gradientAtZero) == 0 ? 0 : Double.POSITIVE_INFINITY;
  }
}
