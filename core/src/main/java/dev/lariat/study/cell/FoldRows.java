package dev.lariat.study.cell;

import dev.lariat.data.Dataset;
import dev.lariat.data.Target;
import dev.lariat.data.Task;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.data.encoding.PreprocessingOptions;
import dev.lariat.loss.Targets;
import dev.lariat.metric.Metric;
import dev.lariat.model.TableRows;
import dev.lariat.model.TargetScale;
import dev.lariat.net.TrainingRows;
import dev.lariat.net.training.Predictor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rows of a fold as every network cell of it sees them. All that is fitted is fitted on the training rows. Shared
 * by threads and not modified.
 *
 * @param task what the target makes of it
 * @param classes how many the target has; 0 for regression
 * @param preprocessing fitted on the training rows
 * @param transform of a regression target, before its scale
 * @param scale of what is learnt of a regression target, likewise
 * @param training encoded
 * @param validation encoded
 */
public record FoldRows(Task task, int classes, Preprocessing preprocessing, Target.Transform transform,
    TargetScale scale, TrainingRows training, TrainingRows validation) {
  /** Fits preprocessing and scale on the training rows, and encodes both. */
  public static FoldRows of(Dataset data, Target target, int[] trainingRows, int[] validationRows,
      PreprocessingOptions options) {
    Preprocessing preprocessing = Preprocessing.fitFold(data, trainingRows, options);
    Target training = target.select(trainingRows);
    TargetScale scale = target.task() == Task.REGRESSION
        ? TargetScale.fit(training.learnt(), TableRows.select(data.weights(), trainingRows))
        : TargetScale.NONE;
    return new FoldRows(target.task(), target.classes().size(), preprocessing, target.transform(), scale,
        TableRows.encode(data, trainingRows, training, preprocessing, scale),
        TableRows.encode(data, validationRows, target.select(validationRows), preprocessing, scale));
  }

  /**
   * {@return what a network predicts for the validation rows: [rows × classes] probabilities, or [rows] numbers in the
   * target's unit}
   */
  public double[] predictions(Predictor predictor) {
    float[] raw = predictor.predict(validation);
    return switch (task) {
      case CLASSIFICATION -> wide(raw);
      case REGRESSION -> numbers(raw);
    };
  }

  /** {@return log-losses of the validation rows by inverse temperature, as {@link Score#tempered}} */
  List<Double> tempered(Predictor predictor, int blocks) {
    int rows = validation.rows();
    double[] weights = validation.sampleWeights().map(FoldRows::wide).orElseGet(() -> {
      double[] alike = new double[rows];
      Arrays.fill(alike, 1);
      return alike;
    });
    int[] labels = IntStream.range(0, rows).map(validation.targets()::label).toArray();
    return new ScoredRows(classes, labels, weights).tempered(Metric.LOG_LOSS, predictions(predictor), training.rows(),
        blocks);
  }

  /** {@return the number in the target's unit} */
  public double number(float output) {
    return transform.number(scale.number(output));
  }

  private double[] numbers(float[] outputs) {
    return IntStream.range(0, outputs.length).mapToDouble(i -> number(outputs[i])).toArray();
  }

  /** Losses of rows of this fold in a mean over rows, in the target's unit, each weighted by its row's share. */
  float[] losses(Metric metric, Predictor predictor, TrainingRows of) {
    double[] losses = metric == Metric.LOG_LOSS ? predictor.losses(of) : rowLosses(metric, predictor, of);
    float[] weights = of.sampleWeights().orElse(null);
    double mean = 1;
    if (weights != null) {
      double sum = 0;
      for (float weight : weights) {
        sum += weight;
      }
      mean = sum / weights.length;
    }
    float[] narrow = new float[losses.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) (weights == null ? losses[i] : losses[i] * weights[i] / mean);
    }
    return narrow;
  }

  private double[] rowLosses(Metric metric, Predictor predictor, TrainingRows of) {
    float[] raw = predictor.predict(of);
    double[] predicted = wide(raw);
    Targets targets = of.targets();
    return IntStream.range(0, of.rows()).mapToDouble(i -> switch (task) {
      case CLASSIFICATION -> metric.rowLoss(predicted, i * classes, classes, targets.label(i));
      case REGRESSION -> metric.rowLoss(number(raw[i]), number(targets.value(i, 0)));
    }).toArray();
  }

  /** {@return the loss of rows of this fold in any metric, in the target's unit} */
  double loss(Metric metric, Predictor predictor, TrainingRows of) {
    if (metric.isMeanOverRows()) {
      return ShuffledFold.mean(losses(metric, predictor, of));
    }
    float[] raw = predictor.predict(of);
    double[] weights = of.sampleWeights().map(FoldRows::wide).orElse(null);
    Targets targets = of.targets();
    return switch (task) {
      case CLASSIFICATION ->
        metric.loss(wide(raw), classes, IntStream.range(0, of.rows()).map(targets::label).toArray(), weights);
      case REGRESSION -> switch (transform) {
        case NONE -> metric.loss(wide(raw), values(of), weights); // R² has no unit
        case LOG -> metric.loss(numbers(raw),
            IntStream.range(0, raw.length).mapToDouble(i -> number(targets.value(i, 0))).toArray(), weights);
      };
    };
  }

  /** {@return the variance of the target as networks see it: NaN where it is the same in all rows} */
  double variance(TrainingRows of) {
    return 1 / Metric.relative(1, values(of), of.sampleWeights().map(FoldRows::wide).orElse(null));
  }

  private static double[] values(TrainingRows of) {
    return IntStream.range(0, of.rows()).mapToDouble(i -> of.targets().value(i, 0)).toArray();
  }

  private static double[] wide(float[] narrow) {
    return IntStream.range(0, narrow.length).mapToDouble(i -> narrow[i]).toArray();
  }
}
