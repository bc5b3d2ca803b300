package dev.lariat.handover.pytorch;

import dev.lariat.optim.RmsProp;
import dev.lariat.handover.python.UpdateText;
import dev.lariat.handover.source.NumberLiteral;
import dev.lariat.handover.source.ProgramText;
import dev.lariat.handover.source.TemplateFile;
import dev.lariat.optim.Adam;
import dev.lariat.optim.AdamW;
import dev.lariat.optim.Optimizer;
import dev.lariat.optim.Sgd;

/** Update rules in PyTorch's words; where {@code torch.optim} computes otherwise, as a class of the program. */
final class PyTorchOptimizer {
  private static final TemplateFile TEMPLATES = TemplateFile.of(PyTorchOptimizer.class, "optimizer.py");

  private PyTorchOptimizer() {}

  /**
   * An update rule.
   *
   * @param scheduled whether the learning rate changes: only then it matters whether the velocity holds it
   */
  static UpdateText of(Optimizer optimizer, boolean scheduled) {
    return switch (optimizer) {
      case Sgd sgd -> sgd(sgd, scheduled);
      case Adam adam -> adam(adam, UpdateText.builtIn("torch.optim.Adam", arguments(adam)));
      case AdamW adamW ->
        adam(adamW.adam(), UpdateText.builtIn("torch.optim.AdamW", arguments(adamW.adam())).thatDecays());
      case RmsProp rms -> rmsProp(rms);
    };
  }

  private static UpdateText sgd(Sgd sgd, boolean scheduled) {
    if (sgd.momentum() == 0) {
      return UpdateText.builtIn("torch.optim.SGD", "");
    }
    String arguments = ", momentum=" + NumberLiteral.of(sgd.momentum())
        + (sgd.dampening() > 0 ? ", dampening=" + NumberLiteral.of(sgd.dampening()) : "")
        + (sgd.nesterov() ? ", nesterov=True" : "");
    var builtIn = UpdateText.builtIn("torch.optim.SGD", arguments);
    return switch (sgd.dialect()) {
      case PYTORCH -> builtIn;
      case KERAS -> scheduled
          ? momentum("As in Keras the velocity holds the learning rate: a schedule acts on new gradients alone.",
              "-group[\"lr\"]", "self.momentum * v - group[\"lr\"] * g if self.nesterov else v", arguments)
          : builtIn;
      case MLX -> sgd.dampening() > 0
          ? momentum("As in MLX the dampening holds from the first step.", "1 - self.dampening",
              "g + self.momentum * v if self.nesterov else v, alpha=-group[\"lr\"]", arguments)
          : builtIn;
    };
  }

  private static UpdateText momentum(String why, String added, String move, String arguments) {
    return UpdateText.custom(ProgramText.fill(TEMPLATES.part("Momentum"), "WHY", why, "ADD", added, "MOVE", move),
        "Momentum", arguments);
  }

  private static UpdateText adam(Adam adam, UpdateText builtIn) {
    return switch (adam.dialect()) {
      case PYTORCH -> builtIn;
      case KERAS -> custom(adam,
          "As in Keras epsilon stands beside the uncorrected root; torch.optim.Adam adds it to the corrected one.",
          " * (1 - beta2 ** state[\"step\"]) ** 0.5 / (1 - beta1 ** state[\"step\"])");
      case MLX -> adam.biasCorrection()
          ? builtIn
          : custom(adam, "As in MLX by default the bias of the averages is not corrected.", "");
    };
  }

  private static UpdateText custom(Adam adam, String why, String correction) {
    return UpdateText.custom(ProgramText.fill(TEMPLATES.part("Adam"), "WHY", why, "CORRECTION", correction), "Adam",
        arguments(adam));
  }

  private static String arguments(Adam adam) {
    return ", betas=(" + NumberLiteral.of(adam.beta1()) + ", " + NumberLiteral.of(adam.beta2()) + "), eps="
        + NumberLiteral.of(adam.epsilon());
  }

  private static UpdateText rmsProp(RmsProp rms) {
    String arguments = ", alpha=" + NumberLiteral.of(rms.rho()) + ", eps=" + NumberLiteral.of(rms.epsilon());
    return switch (rms.dialect()) {
      case KERAS -> UpdateText.custom(TEMPLATES.part("RMSprop"), "RMSprop", arguments);
      case PYTORCH, MLX -> UpdateText.builtIn("torch.optim.RMSprop", arguments);
    };
  }

  /** What the optimizer's state calls its average of squared gradients; empty where it has none. */
  static String meanSquare(Optimizer optimizer) {
    return switch (optimizer) {
      case Sgd _ -> "";
      case Adam _,AdamW _ -> "exp_avg_sq";
      case RmsProp _ -> "square_avg";
    };
  }
}
