package dev.lariat.penalty;

/**
 * {@code λ·(α‖w‖₁ + (1−α)/2·‖w‖₂²)} (Zou and Hastie, 2005).
 *
 * @param lambda λ, not negative
 * @param alpha the share of L1, from 0 to 1
 */
public record ElasticNet(double lambda, double alpha) implements Penalty {
  /** Checks both. */
  public ElasticNet {
    Checks.strength("the elastic-net strength", lambda);
    if (!(alpha >= 0 && alpha <= 1)) {
      throw new IllegalArgumentException("the elastic net's L1 share must be from 0 to 1, not " + alpha);
    }
  }

  @Override
  public String name() {
    return "elasticNet(" + lambda + ", " + alpha + ")";
  }

  /** λα: the strength of ‖w‖₁. */
  public double l1() {
    return lambda * alpha;
  }

  /** λ(1−α): the strength of ½‖w‖₂². */
  public double l2() {
    return lambda * (1 - alpha);
  }

  @Override
  public double value(float[] weights, WeightShape shape) {
    return value(l1(), l2(), weights);
  }

  @Override
  public double subgradientDistance(float[] weights, float[] gradient, WeightShape shape) {
    return subgradientDistance(l1(), l2(), weights, gradient);
  }

  @Override
  public double lambdaMax(float[] gradientAtZero, WeightShape shape) {
    double largest = largest(gradientAtZero);
    return largest == 0 ? 0 : largest / alpha; // α = 0 gives infinity: L2 alone makes no zeros
  }

  /** {@code l1·‖w‖₁ + l2/2·‖w‖₂²}. */
  static double value(double l1, double l2, float[] weights) {
    double absolute = 0;
    double squared = 0;
    for (float w : weights) {
      absolute += Math.abs(w);
      squared += (double) w * w;
    }
    return l1 * absolute + 0.5 * l2 * squared;
  }

  static double subgradientDistance(double l1, double l2, float[] weights, float[] gradient) {
    double worst = 0;
    for (int i = 0; i < weights.length; i++) {
      double smooth = gradient[i] + l2 * weights[i];
      double distance = weights[i] == 0
          ? Math.max(0, Math.abs(smooth) - l1)
          : Math.abs(smooth + l1 * Math.signum(weights[i]));
      worst = Math.max(worst, distance);
    }
    return worst;
  }

  static double largest(float[] gradient) {
    double largest = 0;
    for (float g : gradient) {
      largest = Math.max(largest, Math.abs(g));
    }
    return largest;
  }
}
