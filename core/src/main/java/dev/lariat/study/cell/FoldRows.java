package dev.lariat.study.cell;

import dev.lariat.data.Dataset;
import dev.lariat.data.Target;
import dev.lariat.data.Task;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.data.encoding.PreprocessingOptions;
import dev.lariat.model.TableRows;
import dev.lariat.model.TargetScale;
import dev.lariat.net.TrainingRows;

/**
 * The rows of a fold as every network cell of it sees them. All that is fitted is fitted on the training rows. Shared
 * by threads and not modified.
 *
 * @param preprocessing fitted on the training rows
 * @param scale of a regression target, likewise
 * @param training encoded
 * @param validation encoded
 */
public record FoldRows(Preprocessing preprocessing, TargetScale scale, TrainingRows training, TrainingRows validation) {
  static FoldRows of(Dataset data, Target target, int[] trainingRows, int[] validationRows,
      PreprocessingOptions options) {
    Preprocessing preprocessing = Preprocessing.fit(data, trainingRows, options);
    Target training = target.select(trainingRows);
    TargetScale scale = target.task() == Task.REGRESSION
        ? TargetScale.fit(training.values(), TableRows.select(data.weights(), trainingRows))
        : TargetScale.NONE;
    return new FoldRows(preprocessing, scale, TableRows.encode(data, trainingRows, training, preprocessing, scale),
        TableRows.encode(data, validationRows, target.select(validationRows), preprocessing, scale));
  }
}
