package dev.lariat.model.linear;

import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.Target;
import dev.lariat.data.Task;
import dev.lariat.linear.Family;
import java.util.List;
import java.util.Optional;

/** Refuses targets that a family cannot model, by the names of their columns. */
public final class TargetChecks {
  private TargetChecks() {}

  /**
   * Refuses a number of classes.
   *
   * @throws DataException if the family cannot have so many
   */
  public static void requireClasses(Family family, String name, int classes) {
    try {
      family.requireClasses(classes);
    } catch (IllegalArgumentException e) {
      throw new DataException("the target '" + name + "' has " + classes + " classes: " + e.getMessage(), e);
    }
  }

  /**
   * The numbers of one target or of several, row by row.
   *
   * @throws DataException if there are more targets than rows
   */
  public static double[] rows(List<Target> targets) {
    int rows = targets.getFirst().values().length;
    if (targets.size() > 1 && targets.size() > rows) {
      throw new DataException(targets.size() + " targets for " + rows + " rows: there is too little to learn from");
    }
    double[] all = new double[Math.multiplyExact(rows, targets.size())];
    for (int k = 0; k < targets.size(); k++) {
      double[] values = targets.get(k).values();
      for (int i = 0; i < rows; i++) {
        all[i * targets.size() + k] = values[i];
      }
    }
    return all;
  }

  /**
   * What {@link dev.lariat.linear.Observations} would say without the column's name.
   *
   * @throws DataException if a value cannot be a target
   */
  public static void requireTargets(Family family, String name, double[] y, int classes) {
    for (int i = 0; i < y.length; i++) {
      Optional<String> refusal = family.refusal(y[i], classes);
      if (refusal.isPresent()) {
        throw new DataException("target '" + name + "', row " + (i + 1) + " is " + y[i] + ": " + refusal.get());
      }
    }
  }

  /**
   * What the fit would say without the class's name, of these rows.
   *
   * @throws DataException if a class has no row, or none of positive weight
   */
  public static void requireEveryClass(Dataset data, Target target, int[] rows, String where, String remedy) {
    if (target.task() != Task.CLASSIFICATION) {
      return;
    }
    double[] weights = data.weights();
    int[] labels = target.labels();
    double[] sum = new double[target.classes().size()];
    int[] count = new int[sum.length];
    for (int row : rows) {
      sum[labels[row]] += weights[row];
      count[labels[row]]++;
    }
    for (int k = 0; k < sum.length; k++) {
      if (sum[k] == 0) {
        throw new DataException(where + "class '" + target.classes().get(k) + "' of '" + target.name() + "' has no row"
            + (count[k] == 0 ? "" : " of positive weight") + ": a model needs rows of every class" + remedy);
      }
    }
  }

  /**
   * Refuses columns of offsets of another number than there are linear predictors.
   *
   * @param offsets how many columns there are; 0 for no offset
   * @throws IllegalArgumentException if they do not go together
   */
  public static void requireOffsets(Family family, int predictors, int offsets) {
    if (offsets != 0 && offsets != predictors) {
      throw new IllegalArgumentException("the family " + family + " has " + predictors
          + (predictors == 1 ? " linear predictor" : " linear predictors, one a class") + ", and the offset " + offsets
          + (offsets == 1 ? " column" : " columns"));
    }
  }
}
