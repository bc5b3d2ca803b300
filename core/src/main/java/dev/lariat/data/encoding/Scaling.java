package dev.lariat.data.encoding;

/** How numbers are brought to a common scale before a network sees them. */
public enum Scaling {
  /** Not at all, as the linear models want it, which standardise by themselves; a missing number becomes the mean. */
  NONE,
  /** Less the mean, by the standard deviation (of n, not n − 1); a missing number becomes the mean. */
  STANDARD,
  /**
   * Less the median, by the range between the quartiles; a missing number becomes the median. Outliers do not move it.
   */
  ROBUST
}
