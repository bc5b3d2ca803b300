package dev.lariat.optim;

import dev.lariat.penalty.Decay;
import java.util.List;
import java.util.Optional;

/**
 * Which update rule trains a parameter, with its settings: an immutable description. {@link UpdateRule} is the rule
 * itself.
 */
public sealed interface Optimizer permits Sgd, Adam, AdamW, RmsProp {
  /** The rate before any schedule, above 0. */
  double learningRate();

  /** Whose arithmetic it follows. */
  Dialect dialect();

  /** The same with another learning rate. */
  Optimizer withLearningRate(double learningRate);

  /** The same settings in another dialect's arithmetic; ε, decay and the like stay as they are. */
  Optimizer withDialect(Dialect dialect);

  /** The word for it in settings and reports, one of {@link OptimizerKind#words()}. */
  String name();

  /** {@return whether it averages past gradients: a velocity or a first moment} */
  boolean keepsFirstMoment();

  /** {@return whether it averages past squared gradients, so that each weight has a step of its own} */
  boolean keepsSecondMoment();

  /**
   * {@return the steps of one update, in order, without what regularizers add}
   *
   * <p>They hold scalars that change from update to update: every {@link UpdateRule} needs its own.
   */
  List<UpdateStep> moves();

  /** {@return how far it moves a weight per unit of a gradient that stays; new, because it follows the updates} */
  SteadyStep steadyStep();

  /** {@return whether a decoupled decay is part of it, which may be 0} */
  default boolean hasOwnDecay() {
    return false;
  }

  /** {@return the rate of its own decoupled decay; 0 for an optimizer without} */
  default double decay() {
    return 0;
  }

  /** {@return the same without its own decay: what biases and normalisations are trained with} */
  default Optimizer withoutDecay() {
    return this;
  }

  /**
   * {@return the form of this optimizer that has its own decoupled decay, at this rate; empty if there is none} There
   * {@link Decay} among a layer's regularizers does the same.
   */
  default Optional<Optimizer> withOwnDecay(double rate) {
    return Optional.empty();
  }

  /** Stochastic gradient descent: {@code w ← w − η·g}. */
  static Sgd sgd(double learningRate) {
    return Sgd.of(learningRate, 0, false, Dialect.PYTORCH);
  }

  /** SGD with momentum μ. */
  static Sgd momentum(double learningRate, double momentum) {
    return Sgd.of(learningRate, momentum, false, Dialect.PYTORCH);
  }

  /** SGD with Nesterov's momentum μ. */
  static Sgd nesterov(double learningRate, double momentum) {
    return Sgd.of(learningRate, momentum, true, Dialect.PYTORCH);
  }

  /** Adam with β₁ 0.9, β₂ 0.999. */
  static Adam adam(double learningRate) {
    return Adam.of(learningRate, Dialect.PYTORCH);
  }

  /** AdamW: Adam with decoupled decay 0.01. */
  static AdamW adamW(double learningRate) {
    return AdamW.of(learningRate, Dialect.PYTORCH);
  }

  /** AdamW with this decay. */
  static AdamW adamW(double learningRate, double decay) {
    return AdamW.of(learningRate, Dialect.PYTORCH).withDecay(decay);
  }

  /** RMSprop with ρ 0.99. */
  static RmsProp rmsProp(double learningRate) {
    return RmsProp.of(learningRate, Dialect.PYTORCH);
  }
}
