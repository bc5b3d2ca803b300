package dev.lariat.net.layer;

import java.util.List;

/**
 * Layer normalisation (Ba, Kiros and Hinton, 2016): {@code scale·(x − mean)/√(variance + ε) + shift} with the moments
 * of each row over its units.
 *
 * @param epsilon ε, above 0
 */
public record LayerNorm(double epsilon) implements Layer {
  /** Checks ε. */
  public LayerNorm {
    epsilon(epsilon);
  }

  static void epsilon(double epsilon) {
    if (!(epsilon > 0) || Double.isInfinite(epsilon)) {
      throw new IllegalArgumentException("a normalisation's epsilon must be above 0, not " + epsilon);
    }
  }

  @Override
  public String label() {
    return "layerNorm";
  }

  @Override
  public Numbering numbering() {
    return Numbering.NORMALIZATION;
  }

  @Override
  public Shape output(Shape input, String name) {
    return input.vectorFor(name);
  }

  @Override
  public List<LayerParameter> parameters(Shape input) {
    int units = input.size();
    return List.of(LayerParameter.vector("scale", LayerParameter.Role.SCALE, units, 1),
        LayerParameter.vector("shift", LayerParameter.Role.SHIFT, units, 0));
  }
}
