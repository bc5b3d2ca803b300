package dev.lariat.linear.selection;

import dev.lariat.linear.LinearPath;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A path with a second fit at every λ: without a penalty, of the features that λ selects (Meinshausen, 2007, "Relaxed
 * lasso"). Between the two a share γ of the penalised coefficients is kept: γ = 1 is the path itself, γ = 0 the fit
 * without a penalty. A penalty selects and shrinks with one λ; γ lets it shrink less.
 *
 * @param path the penalised fits
 * @param relaxed the fits without a penalty, one a λ of the path, each stating that λ; their gap is the largest
 * gradient over that of the null model
 * @param notes what a reader should know of them
 */
public record RelaxedPath(LinearPath path, List<LinearPath.Point> relaxed, List<String> notes) {
  /** Copies the lists. */
  public RelaxedPath {
    Objects.requireNonNull(path);
    relaxed = List.copyOf(relaxed);
    notes = List.copyOf(notes);
    if (relaxed.size() != path.points().size()) {
      throw new IllegalArgumentException(relaxed.size() + " relaxed fits for " + path.points().size() + " λs");
    }
  }

  /**
   * Refuses what is no share.
   *
   * @throws IllegalArgumentException if γ is not within [0, 1]
   */
  public static double requireGamma(double gamma) {
    if (!(gamma >= 0 && gamma <= 1)) {
      throw new IllegalArgumentException("γ must lie in [0, 1], not " + gamma);
    }
    return gamma;
  }

  /** The relaxed fits as a path of their own. */
  public LinearPath fits() {
    return new LinearPath(path.family(), path.features(), path.nullDeviance(), relaxed, notes);
  }

  /** The fits with a share of the penalised coefficients, as a path of their own. */
  public LinearPath withGamma(double gamma) {
    List<LinearPath.Point> points = IntStream.range(0, relaxed.size()).mapToObj(point -> at(point, gamma)).toList();
    return new LinearPath(path.family(), path.features(), path.nullDeviance(), points, notes);
  }

  /** The fit at λ number {@code point} with a share of the penalised coefficients. */
  public LinearPath.Point at(int point, double gamma) {
    LinearPath.Point penalised = path.points().get(point);
    return requireGamma(gamma) == 1 ? penalised : penalised.towards(relaxed.get(point), 1 - gamma, path.features());
  }
}
