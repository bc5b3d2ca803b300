package dev.lariat.io.column;

/**
 * What a file says of a column of numbers without its rows.
 *
 * @param least of the numbers
 * @param most of the numbers
 * @param missing how many rows have none; numbers that are none (NaN) are not counted
 */
public record ColumnRange(double least, double most, long missing) {
  /** That of no rows. */
  public static final ColumnRange NONE = new ColumnRange(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0);

  /** {@return that of these rows and others} */
  public ColumnRange plus(ColumnRange other) {
    return new ColumnRange(Math.min(least, other.least), Math.max(most, other.most), missing + other.missing);
  }

  /**
   * {@return whether this is enough to say what the column is} A number with a fraction is none of a few classes, no
   * count of rows and no time.
   */
  boolean tells() {
    boolean finite = Math.abs(least) <= Double.MAX_VALUE && Math.abs(most) <= Double.MAX_VALUE;
    return finite && least < most && (least != Math.rint(least) || most != Math.rint(most));
  }
}
