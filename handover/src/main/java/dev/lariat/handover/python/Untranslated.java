package dev.lariat.handover.python;

import dev.lariat.data.DataException;

/** What is said of networks that a program does not have. */
public final class Untranslated {
  private Untranslated() {}

  /** Says that a program has no GRU that resets its state before the product. */
  public static DataException resetsBefore(String export) {
    return new DataException("a GRU that resets its state before the product (reset_after=False) has no translation to "
        + export + ": take keras, onnx or safetensors");
  }

  /** Says that a group lasso on filters is not exported as a gradient. */
  public static void refuseGroupsOnMaps(ScriptPlan plan, String export) {
    if (plan.onMaps()) {
      throw new DataException("a group lasso under the zero rule subgradient has no translation to " + export
          + " for networks on images and sequences: train with PROXIMAL, or export to keras");
    }
  }
}
