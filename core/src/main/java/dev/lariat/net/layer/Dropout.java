package dev.lariat.net.layer;

import java.util.Objects;

/**
 * Sets each unit to 0 with probability {@code rate}, independently in each row and step of training (Srivastava et al.,
 * 2014).
 *
 * @param rate the share dropped, in [0, 1)
 * @param form where the scale is put
 */
public record Dropout(double rate, Form form) implements Layer {
  /** Where the expected activation is kept equal between training and inference. */
  public enum Form {
    /** Kept units are divided by 1 − rate in training, nothing is done at inference: what the frameworks do. */
    INVERTED,
    /** Kept units stay as they are in training, all are multiplied by 1 − rate at inference: the paper's form. */
    ORIGINAL
  }

  /** Checks the rate. */
  public Dropout {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("a dropout rate must be at least 0 and below 1, not " + rate);
    }
    Objects.requireNonNull(form);
  }

  @Override
  public String label() {
    return "dropout";
  }

  @Override
  public Numbering numbering() {
    return Numbering.NOISE;
  }

  @Override
  public Shape output(Shape input, String name) {
    return input;
  }
}
