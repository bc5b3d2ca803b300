package dev.lariat.handover.python;

/**
 * The optimizer of an emitted program.
 *
 * @param definition a class of the program, where the framework's own arithmetic differs; empty where it does not
 * @param type what is called to make it
 * @param arguments the call's arguments behind the parameters and the learning rate, each with a comma before it
 * @param decays whether it decays weights beside the step by itself
 */
public record UpdateText(String definition, String type, String arguments, boolean decays) {
  /** An optimizer that the framework has. */
  public static UpdateText builtIn(String type, String arguments) {
    return new UpdateText("", type, arguments, false);
  }

  /** An optimizer that the program brings. */
  public static UpdateText custom(String definition, String type, String arguments) {
    return new UpdateText(definition, type, arguments, false);
  }

  /** The same, which decays weights by itself. */
  public UpdateText thatDecays() {
    return new UpdateText(definition, type, arguments, true);
  }

  /** Whether the program brings it. */
  public boolean custom() {
    return !definition.isEmpty();
  }
}
