package dev.lariat.handover.python;

import dev.lariat.data.DataException;
import dev.lariat.data.Target;
import dev.lariat.linear.Binomial;
import dev.lariat.linear.Cox;
import dev.lariat.linear.Family;
import dev.lariat.linear.Gamma;
import dev.lariat.linear.Gaussian;
import dev.lariat.linear.MultiGaussian;
import dev.lariat.linear.Multinomial;
import dev.lariat.linear.NegativeBinomial;
import dev.lariat.linear.Poisson;
import dev.lariat.linear.Tweedie;

/**
 * A family in NumPy's words, as expressions of the array of outputs and {@code y}.
 *
 * @param objective what is minimised, in words
 * @param output what the model gives, in words
 * @param target what the outputs are to meet
 * @param reported what the reported loss is, in words
 * @param loss the reported loss
 * @param curvature a bound on the second derivative of the minimised loss by the output
 * @param mean the mean of the target at the outputs, in the framework's words
 * @param accuracy what is printed behind the validation loss
 */
record FamilyText(String objective, String output, String target, String reported, String loss, String curvature,
    String mean, String accuracy) {
  /**
   * {@return what a model predicts from its linear predictors {@code z} [rows, outputs], in NumPy's words}
   *
   * @param transform of the target, which is learnt
   *
   * @throws DataException if a program in Python has no such models
   */
  static String meaning(Family family, Target.Transform transform) {
    return switch (family) {
      case Gaussian _ -> switch (transform) {
        case NONE -> "z";
        case LOG -> "np.exp(z)";
      };
      case Binomial _ -> "np.column_stack([1 / (1 + np.exp(z)), 1 / (1 + np.exp(-z))])";
      case Multinomial _ -> "np.exp(z - np.logaddexp.reduce(z, axis=1, keepdims=True))";
      case MultiGaussian _ -> throw severalTargets();
      case Cox _,Poisson _,Gamma _,Tweedie _,NegativeBinomial _ ->
        throw new DataException("the family " + family.label() + " is not written as Python: take --to java or onnx");
    };
  }

  /**
   * A family.
   *
   * @param module where the framework's functions are
   * @throws DataException if the curvature has no bound, so that no fixed step fits it
   */
  static FamilyText of(Family family, String module) {
    return switch (family) {
      case Gaussian _ -> new FamilyText("(y - prediction)^2 / 2", "the prediction", "y[:, None]", "squared error",
          "(outputs - y) ** 2", "1.0", "outputs", "");
      case Binomial _ -> new FamilyText("the cross-entropy", "logits", "y[:, None].astype(np.float64)", "cross-entropy",
          "np.logaddexp(0, outputs) - y * outputs", "0.25", module + ".sigmoid(outputs)",
          " - val_accuracy: {np.mean((outputs[validation] > 0) == y[validation]):.4f}");
      case Multinomial _ -> new FamilyText("the cross-entropy", "logits", "np.eye(len(CLASSES))[y]", "cross-entropy",
          "np.logaddexp.reduce(outputs, axis=1) - (y * outputs).sum(axis=1)", "0.5", module + ".softmax(outputs, 1)",
          " - val_accuracy: {np.mean(outputs[validation].argmax(1) == y[validation].argmax(1)):.4f}");
      case MultiGaussian _ -> throw severalTargets();
      case Cox _ -> throw new DataException(
          "a model of times until an event is not written as Python: take --to onnx (the relative risk) or safetensors");
      case Poisson _,Gamma _,Tweedie _,NegativeBinomial _ -> throw new DataException("the loss of the family "
          + family.label() + " has no bound on its curvature, so no fixed step fits it: take --to java or onnx");
    };
  }

  private static DataException severalTargets() {
    return new DataException("a model of several targets is not written as code: take --to onnx or safetensors");
  }
}
