package dev.lariat.optim;

/**
 * Which update rule trains a parameter, with its settings: an immutable description. {@link UpdateRule} is the rule
 * itself.
 */
public sealed interface Optimizer permits Sgd, Adam, AdamW {
  /** The rate before any schedule, above 0. */
  double learningRate();

  /** Whose arithmetic it follows. */
  Dialect dialect();

  /** The same with another learning rate. */
  Optimizer withLearningRate(double learningRate);

  /** The same settings in another dialect's arithmetic; ε, decay and the like stay as they are. */
  Optimizer withDialect(Dialect dialect);

  /** The word for it in settings and reports: sgd, momentum, nesterov, adam or adamw. */
  String name();

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

  /** AdamW with a decay of one's choice. */
  static AdamW adamW(double learningRate, double decay) {
    return AdamW.of(learningRate, Dialect.PYTORCH).withDecay(decay);
  }
}
