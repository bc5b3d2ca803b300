package dev.lariat.loss;

/**
 * A loss at work on many rows at once, row by row unless the loss has a faster way. One thread's; allocates nothing.
 */
public class BatchLoss {
  private final Loss loss;

  BatchLoss(Loss loss) {
    this.loss = loss;
  }

  /**
   * Writes the gradients of a batch: as {@link Loss#gradient} does for each row, with the scale
   * {@code weights[row]/count}.
   *
   * @param outputs rows of the batch, one after the other, each {@code width} long; not modified
   * @param rows which row of the targets each is, from {@code from} on; not modified
   * @param count rows of the batch
   * @param weights of all rows of the targets; null where all are 1
   * @param gradient modified, {@code count·width} elements
   */
  public void gradients(float[] outputs, int width, Targets targets, int[] rows, int from, int count, float[] weights,
      float[] gradient) {
    for (int r = 0; r < count; r++) {
      int row = rows[from + r];
      loss.gradient(outputs, r * width, width, targets, row, scale(weights, row, count), gradient);
    }
  }

  /** {@return what a row of a batch counts} */
  static float scale(float[] weights, int row, int count) {
    return (weights == null ? 1 : weights[row]) / count;
  }

  /**
   * Writes the losses of rows that follow each other in the targets.
   *
   * @param outputs of these rows, one after the other, each {@code width} long; not modified
   * @param first the first row in the targets
   * @param count how many rows
   * @param losses modified, {@code count} elements from {@code at}
   */
  public void losses(float[] outputs, int width, Targets targets, int first, int count, double[] losses, int at) {
    for (int r = 0; r < count; r++) {
      losses[at + r] = loss.value(outputs, r * width, width, targets, first + r);
    }
  }
}
