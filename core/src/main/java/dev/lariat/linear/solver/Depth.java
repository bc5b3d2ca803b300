package dev.lariat.linear.solver;

/**
 * How deep a quadratic model is solved; whichever is reached first.
 *
 * @param gradient no coefficient would change the model's gradient by more
 * @param gap the model's duality gap
 */
record Depth(double gradient, double gap) {
  /** {@return the same for a model that is divided by {@code factor}} */
  Depth over(double factor) {
    return factor == 1 ? this : new Depth(gradient / factor, gap / factor);
  }
}
