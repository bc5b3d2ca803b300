package dev.lariat.model;

import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumericColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;

/** Columns of numbers that a path cannot use, or of which a reader should know. */
public final class ColumnChecks {
  /** More pairs of equal columns are counted, not named. */
  private static final int MOST_TWINS = 3;

  /** A sum of squares of numbers up to this is finite. */
  private static final double LARGEST = 1e145;

  /** A sum of squares of numbers down to this has all its digits. */
  private static final double SMALLEST = 1e-145;

  private ColumnChecks() {}

  /** Says which columns of numbers are equal. */
  static List<String> twins(Dataset inputs) {
    var first = new HashMap<Integer, List<NumericColumn>>();
    var notes = new ArrayList<String>();
    for (Column column : inputs.features()) {
      if (column instanceof NumericColumn numbers) {
        double[] values = IntStream.range(0, inputs.rows()).mapToDouble(numbers::number).toArray();
        List<NumericColumn> alike = first.computeIfAbsent(Arrays.hashCode(values), _ -> new ArrayList<>());
        alike.stream()
            .filter(other -> IntStream.range(0, values.length)
                .allMatch(i -> Double.compare(other.number(i), values[i]) == 0))
            .findFirst()
            .ifPresentOrElse(
                twin -> notes.add("the columns '" + twin.name() + "' and '" + numbers.name()
                    + "' hold the same numbers: what one of them gets says nothing of the other"),
                () -> alike.add(numbers));
      }
    }
    return notes.size() <= MOST_TWINS
        ? notes
        : List.of(notes.getFirst(), notes.size() - 1 + " more columns hold the same numbers as another");
  }

  /**
   * Refuses numbers whose squares overflow, with the column and the row, and columns whose spread has a square of 0.
   *
   * @throws DataException if there is one
   */
  public static void requireSquares(Column column) {
    if (column instanceof NumericColumn numbers) {
      for (int i = 0; i < numbers.rows(); i++) {
        if (Math.abs(numbers.number(i)) > LARGEST) {
          throw new DataException("column '" + column.name() + "', row " + (i + 1) + ": " + numbers.number(i)
              + " is too large, its square overflows; divide the column by a constant");
        }
      }
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < numbers.rows(); i++) {
        double number = numbers.number(i);
        if (!Double.isNaN(number)) {
          least = Math.min(least, number);
          most = Math.max(most, number);
        }
      }
      if (most > least && most - least < SMALLEST) {
        throw new DataException("column '" + column.name() + "' goes from " + least + " to " + most
            + ": so small a spread has a square of 0; multiply the column by a constant");
      }
    }
  }
}
