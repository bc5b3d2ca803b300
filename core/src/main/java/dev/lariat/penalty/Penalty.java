package dev.lariat.penalty;

/**
 * A term of the objective that grows with the weights. λ always means: the objective is
 * {@code mean loss + λ·(α‖w‖₁ + (1−α)/2·‖w‖₂²)} (or {@code λ·Σ_g √size_g·‖w_g‖₂} for the group lasso), whatever the
 * optimizer and its dialect.
 */
public sealed interface Penalty extends Regularizer permits L1, L2, ElasticNet, GroupLasso, CustomPenalty {
  /**
   * The penalty's share of the objective.
   *
   * @param weights not modified
   */
  double value(float[] weights, WeightShape shape);

  /**
   * How far the weights are from the optimality (KKT) condition {@code −gradient ∈ ∂penalty(w)}: the largest distance
   * of a weight, or in the Euclidean norm of a group, from it. 0 at a stationary point.
   *
   * @param weights not modified
   * @param gradient of the unpenalised loss at the weights; not modified
   */
  double subgradientDistance(float[] weights, float[] gradient, WeightShape shape);

  /**
   * The smallest λ at which all weights 0 are stationary, given the unpenalised loss gradient there; infinite where no
   * λ makes zeros.
   *
   * @param gradientAtZero not modified
   */
  double lambdaMax(float[] gradientAtZero, WeightShape shape);

  /** {@code λ·‖w‖₁}: makes weights exactly zero. */
  static L1 l1(double lambda) {
    return new L1(lambda);
  }

  /** {@code λ/2·‖w‖₂²}: makes weights small. */
  static L2 l2(double lambda) {
    return new L2(lambda);
  }

  /** {@code λ·(α‖w‖₁ + (1−α)/2·‖w‖₂²)} with α = ½. */
  static ElasticNet elasticNet(double lambda) {
    return new ElasticNet(lambda, 0.5);
  }

  /** {@code λ·(α‖w‖₁ + (1−α)/2·‖w‖₂²)}. */
  static ElasticNet elasticNet(double lambda, double alpha) {
    return new ElasticNet(lambda, alpha);
  }

  /** {@code λ·Σ_g √size_g·‖w_g‖₂}: makes whole inputs, columns or units zero. */
  static GroupLasso groupLasso(double lambda, GroupBy by) {
    return new GroupLasso(lambda, by);
  }
}
