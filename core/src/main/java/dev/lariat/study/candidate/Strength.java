package dev.lariat.study.candidate;

import dev.lariat.data.NumberText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How strong a regularizer acts: one value for a single regularizer, one per part for a combination, none where there
 * is nothing to choose ({@link #ZERO}). Every value grows with regularization.
 *
 * @param values non-negative and finite
 */
public record Strength(List<Double> values) {
  /** Of {@code none} and {@code trivial}: nothing to choose. */
  public static final Strength ZERO = new Strength(List.of());

  public Strength {
    values = List.copyOf(values);
    for (double value : values) {
      if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("strength " + value + " is not a finite non-negative number");
      }
    }
  }

  public static Strength of(double value) {
    return new Strength(List.of(value));
  }

  public static Strength of(double first, double second) {
    return new Strength(List.of(first, second));
  }

  /** The value of one part; 0 where there is nothing to choose. */
  public double value(int part) {
    return values.isEmpty() ? 0 : values.get(part);
  }

  /** The value of a regularizer with one part; 0 where there is nothing to choose. */
  public double value() {
    if (values.size() > 1) {
      throw new IllegalStateException("strength " + this + " has " + values.size() + " parts");
    }
    return value(0);
  }

  /** The epoch at which early stopping of this strength ends: the strength is 1/epoch. */
  public int epoch() {
    return (int) Math.rint(1 / value());
  }

  /** Whether no part is weaker than the other's. */
  public boolean atLeast(Strength other) {
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) < other.values.get(i)) {
        return false;
      }
    }
    return true;
  }

  public Strength with(int part, double value) {
    var changed = new ArrayList<>(values);
    changed.set(part, value);
    return new Strength(changed);
  }

  /** For example {@code 0.01}, {@code 0.25+0.01}, {@code 0}. */
  @Override
  public String toString() {
    return values.isEmpty() ? "0" : values.stream().map(NumberText::setting).collect(Collectors.joining("+"));
  }

  /** The inverse of {@link #toString}. */
  public static Strength parse(String text) {
    if (text.equals("0")) {
      return ZERO;
    }
    try {
      return new Strength(List.of(text.split("\\+(?=[0-9.])", -1)).stream().map(Double::valueOf).toList());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is not a strength: write numbers, as in 0.01 or 0.25+0.01", e);
    }
  }
}
