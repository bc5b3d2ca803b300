package dev.lariat.model;

import dev.lariat.kernel.Kernels;
import java.util.stream.IntStream;

/**
 * One number that calibrates probabilities: p becomes p^β/Σp^β, which for a single network is a softmax of β times its
 * logits. Networks that were trained for long are too sure, and have a β below 1 (Guo, Pleiss, Sun and Weinberger 2017,
 * "On calibration of modern neural networks").
 *
 * <p>Then p' = (n·p + 1/K)/(n + 1) for K classes: no more than n rows were seen, so no class is given less than a row
 * that was not there could contradict.
 *
 * @param inverse β, above 0: below 1 it makes probabilities less sure
 * @param rows n, by which β was fitted, at least 1
 */
public record Temperature(double inverse, long rows) {
  /** Below this a probability of float32 says no more; its logarithm is taken in its place. */
  private static final double LOWEST = 1e-30;
  /** log β is sought in ± this. */
  private static final double WIDEST = 16;
  /** The β at which {@link #losses} are, from 1/8 to 8, half an octave apart; the one in the middle is 1. */
  private static final double[] TRIED = IntStream.rangeClosed(-6, 6)
      .mapToDouble(halves -> StrictMath.pow(2, 0.5 * halves))
      .toArray();
  /** Halvings of the range: log β is then known to 3e-8. */
  private static final int STEPS = 30;

  /** Checks ranges. */
  public Temperature {
    if (!(inverse > 0) || Double.isInfinite(inverse) || rows < 1) {
      throw new IllegalArgumentException("no temperature: β " + inverse + " of " + rows + " rows");
    }
  }

  /**
   * The β with the lowest mean log-loss. Its derivative, mean(Σₖ zₖ·pₖ(β) − z_y) with z = log p, grows in β, so that
   * halving a range finds where it is 0.
   *
   * @param probabilities [all rows × classes], not modified
   * @param labels [all rows]
   * @param weights [all rows]
   * @param chosen by which rows, at least one
   */
  public static Temperature fit(double[] probabilities, int[] labels, double[] weights, int[] chosen, int classes) {
    double[] logs = new double[Math.multiplyExact(chosen.length, classes)];
    for (int i = 0; i < chosen.length; i++) {
      for (int c = 0; c < classes; c++) {
        logs[i * classes + c] = log(probabilities[chosen[i] * classes + c]);
      }
    }
    double low = -WIDEST;
    double high = WIDEST;
    double middle = 0;
    for (int step = 0; step < STEPS; step++) {
      double slope = slope(StrictMath.exp(middle), logs, labels, weights, chosen, classes);
      if (slope == 0) { // also where every class is as likely as the others, whatever β is
        break;
      }
      if (slope > 0) {
        high = middle;
      } else {
        low = middle;
      }
      middle = 0.5 * (low + high);
    }
    return new Temperature(StrictMath.exp(middle), chosen.length);
  }

  private static double slope(double beta, double[] logs, int[] labels, double[] weights, int[] chosen, int classes) {
    double slope = 0;
    for (int i = 0; i < chosen.length; i++) {
      int at = i * classes;
      double largest = logs[at];
      for (int c = 1; c < classes; c++) {
        largest = Math.max(largest, logs[at + c]);
      }
      double sum = 0;
      double mean = 0;
      for (int c = 0; c < classes; c++) {
        double e = Kernels.exp(beta * (logs[at + c] - largest));
        sum += e;
        mean += e * logs[at + c];
      }
      slope += weights[chosen[i]] * (mean / sum - logs[at + labels[chosen[i]]]);
    }
    return slope;
  }

  /** {@return how many β {@link #losses} tries; in the middle of them probabilities are left as they are} */
  public static int tried() {
    return TRIED.length;
  }

  /**
   * The weighted sums of log-losses of calibrated probabilities, for some β.
   *
   * @param probabilities [all rows × classes], not modified
   * @param labels [all rows]
   * @param weights [all rows]
   * @param from the first of the rows that are summed up
   * @param to the one behind the last
   * @param rows by which a β is fitted, as of a temperature
   * @return a sum for each β that is tried
   */
  public static double[] losses(double[] probabilities, int[] labels, double[] weights, int from, int to, int classes,
      long rows) {
    double[] sums = new double[TRIED.length];
    double[] logs = new double[classes];
    for (int row = from; row < to; row++) {
      double top = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < classes; c++) {
        logs[c] = log(probabilities[row * classes + c]);
        top = Math.max(top, logs[c]);
      }
      for (int b = 0; b < sums.length; b++) {
        double sum = 0;
        for (double log : logs) {
          sum += Kernels.exp(TRIED[b] * (log - top));
        }
        double own = Kernels.exp(TRIED[b] * (logs[labels[row]] - top)) / sum;
        sums[b] -= weights[row] * Kernels.log((rows * own + 1.0 / classes) / (rows + 1.0));
      }
    }
    return sums;
  }

  private static double log(double probability) {
    return Kernels.log(Math.max(probability, LOWEST));
  }

  /**
   * Calibrates the probabilities of a row.
   *
   * @param probabilities of the row from {@code at} on; overwritten
   */
  public void apply(double[] probabilities, int at, int classes) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      largest = Math.max(largest, probabilities[at + c]);
    }
    double top = log(largest);
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      probabilities[at + c] = Kernels.exp(inverse * (log(probabilities[at + c]) - top));
      sum += probabilities[at + c];
    }
    for (int c = 0; c < classes; c++) {
      probabilities[at + c] = (rows * (probabilities[at + c] / sum) + 1.0 / classes) / (rows + 1.0);
    }
  }
}
