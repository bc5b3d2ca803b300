package dev.lariat.linear;

/**
 * The penalty of a linear path, {@code λ Σ_j f_j (α|w_j| + (1 − α)/2·w_j²)}; with groups
 * {@code λ Σ_g (α f_g √size ‖w_g‖₂ + …)}, and of sparse groups, with a share τ of the lasso, {@code λ Σ_g (α f_g
 * ((1 − τ)√size ‖w_g‖₂ + τ‖w_g‖₁) + …)}. Coefficients are those of the standardised features if standardisation is on.
 * Immutable: the {@code with} methods return copies.
 *
 * @param alpha 1 is the lasso, 0 is ridge, between them the elastic net
 * @param factors [features] f_j ≥ 0, 0 = never penalised, ∞ = left out, or null for 1
 * @param groups [features] the group's number, or null for every feature by itself; within a group the factors are
 * equal
 * @param groupClasses with several predictors only: the coefficients of a feature, or of the features of a group, for
 * all classes or targets form one group
 * @param lower [features] at most 0, on the original scale, or null for −∞
 * @param upper [features] at least 0, on the original scale, or null for ∞
 * @param sparseShare τ of the groups: 0 is the group lasso, 1 the lasso
 */
@SuppressWarnings("ArrayRecordComponent") // numbers in bulk, never compared
public record LinearPenalty(double alpha, double[] factors, int[] groups, boolean groupClasses, double[] lower,
    double[] upper, double sparseShare) {
  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if a setting is out of range
   */
  public LinearPenalty {
    if (!(alpha >= 0 && alpha <= 1)) {
      throw new IllegalArgumentException("alpha must lie in [0, 1]: " + alpha);
    }
    if (factors != null) {
      for (int j = 0; j < factors.length; j++) {
        if (!(factors[j] >= 0)) {
          throw new IllegalArgumentException("penalty factor of feature " + j + " must be at least 0: " + factors[j]);
        }
      }
    }
    if (!(sparseShare >= 0 && sparseShare <= 1)) {
      throw new IllegalArgumentException("the share of the lasso in sparse groups must lie in [0, 1]: " + sparseShare);
    }
    if (sparseShare > 0 && groups == null) {
      throw new IllegalArgumentException("sparse groups need groups");
    }
    checkLimits("lower", lower, -1);
    checkLimits("upper", upper, 1);
    if (groupClasses && sparseShare > 0) {
      throw new IllegalArgumentException(
          "the coefficients of a feature for all classes or targets are in or out together,"
              + " which cannot be combined with sparse groups: leave out the one or the other");
    }
  }

  /** Without sparse groups. */
  public LinearPenalty(double alpha, double[] factors, int[] groups, boolean groupClasses, double[] lower,
      double[] upper) {
    this(alpha, factors, groups, groupClasses, lower, upper, 0);
  }

  /** λ‖w‖₁. */
  public static LinearPenalty lasso() {
    return elasticNet(1);
  }

  /** λ/2·‖w‖₂². */
  public static LinearPenalty ridge() {
    return elasticNet(0);
  }

  /** λ(α‖w‖₁ + (1 − α)/2·‖w‖₂²). */
  public static LinearPenalty elasticNet(double alpha) {
    return new LinearPenalty(alpha, null, null, false, null, null);
  }

  /** λ Σ √size·‖w_g‖₂, with the number of each feature's group. */
  public static LinearPenalty groupLasso(int... groups) {
    return new LinearPenalty(1, null, groups, false, null, null);
  }

  /** The same with penalty factors. */
  public LinearPenalty withFactors(double... newFactors) {
    return new LinearPenalty(alpha, newFactors, groups, groupClasses, lower, upper, sparseShare);
  }

  /** The same with box limits on the original scale. */
  public LinearPenalty withLimits(double[] newLower, double[] newUpper) {
    return new LinearPenalty(alpha, factors, groups, groupClasses, newLower, newUpper, sparseShare);
  }

  /** The same, a feature, or a group of them, entering for all classes or targets at once. */
  public LinearPenalty withGroupedClasses() {
    return new LinearPenalty(alpha, factors, groups, true, lower, upper, sparseShare);
  }

  /** The same groups, with a share of the lasso within them: single coefficients of a group that is in may be 0. */
  public LinearPenalty withSparseGroups(double share) {
    return new LinearPenalty(alpha, factors, groups, groupClasses, lower, upper, share);
  }

  private static void checkLimits(String what, double[] limit, int side) {
    if (limit != null) {
      for (int j = 0; j < limit.length; j++) {
        if (!(limit[j] * side >= 0)) {
          throw new IllegalArgumentException(
              what + " limit of feature " + j + " is " + limit[j] + ": limits must include 0, where the path starts");
        }
      }
    }
  }
}
