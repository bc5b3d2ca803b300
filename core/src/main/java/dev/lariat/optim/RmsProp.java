package dev.lariat.optim;

import java.util.List;

/**
 * RMSprop (Tieleman and Hinton, 2012, "Lecture 6.5"): the gradient over the root of a running mean of its squares.
 *
 * <pre>{@code
 * v ← ρv + (1−ρ)g²
 * PyTorch, MLX   w ← w − η·g/(√v + ε)
 * Keras          w ← w − η·g/√(v + ε)
 * }</pre>
 *
 * Without momentum, without centring and, unlike Adam, without a correction of the first steps, where v is still small:
 * the first step is η/√(1−ρ) long. No constant ε translates one form into the other.
 *
 * @param learningRate η, above 0
 * @param rho ρ, in [0, 1); PyTorch and MLX call it alpha
 * @param epsilon ε, above 0
 * @param dialect whose arithmetic
 */
public record RmsProp(double learningRate, double rho, double epsilon, Dialect dialect) implements Optimizer {
  /** Checks every range. */
  public RmsProp {
    Ranges.learningRate(learningRate);
    Ranges.fraction("rho", rho);
    Ranges.epsilon(epsilon);
  }

  /** A dialect's defaults: ρ 0.9 and ε 1e-7 in Keras, else 0.99 and 1e-8. */
  public static RmsProp of(double learningRate, Dialect dialect) {
    return switch (dialect) {
      case KERAS -> new RmsProp(learningRate, 0.9, 1e-7, dialect);
      case PYTORCH, MLX -> new RmsProp(learningRate, 0.99, 1e-8, dialect);
    };
  }

  @Override
  public RmsProp withLearningRate(double rate) {
    return new RmsProp(rate, rho, epsilon, dialect);
  }

  @Override
  public RmsProp withDialect(Dialect other) {
    return new RmsProp(learningRate, rho, epsilon, other);
  }

  @Override
  public String name() {
    return "rmsprop";
  }

  @Override
  public boolean keepsFirstMoment() {
    return false;
  }

  @Override
  public boolean keepsSecondMoment() {
    return true;
  }

  @Override
  public List<UpdateStep> moves() {
    return List.of(new MeanSquare(rho), new Move(this));
  }

  @Override
  public SteadyStep steadyStep() {
    return new Steady(this);
  }

  /** {@code η/(√v + ε)}, or {@code η/√(v + ε)} in the Keras dialect. */
  private static final class Steady extends SteadyStep {
    Steady(RmsProp rms) {
      super(switch (rms.dialect()) {
        case KERAS -> "η/√(v + ε)";
        case PYTORCH, MLX -> "η/(√v + ε)";
      }, true);
      rootScale = 1;
      inside = switch (rms.dialect()) {
        case KERAS -> rms.epsilon();
        case PYTORCH, MLX -> 0;
      };
      epsilon = rms.epsilon() - inside;
    }

    @Override
    void begin(long t, double learningRate) {
      numerator = learningRate;
    }
  }

  /** {@code v ← ρv + (1−ρ)g²}. */
  private static final class MeanSquare extends UpdateStep {
    private final float keep;
    private final float add;

    MeanSquare(double rho) {
      super("mean square", "v ← ρ·v + (1−ρ)·g²");
      keep = (float) rho;
      add = (float) (1 - rho);
    }

    @Override
    public void apply(ParameterState state, int from, int to) {
      float[] v = state.second;
      float[] g = state.gradient;
      for (int i = from; i < to; i++) {
        v[i] = MoveSteps.normalOrZero(Math.fma(add * g[i], g[i], keep * v[i]));
      }
    }
  }

  /** {@code w ← w − η·g/(√(v + a) + b)}, where a or b is ε and the other 0. */
  private static final class Move extends UpdateStep {
    private final SteadyStep steady;

    Move(RmsProp rms) {
      super("move", switch (rms.dialect()) {
        case KERAS -> "w ← w − η·g/√(v + ε)";
        case PYTORCH, MLX -> "w ← w − η·g/(√v + ε)";
      });
      steady = rms.steadyStep();
    }

    @Override
    void begin(long t, double learningRate) {
      steady.begin(t, learningRate);
    }

    @Override
    public void apply(ParameterState state, int from, int to) {
      float[] w = state.weights;
      float[] g = state.gradient;
      float[] v = state.second;
      float rate = (float) steady.numerator;
      float within = (float) steady.inside;
      float beside = (float) steady.epsilon;
      for (int i = from; i < to; i++) {
        w[i] -= rate * g[i] / ((float) Math.sqrt(v[i] + within) + beside);
      }
    }
  }
}
