package dev.lariat.net.layer;

import java.util.Objects;

/**
 * An activation by itself.
 *
 * @param activation applied to each input
 */
public record ActivationLayer(Activation activation) implements Layer {
  /** Checks that there is one. */
  public ActivationLayer {
    Objects.requireNonNull(activation);
  }

  @Override
  public String label() {
    return "activation";
  }

  @Override
  public Numbering numbering() {
    return Numbering.ACTIVATION;
  }

  @Override
  public Shape output(Shape input, String name) {
    return input;
  }
}
