package dev.lariat.explain;

import dev.lariat.kernel.Philox;
import java.util.ArrayList;
import java.util.List;

/**
 * All 2ⁿ networks that dropout makes of one linear layer with softmax, counted one by one with their probabilities. The
 * network that is used at test time, with all units and scaled weights, is exactly their renormalised geometric mean,
 * because the logarithm of a softmax is linear in its inputs but for a constant that renormalising removes; it is only
 * near to their arithmetic mean.
 *
 * @param units n
 * @param rate p
 * @param scaled the probabilities of the classes with all units and scaled weights
 * @param geometric the renormalised geometric mean of the 2ⁿ networks' probabilities
 * @param arithmetic their mean
 */
public record ThinnedNetworks(int units, double rate, List<Double> scaled, List<Double> geometric,
    List<Double> arithmetic) {
  private static final int MAX_UNITS = 20;

  /** Makes the lists immutable. */
  public ThinnedNetworks {
    scaled = List.copyOf(scaled);
    geometric = List.copyOf(geometric);
    arithmetic = List.copyOf(arithmetic);
  }

  /**
   * Counts the thinned networks of a layer with random weights.
   *
   * @param units n, from 1 to 20
   * @param classes at least 2
   * @param rate p, in [0, 1)
   */
  public static ThinnedNetworks of(int units, int classes, double rate, long seed) {
    if (units < 1 || units > MAX_UNITS || classes < 2 || !(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("thinned networks need 1 to " + MAX_UNITS
          + " units, at least 2 classes and a rate " + "in [0, 1), not " + units + ", " + classes + " and " + rate);
    }
    Philox random = new Philox(seed, 0, 0, 0, 0);
    double[][] contribution = new double[classes][units]; // w·x of a class and unit
    double[] bias = new double[classes];
    for (int k = 0; k < classes; k++) {
      bias[k] = 0.3 * random.nextGaussian();
      for (int j = 0; j < units; j++) {
        contribution[k][j] = 0.5 * random.nextGaussian();
      }
    }
    double[] arithmetic = new double[classes];
    double[] logarithms = new double[classes];
    for (int mask = 0; mask < 1 << units; mask++) {
      int kept = Integer.bitCount(mask);
      double probability = StrictMath.pow(1 - rate, kept) * StrictMath.pow(rate, units - kept);
      double[] logits = logits(contribution, bias, mask, 1 / (1 - rate));
      double normaliser = normaliser(logits);
      for (int k = 0; k < classes; k++) {
        arithmetic[k] += probability * StrictMath.exp(logits[k] - normaliser);
        logarithms[k] += probability * (logits[k] - normaliser);
      }
    }
    return new ThinnedNetworks(units, rate, softmax(logits(contribution, bias, (1 << units) - 1, 1)),
        softmax(logarithms), list(arithmetic));
  }

  private static double[] logits(double[][] contribution, double[] bias, int mask, double scale) {
    double[] logits = bias.clone();
    for (int k = 0; k < logits.length; k++) {
      for (int j = 0; j < contribution[k].length; j++) {
        logits[k] += (mask >> j & 1) * contribution[k][j] * scale;
      }
    }
    return logits;
  }

  private static double normaliser(double[] logits) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double z : logits) {
      largest = Math.max(largest, z);
    }
    double sum = 0;
    for (double z : logits) {
      sum += StrictMath.exp(z - largest);
    }
    return largest + StrictMath.log(sum);
  }

  private static List<Double> softmax(double[] logits) {
    double normaliser = normaliser(logits);
    double[] probabilities = new double[logits.length];
    for (int k = 0; k < logits.length; k++) {
      probabilities[k] = StrictMath.exp(logits[k] - normaliser);
    }
    return list(probabilities);
  }

  private static List<Double> list(double[] numbers) {
    List<Double> list = new ArrayList<>();
    for (double number : numbers) {
      list.add(number);
    }
    return list;
  }

  /** The largest distance of the geometric mean from the scaled network: rounding. */
  public double geometricDistance() {
    return distance(geometric, scaled);
  }

  /** The largest distance of the arithmetic mean from the scaled network. */
  public double arithmeticDistance() {
    return distance(arithmetic, scaled);
  }

  private static double distance(List<Double> a, List<Double> b) {
    double largest = 0;
    for (int k = 0; k < a.size(); k++) {
      largest = Math.max(largest, Math.abs(a.get(k) - b.get(k)));
    }
    return largest;
  }
}
