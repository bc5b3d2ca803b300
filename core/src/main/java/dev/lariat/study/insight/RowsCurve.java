package dev.lariat.study.insight;

import dev.lariat.study.insight.Insight.RowsWorth;
import dev.lariat.study.statistics.Interval;
import dev.lariat.study.statistics.Pairing;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Losses of one setting that was trained on a quarter, a half and all of the training rows of every fold, and what they
 * say of other numbers of rows. Loss falls with rows as a + b·r^−c (Cortes, Jackel, Solla, Vapnik and Denker 1994,
 * "Learning curves: asymptotic values and rate of convergence"), with r the share of the rows; three points give the
 * three numbers. How sure that is says the jackknife over blocks.
 */
public final class RowsCurve {
  /** Exponents outside of this are noise: ½ is that of a mean, 1 that of a parametric model. */
  private static final double SLOWEST = 0.2;
  private static final double FASTEST = 1.5;
  /** Beyond four times the rows, or a quarter of them, nothing was measured. */
  private static final double MOST = 4;

  private static final double QUARTER = 0.25;
  private static final double HALF = 0.5;

  private final Pairing pairing;
  private final double[] quarter; // [units]
  private final double[] half; // [units]
  private final double[] whole; // [units]

  /**
   * A curve of losses per unit.
   *
   * @param quarter of a model that was trained on a quarter of the rows; not copied
   * @param half on a half
   * @param whole on all
   */
  public RowsCurve(Pairing pairing, double[] quarter, double[] half, double[] whole) {
    this.pairing = pairing;
    this.quarter = quarter;
    this.half = half;
    this.whole = whole;
  }

  /**
   * The power law through three points.
   *
   * @param floor a, what no number of rows takes away
   * @param scale b, above 0
   * @param exponent c
   */
  record PowerLaw(double floor, double scale, double exponent) {
    /** Empty where rows do not lower the loss. */
    static Optional<PowerLaw> through(double quarter, double half, double whole) {
      double first = quarter - half;
      double second = half - whole;
      if (!(first + second > 0)) {
        return Optional.empty();
      }
      // quarter − half = b·2^c·(2^c − 1), half − whole = b·(2^c − 1)
      double exponent = second <= 0
          ? FASTEST
          : first <= 0 ? SLOWEST : Math.clamp(StrictMath.log(first / second) / StrictMath.log(2), SLOWEST, FASTEST);
      double[] x = {StrictMath.pow(QUARTER, -exponent), StrictMath.pow(HALF, -exponent), 1};
      double[] y = {quarter, half, whole};
      double meanX = (x[0] + x[1] + x[2]) / 3;
      double meanY = (y[0] + y[1] + y[2]) / 3;
      double covariance = 0;
      double variance = 0;
      for (int i = 0; i < 3; i++) {
        covariance += (x[i] - meanX) * (y[i] - meanY);
        variance += (x[i] - meanX) * (x[i] - meanX);
      }
      double scale = covariance / variance;
      return scale > 0 ? Optional.of(new PowerLaw(meanY - scale * meanX, scale, exponent)) : Optional.empty();
    }

    /** The loss with so many times the rows. */
    double at(double times) {
      return floor + scale * StrictMath.pow(times, -exponent);
    }

    /** How many times the rows give a loss; infinite where none do. */
    double times(double loss) {
      return loss <= floor ? Double.POSITIVE_INFINITY : StrictMath.pow((loss - floor) / scale, -1 / exponent);
    }
  }

  /**
   * How many times the rows this setting needs to have other losses.
   *
   * @param other losses per unit, with all rows
   */
  public RowsWorth timesFor(double[] other) {
    double estimate = logTimes(other, _ -> true);
    double[] leftOut = IntStream.range(0, pairing.blocks())
        .mapToDouble(b -> logTimes(other, unit -> pairing.block(unit) != b))
        .toArray();
    Interval log = pairing.jackknife(estimate, leftOut);
    return new RowsWorth(times(log.mean()), times(log.low()), times(log.high()));
  }

  private static double times(double log) {
    return Math.clamp(StrictMath.exp(log), 1 / MOST, MOST);
  }

  private double logTimes(double[] other, IntPredicate units) {
    double target = mean(other, units);
    double now = mean(whole, units);
    double times = PowerLaw.through(mean(quarter, units), mean(half, units), now)
        .map(law -> law.times(target))
        // Rows do not help here: another loss is out of their reach.
        .orElse(target < now ? MOST : target > now ? 1 / MOST : 1);
    return StrictMath.log(Math.clamp(times, 1 / MOST, MOST));
  }

  /** By how much twice the rows would lower the loss. */
  public Interval doubled() {
    return pairing.jackknife(gain(_ -> true),
        IntStream.range(0, pairing.blocks()).mapToDouble(b -> gain(unit -> pairing.block(unit) != b)).toArray());
  }

  private double gain(IntPredicate units) {
    double now = mean(whole, units);
    return PowerLaw.through(mean(quarter, units), mean(half, units), now).map(law -> law.at(1) - law.at(2)).orElse(0.0);
  }

  private static double mean(double[] values, IntPredicate units) {
    return IntStream.range(0, values.length).filter(units).mapToDouble(unit -> values[unit]).average().orElseThrow();
  }
}
