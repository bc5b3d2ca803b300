package dev.lariat.loss;

import dev.lariat.data.Task;

/**
 * {@code log(1 + eᶻ) − q·z} on one logit z of the positive class (label 1), where q is the label; with smoothing s it
 * is {@code q(1−s) + s/2}, as in Keras. The prediction is the probability of the positive class.
 *
 * @param smoothing s, in [0, 1)
 */
public record BinaryCrossEntropy(double smoothing) implements Loss {
  /** Checks s. */
  public BinaryCrossEntropy {
    SoftmaxCrossEntropy.smoothing(smoothing);
  }

  @Override
  public String name() {
    return "binary-cross-entropy";
  }

  @Override
  public Task task() {
    return Task.CLASSIFICATION;
  }

  @Override
  public int outputs(Targets targets) {
    if (targets.classes() != 2) {
      throw new IllegalArgumentException("binary cross-entropy needs labels of 2 classes, not " + targets.classes());
    }
    return 1;
  }

  private double target(Targets targets, int row) {
    return targets.label(row) * (1 - smoothing) + 0.5 * smoothing;
  }

  @Override
  public double value(float[] outputs, int at, int width, Targets targets, int row) {
    double z = outputs[at];
    return Math.max(z, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(z))) - target(targets, row) * z;
  }

  @Override
  public void gradient(float[] outputs, int at, int width, Targets targets, int row, float scale, float[] gradient) {
    gradient[at] = scale * (float) (sigmoid(outputs[at]) - target(targets, row));
  }

  @Override
  public double targetScale(double deviation) {
    return 1;
  }

  @Override
  public Loss smoothed(double share) {
    return new BinaryCrossEntropy(share);
  }

  @Override
  public void predict(float[] outputs, int at, int width) {
    outputs[at] = (float) sigmoid(outputs[at]);
  }

  @Override
  public Loss unsmoothed() {
    return new BinaryCrossEntropy(0);
  }

  private static double sigmoid(double z) {
    double e = StrictMath.exp(-Math.abs(z));
    return (z < 0 ? e : 1) / (1 + e);
  }
}
