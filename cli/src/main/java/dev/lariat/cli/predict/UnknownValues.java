package dev.lariat.cli.predict;

import dev.lariat.data.Column;
import dev.lariat.data.NumberText;
import dev.lariat.data.Target;
import dev.lariat.data.Task;
import dev.lariat.data.encoding.FarNumbers;
import dev.lariat.data.encoding.Preprocessing.UnknownLevels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Counts what a table holds that its model never saw: levels of columns, numbers far out, and classes of the target.
 */
final class UnknownValues {
  /**
   * Up to this share of far numbers they are single rows, and from {@link #WHOLE_COLUMN} on another unit. What lies
   * between may be how the column is distributed (a pixel that is black in most pictures), in the training rows as
   * here, unless the numbers are so far out that no distribution makes as many.
   */
  private static final double SINGLE_ROWS = 0.01;
  private static final double WHOLE_COLUMN = 0.5;

  private final Map<String, UnknownLevels> levels = new LinkedHashMap<>();
  private final Map<String, FarNumbers> far = new LinkedHashMap<>();
  private int rows;
  private int labels;
  private String label;

  /** Takes in the levels of some rows. */
  void count(List<UnknownLevels> found) {
    for (UnknownLevels unknown : found) {
      levels.merge(unknown.column(), unknown,
          (a, b) -> new UnknownLevels(a.column(), a.rows() + b.rows(), a.example()));
    }
  }

  /** Takes in the numbers that are far out among some rows. */
  void countFar(List<FarNumbers> found, int among) {
    rows += among;
    for (FarNumbers numbers : found) {
      far.merge(numbers.column(), numbers, (a, b) -> new FarNumbers(a.column(), a.rows() + b.rows(),
          a.certain() + b.certain(), Math.abs(a.example()) >= Math.abs(b.example()) ? a.example() : b.example()));
    }
  }

  /** Takes in the labels of some rows. */
  void count(Column column, Target truth) {
    if (truth.task() == Task.REGRESSION) {
      return;
    }
    int[] known = truth.labels();
    for (int row = 0; row < known.length; row++) {
      if (known[row] < 0 && !column.isMissing(row)) {
        labels++;
        label = label == null ? column.text(row) : label;
      }
    }
  }

  /** {@return what should be said, each a line} */
  List<String> lines(String target) {
    List<String> lines = new ArrayList<>();
    levels.values()
        .forEach(unknown -> lines.add(
            rows(unknown.rows()) + " a level of '" + unknown.column() + "' that the model has no input for, such as '"
                + unknown.example() + "': it was rare in training or not there"));
    far.values()
        .stream()
        .filter(this::isWorthALine)
        .forEach(numbers -> lines.add(rows(numbers.rows()) + " a number in '" + numbers.column()
            + "' more than ten times the spread of the training rows from their middle, such as "
            + NumberText.number(numbers.example()) + ": is it in the same unit, and right?"));
    if (labels > 0) {
      lines.add(rows(labels) + " a class of '" + target + "' that the model does not know, such as '" + label
          + "'; the metrics leave them out");
    }
    return lines;
  }

  private boolean isWorthALine(FarNumbers numbers) {
    double single = Math.max(1, SINGLE_ROWS * rows);
    return numbers.rows() <= single || numbers.certain() > single || numbers.rows() >= WHOLE_COLUMN * rows;
  }

  private static String rows(int count) {
    return String.format(Locale.ROOT, "%,d", count) + (count == 1 ? " row has" : " rows have");
  }
}
