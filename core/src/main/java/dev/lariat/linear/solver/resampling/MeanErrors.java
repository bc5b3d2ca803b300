package dev.lariat.linear.solver.resampling;

import dev.lariat.linear.selection.Measure;
import dev.lariat.linear.selection.RelaxedValidation;

/**
 * The errors of one γ over the folds, and which place among those of several is chosen.
 *
 * @param mean [λs]
 * @param error [λs] the standard error of the mean
 */
@SuppressWarnings("ArrayRecordComponent") // numbers in bulk, never compared
record MeanErrors(double[] mean, double[] error) {
  /** Of equal ones that at the strongest λ, there at the largest γ: glmnet's order. */
  static RelaxedValidation.Place best(Measure measure, MeanErrors... byGamma) {
    double sign = measure.moreIsBetter() ? -1 : 1;
    RelaxedValidation.Place best = new RelaxedValidation.Place(byGamma.length - 1, 0);
    for (int k = 0; k < byGamma[0].mean().length; k++) {
      for (int g = byGamma.length - 1; g >= 0; g--) {
        if (sign * byGamma[g].mean()[k] < sign * byGamma[best.gamma()].mean()[best.lambda()]) {
          best = new RelaxedValidation.Place(g, k);
        }
      }
    }
    return best;
  }

  static RelaxedValidation.Place oneSe(Measure measure, RelaxedValidation.Place best, MeanErrors... byGamma) {
    double sign = measure.moreIsBetter() ? -1 : 1;
    MeanErrors at = byGamma[best.gamma()];
    double limit = sign * at.mean()[best.lambda()] + at.error()[best.lambda()];
    for (int k = 0; k < best.lambda(); k++) {
      for (int g = byGamma.length - 1; g >= 0; g--) {
        if (sign * byGamma[g].mean()[k] <= limit) {
          return new RelaxedValidation.Place(g, k);
        }
      }
    }
    for (int g = byGamma.length - 1; g > best.gamma(); g--) {
      if (sign * byGamma[g].mean()[best.lambda()] <= limit) {
        return new RelaxedValidation.Place(g, best.lambda());
      }
    }
    return best;
  }
}
