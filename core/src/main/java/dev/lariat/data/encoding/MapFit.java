package dev.lariat.data.encoding;

import dev.lariat.data.Column;
import dev.lariat.data.ConstantColumn;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.IdentifierColumn;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.BooleanColumn;
import dev.lariat.data.CategoryColumn;
import dev.lariat.data.DateColumn;
import dev.lariat.data.SparseColumn;
import dev.lariat.data.TextColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Learns the scale of maps whose numbers are columns: the mean and deviation of each channel over all pixels or steps,
 * so that neighbours stay on one scale. A missing number becomes the channel's mean.
 */
final class MapFit {
  private final Dataset data;
  private final int[] rows;
  private final double[] times;
  private final PreprocessingOptions options;
  private final int channels;

  /**
   * @param rows the training rows
   * @param times per row of the table how often it counts
   */
  MapFit(Dataset data, int[] rows, double[] times, PreprocessingOptions options) {
    this.data = data;
    this.rows = rows;
    this.times = times;
    this.options = options;
    this.channels = options.channels();
  }

  /** Every number of a map has its encoding; of what stands beside sequences, columns may be left out. */
  Preprocessing preprocessing() {
    List<Column> columns = data.features();
    if (options.steps() == 0) {
      return new Preprocessing(options, encodings(columns), Set.of(), List.of());
    }
    int numbers = options.steps() * channels;
    List<Encoding> encodings = new ArrayList<>(encodings(columns.subList(0, numbers)));
    encodings.add(new Encoding.Numeric(lengths(columns.get(numbers)), Scale.identity(0), false));
    List<Preprocessing.LeftOut> leftOut = new ArrayList<>();
    var fit = new EncodingFit(options, rows, times);
    for (Column column : columns.subList(numbers + 1, columns.size())) {
      Encoding encoding = fit.fit(column);
      if (encoding == null) {
        leftOut.add(new Preprocessing.LeftOut(column.name(), EncodingFit.reason(column)));
      } else {
        encodings.add(encoding);
      }
    }
    return new Preprocessing(options, encodings, Set.of(), leftOut);
  }

  /** {@return the name of the column of the lengths} */
  private String lengths(Column column) {
    for (int row : rows) {
      double steps = column.number(row);
      if (!(steps >= 1 && steps <= options.steps() && steps == Math.rint(steps))) {
        throw new DataException(data.name() + ", row " + (row + 1) + ": '" + column.name() + "' is " + column.text(row)
            + ", and the steps of a sequence are from 1 to " + options.steps());
      }
    }
    return column.name();
  }

  /** An encoding for each column of numbers, in the table's order. */
  private List<Encoding> encodings(List<Column> given) {
    List<Column> columns = given.stream().map(this::numbers).toList();
    double[] mean = new double[channels];
    double[] squares = new double[channels];
    double[] count = new double[channels];
    // Welford's way, column by column: no difference of large sums.
    for (int c = 0; c < columns.size(); c++) {
      Column column = columns.get(c);
      int channel = c % channels;
      for (int row : rows) {
        double value = number(column, row);
        if (!Double.isNaN(value)) {
          count[channel] += times[row];
          double before = value - mean[channel];
          mean[channel] += times[row] / count[channel] * before;
          squares[channel] += times[row] * before * (value - mean[channel]);
        }
      }
    }
    List<Encoding> encodings = new ArrayList<>();
    for (int c = 0; c < columns.size(); c++) {
      int channel = c % channels;
      double deviation = count[channel] > 0 ? Math.sqrt(squares[channel] / count[channel]) : 0;
      double factor = deviation > 0 ? Math.min(1 / deviation, Double.MAX_VALUE) : 1;
      encodings
          .add(new Encoding.Numeric(columns.get(c).name(), new Scale(mean[channel], mean[channel], factor, 0), false));
    }
    return encodings;
  }

  private double number(Column column, int row) {
    double value = column.number(row);
    if (Double.isNaN(value) && !column.isMissing(row)) {
      throw unfit(column, column.text(row));
    }
    return value;
  }

  private Column numbers(Column column) {
    return switch (column) {
      case NumericColumn _,SparseColumn _,BooleanColumn _,ConstantColumn _ -> column;
      case IdentifierColumn identifier -> numbers(identifier.values());
      case CategoryColumn _,TextColumn _,DateColumn _ -> throw unfit(column, column.text(0));
    };
  }

  private DataException unfit(Column column, String example) {
    return new DataException(data.name() + ": the column '" + column.name() + "' holds '" + example
        + "', and is no number of a map; leave it out, or train without a map");
  }
}
