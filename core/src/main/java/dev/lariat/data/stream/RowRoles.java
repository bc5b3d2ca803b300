package dev.lariat.data.stream;

import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which columns of a table are no inputs, and what they are instead.
 *
 * @param target the number to be learnt
 * @param weights of the rows
 * @param offsets known parts of the predictors: none, one, or of several classes one each
 * @param folds which row is in which fold
 * @param dropsMissing whether rows without a target are left out; else they are refused
 */
public record RowRoles(String target, Optional<String> weights, List<String> offsets, RowFolds folds,
    boolean dropsMissing) {
  /** Copies the names. */
  public RowRoles {
    offsets = List.copyOf(offsets);
  }

  /** The columns that are inputs. */
  public Dataset inputs(Dataset specimen) {
    var names = new ArrayList<>(List.of(target));
    weights.ifPresent(names::add);
    names.addAll(offsets);
    folds.column().ifPresent(names::add);
    return specimen.without(names.stream().distinct().toArray(String[]::new));
  }

  /** The target of a row, by its number in the table; NaN where it is missing and such rows are left out. */
  public double target(Column column, int row, long number) {
    double value = column.number(row);
    if (Double.isNaN(value) && !(dropsMissing && column.isMissing(row))) {
      throw new DataException("target '" + target + "', row " + (number + 1) + ": "
          + (column.isMissing(row)
              ? "the target is missing; leave such rows out with --target-missing drop"
              : "'" + column.text(row) + "' is not a number"));
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
    throw new DataException("target '" + target + "', row " + (number + 1) + ": "
        + (column.isMissing(row)
            ? "the target is missing; leave such rows out with --target-missing drop"
            : "'" + column.text(row) + "' is none of the classes"));
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
