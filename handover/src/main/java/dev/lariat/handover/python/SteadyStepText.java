package dev.lariat.handover.python;

import dev.lariat.optim.RmsProp;
import dev.lariat.handover.source.NumberLiteral;
import dev.lariat.optim.Adam;
import dev.lariat.optim.AdamW;
import dev.lariat.optim.Optimizer;
import dev.lariat.optim.Sgd;

/**
 * How far a weight moves in one step where its gradient is always 1: the length by which a proximal threshold is
 * scaled.
 *
 * @param formula of {@code lr} and, with moments, of {@code t} and {@code v}
 * @param moments whether it needs the number of the step and the optimizer's average of squared gradients: then it is
 * an array
 */
public record SteadyStepText(String formula, boolean moments) {
  private static final String ROOT = "np.sqrt(v)";

  static SteadyStepText of(Optimizer optimizer) {
    return switch (optimizer) {
      case Sgd sgd -> {
        double factor = (1 - (sgd.momentum() > 0 ? sgd.dampening() : 0)) / (1 - sgd.momentum());
        yield new SteadyStepText(factor == 1 ? "lr" : "lr * " + NumberLiteral.tidy(factor), false);
      }
      case Adam adam -> new SteadyStepText(adam(adam), true);
      case AdamW adamW -> new SteadyStepText(adam(adamW.adam()), true);
      case RmsProp rms -> {
        String epsilon = NumberLiteral.of(rms.epsilon());
        yield new SteadyStepText(switch (rms.dialect()) {
          case KERAS -> "lr / np.sqrt(v + " + epsilon + ")";
          case PYTORCH, MLX -> "lr / (" + ROOT + " + " + epsilon + ")";
        }, true);
      }
    };
  }

  private static String adam(Adam adam) {
    String correction = "(1 - " + NumberLiteral.of(adam.beta2()) + "**t) ** 0.5";
    String epsilon = NumberLiteral.of(adam.epsilon());
    return switch (adam.dialect()) {
      case KERAS -> "lr * " + correction + " / (" + ROOT + " + " + epsilon + ")";
      case PYTORCH,
          MLX ->
        adam.biasCorrection()
            ? "lr / (" + ROOT + " / " + correction + " + " + epsilon + ")"
            : "lr / (" + ROOT + " + " + epsilon + ")";
    };
  }

  /** The step of a kernel that lies the other way round than in Lariat. */
  public String turned() {
    return moments ? "step.T if transposed else step" : "step";
  }
}
