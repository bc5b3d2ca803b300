package dev.lariat.io.sequence;

import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumericColumn;
import java.util.ArrayList;
import java.util.List;

/**
 * A table with a row for each series, of which some end before the others: the steps behind the last number are no
 * steps.
 *
 * @param data the table, with the column {@link SequenceLayout#STEPS} where a series ends early
 * @param numbers the columns of the numbers of the steps, in order; empty where none ends early
 * @param notes what was found, each a line
 */
public record SeriesLengths(Dataset data, List<String> numbers, List<String> notes) {
  /** Copies the lists. */
  public SeriesLengths {
    numbers = List.copyOf(numbers);
    notes = List.copyOf(notes);
  }

  /**
   * Looks for series that end early. A table that says by itself how many steps its rows have stays as it is, and so
   * does one whose numbers are no whole steps.
   *
   * @param steps of a row at most
   * @param numbers the columns of the numbers of the steps, in order
   * @throws DataException with the row, if a series has no number at all
   */
  public static SeriesLengths of(Dataset data, int steps, List<String> numbers) {
    boolean whole = steps > 0 && !numbers.isEmpty() && numbers.size() % steps == 0;
    if (data.has(SequenceLayout.STEPS) || !whole) {
      return new SeriesLengths(data, List.of(), List.of());
    }
    List<Column> columns = numbers.stream().map(data::column).toList();
    double[] lengths = lengths(data, columns, steps);
    var notes = new ArrayList<String>();
    int channels = columns.size() / steps;
    int early = 0;
    long inside = 0;
    for (int row = 0; row < lengths.length; row++) {
      early += lengths[row] < steps ? 1 : 0;
      for (int c = 0; c < lengths[row] * channels; c++) {
        inside += columns.get(c).isMissing(row) ? 1 : 0;
      }
    }
    if (inside > 0) {
      notes.add(inside + (inside == 1 ? " number is" : " numbers are")
          + " missing inside of series: the mean of the channel stands there");
    }
    if (early == 0) {
      return new SeriesLengths(data, List.of(), notes);
    }
    notes.add(early + " of " + data.rows() + " series end before step " + steps
        + ": what is missing behind their last number is no step; --layers \"sequence " + steps
        + (channels == 1 ? "" : "x" + channels) + ", …\" without --series puts the mean there");
    return new SeriesLengths(data.with(new NumericColumn(SequenceLayout.STEPS, lengths)), numbers, notes);
  }

  /**
   * The same for rows whose columns are known, of a model: with the lengths, whether one ends early or not.
   *
   * @throws DataException with the row, if a series has no number at all
   */
  public static Dataset added(Dataset data, int steps, List<String> numbers) {
    if (data.has(SequenceLayout.STEPS)) {
      return data;
    }
    return data.with(
        new NumericColumn(SequenceLayout.STEPS, lengths(data, numbers.stream().map(data::column).toList(), steps)));
  }

  private static double[] lengths(Dataset data, List<Column> columns, int steps) {
    int channels = columns.size() / steps;
    double[] lengths = new double[data.rows()];
    for (int row = 0; row < lengths.length; row++) {
      int last = columns.size() - 1;
      while (last >= 0 && columns.get(last).isMissing(row)) {
        last--;
      }
      if (last < 0) {
        throw new DataException(data.name() + ", row " + (row + 1)
            + ": the series has no number, which is a series of length 0: leave it out");
      }
      lengths[row] = last / channels + 1;
    }
    return lengths;
  }
}
