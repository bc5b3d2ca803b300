package dev.lariat.page;

import java.util.Locale;

/** What is drawn over the axes of a {@link Chart}, with the numbers of a mark. plots.js draws each. */
public enum SeriesType {
  /** A line: x, y. */
  LINE,
  /** An area between two lines: x, low, high. */
  BAND,
  /** Dots: x, y. */
  POINTS,
  /** A dot with an upright bar: x, y, low, high. */
  ERRORS,
  /** A dot with a bar along x: x, y, low, high. */
  SPANS,
  /** A bar along x without a dot: x, y, low, high. */
  WHISKERS,
  /** Bars along the axis of numbers: value, category. */
  BARS,
  /** A histogram: from, to, height. */
  STEPS,
  /** Squares with numbers: column, row, value, share of the darkest. */
  CELLS,
  /** Words above the drawing area: x. */
  TOPS,
  /** Words beside the ends of lines: x, y. */
  ENDS,
  /** Crosses at the foot: x. */
  DROPPED,
  /** Pictures: column, row. */
  IMAGE;

  /** {@return its name in plots.js} */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
