package dev.lariat.net.layer;

import dev.lariat.penalty.Regularizer;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A convolution over the steps of a sequence: {@code sequence(≤ t, c)} becomes {@code sequence(≤ t', units)}.
 *
 * @param units filters, at least 1
 * @param size steps that the kernel covers, at least 1
 * @param stride from output to output, at least 1
 * @param dilation from one step of the kernel to the next; 1 for neighbours
 * @param padding what it sees beyond the ends
 * @param activation applied to each output
 * @param bias whether there is a bias for each filter
 * @param initializer how the kernel (and the bias) begin
 * @param kernelRegularizers on the kernel
 * @param biasRegularizers on the bias; usually none
 */
public record Conv1D(int units, int size, int stride, int dilation, Padding padding, Activation activation,
    boolean bias, Initializer initializer, List<Regularizer> kernelRegularizers,
    List<Regularizer> biasRegularizers) implements Convolution {
  /** Checks the sizes. */
  public Conv1D {
    Objects.requireNonNull(padding);
    Objects.requireNonNull(activation);
    Objects.requireNonNull(initializer);
    kernelRegularizers = List.copyOf(kernelRegularizers);
    biasRegularizers = List.copyOf(biasRegularizers);
    Convolution.check(units, size, stride, bias, biasRegularizers);
    if (dilation < 1) {
      throw new IllegalArgumentException("a convolution's dilation must be at least 1, not " + dilation);
    }
    if (dilation > 1 && stride > 1) {
      throw new IllegalArgumentException("a convolution has a stride or a dilation, not both: no framework takes them");
    }
  }

  /** The same with another padding. */
  public Conv1D padding(Padding other) {
    return new Conv1D(units, size, stride, dilation, other, activation, bias, initializer, kernelRegularizers,
        biasRegularizers);
  }

  /** The same with another stride. */
  public Conv1D stride(int other) {
    return new Conv1D(units, size, other, dilation, padding, activation, bias, initializer, kernelRegularizers,
        biasRegularizers);
  }

  /** The same with another dilation. */
  public Conv1D dilation(int other) {
    return new Conv1D(units, size, stride, other, padding, activation, bias, initializer, kernelRegularizers,
        biasRegularizers);
  }

  /** The same with another initialiser. */
  public Conv1D init(Initializer other) {
    return new Conv1D(units, size, stride, dilation, padding, activation, bias, other, kernelRegularizers,
        biasRegularizers);
  }

  /** The same with these regularizers on the kernel. */
  public Conv1D kernel(Regularizer... regularizers) {
    return new Conv1D(units, size, stride, dilation, padding, activation, bias, initializer, List.of(regularizers),
        biasRegularizers);
  }

  /** The same without a bias: right before a batch normalisation, which has a shift of its own. */
  public Conv1D withoutBias() {
    return new Conv1D(units, size, stride, dilation, padding, activation, false, initializer, kernelRegularizers,
        List.of());
  }

  @Override
  public Conv1D withUnits(int count) {
    return new Conv1D(count, size, stride, dilation, padding, activation, bias, initializer, kernelRegularizers,
        biasRegularizers);
  }

  @Override
  public String label() {
    return "conv1d";
  }

  @Override
  public Window window(Shape input, String name) {
    Shape.Sequence sequence = input.sequenceFor(name);
    if (sequence.padded() && (padding == Padding.VALID || stride != 1)) {
      throw new IllegalArgumentException(name + " would shorten the sequences of " + input
          + " by what depends on their padding: take same or causal, and stride 1; a pool shortens them");
    }
    Window window = Window.along(Window.Axis.of(sequence.length(), size, stride, dilation, padding),
        sequence.channels());
    if (!window.fits()) {
      throw new IllegalArgumentException(name + " has a kernel of " + ((size - 1) * dilation + 1)
          + " steps, longer than its input " + input + ": take a shorter one, or the padding same or causal");
    }
    return window;
  }

  @Override
  public Shape output(Shape input, String name) {
    return new Shape.Sequence(window(input, name).positions(), units, input.sequenceFor(name).lengths());
  }

  @Override
  public Conv1D withKernelRegularizer(Regularizer regularizer) {
    return kernel(Stream.concat(kernelRegularizers.stream(), Stream.of(regularizer)).toArray(Regularizer[]::new));
  }

  @Override
  public Conv1D withRegularizers(Predicate<Regularizer> kept) {
    return new Conv1D(units, size, stride, dilation, padding, activation, bias, initializer,
        kernelRegularizers.stream().filter(kept).toList(), biasRegularizers.stream().filter(kept).toList());
  }
}
