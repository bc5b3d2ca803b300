package dev.lariat.model.linear;

import dev.lariat.linear.LinearPath;
import dev.lariat.linear.selection.RelaxedPath;
import java.util.List;

/**
 * The relaxed fits behind the path of a model, and how much of the penalised one is kept.
 *
 * @param fits one a λ of the path, of what that λ selects, without a penalty
 * @param gamma the share of the penalised coefficients in what the model predicts: 1 is the path, 0 the relaxed fit
 * @param gammaMin that of the best cross-validated error, NaN without cross-validation
 * @param gammaOneSe that at the strongest λ within one standard error of it, NaN without cross-validation
 */
public record Relaxation(List<LinearPath.Point> fits, double gamma, double gammaMin, double gammaOneSe) {
  /** Copies the list; refuses a γ outside of [0, 1]. */
  public Relaxation {
    fits = List.copyOf(fits);
    RelaxedPath.requireGamma(gamma);
  }

  /** With another share. */
  public Relaxation at(double other) {
    return new Relaxation(fits, other, gammaMin, gammaOneSe);
  }

  /** The relaxed fits as a path of their own. */
  public LinearPath fits(LinearPath path) {
    return new LinearPath(path.family(), path.features(), path.nullDeviance(), fits, List.of());
  }
}
