package dev.lariat.data.stream;

import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which columns of a table are no inputs, and what they are instead.
 *
 * @param target the number to be learnt
 * @param weights of the rows
 * @param offsets known parts of the predictors: none, one, or of several classes one each
 * @param folds which row is in which fold
 * @param dropsMissing whether rows without a target are left out; else they are refused
 * @param events what happened to rows that wait for an event, the target being the time; empty for other targets
 */
public record RowRoles(String target, Optional<String> weights, List<String> offsets, RowFolds folds,
    boolean dropsMissing, Optional<Events> events) {
  /** Copies the names. */
  public RowRoles {
    offsets = List.copyOf(offsets);
  }

  /** Of a target that is no time. */
  public RowRoles(String target, Optional<String> weights, List<String> offsets, RowFolds folds, boolean dropsMissing) {
    this(target, weights, offsets, folds, dropsMissing, Optional.empty());
  }

  /**
   * The columns that say what happened to rows that wait for an event.
   *
   * @param event whether it happened
   * @param start from when on a row was at risk
   * @param strata rows are compared within equal values of it only
   */
  public record Events(String event, Optional<String> start, Optional<String> strata) {
    /** The names of the columns. */
    public List<String> names() {
      var names = new ArrayList<>(List.of(event));
      start.ifPresent(names::add);
      strata.ifPresent(names::add);
      return names;
    }

    /**
     * Whether a row had its event, by its number in the table.
     *
     * @throws DataException if the column says neither
     */
    public boolean happened(Column column, int row, long number) {
      String text = column.isMissing(row) ? "" : column.text(row).toLowerCase(Locale.ROOT);
      return switch (text) {
        case "1", "1.0", "true" -> true;
        case "0", "0.0", "false" -> false;
        default -> throw new DataException("event column '" + event + "', row " + (number + 1) + " is '" + text
            + "': an event is 1 or true, none is 0 or false");
      };
    }

    /**
     * From when on a row was at risk, by its number in the table.
     *
     * @throws DataException if that is not before its time
     */
    public double started(Column column, int row, long number, double time) {
      double value = column.number(row);
      if (!(value < time)) {
        throw new DataException("start column '" + column.name() + "', row " + (number + 1) + " is "
            + (column.isMissing(row) ? "missing" : column.text(row)) + ": it must be before the time, " + time);
      }
      return value;
    }

    /**
     * The stratum of a row, by its number in the table.
     *
     * @throws DataException if it is missing
     */
    public static String stratum(Column column, int row, long number) {
      if (column.isMissing(row)) {
        throw new DataException(
            "strata column '" + column.name() + "', row " + (number + 1) + " is missing: fill it in or drop the row");
      }
      return column.text(row);
    }
  }

  /** The same with events. */
  public RowRoles with(Events happened) {
    return new RowRoles(target, weights, offsets, folds, dropsMissing, Optional.of(happened));
  }

  /** The columns that are inputs. */
  public Dataset inputs(Dataset specimen) {
    var names = new ArrayList<>(List.of(target));
    weights.ifPresent(names::add);
    names.addAll(offsets);
    folds.column().ifPresent(names::add);
    events.ifPresent(happened -> names.addAll(happened.names()));
    return specimen.without(names.stream().distinct().toArray(String[]::new));
  }

  /** The target of a row, by its number in the table; NaN where it is missing and such rows are left out. */
  public double target(Column column, int row, long number) {
    double value = column.number(row);
    if (Double.isNaN(value) && !(dropsMissing && column.isMissing(row))) {
      throw column.isMissing(row)
          ? missing(number)
          : new DataException(
              "target '" + target + "', row " + (number + 1) + ": '" + column.text(row) + "' is not a number");
    }
    return value;
  }

  /** The class of a row by its number in the table, NaN where it is missing and such rows are left out. */
  public double label(Column column, int label, int row, long number) {
    if (label >= 0) {
      return label;
    }
    if (dropsMissing && column.isMissing(row)) {
      return Double.NaN;
    }
    throw column.isMissing(row)
        ? missing(number)
        : new DataException(
            "target '" + target + "', row " + (number + 1) + ": '" + column.text(row) + "' is none of the classes");
  }

  private DataException missing(long number) {
    return new DataException("target '" + target + "' is missing in row " + (number + 1)
        + "; take those rows out (--target-missing drop does)");
  }

  /** The weight of a row, by its number in the table; 1 where there is no such column. */
  public static double weight(Column column, int row, long number) {
    double value = column == null ? 1 : column.number(row);
    if (!(value >= 0)) {
      throw new DataException("weights column '" + column.name() + "', row " + (number + 1) + ": "
          + (column.isMissing(row) ? "the weight is missing" : "'" + column.text(row) + "' is not a weight")
          + "; weights are numbers ≥ 0");
    }
    return value;
  }

  /** The columns of the offsets. */
  public List<Column> offsets(Dataset rows) {
    return offsets.stream().map(rows::column).toList();
  }

  /** The offset of a row, by its number in the table; 0 where there is no such column. */
  public static double offset(Column column, int row, long number) {
    double value = column == null ? 0 : column.number(row);
    if (!Double.isFinite(value)) {
      throw new DataException("offset column '" + column.name() + "', row " + (number + 1) + ": "
          + (column.isMissing(row) ? "the offset is missing" : "'" + column.text(row) + "' is not an offset")
          + "; offsets are finite numbers");
    }
    return value;
  }
}
