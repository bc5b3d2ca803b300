package dev.lariat.net;

import java.util.Objects;

/**
 * An activation by itself.
 *
 * @param activation applied to each input
 */
public record Activate(Activation activation) implements Layer {
  /** Checks that there is one. */
  public Activate {
    Objects.requireNonNull(activation);
  }
}
