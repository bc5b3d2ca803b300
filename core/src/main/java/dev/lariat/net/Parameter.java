package dev.lariat.net;

import java.util.Arrays;
import java.util.List;

/**
 * A named array of a network's {@link Weights}.
 *
 * @param name unique in its network, for example {@code dense1.kernel}
 * @param shape row-major; a kernel is {@code [in, out]}, as Keras has it
 * @param values the numbers themselves, not a copy
 */
@SuppressWarnings("ArrayRecordComponent") // the array is the point; equals and hashCode look inside
public record Parameter(String name, List<Integer> shape, float[] values) {
  /** Checks that the shape fits the values. */
  public Parameter {
    shape = List.copyOf(shape);
    long size = 1;
    for (int n : shape) {
      size *= n;
    }
    if (size != values.length) {
      throw new IllegalArgumentException(name + " of shape " + shape + " has " + values.length + " values");
    }
  }

  /** A copy with values of its own. */
  public Parameter copy() {
    return new Parameter(name, shape, values.clone());
  }

  /** Same name, shape and bits. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Parameter that && name.equals(that.name) && shape.equals(that.shape)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * name.hashCode() + shape.hashCode()) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return name + shape;
  }
}
