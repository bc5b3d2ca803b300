package dev.lariat.handover.pruning;

import dev.lariat.data.DataException;
import dev.lariat.linear.LinearObjective;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.PathOptions;
import dev.lariat.model.LinearModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A linear model as it is handed over: without features whose coefficients are all 0. Leaving them out does not move
 * the others: the optimum of the rest is the same.
 */
public final class LinearPlan {
  public final LinearModel model;
  public final List<Integer> features; // of the preprocessing's, ascending; at least one
  public final int outputs;
  public final double[] kernel; // [features, outputs] on the features as they are
  public final double[] bias; // [outputs]
  public final int leftOut; // how many features

  public final Optional<LongTableColumns> steps; // of a long table
  public final Optional<SequenceSource.EndedSeries> series; // where their ends are looked at

  /** A model of a table with a row for each case. */
  public LinearPlan(LinearModel model) {
    this(model, Optional.empty());
  }

  /** @param source of which columns its sequences were made */
  public LinearPlan(LinearModel model, Optional<? extends SequenceSource> source) {
    this.model = model;
    this.steps = source.flatMap(SequenceSource::ofSteps);
    this.series = source.flatMap(SequenceSource::ofSeries);
    LinearPath.Point point = model.point();
    outputs = point.intercepts().length;
    var used = new TreeSet<Integer>();
    Arrays.stream(point.index()).flatMapToInt(Arrays::stream).forEach(used::add);
    if (used.isEmpty()) {
      used.add(0); // with coefficient 0, so that there are rows to count
    }
    features = List.copyOf(used);
    leftOut = model.path().features() - features.size();
    kernel = new double[Math.multiplyExact(features.size(), outputs)];
    bias = point.intercepts();
    for (int k = 0; k < outputs; k++) {
      double[] all = point.dense(k, model.path().features());
      for (int j = 0; j < features.size(); j++) {
        kernel[j * outputs + k] = all[features.get(j)];
      }
    }
  }

  /**
   * What was minimised.
   *
   * @throws DataException if the model's file does not say
   */
  public LinearObjective objective() {
    return model.objective()
        .orElseThrow(() -> new DataException(
            "this model was saved before Lariat kept its penalty: fit it again, or take --to onnx"));
  }

  private LinearPenalty penalty() {
    return objective().penalty();
  }

  public boolean limited() {
    return penalty().lower() != null || penalty().upper() != null;
  }

  public boolean grouped() {
    return penalty().groups() != null;
  }

  /** The factor of a feature's penalty; in glmnet's dialect they are scaled to sum to the number of features. */
  public List<Double> factors() {
    double[] factors = penalty().factors();
    if (factors == null) {
      return features.stream().map(_ -> 1.0).toList();
    }
    double sum = Arrays.stream(factors).map(f -> Double.isInfinite(f) ? 1 : f).sum();
    double scale = glmnet() && sum > 0 ? factors.length / sum : 1;
    return features.stream().map(j -> factors[j] * scale).toList();
  }

  /** The number of each feature's group, from 0; empty without groups. */
  public List<Integer> groups() {
    if (!grouped()) {
      return List.of();
    }
    var numbers = new HashMap<Integer, Integer>();
    var list = new ArrayList<Integer>();
    for (int feature : features) {
      int group = penalty().groups()[feature];
      Integer known = numbers.putIfAbsent(group, numbers.size());
      list.add(known == null ? numbers.size() - 1 : known);
    }
    return list;
  }

  /** √size of each feature's group, in which features count that have no coefficient; empty without groups. */
  public List<Double> groupRoots() {
    if (!grouped()) {
      return List.of();
    }
    int[] groups = penalty().groups();
    double[] factors = penalty().factors();
    return features.stream().map(j -> {
      int size = 0;
      for (int i = 0; i < groups.length; i++) {
        size += groups[i] == groups[j] && (factors == null || factors[i] < Double.POSITIVE_INFINITY) ? 1 : 0;
      }
      return Math.sqrt(size);
    }).toList();
  }

  /** Lower limits on the features as they are; −∞ for none. */
  public List<Double> lower() {
    return limits(penalty().lower(), Double.NEGATIVE_INFINITY);
  }

  /** Upper limits; ∞ for none. */
  public List<Double> upper() {
    return limits(penalty().upper(), Double.POSITIVE_INFINITY);
  }

  private List<Double> limits(double[] limits, double none) {
    return features.stream().map(j -> limits == null ? none : limits[j]).toList();
  }

  public boolean glmnet() {
    return objective().dialect() == PathOptions.Dialect.GLMNET;
  }

  /** Which features are terms of a text, and keep their scale. */
  public List<Boolean> terms() {
    boolean[] keep = model.preprocessing().keepScale();
    return features.stream().map(j -> keep[j]).toList();
  }

  /** The features' names. */
  public List<String> names() {
    var all = model.preprocessing().features();
    return features.stream().map(j -> all.get(j).name()).toList();
  }
}
