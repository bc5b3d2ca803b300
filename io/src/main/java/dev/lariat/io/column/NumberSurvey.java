package dev.lariat.io.column;

import dev.lariat.data.DateOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** What a column of numbers is, without keeping them. */
final class NumberSurvey {
  /** Of more different numbers in a column that is named like an identifier none is looked for twice. */
  private static final int MOST_IDENTIFIERS = 1_000_000;
  /** Numbers of which more than this many are different are no classes. */
  private static final int FEW = 20;

  private final ColumnPlan plan;
  private final Set<Double> identifiers; // null where the numbers cannot identify rows
  private final double[] few = new double[FEW + 1]; // the first different numbers
  private int different; // of them
  private boolean counts = true;
  private boolean distinct = true;
  private boolean clockKnown;
  private DateOrder clock;
  private double last;
  private long rows;
  private long missing;
  private double least = Double.POSITIVE_INFINITY;
  private double most = Double.NEGATIVE_INFINITY;

  NumberSurvey(ColumnPlan plan) {
    this.plan = plan;
    identifiers = plan.mayIdentify() ? new HashSet<>() : null;
  }

  /** Takes the numbers of the next rows, NaN where missing. */
  void add(double[] values) {
    for (double value : values) {
      counts &= rows == 0 ? value == 0 || value == 1 : value == last + 1;
      last = value;
      rows++;
      if (Double.isNaN(value)) {
        missing++;
      } else {
        least = Math.min(least, value);
        most = Math.max(most, value);
        look(value);
      }
      if (identifiers != null && distinct) {
        distinct = value == Math.rint(value) && (identifiers.size() >= MOST_IDENTIFIERS || identifiers.add(value));
      }
    }
    double[] present = Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
    if (present.length > 0) {
      DateOrder found = clockKnown && clock == null ? null : plan.clock(present);
      clock = !clockKnown || clock == found ? found : null;
      clockKnown = true;
    }
  }

  private void look(double value) {
    if (different > FEW) {
      return;
    }
    for (int i = 0; i < different; i++) {
      if (few[i] == value) {
        return;
      }
    }
    few[different++] = value;
  }

  /** Takes rows without a value. */
  void addMissing(long count) {
    rows += count;
    missing += count;
    counts &= count == 0;
    distinct &= count == 0;
    last = Double.NaN;
  }

  boolean isConstant() {
    return missing == 0 && least == most;
  }

  /** How they count time, null where they do not. */
  DateOrder clock() {
    return clock;
  }

  boolean isRowNumber() {
    return (plan.place() == 0 && counts && rows >= 2 && plan.mayCountRows(rows))
        || (identifiers != null && distinct && ColumnPlan.isEnough(rows));
  }

  /**
   * A row for each of the different numbers where they are few, else for some, the least and the largest; NaN if one is
   * missing.
   */
  double[] specimen() {
    double[] values = Arrays.copyOf(few, different);
    if (different > FEW) {
      values = Arrays.copyOf(few, different + 2);
      values[different] = least;
      values[different + 1] = most;
    }
    if (missing > 0 || values.length == 0) {
      values = Arrays.copyOf(values, values.length + 1);
      values[values.length - 1] = Double.NaN;
    }
    return values;
  }
}
