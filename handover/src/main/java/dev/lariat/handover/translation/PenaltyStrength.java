package dev.lariat.handover.translation;

/**
 * The strength of L1 and L2 on Lariat's scale for networks: the objective is {@code mean loss + l1·‖w‖₁ + l2/2·‖w‖₂²},
 * where squared error is (y−ŷ)², so that the gradient of the L2 part is {@code l2·w}. All other libraries' constants
 * are translated from and to this one, here and nowhere else.
 *
 * <table> <caption>What the others minimise</caption> <tr><th>library</th><th>objective</th></tr>
 * <tr><td>Keras</td><td>{@code mean loss + l1·Σ|w| + l2·Σw²}</td></tr> <tr><td>PyTorch, MLX
 * SGD</td><td>{@code g ← g + d·w}</td></tr> <tr><td>ElasticNet,
 * Lasso</td><td>{@code 1/(2n)·‖y−ŷ‖² + α(ρ‖w‖₁ + (1−ρ)/2·‖w‖²)}</td></tr>
 * <tr><td>Ridge</td><td>{@code ‖y−ŷ‖² + α‖w‖²}</td></tr>
 * <tr><td>LogisticRegression</td><td>{@code C·Σ loss + ρ‖w‖₁ + (1−ρ)/2·‖w‖²}</td></tr> <tr><td>MLPClassifier,
 * MLPRegressor</td><td>{@code mean loss + α/(2·batch)·‖w‖²}, squared error halved</td></tr> <tr><td>glmnet, Lariat
 * linear</td><td>{@code 1/2·mean (y−ŷ)²} or {@code −loglik/n}, {@code + λ(α‖w‖₁ + (1−α)/2·‖w‖²)}</td></tr> </table>
 *
 * @param l1 not negative
 * @param l2 not negative
 */
public record PenaltyStrength(double l1, double l2) {
  /** No penalty. */
  public static final PenaltyStrength NONE = new PenaltyStrength(0, 0);

  /** Which loss the penalty is added to: linear libraries halve the squared error, networks do not. */
  public enum LossKind {
    /** (y−ŷ)² in networks, ½(y−ŷ)² in linear models. */
    SQUARED_ERROR(2),
    /** The negative log-likelihood, the same in both. */
    CROSS_ENTROPY(1);

    private final double networkPerLinear;

    LossKind(double networkPerLinear) {
      this.networkPerLinear = networkPerLinear;
    }

    /** The loss of a network divided by that of a linear model. */
    public double networkPerLinear() {
      return networkPerLinear;
    }
  }

  /** Checks both. */
  public PenaltyStrength {
    if (!(l1 >= 0) || Double.isInfinite(l1) || !(l2 >= 0) || Double.isInfinite(l2)) {
      throw new IllegalArgumentException("a strength must be 0 or more, not L1 " + l1 + " and L2 " + l2);
    }
  }

  /** Keras' {@code L1(l1)}, {@code L2(l2)}, {@code L1L2(l1, l2)}: l1 is the same, Σw² has the gradient 2w. */
  public static PenaltyStrength ofKeras(double l1, double l2) {
    return new PenaltyStrength(l1, 2 * l2);
  }

  /** What Keras' {@code L1} takes. */
  public double kerasL1() {
    return l1;
  }

  /** What Keras' {@code L2} takes: half. */
  public double kerasL2() {
    return l2 / 2;
  }

  /** {@code weight_decay} of PyTorch's SGD and Adam and of MLX's SGD, which is added to the gradient; not AdamW's. */
  public static PenaltyStrength ofCoupledDecay(double weightDecay) {
    return new PenaltyStrength(0, weightDecay);
  }

  /** What PyTorch's coupled {@code weight_decay} takes. */
  public double coupledDecay() {
    return l2;
  }

  /**
   * The elastic net of glmnet (with {@code family = gaussian()}), of scikit-learn, and of Lariat's linear models: λ and
   * the share of L1.
   */
  public static PenaltyStrength ofLinear(double lambda, double l1Share, LossKind loss) {
    double scale = loss.networkPerLinear();
    return new PenaltyStrength(scale * lambda * l1Share, scale * lambda * (1 - l1Share));
  }

  /** λ of a linear model: {@code (l1 + l2) / 2} for squared error, {@code l1 + l2} for cross-entropy. */
  public double linearLambda(LossKind loss) {
    return (l1 + l2) / loss.networkPerLinear();
  }

  /** The share of L1, glmnet's α and scikit-learn's {@code l1_ratio}; 1 where there is no penalty. */
  public double l1Share() {
    return l1 + l2 == 0 ? 1 : l1 / (l1 + l2);
  }

  /** scikit-learn's {@code Ridge(alpha)}: {@code 2·alpha/rows}. */
  public static PenaltyStrength ofRidge(double alpha, long rows) {
    return new PenaltyStrength(0, 2 * alpha / rows);
  }

  /** What {@code Ridge} takes. */
  public double ridgeAlpha(long rows) {
    return l2 * rows / 2;
  }

  /** scikit-learn's {@code LogisticRegression(C)}: λ = 1/(rows·C). */
  public static PenaltyStrength ofInverse(double c, double l1Share, long rows) {
    return ofLinear(1 / (rows * c), l1Share, LossKind.CROSS_ENTROPY);
  }

  /** What {@code LogisticRegression} takes: infinite where there is no penalty. */
  public double inverse(long rows) {
    return 1 / (rows * linearLambda(LossKind.CROSS_ENTROPY));
  }

  /** {@code alpha} of scikit-learn's multi-layer perceptron, which divides by the rows of the batch. */
  public static PenaltyStrength ofPerceptron(double alpha, int batch, LossKind loss) {
    return new PenaltyStrength(0, loss.networkPerLinear() * alpha / batch);
  }

  /** What the perceptron takes. */
  public double perceptronAlpha(int batch, LossKind loss) {
    return l2 * batch / loss.networkPerLinear();
  }
}
