package dev.lariat.optim;

import dev.lariat.penalty.Decay;
import java.util.List;
import java.util.Optional;

/**
 * Adam with decoupled decay of the kernels (Loshchilov and Hutter, 2019): {@code w ← w − η·decay·w}, then Adam's step.
 * The decay is multiplied by the learning rate, as in all the frameworks and unlike the paper; unlike in the frameworks
 * biases are left alone unless a layer asks for it. A layer's own {@link Decay} replaces this one's.
 *
 * @param adam the step
 * @param decay the rate, not negative
 */
public record AdamW(Adam adam, double decay) implements Optimizer {
  /** Checks the rate. */
  public AdamW {
    Decay _ = new Decay(decay);
  }

  /** A dialect's defaults: decay 0.004 in Keras, else 0.01. */
  public static AdamW of(double learningRate, Dialect dialect) {
    double decay = switch (dialect) {
      case KERAS -> 0.004;
      case PYTORCH, MLX -> 0.01;
    };
    return new AdamW(Adam.of(learningRate, dialect), decay);
  }

  /** The same with another decay. */
  public AdamW withDecay(double rate) {
    return new AdamW(adam, rate);
  }

  @Override
  public double learningRate() {
    return adam.learningRate();
  }

  @Override
  public Dialect dialect() {
    return adam.dialect();
  }

  @Override
  public AdamW withLearningRate(double rate) {
    return new AdamW(adam.withLearningRate(rate), decay);
  }

  @Override
  public AdamW withDialect(Dialect other) {
    return new AdamW(adam.withDialect(other), decay);
  }

  @Override
  public String name() {
    return "adamw";
  }

  @Override
  public boolean keepsFirstMoment() {
    return adam.keepsFirstMoment();
  }

  @Override
  public boolean keepsSecondMoment() {
    return adam.keepsSecondMoment();
  }

  @Override
  public List<UpdateStep> moves() {
    return adam.moves();
  }

  @Override
  public SteadyStep steadyStep() {
    return adam.steadyStep();
  }

  @Override
  public boolean hasOwnDecay() {
    return true;
  }

  @Override
  public Adam withoutDecay() {
    return adam;
  }

  @Override
  public Optional<Optimizer> withOwnDecay(double rate) {
    return Optional.of(withDecay(rate));
  }
}
