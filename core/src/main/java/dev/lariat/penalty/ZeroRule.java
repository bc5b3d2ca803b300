package dev.lariat.penalty;

/** How a penalty with a corner at zero (L1, the group lasso) meets zero. */
public enum ZeroRule {
  /** λ·sign(w) joins the gradient, as in the frameworks: no exact zeros. */
  SUBGRADIENT,
  /**
   * The complete step, loss gradient included, stops at 0 when it would change the sign; from 0 a weight moves only if
   * |g| > λ, by −η(g − λ·sign g). A momentum that ends in such a stop starts again from 0. A group stops when its step
   * would turn it by 90° or more.
   */
  CLIPPED,
  /**
   * Soft threshold after the step, by λ × the optimizer's steady-state step: lr for SGD; lr/(1−μ) with momentum;
   * lr/(√v̂+ε), per weight, for Adam. The moments see the unpenalised gradient. Exact zeros at the true optimum (the
   * proximal gradient method in the optimizer's own metric). The default.
   */
  PROXIMAL;

  /** {@return whether a regularizer may have a corner at zero, which is what the rules differ in} */
  public static boolean concerns(Regularizer regularizer) {
    return switch (regularizer) {
      case L1 _,GroupLasso _,CustomPenalty _ -> true;
      case ElasticNet net -> net.alpha() > 0;
      case L2 _,Decay _,MaxNorm _ -> false;
    };
  }
}
