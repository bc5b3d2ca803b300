package dev.lariat.optim;

import dev.lariat.kernel.Kernels;

/** The optimizers' own steps: decay, moments, and the move of the weights. */
final class MoveSteps {
  private MoveSteps() {}

  /** {@code w ← w − η·d·w}. */
  static final class DecayStep extends UpdateStep {
    private final double rate;
    private float factor;

    DecayStep(double rate) {
      super("decay", "w ← w − η·d·w");
      this.rate = rate;
    }

    @Override
    void begin(long t, double learningRate) {
      factor = (float) (1 - learningRate * rate);
    }

    @Override
    public void apply(ParameterState state, int from, int to) {
      float[] w = state.weights;
      float keep = factor;
      for (int i = from; i < to; i++) {
        w[i] *= keep;
      }
    }
  }

  /** {@code w ← w − η·g}. */
  static final class GradientMove extends UpdateStep {
    private float rate;

    GradientMove() {
      super("move", "w ← w − η·g");
    }

    @Override
    void begin(long t, double learningRate) {
      rate = (float) learningRate;
    }

    @Override
    public void apply(ParameterState state, int from, int to) {
      subtract(state.weights, rate, state.gradient, from, to);
    }
  }

  /** The buffer: Keras {@code v ← μv − ηg}; PyTorch and MLX {@code b ← μb + (1−τ)g}, PyTorch's first step undamped. */
  static final class Momentum extends UpdateStep {
    private final Sgd sgd;
    private final float keep;
    private float scale;

    Momentum(Sgd sgd) {
      super("momentum", sgd.dialect() == Dialect.KERAS ? "v ← μ·v − η·g" : "b ← μ·b + (1−τ)·g");
      this.sgd = sgd;
      this.keep = (float) sgd.momentum();
    }

    @Override
    void begin(long t, double learningRate) {
      scale = (float) switch (sgd.dialect()) {
        case KERAS -> -learningRate;
        case PYTORCH -> t == 1 ? 1 : 1 - sgd.dampening();
        case MLX -> 1 - sgd.dampening();
      };
    }

    @Override
    public void apply(ParameterState state, int from, int to) {
      float[] b = state.first;
      float[] g = state.gradient;
      float s = scale;
      for (int i = from; i < to; i++) {
        b[i] = Math.fma(s, g[i], keep * b[i]);
      }
    }
  }

  /** {@code w ← w + a·buffer + c·g}: along the buffer (c = 0), or looking ahead as Nesterov does. */
  static final class MomentumMove extends UpdateStep {
    private final Sgd sgd;
    private float alongBuffer;
    private float alongGradient;

    MomentumMove(Sgd sgd) {
      super(sgd.nesterov() ? "move ahead" : "move", formula(sgd));
      this.sgd = sgd;
    }

    private static String formula(Sgd sgd) {
      return switch (sgd.dialect()) {
        case KERAS -> sgd.nesterov() ? "w ← w + μ·v − η·g" : "w ← w + v";
        case PYTORCH, MLX -> sgd.nesterov() ? "w ← w − η·(g + μ·b)" : "w ← w − η·b";
      };
    }

    @Override
    void begin(long t, double learningRate) {
      double ahead = sgd.nesterov() ? sgd.momentum() : 1;
      alongBuffer = (float) switch (sgd.dialect()) {
        case KERAS -> ahead;
        case PYTORCH, MLX -> -learningRate * ahead;
      };
      alongGradient = sgd.nesterov() ? (float) -learningRate : 0;
    }

    @Override
    public void apply(ParameterState state, int from, int to) {
      if (sgd.nesterov()) {
        subtract(state.weights, -alongGradient, state.gradient, from, to);
      }
      subtract(state.weights, -alongBuffer, state.first, from, to);
    }
  }

  /** {@code m ← β₁m + (1−β₁)g}. */
  static final class FirstMoment extends UpdateStep {
    private final float keep;
    private final float add;

    FirstMoment(Adam adam) {
      super("first moment", "m ← β₁·m + (1−β₁)·g");
      keep = (float) adam.beta1();
      add = (float) (1 - adam.beta1());
    }

    @Override
    public void apply(ParameterState state, int from, int to) {
      float[] m = state.first;
      float[] g = state.gradient;
      for (int i = from; i < to; i++) {
        m[i] = normalOrZero(Math.fma(add, g[i], keep * m[i]));
      }
    }
  }

  /** {@code v ← β₂v + (1−β₂)g²}. */
  static final class SecondMoment extends UpdateStep {
    private final float keep;
    private final float add;

    SecondMoment(Adam adam) {
      super("second moment", "v ← β₂·v + (1−β₂)·g²");
      keep = (float) adam.beta2();
      add = (float) (1 - adam.beta2());
    }

    @Override
    public void apply(ParameterState state, int from, int to) {
      float[] v = state.second;
      float[] g = state.gradient;
      for (int i = from; i < to; i++) {
        v[i] = normalOrZero(Math.fma(add * g[i], g[i], keep * v[i]));
      }
    }
  }

  /** {@code w ← w − a·m/(b·√v + e)}, the common form of the dialects. */
  static final class AdamMove extends UpdateStep {
    private final Adam adam;
    private final SteadyStep steady;
    private float a;

    AdamMove(Adam adam) {
      super("move", switch (adam.dialect()) {
        case KERAS -> "w ← w − η·√(1−β₂ᵗ)/(1−β₁ᵗ)·m/(√v + ε)";
        case PYTORCH, MLX -> adam.biasCorrection() ? "w ← w − η/(1−β₁ᵗ)·m/(√v/√(1−β₂ᵗ) + ε)" : "w ← w − η·m/(√v + ε)";
      });
      this.adam = adam;
      this.steady = adam.steadyStep();
    }

    @Override
    void begin(long t, double learningRate) {
      steady.begin(t, learningRate);
      double correction = adam.biasCorrection() ? 1 - StrictMath.pow(adam.beta1(), (double) t) : 1;
      a = (float) (steady.numerator / correction);
    }

    @Override
    public void apply(ParameterState state, int from, int to) {
      float[] w = state.weights;
      float[] m = state.first;
      float[] v = state.second;
      float scale = a;
      float root = (float) steady.rootScale;
      float epsilon = (float) steady.epsilon;
      for (int i = from; i < to; i++) {
        w[i] -= scale * m[i] / Math.fma(root, (float) Math.sqrt(v[i]), epsilon);
      }
    }
  }

  /**
   * Decay, both moments and the move in one pass over memory, with the bits of the single steps. It reads their
   * scalars, and stands in for them where nobody looks between them.
   */
  static final class FusedAdam extends UpdateStep {
    private final Kernels kernels = Kernels.best();
    private final DecayStep decay; // or null
    private final FirstMoment first;
    private final SecondMoment second;
    private final AdamMove move;

    FusedAdam(DecayStep decay, FirstMoment first, SecondMoment second, AdamMove move) {
      super("adam", "decay, moments and move in one pass");
      this.decay = decay;
      this.first = first;
      this.second = second;
      this.move = move;
    }

    @Override
    public void apply(ParameterState state, int from, int to) {
      kernels.adam(from, to, first.keep, first.add, second.keep, second.add, decay == null ? 1 : decay.factor, move.a,
          (float) move.steady.rootScale, (float) move.steady.epsilon, state.gradient, state.first, state.second,
          state.weights);
    }
  }

  /** A moment that decays for long would stay subnormal for ever, at several times the cost. */
  static float normalOrZero(float moment) {
    return Math.abs(moment) < Float.MIN_NORMAL ? 0 : moment;
  }

  private static void subtract(float[] w, float rate, float[] direction, int from, int to) {
    for (int i = from; i < to; i++) {
      w[i] = Math.fma(-rate, direction[i], w[i]);
    }
  }
}
