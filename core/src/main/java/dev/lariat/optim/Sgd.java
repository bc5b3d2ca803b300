package dev.lariat.optim;

import java.util.List;

/**
 * Stochastic gradient descent with learning rate η, momentum μ and dampening τ.
 *
 * <pre>{@code
 * Keras          v ← μv − ηg           w ← w + v            Nesterov: w ← w + μv − ηg
 * PyTorch, MLX   b ← μb + (1−τ)g       w ← w − ηb           Nesterov: w ← w − η(g + μb)
 * }</pre>
 *
 * PyTorch's b is g itself in the first step; MLX dampens there too. The forms differ once η is scheduled: Keras'
 * velocity remembers the old rate.
 *
 * @param learningRate η, above 0
 * @param momentum μ, in [0, 1); 0 keeps no buffer
 * @param dampening τ, in [0, 1]; must be 0 for Nesterov and in the Keras dialect
 * @param nesterov whether to look ahead (Sutskever et al., 2013)
 * @param dialect whose arithmetic
 */
public record Sgd(double learningRate, double momentum, double dampening, boolean nesterov,
    Dialect dialect) implements Optimizer {
  /** Checks every range. */
  public Sgd {
    Ranges.learningRate(learningRate);
    Ranges.fraction("momentum", momentum);
    if (!(dampening >= 0 && dampening <= 1)) {
      throw new IllegalArgumentException("dampening must be from 0 to 1, not " + dampening);
    }
    if (nesterov && (momentum == 0 || dampening != 0)) {
      throw new IllegalArgumentException("Nesterov needs a momentum above 0 and no dampening");
    }
    if (dialect == Dialect.KERAS && dampening != 0) {
      throw new IllegalArgumentException("Keras has no dampening");
    }
  }

  /** Without dampening. */
  public static Sgd of(double learningRate, double momentum, boolean nesterov, Dialect dialect) {
    return new Sgd(learningRate, momentum, 0, nesterov, dialect);
  }

  @Override
  public Sgd withLearningRate(double rate) {
    return new Sgd(rate, momentum, dampening, nesterov, dialect);
  }

  @Override
  public Sgd withDialect(Dialect other) {
    return new Sgd(learningRate, momentum, dampening, nesterov, other);
  }

  @Override
  public String name() {
    return nesterov ? "nesterov" : momentum > 0 ? "momentum" : "sgd";
  }

  @Override
  public boolean keepsFirstMoment() {
    return momentum > 0;
  }

  @Override
  public boolean keepsSecondMoment() {
    return false;
  }

  @Override
  public List<UpdateStep> moves() {
    return momentum == 0
        ? List.of(new MoveSteps.GradientMove())
        : List.of(new MoveSteps.Momentum(this), new MoveSteps.MomentumMove(this));
  }

  @Override
  public SteadyStep steadyStep() {
    return momentum == 0 ? new Plain() : new WithMomentum(this);
  }

  /** {@code η}. */
  private static final class Plain extends SteadyStep {
    Plain() {
      super("η", false);
    }

    @Override
    void begin(long t, double learningRate) {
      numerator = learningRate;
    }
  }

  /**
   * {@code η·(1−τ)/(1−μ)}. Keras' velocity remembers the rates of the steps before; what it does with a gradient that
   * stays follows the same recursion.
   */
  private static final class WithMomentum extends SteadyStep {
    private final Sgd sgd;
    private double velocity; // of a unit gradient, in the Keras dialect

    WithMomentum(Sgd sgd) {
      super("η/(1−μ)", false);
      this.sgd = sgd;
    }

    @Override
    void begin(long t, double learningRate) {
      double steady = learningRate * (1 - sgd.dampening()) / (1 - sgd.momentum());
      switch (sgd.dialect()) {
        case KERAS -> {
          velocity = t == 1 ? steady : sgd.momentum() * velocity + learningRate;
          numerator = sgd.nesterov() ? sgd.momentum() * velocity + learningRate : velocity;
        }
        case PYTORCH, MLX -> numerator = steady;
      }
    }
  }
}
