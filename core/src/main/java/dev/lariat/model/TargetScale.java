package dev.lariat.model;

import dev.lariat.loss.Loss;
import dev.lariat.net.Epoch;
import dev.lariat.net.Scores;

/**
 * The standardisation of a regression target inside a network: {@code number = mean + deviation·output}.
 *
 * @param mean of the training rows
 * @param deviation their standard deviation (with 1/n), above 0
 */
public record TargetScale(double mean, double deviation) {
  /** Outputs as they are. */
  public static final TargetScale NONE = new TargetScale(0, 1);

  /** Checks that there is a spread. */
  public TargetScale {
    if (!Double.isFinite(mean) || !(deviation > 0) || Double.isInfinite(deviation)) {
      throw new IllegalArgumentException(
          "a target scale needs a finite mean and a deviation above 0, not " + mean + " and " + deviation);
    }
  }

  /** Fitted on training rows, weighted. */
  public static TargetScale fit(double[] values, double[] weights) {
    double sum = 0;
    double total = 0;
    for (int i = 0; i < values.length; i++) {
      sum += weights[i] * values[i];
      total += weights[i];
    }
    double mean = sum / total;
    double squares = 0;
    for (int i = 0; i < values.length; i++) {
      squares += weights[i] * (values[i] - mean) * (values[i] - mean);
    }
    double deviation = Math.sqrt(squares / total);
    return new TargetScale(mean, deviation > 0 ? deviation : 1);
  }

  /** The number in the target's unit. */
  public double number(float output) {
    return mean + deviation * output;
  }

  /** What the network learns. */
  public float output(double number) {
    return (float) ((number - mean) / deviation);
  }

  /** Scores of the standardised target in the target's own unit. */
  Scores inUnits(Scores scores, Loss loss) {
    return new Scores(scores.loss() * loss.targetScale(deviation), scores.accuracy(),
        scores.rootMeanSquaredError() * deviation, scores.meanAbsoluteError() * deviation);
  }

  /** An epoch's figures in the target's own unit; the penalty too, so that the objective stays their sum. */
  Epoch inUnits(Epoch epoch, Loss loss) {
    return new Epoch(epoch.epoch(), epoch.learningRate(), inUnits(epoch.training(), loss),
        inUnits(epoch.validation(), loss), epoch.penalty() * loss.targetScale(deviation), epoch.weights(),
        epoch.nonZeroWeights(), epoch.inputsUsed(), epoch.norms(), epoch.trainingSeconds(), epoch.evaluationSeconds());
  }
}
