package dev.lariat.io.sequence;

import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.stream.ChangedRows;
import dev.lariat.data.stream.RowSource;
import java.util.ArrayList;
import java.util.Arrays;
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
    var survey = new Survey(steps, numbers);
    Dataset ended = survey.ended(data, 0);
    return survey.early == 0
        ? new SeriesLengths(data, List.of(), survey.notes())
        : new SeriesLengths(ended, numbers, survey.notes());
  }

  /**
   * The same for rows whose columns are known, of a model: with the lengths, whether one ends early or not.
   *
   * @throws DataException with the row, if a series has no number at all
   */
  public static Dataset added(Dataset data, int steps, List<String> numbers) {
    return data.has(SequenceLayout.STEPS) ? data : new Survey(steps, numbers).ended(data, 0);
  }

  /**
   * The same for a table that is passed over: in one pass, and in none where no number is missing.
   *
   * @param steps of a row at most
   * @param numbers the columns of the numbers of the steps, in order
   * @throws DataException with the row, if a series has no number at all
   */
  public static Passed of(RowSource table, int steps, List<String> numbers) {
    Dataset specimen = table.specimen();
    boolean whole = steps > 0 && !numbers.isEmpty() && numbers.size() % steps == 0;
    if (specimen.has(SequenceLayout.STEPS) || !whole
        || numbers.stream().allMatch(name -> specimen.column(name).missing() == 0)) {
      return new Passed(table, List.of(), List.of());
    }
    var survey = new Survey(steps, numbers);
    table.pass(part -> survey.ended(part, survey.rows));
    if (survey.early == 0) {
      return new Passed(table, List.of(), survey.notes());
    }
    double[] lengths = new double[specimen.rows()];
    Arrays.setAll(lengths, row -> row == 0 ? survey.shortest : survey.longest);
    return new Passed(new ChangedRows(table, specimen.with(new NumericColumn(SequenceLayout.STEPS, lengths)),
        (rows, first) -> new Survey(steps, numbers).ended(rows, first)), numbers, survey.notes());
  }

  /**
   * A table that is passed over.
   *
   * @param rows with the column {@link SequenceLayout#STEPS} where a series ends early
   * @param numbers the columns of the numbers of the steps, in order; empty where none ends early
   * @param notes what was found, each a line
   */
  public record Passed(RowSource rows, List<String> numbers, List<String> notes) {
    /** Copies the lists. */
    public Passed {
      numbers = List.copyOf(numbers);
      notes = List.copyOf(notes);
    }
  }

  /** Looks at rows, some at a time. */
  private static final class Survey {
    private final int steps;
    private final List<String> numbers;
    private final int channels;
    private long rows;
    private long early;
    private long inside; // numbers that are missing before the last one
    private int shortest = Integer.MAX_VALUE;
    private int longest;

    Survey(int steps, List<String> numbers) {
      this.steps = steps;
      this.numbers = numbers;
      this.channels = numbers.size() / steps;
    }

    /**
     * {@return rows with how many steps they have}
     *
     * @param first the number of the first of them in the table, from 0
     */
    Dataset ended(Dataset data, long first) {
      List<Column> columns = numbers.stream().map(data::column).toList();
      double[] lengths = new double[data.rows()];
      for (int row = 0; row < lengths.length; row++) {
        int last = columns.size() - 1;
        while (last >= 0 && columns.get(last).isMissing(row)) {
          last--;
        }
        if (last < 0) {
          throw new DataException(data.name() + ", row " + (first + row + 1)
              + ": the series has no number, which is a series of length 0: leave it out");
        }
        int length = last / channels + 1;
        lengths[row] = length;
        early += length < steps ? 1 : 0;
        shortest = Math.min(shortest, length);
        longest = Math.max(longest, length);
        for (int c = 0; c < length * channels; c++) {
          inside += columns.get(c).isMissing(row) ? 1 : 0;
        }
      }
      rows += lengths.length;
      return data.with(new NumericColumn(SequenceLayout.STEPS, lengths));
    }

    /** {@return what was found, each a line} */
    List<String> notes() {
      var notes = new ArrayList<String>();
      if (inside > 0) {
        notes.add(inside + (inside == 1 ? " number is" : " numbers are")
            + " missing inside of series: the mean of the channel stands there");
      }
      if (early > 0) {
        notes.add(early + " of " + rows + " series end before step " + steps
            + ": what is missing behind their last number is no step; --layers \"sequence " + steps
            + (channels == 1 ? "" : "x" + channels) + ", …\" without --series puts the mean there");
      }
      return notes;
    }
  }
}
