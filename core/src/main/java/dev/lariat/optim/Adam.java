package dev.lariat.optim;

import java.util.List;
import java.util.Optional;

/**
 * Adam (Kingma and Ba, 2015).
 *
 * <pre>{@code
 * m ← β₁m + (1−β₁)g        v ← β₂v + (1−β₂)g²
 * PyTorch  w ← w − η/(1−β₁ᵗ) · m / (√v/√(1−β₂ᵗ) + ε)
 * Keras    w ← w − η·√(1−β₂ᵗ)/(1−β₁ᵗ) · m / (√v + ε)        (the paper's ε̂)
 * MLX      as PyTorch with bias correction, else w ← w − η·m/(√v + ε)
 * }</pre>
 *
 * The two forms agree only where ε is divided by √(1−β₂ᵗ): no constant ε translates one into the other.
 *
 * @param learningRate η, above 0
 * @param beta1 β₁, in [0, 1)
 * @param beta2 β₂, in [0, 1)
 * @param epsilon ε, above 0
 * @param biasCorrection whether 1−βᵗ is divided out; only MLX can leave it out
 * @param dialect whose arithmetic
 */
public record Adam(double learningRate, double beta1, double beta2, double epsilon, boolean biasCorrection,
    Dialect dialect) implements Optimizer {
  /** Checks every range. */
  public Adam {
    Ranges.learningRate(learningRate);
    Ranges.fraction("beta1", beta1);
    Ranges.fraction("beta2", beta2);
    Ranges.epsilon(epsilon);
    if (!biasCorrection && dialect != Dialect.MLX) {
      throw new IllegalArgumentException("only MLX's Adam can leave the bias uncorrected");
    }
  }

  /** A dialect's defaults; MLX corrects the bias, unlike MLX's own default, whose first step is 3.16 times too long. */
  public static Adam of(double learningRate, Dialect dialect) {
    double epsilon = switch (dialect) {
      case KERAS -> 1e-7;
      case PYTORCH, MLX -> 1e-8;
    };
    return new Adam(learningRate, 0.9, 0.999, epsilon, true, dialect);
  }

  /** The same with other averaging constants. */
  public Adam withBetas(double first, double second) {
    return new Adam(learningRate, first, second, epsilon, biasCorrection, dialect);
  }

  /** The same with another ε. */
  public Adam withEpsilon(double other) {
    return new Adam(learningRate, beta1, beta2, other, biasCorrection, dialect);
  }

  /** The same with or without bias correction. */
  public Adam withBiasCorrection(boolean correction) {
    return new Adam(learningRate, beta1, beta2, epsilon, correction, dialect);
  }

  @Override
  public Adam withLearningRate(double rate) {
    return new Adam(rate, beta1, beta2, epsilon, biasCorrection, dialect);
  }

  @Override
  public Adam withDialect(Dialect other) {
    return new Adam(learningRate, beta1, beta2, epsilon, biasCorrection || other != Dialect.MLX, other);
  }

  @Override
  public String name() {
    return "adam";
  }

  @Override
  public boolean keepsFirstMoment() {
    return true;
  }

  @Override
  public boolean keepsSecondMoment() {
    return true;
  }

  @Override
  public List<UpdateStep> moves() {
    return List.of(new MoveSteps.FirstMoment(this), new MoveSteps.SecondMoment(this), new MoveSteps.AdamMove(this));
  }

  @Override
  public Optional<Optimizer> withOwnDecay(double rate) {
    return Optional.of(new AdamW(this, rate));
  }

  @Override
  public SteadyStep steadyStep() {
    return new Steady(this);
  }

  /** {@code η/(√v̂ + ε)}. */
  private static final class Steady extends SteadyStep {
    private final Adam adam;

    Steady(Adam adam) {
      super("η/(√v̂ + ε)", true);
      this.adam = adam;
      this.epsilon = adam.epsilon();
    }

    @Override
    void begin(long t, double learningRate) {
      double root = adam.biasCorrection() ? StrictMath.sqrt(1 - StrictMath.pow(adam.beta2(), (double) t)) : 1;
      switch (adam.dialect()) {
        case KERAS -> {
          numerator = learningRate * root;
          rootScale = 1;
        }
        case PYTORCH, MLX -> {
          numerator = learningRate;
          rootScale = 1 / root;
        }
      }
    }
  }
}
