package dev.lariat.linear;

import java.util.Objects;

/**
 * What the fit of a path minimises at each λ, apart from the data: {@code mean loss + λ·penalty}.
 *
 * @param penalty laid out by feature
 * @param standardize whether it is on the coefficients of features scaled to unit variance, but for the terms of texts,
 * which keep their scale
 * @param intercept whether there is an unpenalised constant
 * @param dialect whose constants λ follows
 */
public record LinearObjective(LinearPenalty penalty, boolean standardize, boolean intercept,
    PathOptions.Dialect dialect) {
  /** Refuses null. */
  public LinearObjective {
    Objects.requireNonNull(penalty);
    Objects.requireNonNull(dialect);
  }

  /** Of a penalty and the options of a path. */
  public static LinearObjective of(LinearPenalty penalty, PathOptions options) {
    return new LinearObjective(penalty, options.standardize(), options.intercept(), options.dialect());
  }
}
