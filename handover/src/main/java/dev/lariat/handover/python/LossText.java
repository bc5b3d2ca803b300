package dev.lariat.handover.python;

import dev.lariat.loss.Huber;
import dev.lariat.loss.AbsoluteError;
import dev.lariat.loss.BinaryCrossEntropy;
import dev.lariat.loss.Loss;
import dev.lariat.loss.SoftmaxCrossEntropy;
import dev.lariat.loss.SquaredError;

/**
 * A loss in the words of one framework, as expressions of {@code outputs} and {@code y}.
 *
 * @param ofRows the loss of each row, or their mean
 * @param accuracy the share of rows whose class is right; {@code None} where there are no classes
 */
public record LossText(String ofRows, String accuracy) {
  /** What turns the loss of a standardised target into one in the target's own unit, as a factor behind it. */
  static String unit(Loss loss) {
    return switch (loss) {
      case SquaredError _,Huber _ -> " * DEVIATION**2";
      case AbsoluteError _ -> " * DEVIATION";
      case SoftmaxCrossEntropy _,BinaryCrossEntropy _ -> "";
    };
  }
}
