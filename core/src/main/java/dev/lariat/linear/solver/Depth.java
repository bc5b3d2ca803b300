package dev.lariat.linear.solver;

/**
 * How deep a quadratic model is solved; whichever is reached first.
 *
 * @param gradient no coefficient would change the model's gradient by more
 * @param gap the model's duality gap
 * @param share of the gap that it begins with: where that is below {@code gap} already, the model alone will not do
 */
record Depth(double gradient, double gap, double share) {
  /** {@return the same for a model that is divided by {@code factor}} */
  Depth over(double factor) {
    return factor == 1 ? this : new Depth(gradient / factor, gap / factor, share);
  }
}
