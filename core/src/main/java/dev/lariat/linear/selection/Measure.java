package dev.lariat.linear.selection;

import dev.lariat.linear.Family;

import dev.lariat.data.Task;
import java.util.Locale;

/**
 * What cross-validation compares; the smaller the better, but for {@link #AUC} and {@link #CONCORDANCE}. All are means
 * over the rows, by weight.
 */
public enum Measure {
  /**
   * −2·log-likelihood against the saturated model; probabilities are held within [1e-5, 1 − 1e-5]. Gaussian: squared
   * error.
   */
  DEVIANCE,
  /** Squared error; for classes of the probabilities, summed over the classes. */
  MSE,
  /** Absolute error; for classes of the probabilities, summed over the classes. */
  MAE,
  /** The share of rows whose most probable class is wrong. */
  MISCLASSIFICATION,
  /** The area under the ROC curve of each fold; ties count half. Two classes only. */
  AUC,
  /** The share of pairs of rows in the order of their events, in each fold. Times until an event only. */
  CONCORDANCE;

  /**
   * Finds the measure by its name.
   *
   * @throws IllegalArgumentException if the family has no such measure
   */
  public static Measure of(String name, Family family) {
    Measure measure = switch (name.toLowerCase(Locale.ROOT)) {
      case "deviance" -> DEVIANCE;
      case "mse" -> MSE;
      case "mae" -> MAE;
      case "class", "misclassification" -> MISCLASSIFICATION;
      case "auc" -> AUC;
      case "concordance", "c" -> CONCORDANCE;
      default -> throw new IllegalArgumentException(
          "no measure \"" + name + "\": deviance, mse, mae, misclassification, auc, concordance");
    };
    measure.requireFor(family);
    return measure;
  }

  /**
   * Refuses a family that has no such measure.
   *
   * @throws IllegalArgumentException if the family has no such measure
   */
  public void requireFor(Family family) {
    if (this == CONCORDANCE && family.survival().isEmpty()) {
      throw new IllegalArgumentException("concordance needs times until an event, the family is " + family);
    }
    if (family.survival().isPresent() && this != CONCORDANCE && this != DEVIANCE) {
      throw new IllegalArgumentException(
          "times until an event are measured by deviance or concordance, not by " + name().toLowerCase(Locale.ROOT));
    }
    boolean classes = family.task() == Task.CLASSIFICATION;
    if (this == MISCLASSIFICATION && !classes) {
      throw new IllegalArgumentException("misclassification needs classes, the family is " + family);
    }
    if (this == AUC && !(classes && family.predictors(2) == 1)) {
      throw new IllegalArgumentException("auc needs two classes, the family is " + family);
    }
  }

  /** Whether more is better. */
  public boolean moreIsBetter() {
    return this == AUC || this == CONCORDANCE;
  }

  /**
   * The loss of one row; not for AUC and concordance.
   *
   * @param mean its numbers, or its probabilities, as {@link Family#mean} gives them
   * @param y the targets of all rows, as {@link dev.lariat.linear.Observations#y} has them
   */
  public double loss(Family family, double[] mean, double[] y, int row) {
    return switch (this) {
      case DEVIANCE -> family.deviance(y, row, mean);
      case MSE -> sum(family, mean, y, row, 2);
      case MAE -> sum(family, mean, y, row, 1);
      case MISCLASSIFICATION -> mostProbable(mean) == (int) y[row] ? 0 : 1;
      case AUC, CONCORDANCE -> throw new IllegalStateException(this + " is not a mean over rows");
    };
  }

  /** Σ|y − μ|^power: over the classes, y 1 for the row's own, or over the targets. */
  private static double sum(Family family, double[] mean, double[] y, int row, int power) {
    double sum = 0;
    for (int k = 0; k < mean.length; k++) {
      double target = switch (family.task()) {
        case REGRESSION -> y[row * mean.length + k];
        case CLASSIFICATION -> k == (int) y[row] ? 1 : 0;
      };
      double distance = Math.abs(target - mean[k]);
      sum += power == 2 ? distance * distance : distance;
    }
    return sum;
  }

  /** The first of the most probable classes. */
  private static int mostProbable(double[] mean) {
    int best = 0;
    for (int k = 1; k < mean.length; k++) {
      best = mean[k] > mean[best] ? k : best;
    }
    return best;
  }
}
