package dev.lariat.study.warning;

import dev.lariat.data.Suggestions;
import dev.lariat.data.Dataset;
import dev.lariat.data.Folds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All that is asked about a table and the way in which its rows are parted. */
public final class TableWarnings {
  private TableWarnings() {}

  /**
   * How rows were parted.
   *
   * @param byTime in the order of a column, or as a column says
   * @param byGroup with what belongs together on one side, or as a column says
   */
  public record Parted(boolean byTime, boolean byGroup) {}

  /** A loss that is a smaller share of that of always predicting the same is hardly ever honest. */
  private static final double TOO_GOOD = 1e-4;

  /**
   * What a result makes an expert ask: hardly anything is predicted as well as this by what was known before.
   *
   * @param loss of the best candidate
   * @param trivial loss of always predicting the same
   * @param column that matters most
   */
  public static Optional<Warning> tooGood(String target, double loss, double trivial, String column) {
    return loss <= TOO_GOOD * trivial
        ? Optional.of(Warning.of(Warning.Kind.TARGET_LEAK, column,
            "'" + target + "' is predicted nearly without error, by '" + column
                + "' first of all: is that column, or several together, known before the target is? "
                + Suggestions.listOption("--drop", column) + " leaves it out."))
        : Optional.empty();
  }

  /**
   * The warnings of a table, those that matter most first.
   *
   * @param rows with all columns that the table has, those included that only part it
   * @param folds of these rows
   * @return empty where there is nothing to say
   */
  public static List<Warning> of(Dataset rows, Folds folds, Parted parted) {
    var warnings = new ArrayList<Warning>();
    warnings.addAll(Leaks.of(rows));
    warnings.addAll(TargetShape.of(rows.target()));
    Duplicates.of(rows, folds).ifPresent(warnings::add);
    if (!parted.byTime()) {
      warnings.addAll(Structure.times(rows));
    }
    if (!parted.byGroup()) {
      warnings.addAll(Structure.groups(rows));
    }
    return List.copyOf(warnings);
  }
}
