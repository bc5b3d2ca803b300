package dev.lariat.net.layer;

/**
 * How a kernel or a pool moves over an image; a sequence is an image of one line.
 *
 * @param vertical from line to line
 * @param horizontal within a line
 * @param channels numbers of a pixel
 */
public record Window(Axis vertical, Axis horizontal, int channels) {
  /** Where nothing moves: an image of one line. */
  private static final Axis ONE = new Axis(1, 1, 1, 1, 0, 1);

  /**
   * One axis. Output o looks at the inputs {@code o·stride − before + i·dilation} with i from 0 to kernel − 1; those
   * beyond the edge are 0.
   *
   * @param inputs length of the input
   * @param kernel length of the kernel
   * @param stride from output to output
   * @param dilation from one number of the kernel to the next
   * @param before zeros before the first input
   * @param outputs length of the output
   */
  public record Axis(int inputs, int kernel, int stride, int dilation, int before, int outputs) {
    /**
     * The axis with this padding.
     *
     * @return an axis whose {@code outputs} are 0 or less where the kernel does not fit once
     */
    static Axis of(int inputs, int kernel, int stride, int dilation, Padding padding) {
      int extent = Math.addExact(Math.multiplyExact(kernel - 1, dilation), 1);
      return switch (padding) {
        case VALID -> new Axis(inputs, kernel, stride, dilation, 0, fits(inputs, extent, stride));
        case CAUSAL -> new Axis(inputs, kernel, stride, dilation, extent - 1,
            fits(Math.addExact(inputs, extent - 1), extent, stride));
        case SAME -> {
          int outputs = Math.ceilDiv(inputs, stride);
          int zeros = Math.max(0, Math.addExact(Math.multiplyExact(outputs - 1, stride), extent) - inputs);
          yield new Axis(inputs, kernel, stride, dilation, zeros / 2, outputs);
        }
      };
    }

    private static int fits(int length, int extent, int stride) {
      return length < extent ? 0 : (length - extent) / stride + 1;
    }

    /** {@return zeros behind the last input that an output sees} */
    public int after() {
      return Math.max(0, (outputs - 1) * stride + (kernel - 1) * dilation + 1 - inputs - before);
    }
  }

  /** The window over a sequence. */
  static Window along(Axis steps, int channels) {
    return new Window(ONE, steps, channels);
  }

  /** {@return whether it fits at least once} */
  boolean fits() {
    return vertical.outputs > 0 && horizontal.outputs > 0;
  }

  /** {@return how many places it comes to} */
  public int positions() {
    return vertical.outputs * horizontal.outputs;
  }

  /** {@return how many numbers it sees at one place} */
  public int depth() {
    return Math.multiplyExact(Math.multiplyExact(vertical.kernel, horizontal.kernel), channels);
  }
}
