package dev.lariat.study.warning;

import static dev.lariat.data.NumberText.count;
import static dev.lariat.data.NumberText.number;
import static dev.lariat.data.NumberText.percent;

import dev.lariat.data.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Targets of which figures mislead: nearly a name of the row, one row or a few that are much of the loss, one class.
 */
final class TargetShape {
  /** Fewer rows a class than this are names of rows, not classes. */
  private static final double ROWS_A_CLASS = 3;
  private static final int FEWEST_CLASSES = 10;
  private static final int FEWEST_ROWS = 20;
  /** The numbers of rows leave few out. */
  private static final double DENSE = 1.2;
  private static final double HALF = 0.5;
  /** Rows of which one of a hundred is a few. */
  private static final int MANY_ROWS = 100;
  /** One row of a hundred of a normal distribution carries 8 % of the squares, of an exponential one 20 %. */
  private static final double FEW_CARRY_MUCH = 1 / 3.0;
  private static final double FEW_CARRY_LITTLE = 0.15;
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
    if (target.transform() == Target.Transform.NONE) {
      skew(target.name(), sorted).ifPresent(warnings::add);
    }
    return warnings;
  }

  /** Prices, populations, times: the logarithm is learnt better, and the squared error is that of the largest few. */
  private static Optional<Warning> skew(String name, double[] sorted) {
    if (sorted.length < MANY_ROWS || !(sorted[0] > 0)) {
      return Optional.empty();
    }
    int few = sorted.length / MANY_ROWS;
    double share = shareOf(few, sorted);
    if (share < FEW_CARRY_MUCH || shareOf(few, Arrays.stream(sorted).map(Math::log).toArray()) > FEW_CARRY_LITTLE) {
      return Optional.empty();
    }
    return Optional.of(Warning.of(Warning.Kind.SKEW, name,
        count(few, "row") + " of " + count((long) sorted.length) + " carry " + percent(share)
            + " of the squared distances from the mean ('" + name + "' goes to " + number(sorted[sorted.length - 1])
            + ", its median is " + number(sorted[sorted.length / 2])
            + "): RMSE and R² are mostly those of the largest numbers. Their logarithms spread evenly: --log-target"
            + " learns these, and predicts medians."));
  }

  /** What so many numbers have of all squared distances from the mean: those that have most. */
  private static double shareOf(int few, double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double[] squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sorted().toArray();
    double all = Arrays.stream(squares).sum();
    return all == 0 ? 0 : Arrays.stream(squares, squares.length - few, squares.length).sum() / all;
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
