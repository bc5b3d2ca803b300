package dev.lariat.linear.selection;

import dev.lariat.linear.LinearPath;

/**
 * The cross-validated error of a relaxed path over γ × λ. Among equal errors the strongest λ counts as best, then the
 * largest γ; so it is for the choice within one standard error.
 *
 * @param path fitted to all rows
 * @param gammas [γs] ascending
 * @param mean [γs][λs] the weighted mean over the folds
 * @param standardError [γs][λs] as that of a {@link CrossValidation}
 * @param min the place of the smallest mean (largest where more is better)
 * @param oneSe the strongest λ that has a γ within one standard error of the best, and the largest such γ
 * @param heldOut [2][rows × classes or 1] what the folds' models predict for their own rows at either place; empty for
 * times until an event
 */
@SuppressWarnings("ArrayRecordComponent") // numbers in bulk, never compared
public record RelaxedValidation(RelaxedPath path, double[] gammas, double[][] mean, double[][] standardError, Place min,
    Place oneSe, double[][] heldOut) {
  /**
   * A place in the table of γ × λ.
   *
   * @param gamma the number of the γ
   * @param lambda the number of the λ
   */
  public record Place(int gamma, int lambda) {}

  /** λ at a place. */
  public double lambda(Place place) {
    return path.path().points().get(place.lambda()).lambda();
  }

  /** γ at a place. */
  public double gamma(Place place) {
    return gammas[place.gamma()];
  }

  /** The mean error at a place. */
  public double mean(Place place) {
    return mean[place.gamma()][place.lambda()];
  }

  /** The standard error at a place. */
  public double standardError(Place place) {
    return standardError[place.gamma()][place.lambda()];
  }

  /** The coefficients at a place. */
  public LinearPath.Point point(Place place) {
    return path.at(place.lambda(), gamma(place));
  }
}
