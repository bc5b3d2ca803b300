package dev.lariat.net.layer;

/**
 * Sets whole channels of an image or a sequence to 0 with probability {@code rate}, the same at every pixel or step of
 * a row, and divides the others by 1 − rate (Tompson et al., 2015, "Efficient object localization using convolutional
 * networks"). Neighbouring pixels of a map tell nearly the same, so that dropping them one by one takes little away.
 * Keras' {@code SpatialDropout2D}, PyTorch's {@code Dropout2d}.
 *
 * @param rate the share of the channels dropped, in [0, 1)
 */
public record SpatialDropout(double rate) implements MapLayer {
  /** Checks the rate. */
  public SpatialDropout {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("a spatial dropout rate must be at least 0 and below 1, not " + rate);
    }
  }

  @Override
  public String label() {
    return "spatialDropout";
  }

  @Override
  public Numbering numbering() {
    return Numbering.NOISE;
  }

  @Override
  public Shape output(Shape input, String name) {
    return input.mapFor(name);
  }
}
