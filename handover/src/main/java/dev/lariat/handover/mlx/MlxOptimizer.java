package dev.lariat.handover.mlx;

import dev.lariat.optim.RmsProp;
import dev.lariat.handover.python.UpdateText;
import dev.lariat.handover.source.NumberLiteral;
import dev.lariat.handover.source.ProgramText;
import dev.lariat.handover.source.TemplateFile;
import dev.lariat.optim.Adam;
import dev.lariat.optim.AdamW;
import dev.lariat.optim.Optimizer;
import dev.lariat.optim.Sgd;

/**
 * Update rules in MLX' words; where {@code mlx.optimizers} computes otherwise, as a class of the program. Decay is left
 * to the program: MLX' AdamW takes the biases too.
 */
final class MlxOptimizer {
  private static final TemplateFile TEMPLATES = TemplateFile.of(MlxOptimizer.class, "optimizer.py");

  private MlxOptimizer() {}

  /**
   * An update rule.
   *
   * @param scheduled whether the learning rate changes: only then it matters whether the velocity holds it
   */
  static UpdateText of(Optimizer optimizer, boolean scheduled) {
    return switch (optimizer) {
      case Sgd sgd -> sgd(sgd, scheduled);
      case Adam adam -> adam(adam);
      case AdamW adamW -> adam(adamW.adam());
      case RmsProp rms -> rmsProp(rms);
    };
  }

  private static UpdateText sgd(Sgd sgd, boolean scheduled) {
    if (sgd.momentum() == 0) {
      return UpdateText.builtIn("optim.SGD", "");
    }
    String momentum = ", momentum=" + NumberLiteral.of(sgd.momentum());
    String nesterov = sgd.nesterov() ? ", nesterov=True" : "";
    var builtIn = UpdateText.builtIn("optim.SGD",
        momentum + (sgd.dampening() > 0 ? ", dampening=" + NumberLiteral.of(sgd.dampening()) : "") + nesterov);
    return switch (sgd.dialect()) {
      case MLX -> builtIn;
      case KERAS -> scheduled
          ? momentum("As in Keras the velocity holds the learning rate: a schedule acts on new gradients alone.",
              "- self.learning_rate * gradient",
              sgd.nesterov() ? "+ self.momentum * v - self.learning_rate * gradient" : "+ v", momentum + nesterov)
          : builtIn;
      case PYTORCH -> sgd.dampening() > 0
          ? momentum("As in PyTorch the first step is not dampened.",
              "+ mx.where(self.step == 1, 1.0, " + NumberLiteral.of(1 - sgd.dampening()) + ") * gradient",
              "- self.learning_rate * v", momentum + nesterov)
          : builtIn;
    };
  }

  private static UpdateText momentum(String why, String added, String move, String arguments) {
    return UpdateText.custom(ProgramText.fill(TEMPLATES.part("Momentum"), "WHY", why, "ADD", added, "MOVE", move),
        "Momentum", arguments);
  }

  private static UpdateText adam(Adam adam) {
    String arguments = ", betas=[" + NumberLiteral.of(adam.beta1()) + ", " + NumberLiteral.of(adam.beta2()) + "], eps="
        + NumberLiteral.of(adam.epsilon()) + (adam.biasCorrection() ? ", bias_correction=True" : "");
    return switch (adam.dialect()) {
      case KERAS -> UpdateText.custom(TEMPLATES.part("Adam"), "Adam", arguments);
      case PYTORCH, MLX -> UpdateText.builtIn("optim.Adam", arguments);
    };
  }

  private static UpdateText rmsProp(RmsProp rms) {
    String arguments = ", alpha=" + NumberLiteral.of(rms.rho()) + ", eps=" + NumberLiteral.of(rms.epsilon());
    return switch (rms.dialect()) {
      case KERAS -> UpdateText.custom(TEMPLATES.part("RMSprop"), "RMSprop", arguments);
      case PYTORCH, MLX -> UpdateText.builtIn("optim.RMSprop", arguments);
    };
  }
}
