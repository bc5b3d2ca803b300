package dev.lariat.study.cell;

import dev.lariat.data.encoding.Encoding;
import dev.lariat.loss.Targets;
import dev.lariat.metric.Metric;
import dev.lariat.net.SparseRows;
import dev.lariat.net.TrainingRows;
import dev.lariat.net.training.Predictor;
import java.util.Arrays;
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
    TrainingRows some = all.sparse()
        .map(sparse -> TrainingRows.of(chosen(sparse, chosen, chosen, 0, 0), some(all.targets(), chosen)))
        .orElseGet(() -> TrainingRows.of(dense(all, chosen), all.width(), some(all.targets(), chosen)))
        .withColumns(all.columnOfInput().orElseThrow());
    return all.sampleWeights().map(weights -> some.withSampleWeights(some(weights, chosen))).orElse(some);
  }

  private static float[] dense(TrainingRows all, int[] chosen) {
    float[] inputs = new float[Math.multiplyExact(chosen.length, all.width())];
    for (int i = 0; i < chosen.length; i++) {
      all.inputs(chosen[i], inputs, i * all.width());
    }
    return inputs;
  }

  /**
   * Rows put together of two: the inputs from {@code from} to {@code to} are those of the other row.
   *
   * @param own per new row the row of all other inputs
   */
  private static SparseRows chosen(SparseRows all, int[] own, int[] other, int from, int to) {
    int[] starts = new int[own.length + 1];
    for (int i = 0; i < own.length; i++) {
      starts[i + 1] = starts[i] + entries(all, own[i], 0, from) + entries(all, other[i], from, to)
          + entries(all, own[i], to, all.width());
    }
    int[] inputs = new int[starts[own.length]];
    float[] values = new float[inputs.length];
    for (int i = 0; i < own.length; i++) {
      int at = copy(all, own[i], 0, from, inputs, values, starts[i]);
      at = copy(all, other[i], from, to, inputs, values, at);
      copy(all, own[i], to, all.width(), inputs, values, at);
    }
    return new SparseRows(all.width(), starts, inputs, values);
  }

  private static int entries(SparseRows rows, int row, int from, int to) {
    return place(rows, row, to) - place(rows, row, from);
  }

  /** Where the row's entries of this input and later ones begin. */
  private static int place(SparseRows rows, int row, int input) {
    int at = Arrays.binarySearch(rows.inputs(), rows.starts()[row], rows.starts()[row + 1], input);
    return at < 0 ? -at - 1 : at;
  }

  private static int copy(SparseRows rows, int row, int from, int to, int[] inputs, float[] values, int at) {
    int begin = place(rows, row, from);
    int count = place(rows, row, to) - begin;
    System.arraycopy(rows.inputs(), begin, inputs, at, count);
    System.arraycopy(rows.values(), begin, values, at, count);
    return at + count;
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
    return rows.sparse().map(sparse -> loss(sparse, column, order)).orElseGet(() -> denseLoss(column, order));
  }

  /** The inputs of a column stand together. */
  private double loss(SparseRows sparse, int column, int[] order) {
    int from = 0;
    while (from < columnOfInput.length && columnOfInput[from] != column) {
      from++;
    }
    int to = from;
    while (to < columnOfInput.length && columnOfInput[to] == column) {
      to++;
    }
    int[] own = IntStream.range(0, rows()).toArray();
    TrainingRows shuffled = TrainingRows.of(chosen(sparse, own, order, from, to), rows.targets());
    return fold.loss(metric, predictor, rows.sampleWeights().map(shuffled::withSampleWeights).orElse(shuffled));
  }

  private double denseLoss(int column, int[] order) {
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
