package dev.lariat.net.layer;

/** An image or a sequence as a vector of all its numbers, in their order: the last index fastest. */
public record Flatten() implements MapLayer {
  @Override
  public String label() {
    return "flatten";
  }

  @Override
  public Numbering numbering() {
    return Numbering.SHAPE;
  }

  @Override
  public Shape output(Shape input, String name) {
    if (input.hasPadding()) {
      throw new IllegalArgumentException(name + " takes no " + input
          + ": padded steps would count; take global-average, global-max or a recurrent layer's last state");
    }
    return Shape.vector(input.size());
  }
}
