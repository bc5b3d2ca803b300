package dev.lariat.handover.mlx;

import dev.lariat.handover.source.NumberLiteral;
import dev.lariat.loss.Huber;
import dev.lariat.handover.python.LossText;
import dev.lariat.loss.AbsoluteError;
import dev.lariat.loss.BinaryCrossEntropy;
import dev.lariat.loss.Loss;
import dev.lariat.loss.SoftmaxCrossEntropy;
import dev.lariat.loss.SquaredError;

/** Losses in MLX' words. */
final class MlxLoss {
  private MlxLoss() {}

  static LossText of(Loss loss) {
    return switch (loss) {
      case SquaredError _ -> new LossText("(outputs[:, 0] - y) ** 2", "None");
      case AbsoluteError _ -> new LossText("mx.abs(outputs[:, 0] - y)", "None");
      case Huber(double delta) -> new LossText(
          "nn.losses.huber_loss(outputs[:, 0], y, delta=" + NumberLiteral.of(delta) + ", reduction=\"none\")", "None");
      case BinaryCrossEntropy _ -> new LossText("""
          nn.losses.binary_cross_entropy(
                  outputs[:, 0], y * (1 - smoothing) + smoothing / 2, with_logits=True, reduction="none"
              )""", "((outputs[:, 0] > 0) == (y == 1)).mean().item()");
      case SoftmaxCrossEntropy _ ->
        new LossText("nn.losses.cross_entropy(outputs, y, label_smoothing=smoothing, reduction=\"none\")",
            "(outputs.argmax(axis=1) == y).mean().item()");
    };
  }
}
