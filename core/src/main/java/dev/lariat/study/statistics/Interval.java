package dev.lariat.study.statistics;

/**
 * An estimate with its uncertainty.
 *
 * @param mean the estimate
 * @param standardError its corrected standard error ({@link Pairing})
 * @param low lower end of the 95 % interval
 * @param high upper end of the 95 % interval
 */
public record Interval(double mean, double standardError, double low, double high) {
  /** Whether the 95 % interval lies on one side of zero. */
  public boolean excludesZero() {
    return low > 0 || high < 0;
  }

  public boolean contains(double value) {
    return low <= value && value <= high;
  }

  /** Whether the estimate is within its standard error of zero. */
  public boolean ties() {
    return Math.abs(mean) <= standardError;
  }

  /** The same estimate with the opposite sign. */
  public Interval negated() {
    return new Interval(-mean, standardError, -high, -low);
  }
}
