package dev.lariat.study.yardstick;

import dev.lariat.data.Dataset;
import dev.lariat.data.Folds;
import dev.lariat.data.encoding.PreprocessingOptions;
import dev.lariat.parallel.Workers;
import dev.lariat.study.cell.FoldRows;
import dev.lariat.study.finish.ValidationRows;
import dev.lariat.study.statistics.Pairing;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/**
 * What a yardstick reached on the rows that it did not learn from, on the folds by which the used model is measured.
 *
 * @param name of the yardstick
 * @param loss mean over folds (of one split over rows), in the study's metric
 * @param standardError s/√J of it
 */
public record YardstickLoss(String name, double loss, double standardError) {
  /**
   * Trains the yardstick on every fold, one thread a fold.
   *
   * @param rows the validation rows of these folds
   * @param threads folds that run at once
   */
  public static YardstickLoss measure(Yardstick yardstick, Dataset data, Folds folds, ValidationRows rows, long seed,
      int threads) {
    List<double[]> predictions = Workers.all(threads,
        IntStream.range(0, folds.count())
            .mapToObj(fold -> (Callable<double[]>) () -> onFold(yardstick, data, folds.training(fold),
                folds.validation(fold), seed))
            .toList());
    double[] losses = rows.losses(predictions.stream().flatMapToDouble(Arrays::stream).toArray());
    return new YardstickLoss(yardstick.name(), Pairing.mean(losses), Pairing.standardError(losses));
  }

  /** What it predicts for the validation rows of a fold, in the target's unit. */
  private static double[] onFold(Yardstick yardstick, Dataset data, int[] training, int[] validation, long seed) {
    FoldRows rows = FoldRows.of(data, data.target(), training, validation, PreprocessingOptions.linear());
    double[] predictions = yardstick.predict(rows.training(), rows.validation(), rows.classes(), seed);
    return switch (rows.task()) {
      case CLASSIFICATION -> predictions;
      case REGRESSION -> Arrays.stream(predictions).map(output -> rows.number((float) output)).toArray();
    };
  }
}
