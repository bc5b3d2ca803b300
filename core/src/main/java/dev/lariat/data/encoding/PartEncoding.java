package dev.lariat.data.encoding;

import dev.lariat.data.BooleanColumn;
import dev.lariat.data.CategoryColumn;
import dev.lariat.data.Column;
import dev.lariat.data.ConstantColumn;
import dev.lariat.data.DataException;
import dev.lariat.data.DateColumn;
import dev.lariat.data.IdentifierColumn;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.SparseColumn;
import dev.lariat.data.TextColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * An encoding that was learnt from sums of {@link LinearParts}, the same that {@link Preprocessing#fit} learns from the
 * rows themselves: input j is {@code shift_j + Σ factor_ja · part_ja}.
 */
public final class PartEncoding {
  private final LinearParts parts;
  private final PartSums sums;
  private final PreprocessingOptions options = PreprocessingOptions.linear();
  private final List<Encoding> encodings = new ArrayList<>();
  private final List<int[]> part = new ArrayList<>();
  private final List<double[]> factor = new ArrayList<>();
  private final List<Double> shift = new ArrayList<>();
  private final List<Boolean> constant = new ArrayList<>();
  private final Preprocessing preprocessing;

  /**
   * Learns.
   *
   * @throws DataException if no column is left
   */
  public PartEncoding(LinearParts parts, PartSums sums) {
    this.parts = parts;
    this.sums = sums;
    var leftOut = new ArrayList<Preprocessing.LeftOut>();
    int from = 0;
    for (int c = 0; c < parts.columns().size(); c++) {
      int to = from;
      while (to < parts.count() && parts.part(to).column() == c) {
        to++;
      }
      Column column = parts.columns().get(c);
      int before = encodings.size();
      learn(column, from, to);
      if (encodings.size() == before) {
        leftOut.add(new Preprocessing.LeftOut(column.name(), EncodingFit.reason(column)));
      }
      from = to;
    }
    if (encodings.isEmpty()) {
      throw new DataException(parts.specimen().name() + ": no column is left to learn from: "
          + (leftOut.isEmpty()
              ? "there is only the target"
              : leftOut.getFirst().column() + " is " + leftOut.getFirst().reason()));
    }
    preprocessing = new Preprocessing(options, encodings, Set.of(), leftOut);
  }

  /** The encoding itself. */
  public Preprocessing preprocessing() {
    return preprocessing;
  }

  /** The parts of an input. */
  public int[] parts(int input) {
    return part.get(input);
  }

  /** Their factors. */
  public double[] factors(int input) {
    return factor.get(input);
  }

  /** What is added to the parts. */
  public double shift(int input) {
    return shift.get(input);
  }

  /** Whether the input is the same in all rows. */
  public boolean constant(int input) {
    return constant.get(input);
  }

  private void learn(Column column, int from, int to) {
    if (from == to) {
      return;
    }
    boolean hasMissing = parts.part(to - 1).role() == LinearParts.Role.MISSING;
    int values = hasMissing ? to - 1 : to;
    double missing = hasMissing ? sums.sum()[to - 1] : 0;
    switch (column) {
      case NumericColumn _,SparseColumn _ ->
        number(from, to - 1, missing, (scale, filled) -> new Encoding.Numeric(column.name(), scale, filled));
      case BooleanColumn _ ->
        number(from, to - 1, missing, (scale, filled) -> new Encoding.Bool(column.name(), scale, filled));
      case DateColumn date -> date(date, from, values, missing);
      case CategoryColumn category -> category(category, from, values, missing);
      case TextColumn _,ConstantColumn _,IdentifierColumn _ -> throw new IllegalStateException(column.name());
    }
  }

  private boolean there(int value) {
    return sums.least()[value] <= sums.most()[value];
  }

  private boolean same(int value) {
    return sums.least()[value] == sums.most()[value];
  }

  /** The weighted mean of the numbers that are there, less their constant. */
  private double mean(int value, double missing) {
    return Math.clamp(sums.sum()[value] / (sums.weights().sum() - missing), sums.least()[value], sums.most()[value]);
  }

  /** An input that is a number, with its mean where it is missing. */
  private Scale addNumber(int value, double missing, int missingPart) {
    double mean = mean(value, missing);
    boolean filled = missing > 0;
    add(filled ? new int[]{value, missingPart} : new int[]{value}, filled ? new double[]{1, mean} : new double[]{1},
        parts.center(value), same(value));
    return new Scale(mean + parts.center(value), 0, 1, 0);
  }

  private void addMissing(int missingPart) {
    add(new int[]{missingPart}, new double[]{1}, 0, false);
  }

  private void add(int[] of, double[] factors, double constantPart, boolean isConstant) {
    part.add(of);
    factor.add(factors);
    shift.add(constantPart);
    constant.add(isConstant);
  }

  private void number(int value, int missingPart, double missing, BiFunction<Scale, Boolean, Encoding> encoding) {
    if (!there(value) || (same(value) && missing == 0)) {
      return;
    }
    Scale scale = addNumber(value, missing, missingPart);
    if (missing > 0) {
      addMissing(missingPart);
    }
    encodings.add(encoding.apply(scale, missing > 0));
  }

  private void date(DateColumn date, int from, int values, double missing) {
    var kept = new ArrayList<DatePart>();
    var scales = new ArrayList<Scale>();
    boolean indicator = missing > 0 && there(from);
    for (int value = from; value < values; value++) {
      if (there(value) && !same(value)) {
        kept.add(parts.part(value).date());
        scales.add(addNumber(value, missing, values));
      }
    }
    if (kept.isEmpty() && indicator) {
      int day = from;
      while (parts.part(day).date() != DatePart.DAY) {
        day++;
      }
      kept.add(DatePart.DAY);
      scales.add(addNumber(day, missing, values));
    }
    if (!kept.isEmpty()) {
      if (indicator) {
        addMissing(values);
      }
      encodings.add(new Encoding.Date(date.name(), date.order(), kept, scales, indicator));
    }
  }

  private void category(CategoryColumn column, int from, int values, double missing) {
    double unit = sums.weights().unit();
    var present = new ArrayList<Integer>();
    for (int level = 0; level < values - from; level++) {
      if (sums.sum()[from + level] > 0) {
        present.add(level);
      }
    }
    boolean indicator = missing > 0 && !present.isEmpty();
    if (present.size() < 2 && !indicator) {
      return;
    }
    present.sort((a, b) -> Double.compare(sums.sum()[from + b], sums.sum()[from + a]));
    var kept = new ArrayList<Integer>();
    for (int level : present) {
      if (sums.sum()[from + level] / unit >= options.minLevelRows() && kept.size() < options.maxLevels()) {
        kept.add(level);
      }
    }
    kept.sort(Integer::compare);
    boolean other = kept.size() < present.size();
    if (kept.isEmpty() && !indicator) {
      return;
    }
    for (int level : kept) {
      add(new int[]{from + level}, new double[]{1}, 0, false);
    }
    if (other) {
      int[] rest = new int[values - from - kept.size()];
      int count = 0;
      for (int level = 0; level < values - from; level++) {
        if (!kept.contains(level)) {
          rest[count++] = from + level;
        }
      }
      double[] ones = new double[count];
      Arrays.fill(ones, 1);
      add(rest, ones, 0, false);
    }
    if (indicator) {
      addMissing(values);
    }
    encodings.add(new Encoding.OneHot(column.name(), kept.stream().map(level -> column.levels().get(level)).toList(),
        other, indicator));
  }
}
