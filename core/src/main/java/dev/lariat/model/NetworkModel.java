package dev.lariat.model;

import dev.lariat.data.Dataset;
import dev.lariat.data.encoding.Encoding;
import dev.lariat.data.encoding.Feature;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.net.Architecture;
import dev.lariat.net.training.Predictor;
import dev.lariat.net.TrainingPlan;
import dev.lariat.net.layer.Dense;
import dev.lariat.net.LayerText;
import dev.lariat.net.Weights;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A trained network behind the preprocessing that it was trained with.
 *
 * @param target what it predicts
 * @param preprocessing how a table becomes its inputs
 * @param scale for regression how an output becomes a number in the target's unit
 * @param plan how it was trained: network, loss, optimizer and all
 * @param validationShare share of the table's rows that was kept out for validation; 0 for none
 * @param weights its parameters; not to be modified
 * @param provenance where it comes from
 */
public record NetworkModel(ModelTarget target, Preprocessing preprocessing, TargetScale scale, TrainingPlan plan,
    double validationShare, Weights weights, Provenance provenance) implements Model {
  /** Rows that are encoded at once. */
  private static final int CHUNK = 256;

  /** Checks that the weights belong to the network and the network to its inputs and target. */
  public NetworkModel {
    Objects.requireNonNull(scale);
    Objects.requireNonNull(provenance);
    if (plan.loss().task() != target.task()) {
      throw new IllegalArgumentException("loss " + plan.loss().name() + " does not go with " + target.task());
    }
    architecture(plan, preprocessing, weights).check(weights);
  }

  /** The network bound to its inputs and outputs. */
  public Architecture architecture() {
    return architecture(plan, preprocessing, weights);
  }

  private static Architecture architecture(TrainingPlan plan, Preprocessing preprocessing, Weights weights) {
    int[] columns = preprocessing.features().stream().mapToInt(Feature::source).toArray();
    return Architecture.of(plan.network(), preprocessing.width(), outputs(weights), columns);
  }

  private static int outputs(Weights weights) {
    return weights.parameter("output.kernel").shape().getLast();
  }

  /** The network alone: encoded inputs in, raw predictions out. */
  public Predictor predictor() {
    return new Predictor(architecture(), weights, plan.loss());
  }

  @Override
  public double[] predict(Dataset data) {
    return mean(List.of(this), data);
  }

  /**
   * The mean prediction of networks that share target, preprocessing and scale: rows are encoded once for all of them.
   */
  static double[] mean(List<NetworkModel> members, Dataset data) {
    NetworkModel first = members.getFirst();
    Preprocessing inputs = first.preprocessing;
    double[] predictions = new double[Math.multiplyExact(data.rows(), first.target.width())];
    List<Predictor> predictors = members.stream().map(NetworkModel::predictor).toList();
    if (TableRows.sparse(data, inputs)) {
      var rows = TableRows.sparse(data, data.allRows(), inputs);
      predictors.forEach(predictor -> add(first.target, first.scale, predictor.predict(rows), predictor.outputs(),
          data.rows(), predictions, 0));
    } else {
      float[] encoded = new float[Math.multiplyExact(CHUNK, inputs.width())];
      float[] raw = new float[CHUNK * predictors.getFirst().outputs()];
      int[] all = data.allRows();
      for (int from = 0; from < all.length; from += CHUNK) {
        int[] rows = Arrays.copyOfRange(all, from, Math.min(all.length, from + CHUNK));
        inputs.encode(data, rows, encoded, 0);
        for (Predictor predictor : predictors) {
          predictor.predict(encoded, 0, rows.length, raw, 0);
          add(first.target, first.scale, raw, predictor.outputs(), rows.length, predictions, from);
        }
      }
    }
    for (int i = 0; i < predictions.length; i++) {
      predictions[i] /= members.size();
    }
    return predictions;
  }

  /**
   * Adds what a network says of some rows to their predictions, from row {@code to} on.
   *
   * @param raw at least [rows × outputs]
   */
  static void add(ModelTarget target, TargetScale scale, float[] raw, int outputs, int rows, double[] predictions,
      int to) {
    int width = target.width();
    for (int row = 0; row < rows; row++) {
      int at = row * outputs;
      int out = (to + row) * width;
      switch (target.task()) {
        case REGRESSION -> predictions[out] += target.transform().number(scale.number(raw[at]));
        case CLASSIFICATION -> {
          if (outputs == 1) { // one logit for the positive class
            predictions[out] += 1 - (double) raw[at];
            predictions[out + 1] += raw[at];
          } else {
            for (int c = 0; c < outputs; c++) {
              predictions[out + c] += raw[at + c];
            }
          }
        }
      }
    }
  }

  /** In one line: its layers, inputs and target. */
  @Override
  public String toString() {
    Architecture bound = architecture();
    if (plan.network().onMaps()) {
      return "network of " + LayerText.of(plan.network().layers()) + " for " + target;
    }
    return "network " + bound.inputs() + "-"
        + bound.stages()
            .stream()
            .filter(stage -> stage.layer() instanceof Dense)
            .map(stage -> String.valueOf(stage.outputs()))
            .collect(Collectors.joining("-"))
        + " for " + target;
  }

  /**
   * Table columns on which no prediction depends, because every weight that leaves their inputs is exactly zero. Such a
   * column may be absent when predicting.
   */
  public static Set<String> unusedColumns(Preprocessing preprocessing, Predictor predictor) {
    List<Boolean> used = predictor.inputsUsed();
    var unused = new LinkedHashSet<String>();
    int input = 0;
    for (Encoding encoding : preprocessing.encodings()) {
      List<Boolean> own = used.subList(input, input + encoding.width());
      input += encoding.width();
      if (!own.contains(true)) {
        unused.add(encoding.column());
      }
    }
    return unused;
  }
}
