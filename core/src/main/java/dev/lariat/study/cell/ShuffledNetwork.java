package dev.lariat.study.cell;

import dev.lariat.data.encoding.Encoding;
import dev.lariat.loss.Targets;
import dev.lariat.metric.Metric;
import dev.lariat.net.TrainingRows;
import dev.lariat.net.training.Predictor;
import java.util.List;
import java.util.stream.IntStream;

/** A network on validation rows of its fold. Confined to one thread. */
public final class ShuffledNetwork implements ShuffledFold {
  private final Metric metric;
  private final FoldRows fold;
  private final Predictor predictor;
  private final TrainingRows rows; // a copy, some of the validation rows
  private final int[] columnOfInput;

  public ShuffledNetwork(Metric metric, FoldRows fold, Predictor predictor) {
    this.metric = metric;
    this.fold = fold;
    this.predictor = predictor;
    TrainingRows all = fold.validation();
    this.columnOfInput = all.columnOfInput().orElseThrow();
    this.rows = some(all, ShuffledFold.spread(all.rows(), ShuffledFold.rows(all.rows(), columns().size())));
  }

  private static TrainingRows some(TrainingRows all, int[] chosen) {
    int width = all.width();
    float[] inputs = new float[chosen.length * width];
    for (int i = 0; i < chosen.length; i++) {
      all.inputs(chosen[i], inputs, i * width);
    }
    TrainingRows some = TrainingRows.of(inputs, width, some(all.targets(), chosen))
        .withColumns(all.columnOfInput().orElseThrow());
    return all.sampleWeights().map(weights -> some.withSampleWeights(some(weights, chosen))).orElse(some);
  }

  private static Targets some(Targets all, int[] chosen) {
    if (all.areLabels()) {
      return Targets.labels(IntStream.of(chosen).map(all::label).toArray(), all.classes());
    }
    float[] values = new float[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      values[i] = all.value(chosen[i], 0);
    }
    return Targets.values(values);
  }

  private static float[] some(float[] all, int[] chosen) {
    float[] some = new float[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      some[i] = all[chosen[i]];
    }
    return some;
  }

  @Override
  public int rows() {
    return rows.rows();
  }

  @Override
  public List<String> columns() {
    return fold.preprocessing().encodings().stream().map(Encoding::column).toList();
  }

  @Override
  public double loss() {
    return fold.loss(metric, predictor, rows);
  }

  @Override
  public double loss(int column, int[] order) {
    int width = rows.width();
    int[] own = IntStream.range(0, width).filter(i -> columnOfInput[i] == column).toArray();
    float[] inputs = rows.inputs();
    float[][] saved = new float[own.length][rows()];
    for (int k = 0; k < own.length; k++) {
      for (int r = 0; r < rows(); r++) {
        saved[k][r] = inputs[r * width + own[k]];
      }
      for (int r = 0; r < rows(); r++) {
        inputs[r * width + own[k]] = saved[k][order[r]];
      }
    }
    double loss = loss();
    for (int k = 0; k < own.length; k++) {
      for (int r = 0; r < rows(); r++) {
        inputs[r * width + own[k]] = saved[k][r];
      }
    }
    return loss;
  }
}
