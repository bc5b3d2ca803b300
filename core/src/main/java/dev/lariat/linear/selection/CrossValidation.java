package dev.lariat.linear.selection;

import dev.lariat.linear.LinearPath;
import java.util.Optional;

/**
 * A path with its cross-validated error at every λ.
 *
 * @param path fitted to all rows
 * @param measure what was compared
 * @param mean [λs] the weighted mean over the folds
 * @param standardError [λs] √(weighted mean of (fold − mean)²/(K − 1))
 * @param minIndex the λ of the smallest mean (largest for AUC); of equal ones the strongest
 * @param oneSeIndex the strongest λ whose mean is within one standard error of the best
 * @param heldOut [2][rows × classes or 1] what the folds' models predict for their own rows at λ.min and at λ.1se;
 * empty for times until an event
 * @param folds the number of folds
 * @param pathSeconds what the path took, data preparation included
 * @param seconds what the folds took beyond it
 * @param relaxed the same over γ × λ, where relaxed fits were asked for
 */
@SuppressWarnings("ArrayRecordComponent") // numbers in bulk, never compared
public record CrossValidation(LinearPath path, Measure measure, double[] mean, double[] standardError, int minIndex,
    int oneSeIndex, double[][] heldOut, int folds, double pathSeconds, double seconds,
    Optional<RelaxedValidation> relaxed) {
  /** λ.min. */
  public double lambdaMin() {
    return path.points().get(minIndex).lambda();
  }

  /** λ.1se. */
  public double lambdaOneSe() {
    return path.points().get(oneSeIndex).lambda();
  }
}
