package dev.lariat.cli;

import dev.lariat.data.Column;
import dev.lariat.data.Target;
import dev.lariat.data.Task;
import dev.lariat.data.encoding.Preprocessing.UnknownLevels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Counts what a table holds that its model never saw: levels of columns, and classes of the target. */
final class UnknownValues {
  private final Map<String, UnknownLevels> levels = new LinkedHashMap<>();
  private int labels;
  private String label;

  /** Takes in the levels of some rows. */
  void count(List<UnknownLevels> found) {
    for (UnknownLevels unknown : found) {
      levels.merge(unknown.column(), unknown,
          (a, b) -> new UnknownLevels(a.column(), a.rows() + b.rows(), a.example()));
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
    if (labels > 0) {
      lines.add(rows(labels) + " a class of '" + target + "' that the model does not know, such as '" + label
          + "'; the metrics leave them out");
    }
    return lines;
  }

  private static String rows(int count) {
    return String.format(Locale.ROOT, "%,d", count) + (count == 1 ? " row has" : " rows have");
  }
}
