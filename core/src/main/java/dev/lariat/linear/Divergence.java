package dev.lariat.linear;

import dev.lariat.kernel.DenseOps;
import dev.lariat.kernel.Kernels;

/** Parts of deviances that families share. */
final class Divergence {
  /** Deviances of probabilities nearer to 0 or 1 would be those of this one, as glmnet has it. */
  private static final double CLIP = 1e-5;

  private Divergence() {}

  /** q·log(q/μ): a part of the Kullback–Leibler divergence; 0 for q = 0. */
  static double part(double q, double mu) {
    return q <= 0 ? 0 : q * Kernels.log(q / mu);
  }

  /**
   * Σ w·KL(q, μ) where q has {@code s} times the probability of every class but a row's own: all but one of its terms
   * have the same logarithm.
   *
   * @param own [rows] μ of a row's own class
   * @param scratch [rows] overwritten
   */
  static double towardsOwn(double[] w, double[] own, double s, double[] scratch) {
    for (int i = 0; i < own.length; i++) {
      scratch[i] = (1 - s) * (1 - own[i]) / own[i];
    }
    DenseOps.kernels().log1p(own.length, scratch, 0, scratch, 0);
    double others = part(s, 1);
    double sum = 0;
    for (int i = 0; i < own.length; i++) {
      double rest = 1 - own[i];
      sum += w[i] == 0 ? 0 : w[i] * ((own[i] + (1 - s) * rest) * scratch[i] + rest * others);
    }
    return sum;
  }

  static double clip(double probability) {
    return Math.clamp(probability, CLIP, 1 - CLIP);
  }
}
