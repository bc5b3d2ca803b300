package dev.lariat.metric;

import dev.lariat.data.Task;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A measure of predictions. Each has two faces: a <em>loss</em>, the lower the better, which settings are chosen and
 * compared by and in which there is never a penalty or smoothing, and a <em>figure</em> that people know: accuracy is 1
 * − error, the RMSE is √ of the squared error.
 */
public enum Metric {
  /** −log of the probability given to the true class, mean over rows; the figure is the same. */
  LOG_LOSS(Task.CLASSIFICATION, "log-loss", "logLoss", "log-loss", false),
  /** Share of rows whose most probable class is not the true one; the figure is accuracy, 1 − error. */
  ERROR(Task.CLASSIFICATION, "error", "accuracy", "accuracy", true),
  /**
   * 1 − the area under the ROC curve, of two classes: the probability that a row of the second class is ranked above
   * one of the first, ties counted half (Mann–Whitney); the figure is the area.
   */
  AUC(Task.CLASSIFICATION, "auc", "rocAuc", "AUC", true),
  /** (y − ŷ)², mean over rows, in the square of the target's unit; the figure is its root, in the target's unit. */
  SQUARED_ERROR(Task.REGRESSION, "squared-error", "rmse", "RMSE", false),
  /** |y − ŷ|, mean over rows, in the target's unit; the figure is the same. */
  ABSOLUTE_ERROR(Task.REGRESSION, "absolute-error", "mae", "MAE", false),
  /** Σ(y − ŷ)²/Σ(y − ȳ)², with ȳ over the rows that are scored; the figure is R², 1 − this. */
  R_SQUARED(Task.REGRESSION, "r-squared", "rSquared", "R²", true);

  /** Below this a probability of float32 says no more. */
  private static final double LOWEST_PROBABILITY = 1e-30;

  private final Task task;
  private final String option;
  private final String key;
  private final String label;
  private final boolean higherIsBetter;

  Metric(Task task, String option, String key, String label, boolean higherIsBetter) {
    this.task = task;
    this.option = option;
    this.key = key;
    this.label = label;
    this.higherIsBetter = higherIsBetter;
  }

  /** {@return what it measures} */
  public Task task() {
    return task;
  }

  /**
   * Whether it can be computed for a target.
   *
   * @param classes how many the target has; not read for regression
   */
  public boolean suits(Task of, int classes) {
    return task == of && (this != AUC || classes == 2);
  }

  /** {@return the metrics that can be computed for a target, in the order in which they are shown} */
  public static List<Metric> suiting(Task task, int classes) {
    return Arrays.stream(values()).filter(metric -> metric.suits(task, classes)).toList();
  }

  /** {@return the metric that a task is trained on} */
  public static Metric of(Task task) {
    return task == Task.CLASSIFICATION ? LOG_LOSS : SQUARED_ERROR;
  }

  /** {@return whether the loss is a mean over rows, so that single rows can be compared} */
  public boolean isMeanOverRows() {
    return switch (this) {
      case LOG_LOSS, ERROR, SQUARED_ERROR, ABSOLUTE_ERROR -> true;
      case AUC, R_SQUARED -> false;
    };
  }

  /** {@return whether a higher figure is better; of losses a lower one always is} */
  public boolean higherIsBetter() {
    return higherIsBetter;
  }

  /** {@return whether the figure is in the target's unit} */
  public boolean hasTargetUnit() {
    return switch (this) {
      case SQUARED_ERROR, ABSOLUTE_ERROR -> true;
      case LOG_LOSS, ERROR, AUC, R_SQUARED -> false;
    };
  }

  /**
   * Whether texts show the figure and not the loss: 1 − AUC means little to a reader, and the square of the target's
   * unit nothing.
   */
  public boolean isShownAsFigure() {
    return switch (this) {
      case SQUARED_ERROR, AUC, R_SQUARED -> true;
      case LOG_LOSS, ERROR, ABSOLUTE_ERROR -> false;
    };
  }

  /** {@return whether of what texts show the higher is better} */
  public boolean isShownHigherBetter() {
    return isShownAsFigure() && higherIsBetter;
  }

  /** {@return what texts show of a loss} */
  public double shown(double loss) {
    return isShownAsFigure() ? figure(loss) : loss;
  }

  /**
   * The standard error of what texts show of a loss: that of the loss times the slope of the figure there, 1/(2√loss)
   * for a root (the delta method).
   */
  public double shownError(double loss, double error) {
    return this == SQUARED_ERROR && loss > 0 ? error / (2 * Math.sqrt(loss)) : error;
  }

  /**
   * By how much what texts show is better after a loss has changed: 0 where it stays, below 0 where it is worse. It
   * falls with the loss, so the ends of an interval of changes become those of an interval of gains, in the other
   * order, and one that leaves out 0 still does.
   *
   * @param from the loss before
   * @param change of the loss, not below {@code -from}
   */
  public double gain(double from, double change) {
    return this == SQUARED_ERROR && change != 0
        ? -change / (Math.sqrt(from) + Math.sqrt(Math.max(0, from + change)))
        : 0 - change;
  }

  /** {@return the name of what texts show, as it stands in a sentence} */
  public String shownName() {
    return switch (this) {
      case SQUARED_ERROR, AUC, R_SQUARED -> label;
      case LOG_LOSS, ERROR -> option;
      case ABSOLUTE_ERROR -> "absolute error";
    };
  }

  /** {@return the name of what texts show, behind "a" or "an" as it is spoken} */
  public String shownWithArticle() {
    return switch (this) {
      case LOG_LOSS -> "a ";
      case ERROR, AUC, SQUARED_ERROR, ABSOLUTE_ERROR, R_SQUARED -> "an ";
    } + shownName();
  }

  /** {@return the figure's name in files, for example {@code rocAuc}} */
  public String key() {
    return key;
  }

  /** {@return the figure's name for a reader, for example {@code AUC}} */
  public String label() {
    return label;
  }

  /** {@return the figure of a loss} */
  public double figure(double loss) {
    return switch (this) {
      case LOG_LOSS, ABSOLUTE_ERROR -> loss;
      case ERROR, AUC, R_SQUARED -> 1 - loss;
      case SQUARED_ERROR -> Math.sqrt(loss);
    };
  }

  /**
   * The loss of one row of a mean over rows.
   *
   * @param probabilities of the row, one per class from {@code at} on; not modified
   * @param label index of the true class
   */
  public double rowLoss(double[] probabilities, int at, int classes, int label) {
    return switch (this) {
      case LOG_LOSS -> -StrictMath.log(Math.max(probabilities[at + label], LOWEST_PROBABILITY));
      case ERROR -> likeliest(probabilities, at, classes) == label ? 0 : 1;
      case AUC -> throw new IllegalArgumentException(this + " is no mean over rows");
      case SQUARED_ERROR, ABSOLUTE_ERROR, R_SQUARED -> throw new IllegalArgumentException(this + " is not for classes");
    };
  }

  /** {@return the loss of one row of a mean over rows} */
  public double rowLoss(double predicted, double actual) {
    return switch (this) {
      case SQUARED_ERROR -> (actual - predicted) * (actual - predicted);
      case ABSOLUTE_ERROR -> Math.abs(actual - predicted);
      case R_SQUARED -> throw new IllegalArgumentException(this + " is no mean over rows");
      case LOG_LOSS, ERROR, AUC -> throw new IllegalArgumentException(this + " is not for numbers");
    };
  }

  /**
   * {@return the class of the highest probability; of equals the first}
   *
   * @param probabilities of the row, one per class from {@code at} on; not modified
   */
  public static int likeliest(double[] probabilities, int at, int classes) {
    int likeliest = 0;
    for (int c = 1; c < classes; c++) {
      if (probabilities[at + c] > probabilities[at + likeliest]) {
        likeliest = c;
      }
    }
    return likeliest;
  }

  /**
   * The loss of some rows; NaN where it is not defined (AUC of one class alone).
   *
   * @param probabilities rows × classes; not modified
   * @param labels index of each row's true class; not modified
   * @param weights one per row; not modified; null for equal ones
   */
  public double loss(double[] probabilities, int classes, int[] labels, double[] weights) {
    if (this == AUC) {
      double[] scores = new double[labels.length];
      boolean[] positive = new boolean[labels.length];
      for (int i = 0; i < labels.length; i++) {
        scores[i] = probabilities[i * classes + 1];
        positive[i] = labels[i] == 1;
      }
      return 1 - RocAuc.of(scores, positive, weights);
    }
    double sum = 0;
    double total = 0;
    for (int i = 0; i < labels.length; i++) {
      double weight = weights == null ? 1 : weights[i];
      sum += weight * rowLoss(probabilities, i * classes, classes, labels[i]);
      total += weight;
    }
    return sum / total;
  }

  /**
   * The loss of some rows; NaN where it is not defined (R² of values that are all equal).
   *
   * @param predicted one per row; not modified
   * @param actual one per row; not modified
   * @param weights one per row; not modified; null for equal ones
   */
  public double loss(double[] predicted, double[] actual, double[] weights) {
    Metric ofRow = this == R_SQUARED ? SQUARED_ERROR : this;
    double sum = 0;
    double total = 0;
    for (int i = 0; i < actual.length; i++) {
      double weight = weights == null ? 1 : weights[i];
      sum += weight * ofRow.rowLoss(predicted[i], actual[i]);
      total += weight;
    }
    return this == R_SQUARED ? relative(sum / total, actual, weights) : sum / total;
  }

  /**
   * {@link #R_SQUARED} of a mean squared error: its ratio to the variance of the values that are scored; NaN where they
   * are all equal.
   *
   * @param actual not modified
   * @param weights one per row; not modified; null for equal ones
   */
  public static double relative(double meanSquaredError, double[] actual, double[] weights) {
    double total = 0;
    double mean = 0;
    double spread = 0; // Σ w·(y − ȳ)², by the recurrence of West (1979), Communications of the ACM 22
    for (int i = 0; i < actual.length; i++) {
      double weight = weights == null ? 1 : weights[i];
      if (weight > 0) {
        total += weight;
        double delta = actual[i] - mean;
        mean += delta * weight / total;
        spread += weight * delta * (actual[i] - mean);
      }
    }
    return spread > 0 ? meanSquaredError / (spread / total) : Double.NaN;
  }

  /** {@return as it stands in files and on the command line, for example {@code log-loss}} */
  @Override
  public String toString() {
    return option;
  }

  /**
   * The metric of a name on the command line.
   *
   * @throws IllegalArgumentException where there is no such metric
   */
  public static Metric parse(String text) {
    return Arrays.stream(values())
        .filter(metric -> metric.option.equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no metric '" + text + "': choose from "
            + Arrays.stream(values()).map(Metric::toString).collect(Collectors.joining(", "))));
  }
}
