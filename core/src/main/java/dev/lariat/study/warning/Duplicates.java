package dev.lariat.study.warning;

import static dev.lariat.data.NumberText.count;
import static dev.lariat.data.NumberText.percent;

import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.data.Folds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rows that are copies of a row on the other side of a split, target included: what is learnt from one is asked of the
 * other. In a table of a few levels rows are equal without being copies, so a column is asked for that tells rows
 * apart.
 */
final class Duplicates {
  /** A column tells rows apart if it has at least this many different values for each row. */
  private static final double TELLING = 0.25;
  /** Below this share of the rows copies change no figure. */
  private static final double NOTICEABLE = 0.005;
  /** More cells are not read. */
  private static final long MOST_CELLS = 50_000_000;

  private Duplicates() {}

  static Optional<Warning> of(Dataset data, Folds folds) {
    if ((long) data.rows() * data.columns().size() > MOST_CELLS
        || data.features().stream().noneMatch(Duplicates::tells)) {
      return Optional.empty();
    }
    int[] side = sides(data.rows(), folds);
    Map<Row, List<Integer>> equal = new HashMap<>();
    int[] hashes = new int[data.rows()];
    for (Column column : data.columns()) {
      for (int row = 0; row < hashes.length; row++) {
        hashes[row] = 31 * hashes[row] + hash(column, row);
      }
    }
    for (int row = 0; row < data.rows(); row++) {
      equal.computeIfAbsent(new Row(data, row, hashes[row]), _ -> new ArrayList<>()).add(row);
    }
    int copies = 0;
    for (List<Integer> rows : equal.values()) {
      long sides = rows.stream().mapToInt(row -> side[row]).distinct().count();
      copies += sides > 1 ? rows.size() : 0;
    }
    if (copies < 2 || copies < NOTICEABLE * data.rows()) {
      return Optional.empty();
    }
    return Optional.of(Warning.ofRows(Warning.Kind.DUPLICATES, count(copies, "row") + " ("
        + percent(copies / (double) data.rows())
        + ") are equal in every column to a row in another fold: what is learnt from one is asked of the other, which "
        + "flatters every model that learns by heart. Take copies out, or keep them together with --group-column."));
  }

  /** Which fold validates a row; −1 for rows that are only trained on. */
  private static int[] sides(int rows, Folds folds) {
    int[] side = new int[rows];
    Arrays.fill(side, -1);
    for (int fold = 0; fold < folds.count(); fold++) {
      for (int row : folds.validation(fold)) {
        side[row] = fold;
      }
    }
    return side;
  }

  private static boolean tells(Column column) {
    return switch (column.kind()) {
      case NUMERIC, DATE -> {
        var values = new HashSet<Double>();
        for (int row = 0; row < column.rows() && values.size() < TELLING * column.rows(); row++) {
          values.add(column.number(row));
        }
        yield values.size() >= TELLING * column.rows();
      }
      case CATEGORY, BOOLEAN, TEXT, CONSTANT, IDENTIFIER -> false;
    };
  }

  private static int hash(Column column, int row) {
    double number = column.number(row);
    return Double.isNaN(number) ? String.valueOf(column.text(row)).hashCode() : Double.hashCode(number);
  }

  /** A row, equal to another where all its cells are. */
  private record Row(Dataset data, int index, int hash) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Row row && row.hash == hash
          && data.columns().stream().allMatch(column -> same(column, row.index));
    }

    private boolean same(Column column, int other) {
      String text = column.text(index);
      return text == null ? column.text(other) == null : text.equals(column.text(other));
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }
}
