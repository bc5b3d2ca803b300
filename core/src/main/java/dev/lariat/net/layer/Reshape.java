package dev.lariat.net.layer;

import java.util.Objects;

/**
 * Reads the numbers of a row as an image or a sequence: the first layer of a network on maps, as Keras' {@code Input}.
 *
 * @param shape what the row is
 */
public record Reshape(Shape shape) implements MapLayer {
  /** Checks that there is a shape. */
  public Reshape {
    Objects.requireNonNull(shape);
  }

  @Override
  public String label() {
    return "reshape";
  }

  @Override
  public Numbering numbering() {
    return Numbering.SHAPE;
  }

  @Override
  public Shape output(Shape input, String name) {
    if (input.size() != shape.size()) {
      throw new IllegalArgumentException(
          name + " makes " + shape + " of " + shape.size() + " numbers, and got " + input.size() + ": " + input);
    }
    return shape;
  }
}
