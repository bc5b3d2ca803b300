package dev.lariat.study.candidate;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * The natural scale of one strength, and the values to begin with.
 *
 * @param scale how values are spaced
 * @param coarse the first values, ascending, at least one
 * @param lowest no value below is tried
 * @param highest no value above is tried
 */
public record StrengthGrid(Scale scale, List<Double> coarse, double lowest, double highest) {
  /** How the values of a strength are spaced. */
  public enum Scale {
    /** Equal differences count: dropout, label smoothing. */
    LINEAR,
    /** Equal ratios count: penalties, decay. */
    LOGARITHMIC;

    double coordinate(double strength) {
      return this == LINEAR ? strength : StrictMath.log(strength);
    }

    double strength(double coordinate) {
      return this == LINEAR ? coordinate : StrictMath.exp(coordinate);
    }
  }

  public StrengthGrid {
    coarse = List.copyOf(coarse);
    if (coarse.isEmpty()) {
      throw new IllegalArgumentException("a strength needs at least one value");
    }
    double previous = Double.NEGATIVE_INFINITY;
    for (double value : coarse) {
      if (!(value > previous)) {
        throw new IllegalArgumentException("strengths must ascend: " + coarse);
      }
      if (!(value >= lowest && value <= highest) || (value == 0 && scale == Scale.LOGARITHMIC)) {
        throw new IllegalArgumentException("strength " + value + " is not between " + lowest + " and " + highest);
      }
      previous = value;
    }
  }

  public static StrengthGrid logarithmic(double lowest, double highest, Double... coarse) {
    return new StrengthGrid(Scale.LOGARITHMIC, List.of(coarse), lowest, highest);
  }

  public static StrengthGrid linear(double lowest, double highest, Double... coarse) {
    return new StrengthGrid(Scale.LINEAR, List.of(coarse), lowest, highest);
  }

  /** The same scale with other first values. */
  public StrengthGrid withCoarse(List<Double> values) {
    return new StrengthGrid(scale, values.stream().sorted().distinct().toList(), lowest, highest);
  }

  /** Every second value, from the second on: for a quick first answer. */
  StrengthGrid thinned() {
    return coarse.size() < 4
        ? this
        : withCoarse(IntStream.range(0, coarse.size()).filter(i -> i % 2 == 1).mapToObj(coarse::get).toList());
  }

  /** Halfway between two values on this scale, in as few digits as tell it from both. */
  public double between(double a, double b) {
    double middle = scale.strength(0.5 * (scale.coordinate(a) + scale.coordinate(b)));
    return rounded(middle, Math.min(a, b), Math.max(a, b));
  }

  /** The next value beyond {@code edge}, whose inner neighbour is {@code inner}; empty at the limit of the scale. */
  public OptionalDouble beyond(double edge, double inner) {
    boolean up = edge > inner;
    double limit = up ? highest : lowest;
    double step = scale.coordinate(edge) - scale.coordinate(inner);
    double next = scale.strength(scale.coordinate(edge) + step);
    if (Math.abs(next - limit) < 1e-9 * Math.abs(limit)) {
      next = limit;
    }
    if (up ? next > limit : next < limit) {
      // Half of what is left of a bounded scale: dropout .7, .82, .88; too little left is not worth a trial.
      double half = 0.5 * (scale.coordinate(edge) + scale.coordinate(limit));
      if (scale == Scale.LOGARITHMIC || Math.abs(half - edge) < 0.25 * Math.abs(step)) {
        return OptionalDouble.empty();
      }
      next = scale.strength(half);
    }
    return OptionalDouble.of(rounded(next, up ? edge : Double.NEGATIVE_INFINITY, up ? Double.POSITIVE_INFINITY : edge));
  }

  private static double rounded(double value, double above, double below) {
    for (int digits = 2; digits < 16; digits++) {
      double rounded = new BigDecimal(value).round(new MathContext(digits)).doubleValue();
      if (rounded > above && rounded < below && Math.abs(rounded - value) <= 0.05 * Math.abs(value)) {
        return rounded;
      }
    }
    return value;
  }
}
