package dev.lariat.loss;

import dev.lariat.kernel.Kernels;
import dev.lariat.data.Task;

/**
 * {@code −Σ_k q_k·log softmax(z)_k}, where q is 1 at the label; with smoothing s it is {@code 1 − s + s/K} there and
 * {@code s/K} elsewhere (Szegedy et al., 2016), as Keras and PyTorch have it.
 *
 * @param smoothing s, in [0, 1)
 */
public record SoftmaxCrossEntropy(double smoothing) implements Loss {
  /** Checks s. */
  public SoftmaxCrossEntropy {
    smoothing(smoothing);
  }

  static void smoothing(double smoothing) {
    if (!(smoothing >= 0 && smoothing < 1)) {
      throw new IllegalArgumentException("label smoothing must be at least 0 and below 1, not " + smoothing);
    }
  }

  @Override
  public String name() {
    return "softmax-cross-entropy";
  }

  @Override
  public Task task() {
    return Task.CLASSIFICATION;
  }

  @Override
  public int outputs(Targets targets) {
    if (!targets.areLabels()) {
      throw new IllegalArgumentException("softmax cross-entropy needs labels, not numbers");
    }
    return targets.classes();
  }

  @Override
  public double value(float[] outputs, int at, int width, Targets targets, int row) {
    double max = max(outputs, at, width);
    double sum = 0;
    double total = 0;
    for (int k = 0; k < width; k++) {
      double z = outputs[at + k] - max;
      sum += StrictMath.exp(z);
      total += z;
    }
    double plain = outputs[at + targets.label(row)] - max;
    double expected = smoothing == 0 ? plain : (1 - smoothing) * plain + smoothing / width * total;
    return StrictMath.log(sum) - expected;
  }

  @Override
  public void gradient(float[] outputs, int at, int width, Targets targets, int row, float scale, float[] gradient) {
    softmax(outputs, at, width, gradient);
    float base = (float) (smoothing / width);
    for (int k = at; k < at + width; k++) {
      gradient[k] = scale * (gradient[k] - base);
    }
    int label = at + targets.label(row);
    gradient[label] -= scale * (float) (1 - smoothing);
  }

  @Override
  public BatchLoss batches() {
    return new Batches(this);
  }

  /**
   * With the kernels' softmax, whose bits differ from those of {@link #gradient} and {@link #value} in the last digits.
   */
  private static final class Batches extends BatchLoss {
    private final Kernels kernels = Kernels.best();
    private final double smoothing;
    private float[] scratch = new float[0]; // [rows · (width + 1)] probabilities, then the logarithms of their sums

    Batches(SoftmaxCrossEntropy loss) {
      super(loss);
      this.smoothing = loss.smoothing();
    }

    @Override
    public void gradients(float[] outputs, int width, Targets targets, int[] rows, int from, int count, float[] weights,
        float[] gradient) {
      kernels.softmax(count, width, outputs, 0, gradient, 0, null, 0);
      float base = (float) (smoothing / width);
      float peak = (float) (1 - smoothing);
      for (int r = 0, at = 0; r < count; r++) {
        int row = rows[from + r];
        float scale = scale(weights, row, count);
        int label = at + targets.label(row);
        for (int k = 0; k < width; k++, at++) {
          gradient[at] = scale * (gradient[at] - base);
        }
        gradient[label] -= scale * peak;
      }
    }

    /** Plain labels only have a faster way. */
    @Override
    public void losses(float[] outputs, int width, Targets targets, int first, int count, double[] losses, int at) {
      if (smoothing > 0) {
        super.losses(outputs, width, targets, first, count, losses, at);
        return;
      }
      int sums = Math.multiplyExact(count, width);
      if (scratch.length < sums + count) {
        scratch = new float[sums + count]; // once: chunks are equally long but for the last
      }
      kernels.softmax(count, width, outputs, 0, scratch, 0, scratch, sums);
      for (int r = 0; r < count; r++) {
        int label = targets.label(first + r);
        losses[at + r] = plain(scratch, r * width, width, label,
            (double) scratch[sums + r] - outputs[r * width + label]);
      }
    }

    /**
     * −log p of the label; near 0 from the others' probabilities, because float32 has no digits left in p = 1 − 1e-8.
     *
     * @param minusLog −log p as far as the logits give it
     */
    private static double plain(float[] probabilities, int at, int width, int label, double minusLog) {
      double p = probabilities[at + label];
      if (!(p > 0.5)) {
        return minusLog;
      }
      double others = 0;
      for (int k = 0; k < width; k++) {
        others += k == label ? 0 : probabilities[at + k];
      }
      return StrictMath.log1p(others / p);
    }
  }

  @Override
  public double targetScale(double deviation) {
    return 1;
  }

  @Override
  public Loss smoothed(double share) {
    return new SoftmaxCrossEntropy(share);
  }

  @Override
  public void predict(float[] outputs, int at, int width) {
    softmax(outputs, at, width, outputs);
  }

  @Override
  public Loss unsmoothed() {
    return new SoftmaxCrossEntropy(0);
  }

  private static double max(float[] outputs, int at, int width) {
    float max = outputs[at];
    for (int k = at + 1; k < at + width; k++) {
      max = Math.max(max, outputs[k]);
    }
    return max;
  }

  private static void softmax(float[] outputs, int at, int width, float[] probabilities) {
    double max = max(outputs, at, width);
    double sum = 0;
    for (int k = at; k < at + width; k++) {
      double e = StrictMath.exp(outputs[k] - max);
      probabilities[k] = (float) e;
      sum += e;
    }
    float scale = (float) (1 / sum);
    for (int k = at; k < at + width; k++) {
      probabilities[k] *= scale;
    }
  }
}
