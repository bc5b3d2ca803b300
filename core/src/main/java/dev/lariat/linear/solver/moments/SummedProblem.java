package dev.lariat.linear.solver.moments;

import dev.lariat.linear.Family;

/**
 * A gaussian problem whose rows were summed up: all that a fit on the Gram matrix needs.
 *
 * @param family a quadratic one
 * @param moments of the stored columns d, x = d + shift, and of y − offset − targetConstant
 * @param shift [features]
 * @param constant [features] whether the column is the same in all rows
 * @param targetConstant what was subtracted from the target; 0 without an intercept
 * @param rows how many have a weight above 0
 * @param totalWeight what the deviance is summed with: Σw, or the number of rows where none has a weight
 * @param offset whether there is one
 */
@SuppressWarnings("ArrayRecordComponent") // numbers in bulk, never compared
public record SummedProblem(Family family, Moments moments, double[] shift, boolean[] constant, double targetConstant,
    long rows, double totalWeight, boolean offset) {
  /** Features whose matrix is too large for a path on it. */
  public static final int MOST_FEATURES = GramStrategy.MAX_FEATURES;

  /** Σw(y − offset)²/Σw, about the mean with an intercept. */
  public double targetVariance(boolean intercept) {
    double mean = moments.targetSum() / moments.weight();
    return moments.targetSquare() / moments.weight() - (intercept ? mean * mean : 0);
  }

  /** The mean of the squares of a stored column, and its mean. */
  public double meanSquare(int feature) {
    return moments.products()[feature][feature] / moments.weight();
  }

  /** The mean of a stored column. */
  public double mean(int feature) {
    return moments.columnSum()[feature] / moments.weight();
  }
}
