package dev.lariat.net.layer;

import dev.lariat.net.layer.LayerParameter.Role;
import dev.lariat.net.layer.LayerParameter.Start;
import dev.lariat.penalty.Regularizer;
import dev.lariat.penalty.WeightShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A layer that reads a sequence step by step and carries a state: {@code sequence(≤ t, c)} becomes its last state, or
 * the state after each step. With σ the sigmoid:
 *
 * <ul> <li>LSTM (Hochreiter and Schmidhuber, 1997): {@code i, f, g, o = σ, σ, tanh, σ of x·W + h·U + b};
 * {@code c ← f·c +
 * i·g}; {@code h ← o·tanh c}. The forget gate's bias begins at 1. <li>GRU, reset after the product (Cho et al., 2014,
 * as Keras and PyTorch have it): {@code z, r = σ(x·W + b + h·U +
 * d)}; {@code n = tanh(x·W + b + r·(h·U + d))}; {@code h ← z·h + (1 − z)·n}. </ul>
 *
 * <p>W and U hold the gates side by side in this order, as Keras lays them.
 *
 * @param cell how the state changes
 * @param units numbers of the state, of each direction
 * @param output what of the states it gives
 * @param direction in which the steps are read
 * @param noise its dropouts
 * @param initializer how W begins; U begins orthogonal, but for {@link Initializer#PYTORCH}, which draws all from
 * U(±1/√units)
 * @param kernelRegularizers on W
 * @param recurrentRegularizers on U
 */
public record Recurrent(Cell cell, int units, Output output, Direction direction, Noise noise, Initializer initializer,
    List<Regularizer> kernelRegularizers, List<Regularizer> recurrentRegularizers) implements MapLayer {
  /** How the state changes. */
  public enum Cell {
    /** Gates i, f, g, o. */
    LSTM(4),
    /** Gates z, r, n; the product of the state is reset. */
    GRU(3),
    /** Gates z, r, n; the state is reset before its product. As {@code .keras} files bring it, for prediction alone. */
    GRU_RESET_BEFORE(3);

    private final int gates;

    Cell(int gates) {
      this.gates = gates;
    }

    /** {@return how many gates it has} */
    public int gates() {
      return gates;
    }
  }

  /** What of the states a layer gives. */
  public enum Output {
    /** The state after the last step that is read. */
    LAST,
    /** The states of all steps, in the order of the steps. */
    SEQUENCE
  }

  /** In which direction the steps are read. */
  public enum Direction {
    /** From the first to the last. */
    FORWARD,
    /** Both ways, each with weights of its own; the states stand side by side. */
    BIDIRECTIONAL
  }

  /**
   * The dropouts of a recurrent layer. Masks are drawn once for a row, not once for a step (Gal and Ghahramani, 2016).
   * What the state carries on without a product is never masked: there a mask of each step would forget what lies some
   * steps back, as {@code explain dropout} measures; before the products alone it would not.
   *
   * @param input share of the channels dropped, the same at all steps and gates
   * @param recurrent share of the state dropped before the product with U, the same at all steps, one mask for each
   * gate
   * @param weight share of U's weights dropped, the same for all rows and steps of a batch (Merity et al., 2018)
   */
  public record Noise(double input, double recurrent, double weight) {
    /** No noise. */
    public static final Noise NONE = new Noise(0, 0, 0);

    /** Checks the rates. */
    public Noise {
      rate("dropout", input);
      rate("recurrent-dropout", recurrent);
      rate("weight-drop", weight);
    }

    private static void rate(String name, double rate) {
      if (!(rate >= 0 && rate < 1)) {
        throw new IllegalArgumentException(
            "the " + name + " of a recurrent layer must be at least 0 and below 1, not " + rate);
      }
    }
  }

  /** Checks the sizes. */
  public Recurrent {
    Objects.requireNonNull(cell);
    Objects.requireNonNull(output);
    Objects.requireNonNull(direction);
    Objects.requireNonNull(noise);
    Objects.requireNonNull(initializer);
    kernelRegularizers = List.copyOf(kernelRegularizers);
    recurrentRegularizers = List.copyOf(recurrentRegularizers);
    if (units < 1) {
      throw new IllegalArgumentException("a recurrent layer needs at least 1 unit, not " + units);
    }
    int _ = Math.multiplyExact(Math.multiplyExact(units, units), cell.gates());
  }

  /** The same, which gives the states of all steps. */
  public Recurrent sequence() {
    return new Recurrent(cell, units, Output.SEQUENCE, direction, noise, initializer, kernelRegularizers,
        recurrentRegularizers);
  }

  /** The same as a GRU that resets its state before the product: for prediction alone. */
  public Recurrent resetBefore() {
    return new Recurrent(Cell.GRU_RESET_BEFORE, units, output, direction, noise, initializer, kernelRegularizers,
        recurrentRegularizers);
  }

  /** The same, which reads both ways. */
  public Recurrent bidirectional() {
    return new Recurrent(cell, units, output, Direction.BIDIRECTIONAL, noise, initializer, kernelRegularizers,
        recurrentRegularizers);
  }

  /** The same with that many units. */
  public Recurrent withUnits(int count) {
    return new Recurrent(cell, count, output, direction, noise, initializer, kernelRegularizers, recurrentRegularizers);
  }

  /** The same with other dropouts. */
  public Recurrent noise(Noise other) {
    return new Recurrent(cell, units, output, direction, other, initializer, kernelRegularizers, recurrentRegularizers);
  }

  /** The same with another initialiser. */
  public Recurrent init(Initializer other) {
    return new Recurrent(cell, units, output, direction, noise, other, kernelRegularizers, recurrentRegularizers);
  }

  /** The same with these regularizers on W and on U. */
  public Recurrent kernels(Regularizer... regularizers) {
    return new Recurrent(cell, units, output, direction, noise, initializer, List.of(regularizers),
        List.of(regularizers));
  }

  /** The same with these regularizers on W alone. */
  public Recurrent inputKernel(Regularizer... regularizers) {
    return new Recurrent(cell, units, output, direction, noise, initializer, List.of(regularizers),
        recurrentRegularizers);
  }

  /** The same with these regularizers on U alone. */
  public Recurrent recurrentKernel(Regularizer... regularizers) {
    return new Recurrent(cell, units, output, direction, noise, initializer, kernelRegularizers, List.of(regularizers));
  }

  /** {@return how many directions there are} */
  public int directions() {
    return switch (direction) {
      case FORWARD -> 1;
      case BIDIRECTIONAL -> 2;
    };
  }

  /** {@return how many arrays a direction has: W, U, and the bias; a GRU has a second bias, of the state} */
  public int arrays() {
    return switch (cell) {
      case LSTM, GRU_RESET_BEFORE -> 3;
      case GRU -> 4;
    };
  }

  @Override
  public String label() {
    return switch (cell) {
      case LSTM -> "lstm";
      case GRU, GRU_RESET_BEFORE -> "gru";
    };
  }

  @Override
  public Numbering numbering() {
    return Numbering.UNITS;
  }

  @Override
  public Shape output(Shape input, String name) {
    Shape.Sequence sequence = input.sequenceFor(name);
    int width = Math.multiplyExact(units, directions());
    return switch (output) {
      case LAST -> Shape.vector(width);
      case SEQUENCE -> new Shape.Sequence(sequence.length(), width, sequence.lengths());
    };
  }

  /** The rows of its kernel are channels, and no inputs. */
  @Override
  public int[] columnsOfKernel(int[] columnOfInput) {
    return null;
  }

  @Override
  public List<LayerParameter> parameters(Shape input) {
    int channels = input.channels();
    int width = Math.multiplyExact(units, cell.gates());
    boolean alike = initializer == Initializer.PYTORCH;
    var uniform = new Start.Uniform(1 / Math.sqrt(units));
    var list = new ArrayList<LayerParameter>();
    for (int d = 0; d < directions(); d++) {
      list.add(new LayerParameter(named("kernel", d), Role.KERNEL, WeightShape.of(channels, width).gates(cell.gates()),
          alike ? uniform : new Start.Kernel(initializer, channels, width), kernelRegularizers));
      list.add(
          new LayerParameter(named("recurrentKernel", d), Role.KERNEL, WeightShape.of(units, width).gates(cell.gates()),
              alike ? uniform : new Start.Orthogonal(), recurrentRegularizers));
      Start zero = new Start.Constant(0);
      switch (cell) {
        case LSTM -> list.add(bias(named("bias", d), width, alike ? uniform : new Start.Range(units, 2 * units, 1)));
        case GRU_RESET_BEFORE -> list.add(bias(named("bias", d), width, alike ? uniform : zero));
        case GRU -> {
          list.add(bias(named("bias", d), width, alike ? uniform : zero));
          list.add(bias(named("recurrentBias", d), width, alike ? uniform : zero));
        }
      }
    }
    return list;
  }

  /**
   * {@return the name of an array of a direction, as in {@link #parameters}}
   *
   * @param array its name in the first direction
   * @param direction 0, or 1 for the second
   */
  public static String named(String array, int direction) {
    return direction == 0 ? array : "backward" + Character.toUpperCase(array.charAt(0)) + array.substring(1);
  }

  private static LayerParameter bias(String name, int width, Start start) {
    return new LayerParameter(name, Role.BIAS, WeightShape.vector(width), start, List.of());
  }

  @Override
  public Recurrent withoutNoise() {
    return noise(Noise.NONE);
  }

  @Override
  public Recurrent withKernelRegularizer(Regularizer regularizer) {
    return new Recurrent(cell, units, output, direction, noise, initializer,
        Stream.concat(kernelRegularizers.stream(), Stream.of(regularizer)).toList(),
        Stream.concat(recurrentRegularizers.stream(), Stream.of(regularizer)).toList());
  }

  @Override
  public Recurrent withRegularizers(Predicate<Regularizer> kept) {
    return new Recurrent(cell, units, output, direction, noise, initializer,
        kernelRegularizers.stream().filter(kept).toList(), recurrentRegularizers.stream().filter(kept).toList());
  }
}
