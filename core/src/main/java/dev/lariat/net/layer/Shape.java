package dev.lariat.net.layer;

/**
 * What one row is to a layer. Numbers lie one after the other, the last index fastest: an image's pixel has its
 * channels together, a sequence's step its numbers.
 */
public sealed interface Shape {
  /** {@return how many numbers a row has} */
  int size();

  /**
   * Numbers without an order.
   *
   * @param size how many
   */
  record Vector(int size) implements Shape {
    /** Checks the size. */
    public Vector {
      positive("a vector", size);
    }

    @Override
    public String toString() {
      return "vector(" + size + ")";
    }
  }

  /**
   * Pixels, row by row.
   *
   * @param height rows of pixels
   * @param width pixels of a row
   * @param channels numbers of a pixel
   */
  record Image(int height, int width, int channels) implements Shape {
    /** Checks the sizes. */
    public Image {
      positive("an image", height, width, channels);
    }

    @Override
    public int size() {
      return height * width * channels;
    }

    @Override
    public String toString() {
      return "image(" + height + ", " + width + ", " + channels + ")";
    }
  }

  /**
   * Steps, one after the other; rows may have fewer than the most.
   *
   * @param length the most steps of a row
   * @param channels numbers of a step
   */
  record Sequence(int length, int channels) implements Shape {
    /** Checks the sizes. */
    public Sequence {
      positive("a sequence", length, channels);
    }

    @Override
    public int size() {
      return length * channels;
    }

    @Override
    public String toString() {
      return "sequence(≤ " + length + ", " + channels + ")";
    }
  }

  /** {@return n numbers without an order} */
  static Vector vector(int n) {
    return new Vector(n);
  }

  /**
   * {@return this shape, if it is a vector}
   *
   * @param layer the layer's name, for the message
   * @throws IllegalArgumentException which names the layer, what it takes and what came
   */
  default Vector vectorFor(String layer) {
    return switch (this) {
      case Vector vector -> vector;
      case Image _,Sequence _ -> throw new IllegalArgumentException(layer + " takes a vector, not " + this);
    };
  }

  private static void positive(String what, int... sizes) {
    int product = 1;
    for (int size : sizes) {
      if (size < 1) {
        throw new IllegalArgumentException(what + " needs sizes of at least 1, not " + size);
      }
      product = Math.multiplyExact(product, size); // kernels index with int
    }
  }
}
