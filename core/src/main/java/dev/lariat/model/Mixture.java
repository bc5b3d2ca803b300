package dev.lariat.model;

import java.util.Objects;

/**
 * A linear model that has a share in the predictions of networks: p = (1 − w)·p_networks + w·p_linear, and so for
 * numbers.
 *
 * @param linear the linear model, at the λ at which it predicts
 * @param weight w, its share, in (0, 1]
 */
public record Mixture(LinearModel linear, double weight) {
  /** Checks the share. */
  public Mixture {
    Objects.requireNonNull(linear);
    if (!(weight > 0 && weight <= 1)) {
      throw new IllegalArgumentException("the linear model's share must be in (0, 1], not " + weight);
    }
  }

  /**
   * Mixes predictions.
   *
   * @param networks probabilities or numbers; overwritten by the mixture
   * @param linear as many, not modified
   * @param weight share of {@code linear}
   */
  public static void mix(double[] networks, double[] linear, double weight) {
    for (int i = 0; i < networks.length; i++) {
      networks[i] = (1 - weight) * networks[i] + weight * linear[i];
    }
  }
}
