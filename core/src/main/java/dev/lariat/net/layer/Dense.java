package dev.lariat.net.layer;

import java.util.stream.Stream;
import java.util.function.Predicate;
import dev.lariat.penalty.WeightShape;
import dev.lariat.penalty.Regularizer;
import java.util.List;
import java.util.Objects;

/**
 * {@code activation(x·W + b)}.
 *
 * @param units outputs, at least 1
 * @param activation applied to each output
 * @param bias whether there is a b
 * @param initializer how W (and b) begin
 * @param kernelRegularizers on W
 * @param biasRegularizers on b; usually none
 */
public record Dense(int units, Activation activation, boolean bias, Initializer initializer,
    List<Regularizer> kernelRegularizers, List<Regularizer> biasRegularizers) implements Layer {
  /** Checks the units. */
  public Dense {
    if (units < 1) {
      throw new IllegalArgumentException("a dense layer needs at least 1 unit, not " + units);
    }
    Objects.requireNonNull(activation);
    Objects.requireNonNull(initializer);
    kernelRegularizers = List.copyOf(kernelRegularizers);
    biasRegularizers = List.copyOf(biasRegularizers);
    if (!bias && !biasRegularizers.isEmpty()) {
      throw new IllegalArgumentException("bias regularizers on a layer without bias");
    }
  }

  /** The same with another initialiser. */
  public Dense init(Initializer other) {
    return new Dense(units, activation, bias, other, kernelRegularizers, biasRegularizers);
  }

  /** The same with these regularizers on the kernel. */
  public Dense kernel(Regularizer... regularizers) {
    return new Dense(units, activation, bias, initializer, List.of(regularizers), biasRegularizers);
  }

  /** The same with these regularizers on the bias. */
  public Dense bias(Regularizer... regularizers) {
    return new Dense(units, activation, bias, initializer, kernelRegularizers, List.of(regularizers));
  }

  /** The same without a bias. */
  public Dense withoutBias() {
    return new Dense(units, activation, false, initializer, kernelRegularizers, List.of());
  }

  @Override
  public String label() {
    return "dense";
  }

  @Override
  public Numbering numbering() {
    return Numbering.UNITS;
  }

  @Override
  public Shape output(Shape input, String name) {
    Shape _ = input.vectorFor(name);
    return Shape.vector(units);
  }

  @Override
  public List<LayerParameter> parameters(Shape input) {
    int inputs = input.size();
    var kernel = new LayerParameter("kernel", LayerParameter.Role.KERNEL, WeightShape.of(inputs, units),
        new LayerParameter.Start.Kernel(initializer, inputs, units), kernelRegularizers);
    var shift = new LayerParameter("bias", LayerParameter.Role.BIAS, WeightShape.vector(units),
        new LayerParameter.Start.Bias(initializer, inputs), biasRegularizers);
    return bias ? List.of(kernel, shift) : List.of(kernel);
  }

  @Override
  public Dense withKernelRegularizer(Regularizer regularizer) {
    return kernel(Stream.concat(kernelRegularizers.stream(), Stream.of(regularizer)).toArray(Regularizer[]::new));
  }

  @Override
  public Dense withRegularizers(Predicate<Regularizer> kept) {
    return new Dense(units, activation, bias, initializer, kernelRegularizers.stream().filter(kept).toList(),
        biasRegularizers.stream().filter(kept).toList());
  }
}
