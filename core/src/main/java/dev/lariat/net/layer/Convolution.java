package dev.lariat.net.layer;

import dev.lariat.penalty.Regularizer;
import dev.lariat.penalty.WeightShape;
import java.util.List;

/**
 * A layer whose units look at one part of their input after the other with the same weights: filters. A unit is
 * {@code activation(Σ x·k + b)} over the numbers of its window (a cross-correlation, as in every framework). The kernel
 * is {@code [window · channels, units]}: height, width and channel of the window, then the unit, as Keras lays it.
 */
public sealed interface Convolution extends MapLayer permits Conv2D, Conv1D {
  /** {@return how many filters} */
  int units();

  /** {@return what is applied to each output} */
  Activation activation();

  /** {@return whether there is a bias for each filter} */
  boolean bias();

  /** {@return how the kernel begins} */
  Initializer initializer();

  /** {@return what is put on the kernel; a unit's weights are its filter's} */
  List<Regularizer> kernelRegularizers();

  /** {@return what is put on the bias} */
  List<Regularizer> biasRegularizers();

  /**
   * {@return how it moves over an input}
   *
   * @param name the layer's name, for the message
   * @throws IllegalArgumentException if it takes no such input
   */
  Window window(Shape input, String name);

  /** {@return the same with that many filters} */
  Convolution withUnits(int count);

  @Override
  default Numbering numbering() {
    return Numbering.UNITS;
  }

  /** The rows of its kernel are places of a window, and no inputs. */
  @Override
  default int[] columnsOfKernel(int[] columnOfInput) {
    return null;
  }

  @Override
  default List<LayerParameter> parameters(Shape input) {
    Window window = window(input, label());
    int depth = window.depth();
    int outgoing = Math.multiplyExact(depth / window.channels(), units());
    var kernel = new LayerParameter("kernel", LayerParameter.Role.KERNEL, WeightShape.of(depth, units()),
        new LayerParameter.Start.Kernel(initializer(), depth, outgoing), kernelRegularizers());
    var shift = new LayerParameter("bias", LayerParameter.Role.BIAS, WeightShape.vector(units()),
        new LayerParameter.Start.Bias(initializer(), depth), biasRegularizers());
    return bias() ? List.of(kernel, shift) : List.of(kernel);
  }

  /** Checks what both kinds have. */
  static void check(int units, int kernel, int stride, boolean bias, List<Regularizer> biasRegularizers) {
    if (units < 1) {
      throw new IllegalArgumentException("a convolution needs at least 1 filter, not " + units);
    }
    if (kernel < 1 || stride < 1) {
      throw new IllegalArgumentException(
          "a convolution needs a kernel and a stride of at least 1, not " + kernel + " and " + stride);
    }
    if (!bias && !biasRegularizers.isEmpty()) {
      throw new IllegalArgumentException("bias regularizers on a layer without bias");
    }
  }
}
