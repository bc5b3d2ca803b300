package dev.lariat.studio.table;

import dev.lariat.data.BooleanColumn;
import dev.lariat.data.CategoryColumn;
import dev.lariat.data.Column;
import dev.lariat.data.ConstantColumn;
import dev.lariat.data.DateColumn;
import dev.lariat.data.IdentifierColumn;
import dev.lariat.data.NumberText;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.SparseColumn;
import dev.lariat.data.TextColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A column in short.
 *
 * @param name as in the table
 * @param kind what it holds, as a word
 * @param missing rows without a value
 * @param bars its distribution, from left to right; empty where there is none
 * @param ordered whether the bars lie side by side on a scale, or are levels in the order of their number
 * @param says a few words: the range, the number of levels, an example
 */
public record ColumnProfile(String name, String kind, int missing, List<Bar> bars, boolean ordered, String says) {
  private static final int BINS = 16;
  private static final int LEVELS = 6;
  private static final int LONGEST = 40;

  /**
   * A bar.
   *
   * @param label its level, or from where to where it goes
   * @param rows how many
   */
  public record Bar(String label, int rows) {}

  /** Copies the bars. */
  public ColumnProfile {
    bars = List.copyOf(bars);
  }

  /** {@return a column in short} */
  public static ColumnProfile of(Column column) {
    return switch (column) {
      case NumericColumn numbers -> numeric(column, values(numbers));
      case SparseColumn sparse -> numeric(column, values(sparse));
      case DateColumn dates -> dates(dates);
      case CategoryColumn levels -> levels(levels);
      case BooleanColumn pair -> levels(pair, List.of(pair.falseWord(), pair.trueWord()),
          row -> pair.isMissing(row) ? -1 : (int) pair.number(row), " ");
      case TextColumn text -> words(text, "texts, such as ");
      case IdentifierColumn names -> words(names, "another in each row, such as ");
      case ConstantColumn constant -> words(constant, "always ");
    };
  }

  private static double[] values(Column column) {
    return IntStream.range(0, column.rows())
        .filter(row -> !column.isMissing(row))
        .mapToDouble(column::number)
        .filter(Double::isFinite)
        .toArray();
  }

  private static ColumnProfile numeric(Column column, double[] values) {
    if (values.length == 0) {
      return plain(column, "no number");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double median = sorted[sorted.length / 2];
    return new ColumnProfile(column.name(), column.kind().word(), column.missing(),
        histogram(sorted, NumberText::number), true, NumberText.number(sorted[0]) + " to "
            + NumberText.number(sorted[sorted.length - 1]) + ", median " + NumberText.number(median));
  }

  private static ColumnProfile dates(DateColumn dates) {
    double[] sorted = values(dates);
    if (sorted.length == 0) {
      return plain(dates, "no date");
    }
    Arrays.sort(sorted);
    return new ColumnProfile(dates.name(), dates.kind().word(), dates.missing(),
        histogram(sorted, day -> String.valueOf(java.time.LocalDate.ofEpochDay((long) Math.floor(day)))), true,
        at(dates, sorted[0]) + " to " + at(dates, sorted[sorted.length - 1]));
  }

  private static String at(Column dates, double day) {
    return IntStream.range(0, dates.rows())
        .filter(row -> dates.number(row) == day)
        .mapToObj(dates::text)
        .findFirst()
        .orElse("");
  }

  private interface Label {
    String of(double edge);
  }

  private static List<Bar> histogram(double[] sorted, Label label) {
    double low = sorted[0];
    double high = sorted[sorted.length - 1];
    if (!(high > low) || Double.isInfinite(high - low)) {
      return List.of(new Bar(label.of(low), sorted.length));
    }
    int[] counts = new int[BINS];
    for (double value : sorted) {
      counts[Math.min(BINS - 1, (int) ((value - low) / (high - low) * BINS))]++;
    }
    var bars = new ArrayList<Bar>();
    for (int b = 0; b < BINS; b++) {
      double width = (high - low) / BINS;
      bars.add(new Bar(label.of(low + b * width) + " to " + label.of(low + (b + 1) * width), counts[b]));
    }
    return bars;
  }

  private static ColumnProfile levels(CategoryColumn column) {
    return levels(column, column.levels(), row -> column.isMissing(row) ? -1 : column.code(row),
        column.levels().size() + " levels");
  }

  private interface Code {
    int of(int row);
  }

  private static ColumnProfile levels(Column column, List<String> levels, Code code, String says) {
    int[] counts = new int[levels.size()];
    for (int row = 0; row < column.rows(); row++) {
      if (code.of(row) >= 0) {
        counts[code.of(row)]++;
      }
    }
    List<Integer> order = IntStream.range(0, counts.length)
        .filter(level -> counts[level] > 0)
        .boxed()
        .sorted((a, b) -> Integer.compare(counts[b], counts[a]))
        .toList();
    var bars = new ArrayList<Bar>();
    for (int level : order.subList(0, Math.min(LEVELS, order.size()))) {
      bars.add(new Bar(shortened(levels.get(level)), counts[level]));
    }
    if (order.size() > LEVELS) {
      bars.add(new Bar((order.size() - LEVELS) + " more",
          order.stream().skip(LEVELS).mapToInt(level -> counts[level]).sum()));
    }
    return new ColumnProfile(column.name(), column.kind().word(), column.missing(), bars, false, says.strip());
  }

  private static ColumnProfile words(Column column, String before) {
    String example = IntStream.range(0, column.rows())
        .filter(row -> !column.isMissing(row))
        .mapToObj(column::text)
        .findFirst()
        .orElse("");
    return plain(column, before + "'" + shortened(example) + "'");
  }

  private static ColumnProfile plain(Column column, String says) {
    return new ColumnProfile(column.name(), column.kind().word(), column.missing(), List.of(), false, says);
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
  }
}
