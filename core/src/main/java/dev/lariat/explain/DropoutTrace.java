package dev.lariat.explain;

import dev.lariat.kernel.Kernels;
import dev.lariat.net.layer.Dropout;
import java.util.ArrayList;
import java.util.List;

/**
 * What dropout does to one activation x: {@code x·m/(1−p)} inverted, {@code x·m} in the original form, where m is 0
 * with probability p and else 1. Formulas, and a simulation with the masks that trainers draw.
 *
 * @param rate p
 * @param masks per step of training, which units are kept
 * @param inverted scaled in training
 * @param original scaled at test time
 */
public record DropoutTrace(double rate, List<List<Boolean>> masks, Moments inverted, Moments original) {
  /** Makes the lists immutable. */
  public DropoutTrace {
    masks = masks.stream().map(List::copyOf).toList();
  }

  /**
   * One unit's mean and variance in training.
   *
   * @param activation x
   * @param mean by the formula: x inverted, (1−p)x original
   * @param variance by the formula: x²p/(1−p) inverted, x²p(1−p) original
   * @param simulatedMean over the draws
   * @param simulatedVariance over the draws
   * @param meanError the standard error of the simulated mean
   * @param varianceError the standard error of the simulated variance
   * @param atTest what the unit gives at test time: x inverted, (1−p)x original; the mean in training both times
   * @param draws how many
   */
  public record Moments(double activation, double mean, double variance, double simulatedMean, double simulatedVariance,
      double meanError, double varianceError, double atTest, int draws) {}

  /** The layer's number in the key of a mask: the first dropout layer's. */
  private static final int LAYER = 0x8000;

  /**
   * Traces a rate.
   *
   * @param dropout whose rate; the form does not matter, both are traced
   * @param activation x, finite
   * @param units how many to show masks of
   * @param steps how many to show masks of
   * @param draws for the simulation
   * @param seed of the masks
   */
  public static DropoutTrace of(Dropout dropout, double activation, int units, int steps, int draws, long seed) {
    if (units < 1 || steps < 1 || draws < 2) {
      throw new IllegalArgumentException(
          "units, steps and draws must be at least 1, 1 and 2, not " + units + ", " + steps + " and " + draws);
    }
    if (!Double.isFinite(activation)) {
      throw new IllegalArgumentException("the activation must be finite, not " + activation);
    }
    double p = dropout.rate();
    List<List<Boolean>> masks = new ArrayList<>();
    for (int step = 1; step <= steps; step++) {
      masks.add(kept(mask(p, units, step, seed)));
    }
    float[] sample = mask(p, draws, 0, seed);
    double x = activation;
    return new DropoutTrace(p, masks, moments(x, x, x * x * p / (1 - p), x, sample, 1, p),
        moments(x, (1 - p) * x, x * x * p * (1 - p), (1 - p) * x, sample, 1 - p, p));
  }

  private static float[] mask(double rate, int n, int step, long seed) {
    float[] mask = new float[n];
    Kernels.plain().dropoutMask(seed, 0, 1, step, LAYER, (float) rate, n, mask, 0);
    return mask;
  }

  private static List<Boolean> kept(float[] mask) {
    List<Boolean> kept = new ArrayList<>();
    for (float factor : mask) {
      kept.add(factor != 0);
    }
    return kept;
  }

  private static Moments moments(double x, double mean, double variance, double atTest, float[] mask, double scale,
      double p) {
    double sum = 0;
    for (float factor : mask) {
      sum += x * factor * scale;
    }
    double average = sum / mask.length;
    double squares = 0;
    for (float factor : mask) {
      double d = x * factor * scale - average;
      squares += d * d;
    }
    // m's central moments: σ² = p(1−p), μ₄ = p(1−p)(1 − 3p(1−p)); the sample variance has variance (μ₄ − σ⁴)/n.
    double spread = p * (1 - p);
    double fourth = spread * (1 - 3 * spread);
    double unit = x * scale / (1 - p);
    double varianceError = unit * unit * Math.sqrt(Math.max(0, fourth - spread * spread) / mask.length);
    return new Moments(x, mean, variance, average, squares / (mask.length - 1), Math.sqrt(variance / mask.length),
        varianceError, atTest, mask.length);
  }
}
