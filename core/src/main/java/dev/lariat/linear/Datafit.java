package dev.lariat.linear;

/**
 * The loss of a family on some rows, at linear predictors η, with what a proximal Newton method and its certificate
 * need. Losses are half deviances, Σ w_i·½dev(y_i, μ_i) with Σw = 1: zero for a saturated model. It keeps scratch
 * space: one thread at a time.
 */
public interface Datafit {
  /**
   * Evaluates the loss.
   *
   * @param eta [predictors][rows]
   * @param mu [predictors][rows] overwritten with the means
   */
  double evaluate(double[][] eta, double[][] mu);

  /**
   * Evaluates the loss where one predictor has changed since a point that was evaluated: the same as {@link #evaluate}
   * but for what rounding adds to what is told of that point.
   *
   * @param eta [predictors][rows]
   * @param k the predictor
   * @param change [rows] by how much it has changed
   * @param before [predictors][rows] the means before
   * @param loss before
   * @param mu [predictors][rows] overwritten with the means
   */
  default double evaluate(double[][] eta, int k, double[] change, double[][] before, double loss, double[][] mu) {
    return evaluate(eta, mu);
  }

  /** Fills θ_i = −∂loss/∂η_ik, the negative gradient for predictor k. */
  void residual(double[][] mu, int k, double[] theta);

  /**
   * Whether the loss is no sum over rows, so that its second derivative has entries beside its diagonals. Then
   * {@link #curvature} is a diagonal bound on it, and {@link #product} alone is exact.
   */
  default boolean coupled() {
    return false;
  }

  /**
   * What the curvature of columns X is less than that of the diagonal: XᵀWX = Xᵀdiag(h)X − MᵀVM.
   *
   * @param means M, [columns][terms]
   * @param weight V, [terms]
   */
  @SuppressWarnings("ArrayRecordComponent") // numbers in bulk, never compared
  record Coupling(double[][] means, double[] weight) {}

  /**
   * The coupling of a loss that is no sum over rows.
   *
   * @param columns [columns][rows] not modified
   */
  default Coupling coupling(double[][] mu, double[][] columns) {
    return new Coupling(new double[columns.length][0], new double[0]);
  }

  /** Fills h_i = ∂²loss/∂η_ik∂η_il. */
  void curvature(double[][] mu, int k, int l, double[] h);

  /**
   * Fills t = We with W_kl = ∂²loss/∂η_k∂η_l, all [predictors][rows].
   *
   * @param h the {@link #curvature} W_kk at these means, which whoever multiplies often has at hand; not modified
   */
  void product(double[][] mu, double[][] h, double[][] e, double[][] t);

  /**
   * F(η) + F*(−sθ) + s⟨θ, η⟩ ≥ 0: how far the scaled residual sθ is from being dual to η. It is the Bregman distance of
   * the loss from the point where its gradient is s times as large: 0 at s = 1, where nothing cancels.
   */
  double distance(double[][] mu, double s);
}
