package dev.lariat.study.yardstick;

import dev.lariat.data.Dataset;
import dev.lariat.data.Folds;
import dev.lariat.data.encoding.PreprocessingOptions;
import dev.lariat.parallel.Workers;
import dev.lariat.study.cell.FoldRows;
import dev.lariat.study.finish.ValidationRows;
import dev.lariat.study.statistics.Interval;
import dev.lariat.study.statistics.Pairing;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * What a yardstick reached on the rows that it did not learn from, on the folds by which the used model is measured.
 *
 * @param name of the yardstick
 * @param loss mean over folds (of one split over rows), in the study's metric
 * @param standardError s/√J of it
 * @param gain by how much its loss is below that of the model to use, on the same rows in pairs; empty in verdicts of
 * earlier versions
 */
public record YardstickLoss(String name, double loss, double standardError, Optional<Interval> gain) {
  /** Earlier versions have no gain. */
  public YardstickLoss {
    gain = gain == null ? Optional.empty() : gain;
  }

  /**
   * Trains the yardstick on every fold, one thread a fold.
   *
   * @param rows the validation rows of these folds
   * @param expected losses of the model to use, by unit of these rows; not modified
   * @param threads folds that run at once
   * @param nanosLeft how long it may take; a fold is not begun where a longer time was needed by another
   * @return empty where the time was over
   */
  public static Optional<YardstickLoss> measure(Yardstick yardstick, Dataset data, Folds folds, ValidationRows rows,
      double[] expected, long seed, int threads, LongSupplier nanosLeft) {
    var longest = new AtomicLong();
    List<Optional<double[]>> predictions = Workers.all(threads,
        IntStream.range(0, folds.count()).mapToObj(fold -> (Callable<Optional<double[]>>) () -> {
          if (nanosLeft.getAsLong() <= longest.get()) {
            return Optional.empty();
          }
          long start = System.nanoTime();
          double[] predicted = onFold(yardstick, data, folds.training(fold), folds.validation(fold), seed);
          longest.accumulateAndGet(System.nanoTime() - start, Math::max);
          return Optional.of(predicted);
        }).toList());
    if (predictions.stream().anyMatch(Optional::isEmpty)) {
      return Optional.empty();
    }
    double[] losses = rows.losses(predictions.stream().flatMapToDouble(fold -> Arrays.stream(fold.get())).toArray());
    return Optional.of(new YardstickLoss(yardstick.name(), Pairing.mean(losses), Pairing.standardError(losses),
        Optional.of(rows.pairing().difference(expected, losses))));
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
