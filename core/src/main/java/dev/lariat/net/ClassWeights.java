package dev.lariat.net;

import dev.lariat.loss.Targets;
import java.util.Arrays;
import java.util.List;

/**
 * How much each class counts in training. They change what is learnt, not what is reported: losses and metrics are on
 * the rows as they are.
 *
 * @param balanced whether every class counts the same in sum: weight rows/(classes·rows of the class)
 * @param weights a weight per class where given; empty else
 */
public record ClassWeights(boolean balanced, List<Double> weights) {
  /** Every row counts the same. */
  public static final ClassWeights NONE = new ClassWeights(false, List.of());
  /** Every class counts the same. */
  public static final ClassWeights BALANCED = new ClassWeights(true, List.of());

  /** Checks the weights. */
  public ClassWeights {
    weights = List.copyOf(weights);
    for (double weight : weights) {
      if (!(weight >= 0) || Double.isInfinite(weight)) {
        throw new IllegalArgumentException("a class weight must be a finite number, 0 or more, not " + weight);
      }
    }
  }

  /** A weight for each class, in the order of the labels. */
  public static ClassWeights of(double... weights) {
    return new ClassWeights(false, Arrays.stream(weights).boxed().toList());
  }

  /**
   * What each row counts: its sample weight times its class's, normalised to mean 1 over these rows; null where all
   * count the same.
   */
  public float[] rowWeights(TrainingRows rows) {
    double[] ofClass = ofClass(rows.targets());
    float[] samples = rows.sampleWeights().orElse(null);
    if (ofClass == null && samples == null) {
      return null;
    }
    double[] product = new double[rows.rows()];
    double sum = 0;
    for (int r = 0; r < product.length; r++) {
      product[r] = (samples == null ? 1 : samples[r]) * (ofClass == null ? 1 : ofClass[rows.targets().label(r)]);
      sum += product[r];
    }
    if (!(sum > 0)) {
      throw new IllegalArgumentException("all rows weigh 0");
    }
    float[] normalized = new float[product.length];
    for (int r = 0; r < product.length; r++) {
      normalized[r] = (float) (product[r] * product.length / sum);
    }
    return normalized;
  }

  private double[] ofClass(Targets targets) {
    if (!balanced && weights.isEmpty()) {
      return null;
    }
    if (!targets.areLabels()) {
      throw new IllegalArgumentException("class weights need labels, not numbers");
    }
    if (balanced) {
      int[] count = new int[targets.classes()];
      for (int r = 0; r < targets.rows(); r++) {
        count[targets.label(r)]++;
      }
      return Arrays.stream(count)
          .mapToDouble(n -> n == 0 ? 0 : (double) targets.rows() / targets.classes() / n)
          .toArray();
    }
    if (weights.size() != targets.classes()) {
      throw new IllegalArgumentException(weights.size() + " class weights for " + targets.classes() + " classes");
    }
    return weights.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
