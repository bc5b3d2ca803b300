package dev.lariat.study.statistics;

import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What losses are paired over, and how sure a mean of paired differences is.
 *
 * <p>With K folds and R seeds the <em>units</em> are the J = K·R cells of a trial. The training sets overlap, so the
 * cells' losses are correlated, and s/√J is too small; the interval is d̄ ± t(J−1)·s·√(1/J + n_validation/n_train)
 * (Nadeau and Bengio 2003, "Inference for the generalization error", Machine Learning 52). With one split the units are
 * the validation rows: d̄ ± t(n−1)·s/√n, conditional on the fitted models (the training rows' luck is not in it).
 *
 * <p>Units belong to <em>blocks</em>: a block is scored at what was chosen on the other blocks. With folds a block is a
 * fold (all its seeds), and where folds are drawn several times the others are those of the same draw; with one split
 * it is a fixed share of the validation rows.
 */
public final class Pairing {
  private static final double CONFIDENCE = 0.95;
  /** The share of studies that find what is there. */
  private static final double POWER = 0.8;

  private final int[] block; // [units]
  private final int blocks;
  private final int blocksEach; // of each time that folds were drawn
  private final double ownVariance; // 1/J
  private final double sharedVariance; // n_validation / n_train
  private final boolean conditional;
  private final double t;

  private Pairing(int[] block, int repeats, double sharedVariance, boolean conditional) {
    this.block = block;
    this.blocks = IntStream.of(block).max().orElse(-1) + 1;
    this.blocksEach = blocks / repeats;
    if (blocksEach < 2) {
      throw new IllegalArgumentException("comparisons need at least 2 blocks, not " + blocksEach);
    }
    this.ownVariance = 1.0 / block.length;
    this.sharedVariance = sharedVariance;
    this.conditional = conditional;
    this.t = StudentT.quantile(0.5 + 0.5 * CONFIDENCE, block.length - 1);
  }

  /**
   * Units are cells, ordered by fold, then by seed.
   *
   * @param folds at least 2
   * @param seeds at least 1
   * @param validationOverTraining n_validation / n_train
   */
  public static Pairing folds(int folds, int seeds, double validationOverTraining) {
    return folds(folds, 1, seeds, validationOverTraining);
  }

  /**
   * Units are cells of folds that were drawn several times, ordered by time, then by fold, then by seed. J counts all
   * of them: two draws overlap in their training rows as two folds of one draw do (Bouckaert and Frank 2004,
   * "Evaluating the replicability of significance tests for comparing learning algorithms", the corrected repeated
   * k-fold test).
   *
   * @param folds of each time, at least 2
   * @param repeats how often folds were drawn, at least 1
   */
  public static Pairing folds(int folds, int repeats, int seeds, double validationOverTraining) {
    int units = Math.multiplyExact(Math.multiplyExact(folds, repeats), seeds);
    return new Pairing(IntStream.range(0, units).map(i -> i / seeds).toArray(), repeats, validationOverTraining, false);
  }

  /**
   * Units are the validation rows of one split; neighbouring rows share a block, so that an ordered split keeps its
   * order.
   *
   * @param rows at least 2
   */
  public static Pairing rows(int rows) {
    int blocks = Math.min(5, rows);
    return new Pairing(IntStream.range(0, rows).map(i -> (int) ((long) i * blocks / rows)).toArray(), 1, 0, true);
  }

  public int units() {
    return block.length;
  }

  /**
   * {@return of losses of several seeds a unit their mean per unit}
   *
   * @param losses as many as there are units, or seeds times as many, those of a unit side by side; not modified
   */
  public double[] overSeeds(double[] losses) {
    int seeds = losses.length / units();
    double[] means = new double[units()];
    for (int i = 0; i < losses.length; i++) {
      means[i / seeds] += losses[i] / seeds;
    }
    return means;
  }

  /** {@return how many blocks there are} */
  public int blocks() {
    return blocks;
  }

  /** {@return the block of a unit} */
  public int block(int unit) {
    return block[unit];
  }

  /**
   * Whether a block is one of those that choose for another: the others of the same draw. Those of another draw hold
   * rows of that block too.
   */
  public boolean chooses(int chooser, int chosenFor) {
    return chooser != chosenFor && chooser / blocksEach == chosenFor / blocksEach;
  }

  /**
   * {@return what losses of the blocks that choose for another are paired over; empty where that is one block, which
   * can choose nothing for itself}
   *
   * @param block for which they choose
   */
  public Optional<Pairing> choosingFor(int block) {
    if (blocksEach < 3) {
      return Optional.empty();
    }
    int first = block - block % blocksEach;
    int[] left = unitsChoosingFor(block).map(unit -> this.block[unit] - first)
        .map(other -> other > block - first ? other - 1 : other)
        .toArray();
    return Optional.of(new Pairing(left, 1, sharedVariance, conditional));
  }

  /** {@return the units of the blocks that choose for another, in their order} */
  IntStream unitsChoosingFor(int other) {
    return IntStream.range(0, block.length).filter(unit -> chooses(block[unit], other));
  }

  /** Whether intervals hold for the models as fitted only: the luck of the training rows is not in them. */
  public boolean conditional() {
    return conditional;
  }

  /** The factor by which the variance of a unit is multiplied to give that of the mean. */
  public double varianceFactor() {
    return ownVariance + sharedVariance;
  }

  /** The 95 % interval of the mean of {@code a − b}. */
  public Interval difference(double[] a, double[] b) {
    return difference(a, b, 1);
  }

  /**
   * The 95 % interval of the mean of {@code a − b} where {@code a} was chosen among several by the other blocks.
   * Cross-fitting takes away what the noise of the folds did for the chosen, but not the luck with training rows that
   * all folds share; its part of the variance, n_validation / n_train, is therefore multiplied by c², c = z(1 −
   * 0.025/m) / z(0.975): Bonferroni's for the best of m.
   *
   * @param choices m, at least 1
   */
  public Interval difference(double[] a, double[] b, int choices) {
    double[] difference = new double[block.length];
    for (int i = 0; i < difference.length; i++) {
      difference[i] = a[i] - b[i];
    }
    double c = choices == 1 ? 1 : normal(1 - 0.5 * (1 - CONFIDENCE) / choices) / normal(0.5 + 0.5 * CONFIDENCE);
    return interval(difference, ownVariance + c * c * sharedVariance);
  }

  /** The interval of the mean of {@code a − b} as one of m such intervals, all of which hold with 95 % (Bonferroni). */
  public Interval simultaneous(double[] a, double[] b, int m) {
    Interval alone = difference(a, b);
    double wide = StudentT.quantile(1 - 0.5 * (1 - CONFIDENCE) / m, block.length - 1) * alone.standardError();
    return new Interval(alone.mean(), alone.standardError(), alone.mean() - wide, alone.mean() + wide);
  }

  /** The 95 % interval of the mean of values per unit. */
  public Interval interval(double[] values) {
    return interval(values, varianceFactor());
  }

  /**
   * The 95 % interval of a figure that is no mean over units, from its values where each block is left out (the
   * jackknife; Efron and Tibshirani 1993, "An introduction to the bootstrap", 11.5), widened as that of a mean is for
   * training sets that overlap.
   *
   * @param estimate of all units
   * @param leftOut one value per block, not modified
   */
  public Interval jackknife(double estimate, double[] leftOut) {
    double mean = mean(leftOut);
    double sum = 0;
    for (double value : leftOut) {
      sum += (value - mean) * (value - mean);
    }
    double variance = sum * (leftOut.length - 1) / leftOut.length;
    double error = StrictMath.sqrt(variance * varianceFactor() / ownVariance);
    double wide = StudentT.quantile(0.5 + 0.5 * CONFIDENCE, leftOut.length - 1) * error;
    return new Interval(estimate, error, estimate - wide, estimate + wide);
  }

  /**
   * How large a mean must be, so that an interval as wide as this one leaves out 0 in four of five studies: half its
   * width and t(0.8) standard errors (Cohen 1988, "Statistical power analysis").
   */
  public double visible(Interval interval) {
    return interval.mean() - interval.low() + StudentT.quantile(POWER, block.length - 1) * interval.standardError();
  }

  private static double normal(double p) {
    return StudentT.quantile(p, 1e6);
  }

  private Interval interval(double[] values, double varianceFactor) {
    if (values.length != block.length) {
      throw new IllegalArgumentException(
          "values differ in number from units: " + values.length + " and " + block.length);
    }
    double mean = mean(values);
    double error = deviation(values, mean) * StrictMath.sqrt(varianceFactor);
    return new Interval(mean, error, mean - t * error, mean + t * error);
  }

  /** The plain standard error s/√J of a mean, as error bars show it. */
  public static double standardError(double[] values) {
    return deviation(values, mean(values)) / StrictMath.sqrt(values.length);
  }

  public static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double deviation(double[] values, double mean) {
    double sum = 0;
    for (double value : values) {
      sum += (value - mean) * (value - mean);
    }
    return StrictMath.sqrt(sum / (values.length - 1));
  }
}
