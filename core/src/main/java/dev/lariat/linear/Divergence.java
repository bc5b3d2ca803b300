package dev.lariat.linear;

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

  static double clip(double probability) {
    return Math.clamp(probability, CLIP, 1 - CLIP);
  }
}
