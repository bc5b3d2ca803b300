package dev.lariat.linear;

import java.util.Locale;

/**
 * What cross-validation compares; the smaller the better, but for {@link #AUC}. All are means over the rows, by weight.
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
  AUC;

  private static final double CLIP = 1e-5;

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
      default ->
        throw new IllegalArgumentException("no measure \"" + name + "\": deviance, mse, mae, misclassification, auc");
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
    boolean classes = family == Family.BINOMIAL || family == Family.MULTINOMIAL;
    if (this == MISCLASSIFICATION && !classes) {
      throw new IllegalArgumentException("misclassification needs classes, the family is " + family);
    }
    if (this == AUC && family != Family.BINOMIAL) {
      throw new IllegalArgumentException("auc needs two classes, the family is " + family);
    }
  }

  /** The loss of one row with linear predictors {@code eta[k][i]}; not for AUC. */
  public double loss(Family family, double[][] eta, int i, double y) {
    return switch (family) {
      case GAUSSIAN -> numeric(y, eta[0][i]);
      case POISSON -> this == DEVIANCE
          ? 2 * ((y == 0 ? 0 : y * Math.log(y) - y) - (y * eta[0][i] - Math.exp(eta[0][i])))
          : numeric(y, Math.exp(eta[0][i]));
      case BINOMIAL -> {
        double p = 1 / (1 + Math.exp(-eta[0][i]));
        yield switch (this) {
          case DEVIANCE -> -2 * Math.log(y == 1 ? clip(p) : 1 - clip(p));
          case MSE -> 2 * (y - p) * (y - p);
          case MAE -> 2 * Math.abs(y - p);
          case MISCLASSIFICATION -> (p > 0.5) == (y == 1) ? 0 : 1;
          case AUC -> throw new IllegalStateException();
        };
      }
      case MULTINOMIAL -> multinomial(eta, i, (int) y);
    };
  }

  private double numeric(double y, double mu) {
    return this == MAE ? Math.abs(y - mu) : (y - mu) * (y - mu);
  }

  private double multinomial(double[][] eta, int i, int y) {
    double max = Double.NEGATIVE_INFINITY;
    int best = 0;
    for (int k = 0; k < eta.length; k++) {
      if (eta[k][i] > max) {
        max = eta[k][i];
        best = k;
      }
    }
    double sum = 0;
    for (double[] e : eta) {
      sum += Math.exp(e[i] - max);
    }
    double total = 0;
    for (int k = 0; k < eta.length; k++) {
      double p = Math.exp(eta[k][i] - max) / sum;
      double t = k == y ? 1 : 0;
      total += switch (this) {
        case DEVIANCE -> k == y ? -2 * Math.log(clip(p)) : 0;
        case MSE -> (t - p) * (t - p);
        case MAE -> Math.abs(t - p);
        case MISCLASSIFICATION -> k == y && best != y ? 1 : 0;
        case AUC -> throw new IllegalStateException();
      };
    }
    return total;
  }

  private static double clip(double p) {
    return Math.clamp(p, CLIP, 1 - CLIP);
  }
}
