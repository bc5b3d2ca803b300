package dev.lariat.handover.keras;

import dev.lariat.optim.RmsProp;
import dev.lariat.handover.python.UpdateText;
import dev.lariat.handover.source.NumberLiteral;
import dev.lariat.handover.source.ProgramText;
import dev.lariat.handover.source.TemplateFile;
import dev.lariat.optim.Adam;
import dev.lariat.optim.AdamW;
import dev.lariat.optim.Optimizer;
import dev.lariat.optim.Sgd;

/** Update rules in Keras' words; where {@code keras.optimizers} computes otherwise, as a class of the program. */
final class KerasOptimizer {
  private static final TemplateFile TEMPLATES = TemplateFile.of(KerasOptimizer.class, "optimizer.py");

  private final boolean scheduled;
  private final boolean oneDecay;
  private final String dense; // a line before the update

  /**
   * For one program.
   *
   * @param scheduled whether the learning rate changes: only then it matters whether the velocity holds it
   * @param oneDecay whether the optimizer's {@code weight_decay} says all of the decay
   * @param embeds whether there are tables of embeddings
   */
  KerasOptimizer(boolean scheduled, boolean oneDecay, boolean embeds) {
    this.scheduled = scheduled;
    this.oneDecay = oneDecay;
    // TensorFlow gives the gradients of embeddings as some rows alone: a sum is dense.
    this.dense = embeds ? "        gradient = ops.add(gradient, ops.zeros_like(variable))\n" : "";
  }

  UpdateText of(Optimizer optimizer) {
    return switch (optimizer) {
      case Sgd sgd -> sgd(sgd);
      case Adam adam -> adam(adam, "Adam");
      case AdamW adamW -> adam(adamW.adam(), oneDecay ? "AdamW" : "Adam");
      case RmsProp rms -> rmsProp(rms);
    };
  }

  private UpdateText sgd(Sgd sgd) {
    if (sgd.momentum() == 0) {
      return UpdateText.builtIn("keras.optimizers.SGD", "");
    }
    String arguments = ", momentum=" + NumberLiteral.of(sgd.momentum()) + (sgd.nesterov() ? ", nesterov=True" : "");
    var builtIn = UpdateText.builtIn("keras.optimizers.SGD", arguments);
    String kept = NumberLiteral.of(1 - sgd.dampening());
    return switch (sgd.dialect()) {
      case KERAS -> builtIn;
      case PYTORCH -> sgd.dampening() > 0
          ? momentum(sgd, "ops.where(self.iterations == 0, 1.0, " + kept + ")", arguments)
          : scheduled ? momentum(sgd, kept, arguments) : builtIn;
      case MLX -> sgd.dampening() > 0 || scheduled ? momentum(sgd, kept, arguments) : builtIn;
    };
  }

  private UpdateText momentum(Sgd sgd, String added, String arguments) {
    return UpdateText.custom(ProgramText.fill(TEMPLATES.part("Momentum"), "DENSE", dense, "ADD", added, "MOVE",
        sgd.nesterov() ? "gradient + self.momentum * b" : "b"), "Momentum", arguments);
  }

  private UpdateText adam(Adam adam, String name) {
    String arguments = ", beta_1=" + NumberLiteral.of(adam.beta1()) + ", beta_2=" + NumberLiteral.of(adam.beta2())
        + ", epsilon=" + NumberLiteral.of(adam.epsilon());
    String corrected = "Epsilon stands beside the corrected root, as in PyTorch; Keras adds it to the uncorrected one.";
    return switch (adam.dialect()) {
      case KERAS -> UpdateText.builtIn("keras.optimizers." + name, arguments);
      case PYTORCH -> custom(name, corrected, TEMPLATES.part("corrected move"), arguments);
      case MLX -> adam.biasCorrection()
          ? custom(name, corrected, TEMPLATES.part("corrected move"), arguments)
          : custom(name, "As in MLX by default the bias of the averages is not corrected.",
              TEMPLATES.part("uncorrected move"), arguments);
    };
  }

  private UpdateText custom(String name, String why, String move, String arguments) {
    return UpdateText.custom(ProgramText.fill(TEMPLATES.part("Adam"), "NAME", name, "DENSE", dense, "WHY", why) + move,
        name, arguments);
  }

  private UpdateText rmsProp(RmsProp rms) {
    String arguments = ", rho=" + NumberLiteral.of(rms.rho()) + ", epsilon=" + NumberLiteral.of(rms.epsilon());
    return switch (rms.dialect()) {
      case KERAS -> UpdateText.builtIn("keras.optimizers.RMSprop", arguments);
      case PYTORCH, MLX ->
        UpdateText.custom(ProgramText.fill(TEMPLATES.part("RMSprop"), "DENSE", dense), "RMSprop", arguments);
    };
  }
}
