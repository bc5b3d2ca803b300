package dev.lariat.data.encoding;

import dev.lariat.data.Suggestions;
import dev.lariat.data.BooleanColumn;
import dev.lariat.data.CategoryColumn;
import dev.lariat.data.Column;
import dev.lariat.data.ConstantColumn;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.DateColumn;
import dev.lariat.data.IdentifierColumn;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.SparseColumn;
import dev.lariat.data.TextColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table's columns as numbers that do not depend on what is learnt from rows: a number less a constant where it is
 * there, else 0; whether it is missing; whether the row has a level. Whatever {@link PreprocessingOptions#linear} makes
 * of the columns is a linear map of these parts ({@link PartEncoding}), so that sums and products of the parts over
 * some rows are enough to learn an encoding from these rows, and to have the sums of its inputs.
 */
public final class LinearParts {
  /** What a part says of its column. */
  enum Role {
    /** The number, or a part of the date. */
    VALUE,
    /** Whether it is missing. */
    MISSING,
    /** Whether the row has this level. */
    LEVEL
  }

  /**
   * One part.
   *
   * @param column its column's place among the inputs
   * @param date which part of a date; null for others
   * @param level the level's number; else 0
   */
  record Part(int column, Role role, DatePart date, int level) {}

  private final Dataset specimen;
  private final List<Column> columns;
  private final List<Part> parts = new ArrayList<>();
  private final double[] center; // [parts]; 0 until it is known, and where nothing is subtracted

  /**
   * Lays out the parts of a table's inputs.
   *
   * @param specimen without target and weights; holds all levels, and a missing value where there are some
   * @throws DataException if a column is of a kind that is learnt from whole texts
   */
  public LinearParts(Dataset specimen) {
    this.specimen = specimen;
    columns = specimen.features();
    for (int c = 0; c < columns.size(); c++) {
      Column column = columns.get(c);
      switch (column) {
        case NumericColumn _,SparseColumn _,BooleanColumn _ -> parts.add(new Part(c, Role.VALUE, null, 0));
        case DateColumn _ -> {
          for (DatePart part : DatePart.values()) {
            parts.add(new Part(c, Role.VALUE, part, 0));
          }
        }
        case CategoryColumn category -> {
          for (int level = 0; level < category.levels().size(); level++) {
            parts.add(new Part(c, Role.LEVEL, null, level));
          }
        }
        case TextColumn _ -> throw new DataException("column '" + column.name()
            + "' is text, whose words cannot be learnt from a table that is streamed; leave it out with "
            + Suggestions.listOption("--drop", column.name()));
        case ConstantColumn _,IdentifierColumn _ -> {
          continue;
        }
      }
      if (column.missing() > 0) {
        parts.add(new Part(c, Role.MISSING, null, 0));
      }
    }
    center = new double[parts.size()];
  }

  /** How many parts there are. */
  public int count() {
    return parts.size();
  }

  /** The name of a part's column. */
  public String column(int part) {
    return columns.get(parts.get(part).column()).name();
  }

  Dataset specimen() {
    return specimen;
  }

  List<Column> columns() {
    return columns;
  }

  Part part(int i) {
    return parts.get(i);
  }

  /** What is subtracted from a number. */
  public double center(int part) {
    return center[part];
  }

  /** What is subtracted from each number, [parts]. */
  public double[] centers() {
    return center.clone();
  }

  /** Takes the constants that the same parts have elsewhere. */
  public void centers(double[] known) {
    System.arraycopy(known, 0, center, 0, center.length);
  }

  /** Takes the means of these rows for the constants: near a number's own mean its squares do not cancel. */
  public void center(Dataset rows) {
    double[][] values = new double[parts.size()][rows.rows()];
    fill(rows, values);
    for (int i = 0; i < center.length; i++) {
      boolean number = !(columns.get(parts.get(i).column()) instanceof BooleanColumn);
      if (parts.get(i).role() == Role.VALUE && number) {
        double[] present = Arrays.stream(values[i]).filter(value -> !Double.isNaN(value)).toArray();
        double sum = Arrays.stream(present).sum();
        center[i] = present.length == 0 || !Double.isFinite(sum) ? 0 : sum / present.length;
      }
    }
  }

  /**
   * The parts of these rows.
   *
   * @param out [parts][at least rows] overwritten; NaN for a number that is missing
   */
  public void fill(Dataset rows, double[][] out) {
    int n = rows.rows();
    Column bound = null;
    int boundTo = -1;
    for (int i = 0; i < out.length; i++) {
      Part part = parts.get(i);
      if (part.column() != boundTo) {
        boundTo = part.column();
        bound = rows.column(columns.get(boundTo).name());
      }
      double[] to = out[i];
      switch (part.role()) {
        case VALUE -> {
          double constant = center[i];
          for (int row = 0; row < n; row++) {
            double value = bound.number(row);
            to[row] = (part.date() == null ? value : part.date().of(value)) - constant;
          }
        }
        case MISSING -> {
          for (int row = 0; row < n; row++) {
            to[row] = bound.isMissing(row) ? 1 : 0;
          }
        }
        case LEVEL -> {
          if (part.level() == 0) { // all levels of the column at once
            fillLevels((CategoryColumn) bound, out, i);
          }
        }
      }
    }
  }

  private static void fillLevels(CategoryColumn column, double[][] out, int first) {
    int n = column.rows();
    for (int level = 0; level < column.levels().size(); level++) {
      Arrays.fill(out[first + level], 0, n, 0);
    }
    for (int row = 0; row < n; row++) {
      if (column.code(row) >= 0) {
        out[first + column.code(row)][row] = 1;
      }
    }
  }
}
