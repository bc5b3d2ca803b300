package dev.lariat.explain;

import java.util.List;

/** The loss whose gradient a traced update sees: simple enough that every number can be checked by hand. */
public sealed interface TracedLoss {
  /** The number of each weight: its gradient, minimum or amplitude. */
  List<Double> numbers();

  /** {@return the word for it in settings} */
  String word();

  /** {@return what its {@link #numbers} are} */
  String meaning();

  /**
   * Σ gᵢθᵢ: the gradient g is the same everywhere, as in the published worked example.
   *
   * @param numbers g, one per weight
   */
  record Linear(List<Double> numbers) implements TracedLoss {
    /** Checks that the numbers are finite. */
    public Linear {
      numbers = checked("gradient", numbers);
    }

    @Override
    public String word() {
      return "linear";
    }

    @Override
    public String meaning() {
      return "gradient";
    }
  }

  /**
   * ½Σ(θᵢ − bᵢ)²: a bowl with its minimum at b.
   *
   * @param numbers b, one per weight
   */
  record Quadratic(List<Double> numbers) implements TracedLoss {
    /** Checks that the numbers are finite. */
    public Quadratic {
      numbers = checked("minimum", numbers);
    }

    @Override
    public String word() {
      return "quadratic";
    }

    @Override
    public String meaning() {
      return "minimum";
    }
  }

  /**
   * A gradient of constant size whose sign alternates, + in the first step: noise around a flat loss, like that of
   * mini-batches, which pulls nowhere on average. What moves the weights in the end is the decay alone.
   *
   * @param numbers the size of the gradient, one per weight
   */
  record Noise(List<Double> numbers) implements TracedLoss {
    /** Checks that the numbers are finite. */
    public Noise {
      numbers = checked("gradient", numbers);
    }

    @Override
    public String word() {
      return "noise";
    }

    @Override
    public String meaning() {
      return "gradient";
    }
  }

  /** The same gradient everywhere. */
  static TracedLoss linear(Double... gradient) {
    return new Linear(List.of(gradient));
  }

  /** A bowl with this minimum. */
  static TracedLoss quadratic(Double... minimum) {
    return new Quadratic(List.of(minimum));
  }

  /** A gradient that alternates between plus and minus this. */
  static TracedLoss noise(Double... amplitude) {
    return new Noise(List.of(amplitude));
  }

  private static List<Double> checked(String what, List<Double> numbers) {
    if (numbers.isEmpty()) {
      throw new IllegalArgumentException("the " + what + " needs a number for each weight");
    }
    for (double number : numbers) {
      if (!Double.isFinite(number) || Math.abs(number) > 1e30) {
        throw new IllegalArgumentException("the " + what + " must be finite numbers within ±1e30, not " + number);
      }
    }
    return List.copyOf(numbers);
  }
}
