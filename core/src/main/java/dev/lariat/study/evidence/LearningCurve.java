package dev.lariat.study.evidence;

import dev.lariat.study.candidate.Trial;
import dev.lariat.study.statistics.Pairing;
import java.util.List;

/**
 * Losses by epoch of one setting, over folds.
 *
 * @param trial the setting
 * @param trainLoss mean loss of the training rows by epoch
 * @param trainStandardError its standard error over folds; 0 with one fold
 * @param validationLoss mean loss of the validation rows by epoch
 * @param validationStandardError its standard error over folds; 0 with one fold
 */
public record LearningCurve(Trial trial, List<Double> trainLoss, List<Double> trainStandardError,
    List<Double> validationLoss, List<Double> validationStandardError) {
  /** From values per epoch and fold. */
  static LearningCurve of(Trial trial, List<double[]> train, List<double[]> validation) {
    return new LearningCurve(trial, train.stream().map(Pairing::mean).toList(),
        train.stream().map(LearningCurve::error).toList(), validation.stream().map(Pairing::mean).toList(),
        validation.stream().map(LearningCurve::error).toList());
  }

  private static double error(double[] values) {
    return values.length < 2 ? 0 : Pairing.standardError(values);
  }
}
