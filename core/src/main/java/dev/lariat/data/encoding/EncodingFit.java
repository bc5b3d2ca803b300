package dev.lariat.data.encoding;

import dev.lariat.data.BooleanColumn;
import dev.lariat.data.CategoryColumn;
import dev.lariat.data.Column;
import dev.lariat.data.ConstantColumn;
import dev.lariat.data.DataException;
import dev.lariat.data.DateColumn;
import dev.lariat.data.IdentifierColumn;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.RowSelection;
import dev.lariat.data.SparseColumn;
import dev.lariat.data.TextColumn;
import dev.lariat.data.text.TextFeatures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Learns a column's encoding from the training rows; null where nothing can be learnt from it. */
final class EncodingFit {
  /** A piece of fewer rows would follow their noise: about the number that a slope needs to be told from none. */
  private static final int ROWS_PER_PIECE = 50;

  private final PreprocessingOptions options;
  private final int[] rows;
  private final double[] times; // [rows of the table] how often each counts
  private final RowSelection selection;

  /**
   * @param rows the training rows
   * @param times per row of the table how often it counts; a training row counts more than 0 times
   */
  EncodingFit(PreprocessingOptions options, int[] rows, double[] times) {
    this.options = options;
    this.rows = rows;
    this.times = times;
    selection = new RowSelection(times.length, rows);
  }

  /**
   * How often each row counts: its weight where weights are whole numbers, so that 2 is the row twice; else the weights
   * are brought to a mean of 1, so that their unit does not matter.
   */
  static double[] times(double[] weights, int[] rows) {
    boolean whole = Arrays.stream(rows).allMatch(row -> weights[row] == Math.rint(weights[row]));
    boolean even = Arrays.stream(rows).allMatch(row -> weights[row] == weights[rows[0]]);
    double mean = Arrays.stream(rows).mapToDouble(row -> weights[row]).sum() / rows.length;
    double unit = even ? weights[rows[0]] : whole ? 1 : mean;
    return Arrays.stream(weights).map(weight -> weight / unit).toArray();
  }

  /** The encoding, or null if the training rows do not differ in this column. */
  Encoding fit(Column column) {
    return switch (column) {
      case NumericColumn numeric -> number(numeric);
      case SparseColumn sparse -> sparse(sparse);
      case BooleanColumn bool -> bool(bool);
      case DateColumn date -> date(date);
      case CategoryColumn category -> category(category);
      case TextColumn text -> text(text);
      case ConstantColumn _,IdentifierColumn _ -> null;
    };
  }

  /** An encoding whose inputs are the same whatever the row holds; empty for columns that are never learnt from. */
  static Optional<Encoding> same(Column column) {
    Scale zero = new Scale(0, 0, 0, 0);
    return switch (column) {
      case NumericColumn _,SparseColumn _ -> Optional.of(new Encoding.Numeric(column.name(), zero, false));
      case BooleanColumn _ -> Optional.of(new Encoding.Bool(column.name(), zero, false));
      case DateColumn date ->
        Optional.of(new Encoding.Date(column.name(), date.order(), List.of(DatePart.DAY), List.of(zero), false));
      case CategoryColumn _,TextColumn _ -> Optional.of(new Encoding.OneHot(column.name(), List.of(), true, false));
      case ConstantColumn _,IdentifierColumn _ -> Optional.empty();
    };
  }

  private Encoding number(NumericColumn column) {
    double[] numbers = new double[rows.length];
    double[] weights = new double[rows.length];
    int count = 0;
    for (int row : rows) {
      double value = column.number(row);
      if (!Double.isNaN(value)) {
        weights[count] = times[row];
        numbers[count++] = value;
      }
    }
    boolean missing = count < rows.length;
    Scale scale = scale(numbers, weights, count);
    if (scale == null) {
      return missing && count > 0 && options.missingIndicators()
          ? new Encoding.Numeric(column.name(), Scale.identity(numbers[0]), true)
          : null;
    }
    boolean indicator = missing && options.missingIndicators();
    List<Double> edges = edges(numbers, weights, count);
    return edges.size() > 2
        ? new Encoding.Hinges(column.name(), scale, edges, indicator)
        : new Encoding.Numeric(column.name(), scale, indicator);
  }

  /**
   * The distinct quantiles at equal steps, so that each piece holds as many rows; each is a number of the rows, so that
   * two values have no third between them. Few rows make few pieces; without any, or where the range outgrows a double,
   * there are fewer than three edges.
   */
  private List<Double> edges(double[] numbers, double[] weights, int count) {
    double total = Arrays.stream(weights, 0, count).sum();
    int pieces = (int) Math.min(options.hinges(), total / ROWS_PER_PIECE);
    List<Double> edges = new ArrayList<>();
    if (pieces < 2) {
      return edges;
    }
    WeightedQuantiles quantiles = new WeightedQuantiles(numbers, weights, count);
    for (int i = 0; i <= pieces; i++) {
      double edge = quantiles.below((double) i / pieces) + 0.0; // −0 is 0
      if (edges.isEmpty() || edge > edges.getLast()) {
        edges.add(edge);
      }
    }
    return Double.isFinite(edges.getLast() - edges.getFirst()) ? edges : List.of();
  }

  /** Null if the numbers are all the same, or there is none. */
  private Scale scale(double[] numbers, double[] weights, int count) {
    if (count == 0) {
      return null;
    }
    double least = numbers[0];
    double most = numbers[0];
    double sum = 0;
    double total = 0;
    for (int i = 0; i < count; i++) {
      least = Math.min(least, numbers[i]);
      most = Math.max(most, numbers[i]);
      sum += weights[i] * numbers[i];
      total += weights[i];
    }
    if (least == most) {
      return null;
    }
    double mean = Math.clamp(Double.isFinite(sum) ? sum / total : least / 2 + most / 2, least, most);
    return switch (options.scaling()) {
      case NONE -> Scale.identity(mean);
      case STANDARD -> new Scale(mean, mean, inverse(deviation(numbers, weights, count, mean)), options.clip());
      case ROBUST -> {
        WeightedQuantiles quantiles = new WeightedQuantiles(numbers, weights, count);
        double median = quantiles.at(0.5);
        double range = quantiles.at(0.75) - quantiles.at(0.25);
        // Where the quartiles are the same, half of the whole range stands in, as in RealMLP.
        yield new Scale(median, median, inverse(range > 0 ? range : (most - least) / 2), options.clip());
      }
    };
  }

  /** Finite for the least of doubles too. */
  private static double inverse(double spread) {
    return Math.min(1 / spread, Double.MAX_VALUE);
  }

  private static double deviation(double[] numbers, double[] weights, int count, double mean) {
    double largest = 0;
    double total = 0;
    for (int i = 0; i < count; i++) {
      total += weights[i];
      largest = Math.max(largest, Math.abs(numbers[i] - mean));
    }
    if (Double.isInfinite(largest)) {
      return largest;
    }
    double sum = 0;
    for (int i = 0; i < count; i++) {
      double ratio = (numbers[i] - mean) / largest;
      sum += weights[i] * (ratio * ratio) / total;
    }
    return largest * Math.sqrt(sum);
  }

  /** Sparse numbers are scaled, but never centred: 0 stays 0, and what is not kept costs nothing. */
  private Encoding sparse(SparseColumn column) {
    int entries = 0;
    int missing = 0;
    double count = total();
    double least = 0;
    double most = 0;
    double sum = 0;
    for (int i = 0; i < column.entries(); i++) {
      int selected = selection.times(column.entryRow(i));
      double counted = selected * times[column.entryRow(i)];
      double value = column.entryValue(i);
      entries += selected;
      if (selected > 0 && Double.isNaN(value)) {
        missing += selected;
        count -= counted;
      } else if (selected > 0) {
        least = Math.min(least, value);
        most = Math.max(most, value);
        sum += counted * value;
      }
    }
    // All rows have an entry and all are equal: constant, though not 0.
    boolean constant = least == most || (entries == rows.length && missing == 0 && allSame(column));
    boolean indicator = missing > 0 && options.missingIndicators();
    if (constant && !(indicator && missing < rows.length)) {
      return null;
    }
    double mean = sum / count;
    double factor = constant ? 1 : switch (options.scaling()) {
      case NONE -> 1;
      case STANDARD -> inverse(sparseDeviation(column, mean, count));
      case ROBUST -> inverse((most - least) / 2);
    };
    boolean clipped = options.scaling() != Scaling.NONE && !constant;
    return new Encoding.Numeric(column.name(),
        new Scale(options.scaling() == Scaling.NONE ? mean : 0, 0, factor, clipped ? options.clip() : 0), indicator);
  }

  private boolean allSame(SparseColumn column) {
    double first = Double.NaN;
    for (int i = 0; i < column.entries(); i++) {
      if (selection.times(column.entryRow(i)) > 0) {
        double value = column.entryValue(i);
        if (!Double.isNaN(first) && value != first) {
          return false;
        }
        first = value;
      }
    }
    return true;
  }

  private double total() {
    double total = 0;
    for (int row : rows) {
      total += times[row];
    }
    return total;
  }

  private double sparseDeviation(SparseColumn column, double mean, double count) {
    double sum = 0;
    double kept = 0;
    for (int i = 0; i < column.entries(); i++) {
      double counted = selection.times(column.entryRow(i)) * times[column.entryRow(i)];
      double value = column.entryValue(i);
      if (counted > 0 && !Double.isNaN(value)) {
        kept += counted;
        sum += counted * (value - mean) * (value - mean);
      }
    }
    return Math.sqrt((sum + (count - kept) * mean * mean) / count);
  }

  private Encoding bool(BooleanColumn column) {
    int missing = 0;
    double yes = 0;
    double no = 0;
    for (int row : rows) {
      if (column.isMissing(row)) {
        missing++;
      } else if (column.number(row) == 1) {
        yes += times[row];
      } else {
        no += times[row];
      }
    }
    boolean indicator = missing > 0 && missing < rows.length && options.missingIndicators();
    if ((yes == 0 || no == 0) && !indicator) {
      return null;
    }
    // −1 and 1, and 0 where missing.
    Scale scale = options.scaling() == Scaling.NONE ? Scale.identity(yes / (yes + no)) : new Scale(0.5, 0.5, 2, 0);
    return new Encoding.Bool(column.name(), scale, indicator);
  }

  private Encoding date(DateColumn column) {
    List<DatePart> parts = new ArrayList<>();
    List<Scale> scales = new ArrayList<>();
    double[] numbers = new double[rows.length];
    double[] weights = new double[rows.length];
    int count = 0;
    for (DatePart part : DatePart.values()) {
      count = 0;
      for (int row : rows) {
        if (!column.isMissing(row)) {
          weights[count] = times[row];
          numbers[count++] = part.of(column.number(row));
        }
      }
      Scale scale = scale(numbers, weights, count);
      if (scale != null) {
        parts.add(part);
        scales.add(scale);
      }
    }
    boolean indicator = count > 0 && count < rows.length && options.missingIndicators();
    if (parts.isEmpty() && indicator) {
      parts.add(DatePart.DAY);
      scales.add(Scale.identity(firstDay(column)));
    }
    return parts.isEmpty() ? null : new Encoding.Date(column.name(), column.order(), parts, scales, indicator);
  }

  private double firstDay(DateColumn column) {
    return Arrays.stream(rows)
        .filter(row -> !column.isMissing(row))
        .mapToDouble(column::number)
        .findFirst()
        .orElseThrow();
  }

  private Encoding text(TextColumn column) {
    TextFeatures features = vocabulary(column);
    if (features.width() == 0) {
      return null;
    }
    int missing = 0;
    for (int row : rows) {
      missing += column.isMissing(row) ? 1 : 0;
    }
    return new Encoding.Text(column.name(), features, missing > 0 && options.missingIndicators());
  }

  /**
   * Terms are counted in rows, whatever these weigh; a vocabulary without a term leaves the column out.
   *
   * @throws DataException if no number of rows is within the limits
   */
  TextFeatures vocabulary(TextColumn column) {
    if (column.learnt().isPresent()) {
      return column.learnt().get();
    }
    PassedWords.requireLimits(column, rows.length);
    return TextFeatures.fit(column::text, rows, column.options());
  }

  private Encoding category(CategoryColumn column) {
    double[] counts = new double[column.levels().size()];
    int missing = 0;
    for (int row : rows) {
      if (column.code(row) < 0) {
        missing++;
      } else {
        counts[column.code(row)] += times[row];
      }
    }
    List<Integer> present = new ArrayList<>();
    Map<String, Integer> order = HashMap.newHashMap(counts.length);
    for (int level = 0; level < counts.length; level++) {
      order.put(column.levels().get(level), level);
      if (counts[level] > 0) {
        present.add(level);
      }
    }
    boolean indicator = missing > 0 && !present.isEmpty() && options.missingIndicators();
    if (present.size() < 2 && !indicator) {
      return null;
    }
    present.sort((a, b) -> Double.compare(counts[b], counts[a]));
    List<String> kept = new ArrayList<>();
    for (int level : present) {
      if (counts[level] >= options.minLevelRows() && kept.size() < options.maxLevels()) {
        kept.add(column.levels().get(level));
      }
    }
    kept.sort((a, b) -> Integer.compare(order.get(a), order.get(b)));
    boolean other = kept.size() < present.size();
    if (present.size() > options.embedAbove()) {
      return new Encoding.Code(column.name(), kept);
    }
    // Rare levels alone: all rows would be "other", and nothing could be learnt.
    if (kept.isEmpty() && !indicator) {
      return null;
    }
    return new Encoding.OneHot(column.name(), kept, other, indicator);
  }

  /** {@return why a column has no encoding} */
  static String reason(Column column) {
    return switch (column) {
      case IdentifierColumn _ -> "identifier-like";
      case ConstantColumn constant when constant.isMissing(0) -> "all missing";
      case ConstantColumn _ -> "constant";
      case CategoryColumn _ -> "without a level that repeats in the training rows";
      case TextColumn _ -> "without a term that is in enough of the training rows";
      case NumericColumn _,SparseColumn _,BooleanColumn _,DateColumn _ -> "constant in the training rows";
    };
  }
}
