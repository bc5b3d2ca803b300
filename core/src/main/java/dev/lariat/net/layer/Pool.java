package dev.lariat.net.layer;

import java.util.Locale;
import java.util.Objects;

/**
 * Joins {@code size × size} pixels of an image, or {@code size} steps of a sequence, to one. Windows lie side by side;
 * what is left over at the far edges is not seen, as in every framework.
 *
 * @param pooling how they are joined
 * @param size at least 2
 */
public record Pool(Pooling pooling, int size) implements MapLayer {
  /** Checks the size. */
  public Pool {
    Objects.requireNonNull(pooling);
    if (size < 2) {
      throw new IllegalArgumentException("a pool joins at least 2, not " + size);
    }
  }

  @Override
  public String label() {
    return pooling.name().toLowerCase(Locale.ROOT) + "Pool";
  }

  @Override
  public Numbering numbering() {
    return Numbering.SHAPE;
  }

  @Override
  public boolean mixesInputs() {
    return true;
  }

  /**
   * {@return how it moves over an input}
   *
   * @param name the layer's name, for the message
   * @throws IllegalArgumentException if it takes no such input, or nothing is left
   */
  public Window window(Shape input, String name) {
    Window window = switch (input.mapFor(name)) {
      case Shape.Image image -> new Window(Window.Axis.of(image.height(), size, size, 1, Padding.VALID),
          Window.Axis.of(image.width(), size, size, 1, Padding.VALID), image.channels());
      case Shape.Sequence sequence ->
        Window.along(Window.Axis.of(sequence.length(), size, size, 1, Padding.VALID), sequence.channels());
      case Shape.Vector _ -> throw new IllegalStateException("a vector is no map");
    };
    if (!window.fits()) {
      throw new IllegalArgumentException(name + " joins " + size + ", which leaves nothing of its input " + input
          + ": take a smaller pool, or one less");
    }
    return window;
  }

  @Override
  public Shape output(Shape input, String name) {
    Window window = window(input, name);
    return switch (input.mapFor(name)) {
      case Shape.Image _ ->
        new Shape.Image(window.vertical().outputs(), window.horizontal().outputs(), window.channels());
      case Shape.Sequence sequence ->
        new Shape.Sequence(window.horizontal().outputs(), window.channels(), sequence.lengths());
      case Shape.Vector _ -> throw new IllegalStateException("a vector is no map");
    };
  }
}
