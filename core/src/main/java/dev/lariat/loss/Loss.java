package dev.lariat.loss;

import dev.lariat.data.Task;

/**
 * The loss of one row. "Outputs" are the network's raw outputs (logits for classes); {@code at} is where the row's
 * outputs begin in their array and {@code width} how many they are.
 */
public sealed interface Loss permits SoftmaxCrossEntropy, BinaryCrossEntropy, SquaredError, AbsoluteError, Huber {
  /** The word for it in settings and reports. */
  String name();

  /** What kind of target it is for. */
  Task task();

  /**
   * How many outputs a network needs for these targets.
   *
   * @throws IllegalArgumentException if the loss does not fit the targets
   */
  int outputs(Targets targets);

  /** The row's loss, label smoothing included. */
  double value(float[] outputs, int at, int width, Targets targets, int row);

  /**
   * Writes {@code scale · ∂loss/∂outputs}.
   *
   * @param gradient modified, {@code width} elements from {@code at}
   */
  void gradient(float[] outputs, int at, int width, Targets targets, int row, float scale, float[] gradient);

  /** {@return this loss at work on many rows at once; new, because it has scratch memory: one thread's} */
  default BatchLoss batches() {
    return new BatchLoss(this);
  }

  /**
   * {@return what the loss is multiplied with when the target's unit becomes smaller by this factor} Networks learn the
   * standardised target; its deviation makes their loss one in the target's unit. 1 for classes.
   */
  double targetScale(double deviation);

  /**
   * {@return the same loss with labels smoothed}
   *
   * @param smoothing the share of each label that is spread over all classes, in [0, 1)
   * @throws IllegalArgumentException if the target is a number
   */
  default Loss smoothed(double smoothing) {
    throw new IllegalArgumentException("label smoothing is for classes, and the target is a number");
  }

  /** Turns a row's raw outputs into predictions, in place: probabilities or numbers. */
  void predict(float[] outputs, int at, int width);

  /** The same loss on the plain targets: what is reported and compared. */
  default Loss unsmoothed() {
    return this;
  }

  /** Softmax cross-entropy on labels. */
  static Loss softmaxCrossEntropy() {
    return new SoftmaxCrossEntropy(0);
  }

  /** Softmax cross-entropy with label smoothing. */
  static Loss softmaxCrossEntropy(double smoothing) {
    return new SoftmaxCrossEntropy(smoothing);
  }

  /** Binary cross-entropy on one logit. */
  static Loss binaryCrossEntropy() {
    return new BinaryCrossEntropy(0);
  }

  /** Binary cross-entropy with label smoothing. */
  static Loss binaryCrossEntropy(double smoothing) {
    return new BinaryCrossEntropy(smoothing);
  }

  /** {@code (y − ŷ)²}. */
  static Loss squaredError() {
    return new SquaredError();
  }

  /** {@code |y − ŷ|}. */
  static Loss absoluteError() {
    return new AbsoluteError();
  }

  /** Huber's loss: {@code ½e²} within δ, {@code δ·(|e| − ½δ)} beyond. */
  static Loss huber(double delta) {
    return new Huber(delta);
  }

  /** The loss that goes with a task when nothing else is said: softmax cross-entropy, or squared error. */
  static Loss of(Task task) {
    return switch (task) {
      case CLASSIFICATION -> softmaxCrossEntropy();
      case REGRESSION -> squaredError();
    };
  }
}
