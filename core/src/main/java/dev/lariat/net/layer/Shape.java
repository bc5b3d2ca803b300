package dev.lariat.net.layer;

/**
 * What one row is to a layer. Numbers lie one after the other, the last index fastest: an image's pixel has its
 * channels together, a sequence's step its numbers.
 */
public sealed interface Shape {
  /** {@return how many numbers a row has} */
  int size();

  /** {@return how many numbers a pixel or a step has; all of a vector's} */
  int channels();

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
    public int channels() {
      return size;
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

  /** How many steps the rows have. */
  enum Lengths {
    /** All have the most. */
    EQUAL,
    /** Each row says how many it has; the steps behind are padding, which nothing may depend on. */
    BY_ROW
  }

  /**
   * Steps, one after the other; rows may have fewer than the most.
   *
   * @param length the most steps of a row
   * @param channels numbers of a step
   * @param lengths how many steps the rows have; null, as in files of earlier versions, is the most
   */
  record Sequence(int length, int channels, Lengths lengths) implements Shape {
    /** Checks the sizes. */
    public Sequence {
      positive("a sequence", length, channels);
      lengths = lengths == null ? Lengths.EQUAL : lengths;
    }

    /** Whose rows all have the most steps. */
    public Sequence(int length, int channels) {
      this(length, channels, Lengths.EQUAL);
    }

    /** {@return whether each row has a length of its own} */
    public boolean padded() {
      return lengths == Lengths.BY_ROW;
    }

    @Override
    public int size() {
      return length * channels;
    }

    @Override
    public String toString() {
      return "sequence(≤ " + length + ", " + channels + (padded() ? ", lengths)" : ")");
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
      case Image _,Sequence _ -> throw new IllegalArgumentException(
          layer + " takes a vector, not " + this + ": put flatten, global-average or global-max before it");
    };
  }

  /**
   * {@return this shape, if it is an image}
   *
   * @param layer the layer's name, for the message
   * @throws IllegalArgumentException which names the layer, what it takes and what came
   */
  default Image imageFor(String layer) {
    return switch (this) {
      case Image image -> image;
      case Sequence sequence -> throw new IllegalArgumentException(
          layer + " takes an image(height, width, channels), not " + sequence + ": for sequences there is conv1d");
      case Vector vector -> throw new IllegalArgumentException(layer + " takes an image(height, width, channels), not "
          + vector + ": begin the network with " + square(vector.size()) + ", and flatten behind the last map only");
    };
  }

  /** An image of so many numbers, for a message. */
  private static String square(int size) {
    int side = (int) Math.round(Math.sqrt(size));
    return side * side == size ? "image(" + side + ", " + side + ", 1)" : "image(h, w, c)";
  }

  /**
   * {@return this shape, if it is a sequence}
   *
   * @param layer the layer's name, for the message
   * @throws IllegalArgumentException which names the layer, what it takes and what came
   */
  default Sequence sequenceFor(String layer) {
    return switch (this) {
      case Sequence sequence -> sequence;
      case Image image -> throw new IllegalArgumentException(
          layer + " takes a sequence(≤ t, channels), not " + image + ": for images there is conv");
      case Vector vector -> throw new IllegalArgumentException(layer + " takes a sequence(≤ t, channels), not " + vector
          + ": begin the network with sequence(" + vector.size() + ", 1), and flatten behind the last map only");
    };
  }

  /**
   * {@return this shape, if it is an image or a sequence}
   *
   * @param layer the layer's name, for the message
   * @throws IllegalArgumentException which names the layer, what it takes and what came
   */
  default Shape mapFor(String layer) {
    return switch (this) {
      case Image image -> image;
      case Sequence sequence -> sequence;
      case Vector vector -> throw new IllegalArgumentException(
          layer + " takes an image(height, width, channels) or a sequence(≤ t, channels), not " + vector
              + ": begin the network with " + square(vector.size()) + " or sequence(t, c)");
    };
  }

  /** {@return whether it is a sequence whose rows have lengths of their own} */
  default boolean hasPadding() {
    return switch (this) {
      case Sequence sequence -> sequence.padded();
      case Image _,Vector _ -> false;
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
