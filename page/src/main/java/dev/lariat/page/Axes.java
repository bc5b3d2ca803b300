package dev.lariat.page;

import dev.lariat.page.Block.Plot;
import dev.lariat.page.Block.Series;
import dev.lariat.page.Block.Style;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of the plane that a plot shows. Contours do not widen it: they may go on outside.
 *
 * @param left smallest x
 * @param right largest x
 * @param bottom smallest y
 * @param top largest y
 * @param whole whether all x are whole numbers, so that halves would mean nothing
 */
record Axes(double left, double right, double bottom, double top, boolean whole) {
  private static final int TICKS = 6;

  static Axes of(Plot plot) {
    double left = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    double bottom = Double.POSITIVE_INFINITY;
    double top = Double.NEGATIVE_INFINITY;
    for (Series series : plot.series()) {
      if (series.style() == Style.CONTOUR) {
        continue;
      }
      for (int i = 0; i < series.x().size(); i++) {
        left = Math.min(left, series.x().get(i));
        right = Math.max(right, series.x().get(i));
        bottom = Math.min(bottom, series.y().get(i));
        top = Math.max(top, series.y().get(i));
      }
    }
    boolean whole = plot.series().stream().flatMap(series -> series.x().stream()).allMatch(x -> x == Math.rint(x));
    double wide = right - left > 0 ? 0 : 0.5;
    double high = top - bottom > 0 ? (top - bottom) * (plot.square() ? 0.1 : 0.04) : 0.5;
    double side = plot.square() ? (right - left) * 0.1 : 0;
    return new Axes(left - wide - side, right + wide + side, bottom - high, top + high, whole && !plot.square());
  }

  List<Double> xTicks() {
    return ticks(left, right, xStep());
  }

  List<Double> yTicks() {
    return ticks(bottom, top, step(bottom, top));
  }

  String xLabel(double tick) {
    return label(tick, left, right, xStep());
  }

  String yLabel(double tick) {
    return label(tick, bottom, top, step(bottom, top));
  }

  /** Multiples of 1, 2 or 5 times a power of ten within the range. */
  private static List<Double> ticks(double from, double to, double step) {
    List<Double> ticks = new ArrayList<>();
    for (long k = (long) Math.ceil(from / step - 1e-9); k * step <= to + 1e-9 * step; k++) {
      ticks.add(k * step);
    }
    return ticks;
  }

  private double xStep() {
    return whole ? Math.max(1, step(left, right)) : step(left, right);
  }

  private static double step(double from, double to) {
    double rough = (to - from) / TICKS;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double lead = rough / power;
    return (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10) * power;
  }

  private static String label(double tick, double from, double to, double step) {
    int decimals = Math.max(0, (int) Math.ceil(-Math.log10(step) - 1e-9));
    double magnitude = Math.max(Math.abs(from), Math.abs(to));
    if (decimals > 5 || magnitude >= 1e6) {
      return tick == 0 ? "0" : String.format(java.util.Locale.ROOT, "%.0e", tick).replace('-', '−');
    }
    String digits = BigDecimal.valueOf(tick).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
    boolean zero = digits.chars().allMatch(c -> c == '-' || c == '0' || c == '.');
    return zero ? "0" : digits.replace('-', '−');
  }
}
