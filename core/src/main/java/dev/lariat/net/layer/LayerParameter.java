package dev.lariat.net.layer;

import dev.lariat.penalty.Regularizer;
import dev.lariat.penalty.WeightShape;
import java.util.List;

/**
 * One of the arrays of a layer.
 *
 * @param name unique in the layer, for example {@code kernel}
 * @param role what it is to the layer
 * @param shape {@code inputs × units}; a vector is {@code 1 × units}
 * @param start what it is before training
 * @param regularizers what is put on it
 */
public record LayerParameter(String name, Role role, WeightShape shape, Start start, List<Regularizer> regularizers) {
  /** What an array is to its layer. */
  public enum Role {
    /** A dense layer's {@code [in, out]}: what penalties act on, and what the group lasso groups. */
    KERNEL,
    /** A dense layer's {@code [out]}. */
    BIAS,
    /** An embedding's {@code [levels + 1, dimension]}. */
    TABLE,
    /** A normalisation's factor. */
    SCALE,
    /** A normalisation's summand. */
    SHIFT,
    /** Batch normalisation's running mean: not trained. */
    MEAN,
    /** Batch normalisation's running variance: not trained. */
    VARIANCE;

    /** {@return whether gradients change it} */
    public boolean trained() {
      return switch (this) {
        case KERNEL, BIAS, TABLE, SCALE, SHIFT -> true;
        case MEAN, VARIANCE -> false;
      };
    }

    /** {@return whether it counts as a weight in zero shares and takes the optimizer's own decay} */
    public boolean weight() {
      return switch (this) {
        case KERNEL, TABLE -> true;
        case BIAS, SCALE, SHIFT, MEAN, VARIANCE -> false;
      };
    }
  }

  /** What an array is before training. */
  public sealed interface Start {
    /**
     * The same number everywhere.
     *
     * @param value the number
     */
    record Constant(float value) implements Start {}

    /**
     * Drawn from U(−bound, bound).
     *
     * @param bound above 0
     */
    record Uniform(double bound) implements Start {}

    /**
     * As many rows as can be at right angles to each other, each of length 1, in a random direction (Saxe et al.,
     * 2014).
     */
    record Orthogonal() implements Start {}

    /**
     * The value from one place to another, 0 elsewhere.
     *
     * @param from the first place
     * @param to behind the last
     * @param value the number
     */
    record Range(int from, int to, float value) implements Start {}

    /**
     * Drawn as the initialiser says for a kernel.
     *
     * @param initializer which
     * @param inputs that meet in one output
     * @param outputs that one input goes to
     */
    record Kernel(Initializer initializer, int inputs, int outputs) implements Start {}

    /**
     * As the initialiser says for the bias that goes with a kernel.
     *
     * @param initializer which
     * @param inputs of the kernel
     */
    record Bias(Initializer initializer, int inputs) implements Start {}
  }

  /** Copies the list. */
  public LayerParameter {
    regularizers = List.copyOf(regularizers);
  }

  /** {@return a list of numbers without regularizers} */
  static LayerParameter vector(String name, Role role, int size, float start) {
    return new LayerParameter(name, role, WeightShape.vector(size), new Start.Constant(start), List.of());
  }
}
