package dev.lariat.kernel;

import java.util.Objects;

/**
 * What {@link Kernels#productNN} does to each element of a product while it is in cache: {@code z = product + bias},
 * {@code y = f(z)}, {@code output = y · mask}. Made once per layer (it holds the layer's preallocated arrays), used in
 * every step.
 *
 * @param bias one per column of the output, or null for none; not modified
 * @param biasOffset where the bias starts
 * @param f the nonlinearity
 * @param slope of {@link Nonlinearity#LEAKY_RELU}; else not read
 * @param mask one factor per element of the output, row-major from index 0 (see {@link Kernels#dropoutMask}), or null;
 * not modified
 * @param state receives what the gradient needs, row-major from index 0: z where {@code f.state()} is INPUT, else y
 * before the mask; null to keep nothing (nothing needs to be kept where the state is OUTPUT_SIGN, or OUTPUT without a
 * mask: the output itself serves)
 */
@SuppressWarnings("ArrayRecordComponent") // the arrays are the layer's own buffers; nobody compares epilogues
public record Epilogue(float[] bias, int biasOffset, Nonlinearity f, float slope, float[] mask, float[] state) {
  /** Nothing is done to the product. */
  public static final Epilogue NONE = new Epilogue(null, 0, Nonlinearity.IDENTITY, 0, null, null);

  public Epilogue {
    Objects.requireNonNull(f, "f");
    if (f == Nonlinearity.LEAKY_RELU && !(slope >= 0 && slope < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("the slope of a leaky ReLU must be 0 or more, but is " + slope);
    }
  }

  /** {@return bias and nonlinearity alone} */
  public static Epilogue of(float[] bias, int biasOffset, Nonlinearity f) {
    return new Epilogue(bias, biasOffset, f, 0, null, null);
  }
}
