package dev.lariat.handover.pytorch;

import dev.lariat.handover.source.NumberLiteral;
import dev.lariat.loss.Huber;
import dev.lariat.handover.python.LossText;
import dev.lariat.loss.AbsoluteError;
import dev.lariat.loss.BinaryCrossEntropy;
import dev.lariat.loss.Loss;
import dev.lariat.loss.SoftmaxCrossEntropy;
import dev.lariat.loss.SquaredError;

/** Losses in PyTorch's words. */
final class PyTorchLoss {
  private PyTorchLoss() {}

  static LossText of(Loss loss) {
    return switch (loss) {
      case SquaredError _ -> new LossText("(outputs.squeeze(1) - y) ** 2", "None");
      case AbsoluteError _ -> new LossText("(outputs.squeeze(1) - y).abs()", "None");
      case Huber(double delta) -> new LossText(
          "F.huber_loss(outputs.squeeze(1), y, reduction=\"none\", delta=" + NumberLiteral.of(delta) + ")", "None");
      case BinaryCrossEntropy _ -> new LossText("""
          F.binary_cross_entropy_with_logits(
                  outputs.squeeze(1), y * (1 - smoothing) + smoothing / 2, reduction="none"
              )""", "((outputs.squeeze(1) > 0) == (y == 1)).float().mean().item()");
      case SoftmaxCrossEntropy _ ->
        new LossText("F.cross_entropy(outputs, y.long(), reduction=\"none\", label_smoothing=smoothing)",
            "(outputs.argmax(1) == y).float().mean().item()");
    };
  }
}
