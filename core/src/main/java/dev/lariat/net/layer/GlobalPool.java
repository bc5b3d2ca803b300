package dev.lariat.net.layer;

import java.util.Locale;
import java.util.Objects;

/**
 * Joins all pixels of an image, or all steps of a sequence, channel by channel, to a vector.
 *
 * @param pooling how they are joined
 */
public record GlobalPool(Pooling pooling) implements MapLayer {
  /** Checks that it is told. */
  public GlobalPool {
    Objects.requireNonNull(pooling);
  }

  @Override
  public String label() {
    return "global" + pooling.name().charAt(0) + pooling.name().substring(1).toLowerCase(Locale.ROOT);
  }

  @Override
  public Numbering numbering() {
    return Numbering.SHAPE;
  }

  @Override
  public boolean mixesInputs() {
    return true;
  }

  @Override
  public Shape output(Shape input, String name) {
    return Shape.vector(input.mapFor(name).channels());
  }

  /** {@return one window over all of a map} */
  public Window window(Shape input) {
    int positions = input.size() / input.channels();
    return Window.along(new Window.Axis(positions, positions, 1, 1, 0, 1), input.channels());
  }
}
