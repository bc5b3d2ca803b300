package dev.lariat.data.encoding;

import dev.lariat.data.BooleanColumn;
import dev.lariat.data.CategoryColumn;
import dev.lariat.data.Column;
import dev.lariat.data.ConstantColumn;
import dev.lariat.data.DateColumn;
import dev.lariat.data.IdentifierColumn;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.RowSelection;
import dev.lariat.data.SparseColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Learns a column's encoding from the training rows; null where nothing can be learnt from it. */
final class EncodingFit {
  private final PreprocessingOptions options;
  private final int[] rows;
  private final RowSelection selection;

  EncodingFit(PreprocessingOptions options, int tableRows, int[] rows) {
    this.options = options;
    this.rows = rows;
    selection = new RowSelection(tableRows, rows);
  }

  /** The encoding, or null if the training rows do not differ in this column. */
  Encoding fit(Column column) {
    return switch (column) {
      case NumericColumn numeric -> number(numeric);
      case SparseColumn sparse -> sparse(sparse);
      case BooleanColumn bool -> bool(bool);
      case DateColumn date -> date(date);
      case CategoryColumn category -> category(category);
      case ConstantColumn _,IdentifierColumn _ -> null;
    };
  }

  private Encoding number(NumericColumn column) {
    double[] numbers = new double[rows.length];
    int count = 0;
    for (int row : rows) {
      double value = column.number(row);
      if (!Double.isNaN(value)) {
        numbers[count++] = value;
      }
    }
    boolean missing = count < rows.length;
    Scale scale = scale(numbers, count);
    if (scale == null) {
      return missing && count > 0 && options.missingIndicators()
          ? new Encoding.Numeric(column.name(), Scale.identity(numbers[0]), true)
          : null;
    }
    return new Encoding.Numeric(column.name(), scale, missing && options.missingIndicators());
  }

  /** Null if the numbers are all the same, or there is none. The numbers are reordered. */
  private Scale scale(double[] numbers, int count) {
    if (count == 0) {
      return null;
    }
    double least = numbers[0];
    double most = numbers[0];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      least = Math.min(least, numbers[i]);
      most = Math.max(most, numbers[i]);
      sum += numbers[i];
    }
    if (least == most) {
      return null;
    }
    double mean = Math.clamp(Double.isFinite(sum) ? sum / count : least / 2 + most / 2, least, most);
    return switch (options.scaling()) {
      case NONE -> Scale.identity(mean);
      case STANDARD -> new Scale(mean, mean, inverse(deviation(numbers, count, mean)), options.clip());
      case ROBUST -> {
        Arrays.sort(numbers, 0, count);
        double median = quantile(numbers, count, 0.5);
        double range = quantile(numbers, count, 0.75) - quantile(numbers, count, 0.25);
        // Where the quartiles are the same, half of the whole range stands in, as in RealMLP.
        yield new Scale(median, median, inverse(range > 0 ? range : (most - least) / 2), options.clip());
      }
    };
  }

  /** Finite for the least of doubles too. */
  private static double inverse(double spread) {
    return Math.min(1 / spread, Double.MAX_VALUE);
  }

  private static double deviation(double[] numbers, int count, double mean) {
    double largest = 0;
    for (int i = 0; i < count; i++) {
      largest = Math.max(largest, Math.abs(numbers[i] - mean));
    }
    if (Double.isInfinite(largest)) {
      return largest;
    }
    double sum = 0;
    for (int i = 0; i < count; i++) {
      double ratio = (numbers[i] - mean) / largest;
      sum += ratio * ratio / count;
    }
    return largest * Math.sqrt(sum);
  }

  /** Between the two nearest, linearly. */
  static double quantile(double[] sorted, int count, double share) {
    double place = share * (count - 1);
    int below = (int) place;
    int above = Math.min(below + 1, count - 1);
    double part = place - below;
    double gap = sorted[above] - sorted[below];
    return Double.isInfinite(gap) ? sorted[below] * (1 - part) + sorted[above] * part : sorted[below] + part * gap;
  }

  /** Sparse numbers are scaled, but never centred: 0 stays 0, and what is not kept costs nothing. */
  private Encoding sparse(SparseColumn column) {
    int entries = 0;
    int missing = 0;
    double least = 0;
    double most = 0;
    double sum = 0;
    for (int i = 0; i < column.entries(); i++) {
      int times = selection.times(column.entryRow(i));
      double value = column.entryValue(i);
      entries += times;
      if (times > 0 && Double.isNaN(value)) {
        missing += times;
      } else if (times > 0) {
        least = Math.min(least, value);
        most = Math.max(most, value);
        sum += times * value;
      }
    }
    // All rows have an entry and all are equal: constant, though not 0.
    boolean constant = least == most || (entries == rows.length && missing == 0 && allSame(column));
    boolean indicator = missing > 0 && options.missingIndicators();
    int count = rows.length - missing;
    if (constant && !(indicator && count > 0)) {
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

  private double sparseDeviation(SparseColumn column, double mean, int count) {
    double sum = 0;
    int kept = 0;
    for (int i = 0; i < column.entries(); i++) {
      int times = selection.times(column.entryRow(i));
      double value = column.entryValue(i);
      if (times > 0 && !Double.isNaN(value)) {
        kept += times;
        sum += times * (value - mean) * (value - mean);
      }
    }
    return Math.sqrt((sum + (count - kept) * mean * mean) / count);
  }

  private Encoding bool(BooleanColumn column) {
    int yes = 0;
    int present = 0;
    for (int row : rows) {
      if (!column.isMissing(row)) {
        present++;
        yes += (int) column.number(row);
      }
    }
    boolean indicator = present < rows.length && present > 0 && options.missingIndicators();
    if ((yes == 0 || yes == present) && !indicator) {
      return null;
    }
    // −1 and 1, and 0 where missing.
    Scale scale = options.scaling() == Scaling.NONE
        ? Scale.identity((double) yes / present)
        : new Scale(0.5, 0.5, 2, 0);
    return new Encoding.Bool(column.name(), scale, indicator);
  }

  private Encoding date(DateColumn column) {
    List<DatePart> parts = new ArrayList<>();
    List<Scale> scales = new ArrayList<>();
    double[] numbers = new double[rows.length];
    int count = 0;
    for (DatePart part : DatePart.values()) {
      count = 0;
      for (int row : rows) {
        if (!column.isMissing(row)) {
          numbers[count++] = part.of(column.number(row));
        }
      }
      Scale scale = scale(numbers, count);
      if (scale != null) {
        parts.add(part);
        scales.add(scale);
      }
    }
    boolean indicator = count > 0 && count < rows.length && options.missingIndicators();
    if (parts.isEmpty() && indicator) {
      parts.add(DatePart.DAY);
      scales.add(Scale.identity(numbers[0]));
    }
    return parts.isEmpty() ? null : new Encoding.Date(column.name(), column.order(), parts, scales, indicator);
  }

  private Encoding category(CategoryColumn column) {
    int[] counts = new int[column.levels().size()];
    int missing = 0;
    for (int row : rows) {
      if (column.code(row) < 0) {
        missing++;
      } else {
        counts[column.code(row)]++;
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
    present.sort((a, b) -> Integer.compare(counts[b], counts[a]));
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
}
