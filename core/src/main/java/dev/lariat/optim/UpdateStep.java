package dev.lariat.optim;

/**
 * One named step of an update, for example "add the decay". Holds this step's scalars, which {@link UpdateRule#begin}
 * sets, and no arrays: those are the parameter's.
 */
public abstract class UpdateStep {
  private final String name;
  private final String formula;

  UpdateStep(String name, String formula) {
    this.name = name;
    this.formula = formula;
  }

  /** What it does, in a few words. */
  public final String name() {
    return name;
  }

  /** Its formula, for one weight (or group) w with gradient g, learning rate η at step t. */
  public final String formula() {
    return formula;
  }

  /** Whether a weight's update looks at that weight alone, so that the step may run on any range. */
  public boolean elementwise() {
    return true;
  }

  /**
   * Sets this step's scalars.
   *
   * @param t steps from 1
   * @param learningRate after the schedule
   */
  void begin(long t, double learningRate) {}

  /**
   * Does the step to weights {@code [from, to)}. A step that is not elementwise takes the whole parameter only.
   *
   * @param state modified
   */
  public abstract void apply(ParameterState state, int from, int to);

  @Override
  public final String toString() {
    return name + ": " + formula;
  }
}
