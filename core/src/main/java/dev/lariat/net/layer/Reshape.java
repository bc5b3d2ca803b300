package dev.lariat.net.layer;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Reads the numbers of a row as an image or a sequence: the first layer of a network on maps, as Keras' {@code Input}.
 * Where rows have lengths of their own, behind the steps stands the row's number of steps, and behind that what stands
 * beside the sequence, which a {@link Join} takes up.
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
    if (shape.hasPadding()) {
      if (input.size() <= shape.size()) {
        throw new IllegalArgumentException(name + " makes " + shape + " of " + shape.size()
            + " numbers and a length, and got " + input.size() + ": " + input);
      }
      return shape;
    }
    if (input.size() != shape.size()) {
      throw new IllegalArgumentException(
          name + " makes " + shape + " of " + shape.size() + " numbers, and got " + input.size() + ": " + input);
    }
    return shape;
  }

  @Override
  public int beside(Shape input) {
    return shape.hasPadding() ? input.size() - shape.size() - 1 : 0;
  }

  @Override
  public int[] columns(Shape input, int[] columnOfInput) {
    if (!shape.hasPadding()) {
      return columnOfInput;
    }
    int[] all = columnOfInput == null ? IntStream.range(0, input.size()).toArray() : columnOfInput;
    return Arrays.copyOf(all, shape.size());
  }

  /**
   * Puts what stands beside a sequence, the columns that are the same at all of its steps, behind the numbers of a
   * vector that was made of the sequence: before the dense layers. Where nothing stands beside it nothing changes.
   */
  public record Join() implements MapLayer {
    @Override
    public String label() {
      return "join";
    }

    @Override
    public Numbering numbering() {
      return Numbering.SHAPE;
    }

    @Override
    public Shape output(Shape input, String name) {
      return output(input, 0, name);
    }

    @Override
    public Shape output(Shape input, int beside, String name) {
      return Shape.vector(Math.addExact(input.vectorFor(name).size(), beside));
    }
  }
}
