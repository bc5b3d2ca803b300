package dev.lariat.net.layer;

import dev.lariat.penalty.Regularizer;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A convolution over the pixels of an image: {@code image(h, w, c)} becomes {@code image(h', w', units)}.
 *
 * @param units filters, at least 1
 * @param height lines that the kernel covers, at least 1
 * @param width pixels of a line that it covers, at least 1
 * @param stride from output to output, in both directions, at least 1
 * @param padding what it sees beyond the edges; not causal
 * @param activation applied to each output
 * @param bias whether there is a bias for each filter
 * @param initializer how the kernel (and the bias) begin
 * @param kernelRegularizers on the kernel
 * @param biasRegularizers on the bias; usually none
 */
public record Conv2D(int units, int height, int width, int stride, Padding padding, Activation activation, boolean bias,
    Initializer initializer, List<Regularizer> kernelRegularizers,
    List<Regularizer> biasRegularizers) implements Convolution {
  /** Checks the sizes. */
  public Conv2D {
    Objects.requireNonNull(padding);
    Objects.requireNonNull(activation);
    Objects.requireNonNull(initializer);
    kernelRegularizers = List.copyOf(kernelRegularizers);
    biasRegularizers = List.copyOf(biasRegularizers);
    Convolution.check(units, Math.min(height, width), stride, bias, biasRegularizers);
    if (padding == Padding.CAUSAL) {
      throw new IllegalArgumentException("the padding causal is for sequences: an image has no direction of time");
    }
  }

  /** The same with another kernel. */
  public Conv2D size(int lines, int pixels) {
    return new Conv2D(units, lines, pixels, stride, padding, activation, bias, initializer, kernelRegularizers,
        biasRegularizers);
  }

  /** The same with another padding. */
  public Conv2D padding(Padding other) {
    return new Conv2D(units, height, width, stride, other, activation, bias, initializer, kernelRegularizers,
        biasRegularizers);
  }

  /** The same with another stride. */
  public Conv2D stride(int other) {
    return new Conv2D(units, height, width, other, padding, activation, bias, initializer, kernelRegularizers,
        biasRegularizers);
  }

  /** The same with another initialiser. */
  public Conv2D init(Initializer other) {
    return new Conv2D(units, height, width, stride, padding, activation, bias, other, kernelRegularizers,
        biasRegularizers);
  }

  /** The same with these regularizers on the kernel. */
  public Conv2D kernel(Regularizer... regularizers) {
    return new Conv2D(units, height, width, stride, padding, activation, bias, initializer, List.of(regularizers),
        biasRegularizers);
  }

  /** The same without a bias: right before a batch normalisation, which has a shift of its own. */
  public Conv2D withoutBias() {
    return new Conv2D(units, height, width, stride, padding, activation, false, initializer, kernelRegularizers,
        List.of());
  }

  @Override
  public Conv2D withUnits(int count) {
    return new Conv2D(count, height, width, stride, padding, activation, bias, initializer, kernelRegularizers,
        biasRegularizers);
  }

  @Override
  public String label() {
    return "conv";
  }

  @Override
  public Window window(Shape input, String name) {
    Shape.Image image = input.imageFor(name);
    Window window = new Window(Window.Axis.of(image.height(), height, stride, 1, padding),
        Window.Axis.of(image.width(), width, stride, 1, padding), image.channels());
    if (!window.fits()) {
      throw new IllegalArgumentException(name + " has a kernel of " + height + "x" + width + ", larger than its input "
          + input + ": take a smaller one, or the padding same");
    }
    return window;
  }

  @Override
  public Shape output(Shape input, String name) {
    Window window = window(input, name);
    return new Shape.Image(window.vertical().outputs(), window.horizontal().outputs(), units);
  }

  @Override
  public Conv2D withKernelRegularizer(Regularizer regularizer) {
    return kernel(Stream.concat(kernelRegularizers.stream(), Stream.of(regularizer)).toArray(Regularizer[]::new));
  }

  @Override
  public Conv2D withRegularizers(Predicate<Regularizer> kept) {
    return new Conv2D(units, height, width, stride, padding, activation, bias, initializer,
        kernelRegularizers.stream().filter(kept).toList(), biasRegularizers.stream().filter(kept).toList());
  }
}
