package dev.lariat.handover.keras;

import dev.lariat.loss.Huber;
import dev.lariat.data.DataException;
import dev.lariat.handover.python.LossText;
import dev.lariat.handover.source.NumberLiteral;
import dev.lariat.loss.AbsoluteError;
import dev.lariat.loss.BinaryCrossEntropy;
import dev.lariat.loss.Loss;
import dev.lariat.loss.SoftmaxCrossEntropy;
import dev.lariat.loss.SquaredError;

/**
 * Losses in Keras' words.
 *
 * @param text of the loss without smoothing, on NumPy's arrays
 * @param compiled what the model is compiled with
 * @param targets {@code y_train} as that loss takes it
 */
record KerasLoss(LossText text, String compiled, String targets) {
  /**
   * A loss in Keras' words.
   *
   * @param mixes whether targets are mixed: then they are shares, and the loss must be one whose gradient by a mixed
   * target is the mean of the gradients
   */
  static KerasLoss of(Loss loss, boolean mixes) {
    return switch (loss) {
      case SquaredError _ -> new KerasLoss(new LossText("(outputs[:, 0] - y) ** 2", "None"),
          "keras.losses.MeanSquaredError()", "y_train[:, None]");
      case AbsoluteError _ -> mixes
          ? unmixed(loss)
          : new KerasLoss(new LossText("abs(outputs[:, 0] - y)", "None"), "keras.losses.MeanAbsoluteError()",
              "y_train[:, None]");
      case Huber(double delta) -> mixes
          ? unmixed(loss)
          : new KerasLoss(
              new LossText("keras.losses.huber(y[:, None], outputs, delta=" + NumberLiteral.of(delta) + ")", "None"),
              "keras.losses.Huber(delta=" + NumberLiteral.of(delta) + ")", "y_train[:, None]");
      case BinaryCrossEntropy binary -> new KerasLoss(
          new LossText("keras.losses.binary_crossentropy(y[:, None].astype(\"float32\"), outputs, from_logits=True)",
              "float(np.mean((outputs[:, 0] > 0) == (y == 1)))"),
          "keras.losses.BinaryCrossentropy(from_logits=True, label_smoothing=" + NumberLiteral.of(binary.smoothing())
              + ")",
          "y_train[:, None].astype(\"float32\")");
      case SoftmaxCrossEntropy softmax -> {
        var text = new LossText("keras.losses.sparse_categorical_crossentropy(y, outputs, from_logits=True)",
            "float(np.mean(outputs.argmax(axis=1) == y))");
        yield softmax.smoothing() > 0 || mixes
            ? new KerasLoss(text,
                "keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing="
                    + NumberLiteral.of(softmax.smoothing()) + ")",
                "np.eye(len(CLASSES), dtype=\"float32\")[y_train]")
            : new KerasLoss(text, "keras.losses.SparseCategoricalCrossentropy(from_logits=True)", "y_train");
      }
    };
  }

  private static KerasLoss unmixed(Loss loss) {
    throw new DataException("Keras mixes targets, and " + loss.name()
        + " of a mixed target is not the mixed loss: export to pytorch or mlx");
  }
}
