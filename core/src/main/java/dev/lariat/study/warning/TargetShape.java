package dev.lariat.study.warning;

import static dev.lariat.data.NumberText.count;
import static dev.lariat.data.NumberText.number;
import static dev.lariat.data.NumberText.percent;

import dev.lariat.data.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Targets of which figures mislead: nearly a name of the row, one row that is most of the loss, one class. */
final class TargetShape {
  /** Fewer rows a class than this are names of rows, not classes. */
  private static final double ROWS_A_CLASS = 3;
  private static final int FEWEST_CLASSES = 10;
  private static final int FEWEST_ROWS = 20;
  /** The numbers of rows leave few out. */
  private static final double DENSE = 1.2;
  private static final double HALF = 0.5;
  /** From this share on always predicting one class looks good. */
  private static final double NEARLY_ALL = 0.9;

  private TargetShape() {}

  static List<Warning> of(Target target) {
    return switch (target.task()) {
      case CLASSIFICATION -> classes(target);
      case REGRESSION -> numbers(target);
    };
  }

  private static List<Warning> classes(Target target) {
    var warnings = new ArrayList<Warning>();
    int classes = target.classes().size();
    if (classes >= FEWEST_CLASSES && target.rows() < ROWS_A_CLASS * classes) {
      warnings.add(Warning.of(Warning.Kind.IDENTIFIER_TARGET, target.name(), "'" + target.name() + "' has "
          + count(classes, "class", "classes") + " in " + count(target.rows(), "row") + ", "
          + number(target.rows() / (double) classes)
          + " rows a class: is it a name of the row? Nothing can be learnt about a class of which there are one or two."));
    }
    int[] counts = target.classCounts();
    int most = Leaks.most(counts);
    double share = counts[most] / (double) target.rows();
    if (share >= NEARLY_ALL) {
      warnings.add(Warning.of(Warning.Kind.IMBALANCE, target.name(),
          percent(share) + " of the rows are '" + target.classes().get(most)
              + "': always predicting that has an accuracy of " + percent(share) + ". Judge by "
              + (classes == 2 ? "the AUC or " : "") + "the log-loss, and by what happens to the other "
              + count(target.rows() - counts[most], "row") + "."));
    }
    return warnings;
  }

  private static List<Warning> numbers(Target target) {
    var warnings = new ArrayList<Warning>();
    double[] values = target.values();
    if (values.length < FEWEST_ROWS) {
      return warnings;
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    if (numbersOfRows(sorted)) {
      warnings.add(Warning.of(Warning.Kind.IDENTIFIER_TARGET, target.name(),
          "'" + target.name() + "' is another whole number in every row, from " + number(sorted[0]) + " to "
              + number(sorted[sorted.length - 1]) + ": is it a number of the row?"));
    }
    double mean = Arrays.stream(values).average().orElseThrow();
    double all = 0;
    double largest = 0;
    double at = mean;
    for (double value : values) {
      double square = (value - mean) * (value - mean);
      all += square;
      if (square > largest) {
        largest = square;
        at = value;
      }
    }
    if (largest >= HALF * all && all > 0) {
      warnings.add(Warning.of(Warning.Kind.OUTLIER, target.name(),
          "one row of " + count((long) values.length) + " ('" + target.name() + "' is " + number(at) + ", the mean "
              + number(mean) + ") carries " + percent(largest / all)
              + " of the squared distances from the mean: RMSE and R² are mostly those of this row. Is it right? "
              + "--metric absolute-error counts it once."));
    }
    return warnings;
  }

  private static boolean numbersOfRows(double[] sorted) {
    for (int i = 0; i < sorted.length; i++) {
      if (sorted[i] != Math.rint(sorted[i]) || (i > 0 && sorted[i] == sorted[i - 1])) {
        return false;
      }
    }
    return sorted[sorted.length - 1] - sorted[0] <= DENSE * sorted.length;
  }
}
