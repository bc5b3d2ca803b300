package dev.lariat.io.model;

import java.util.Arrays;

/** A named array of a safetensors file: its shape and its values, row-major. */
public sealed interface Tensor {
  /** Sizes by axis; empty for a single number. Not to be modified. */
  int[] shape();

  /** {@return the word for its values in a safetensors header} */
  String dtype();

  /** {@return how many bytes a value has in the file} */
  int bytesPerValue();

  /** 32-bit floats. */
  record F32(int[] shape, float[] values) implements Tensor {
    /** Checks that the values fill the shape. */
    public F32 {
      requireSize(shape, values.length);
    }

    @Override
    public String dtype() {
      return "F32";
    }

    @Override
    public int bytesPerValue() {
      return Float.BYTES;
    }
  }

  /** 64-bit floats. */
  record F64(int[] shape, double[] values) implements Tensor {
    /** Checks that the values fill the shape. */
    public F64 {
      requireSize(shape, values.length);
    }

    @Override
    public String dtype() {
      return "F64";
    }

    @Override
    public int bytesPerValue() {
      return Double.BYTES;
    }
  }

  /**
   * Number of values of a shape.
   *
   * @throws ArithmeticException if it is larger than an array can be
   * @throws IllegalArgumentException if a size is negative
   */
  static int size(int... shape) {
    int size = 1;
    for (int extent : shape) {
      if (extent < 0) {
        throw new IllegalArgumentException("negative size in shape " + Arrays.toString(shape));
      }
      size = Math.multiplyExact(size, extent);
    }
    return size;
  }

  private static void requireSize(int[] shape, int length) {
    if (size(shape) != length) {
      throw new IllegalArgumentException("shape " + Arrays.toString(shape) + " does not hold " + length + " values");
    }
  }
}
