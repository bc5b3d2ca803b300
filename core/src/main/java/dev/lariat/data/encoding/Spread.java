package dev.lariat.data.encoding;

import dev.lariat.data.Dataset;
import dev.lariat.data.NumericColumn;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How far a column's numbers reach in the training rows. Columns with a scale have one there; of those without, this
 * tells which numbers are far out.
 *
 * @param mean of the numbers
 * @param deviation their standard deviation (with 1/n), above 0
 * @param least of them
 * @param most of them
 */
public record Spread(double mean, double deviation, double least, double most) {
  /** {@return the spreads of the columns of numbers, by name} */
  static Map<String, Spread> of(Dataset data, List<Encoding> encodings, int[] rows) {
    Map<String, Spread> spreads = new TreeMap<>();
    for (Encoding encoding : encodings) {
      if (data.column(encoding.column()) instanceof NumericColumn numbers) {
        of(numbers, rows).ifPresent(spread -> spreads.put(encoding.column(), spread));
      }
    }
    return spreads;
  }

  /** {@return the spread of some rows; empty where they do not differ, or differ too much for a double} */
  static Optional<Spread> of(NumericColumn column, int[] rows) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    double sum = 0;
    int count = 0;
    for (int row : rows) {
      double number = column.number(row);
      if (!Double.isNaN(number)) {
        least = Math.min(least, number);
        most = Math.max(most, number);
        sum += number;
        count++;
      }
    }
    double mean = sum / count;
    double squares = 0;
    for (int row : rows) {
      double number = column.number(row);
      squares += Double.isNaN(number) ? 0 : (number - mean) * (number - mean);
    }
    double deviation = Math.sqrt(squares / count);
    return deviation > 0 && Double.isFinite(deviation)
        ? Optional.of(new Spread(mean, deviation, least, most))
        : Optional.empty();
  }

  /** {@return whether a number is outside of all training rows, and so many deviations from their mean} */
  boolean isFar(double number, double deviations) {
    return (number < least || number > most) && Math.abs(number - mean) > deviations * deviation;
  }
}
