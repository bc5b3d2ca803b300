package dev.lariat.optim;

import dev.lariat.penalty.CustomPenalty;
import dev.lariat.penalty.Groups;
import dev.lariat.penalty.MaxNorm;
import dev.lariat.penalty.WeightShape;
import java.util.Arrays;

/** What happens to the weights after the optimizer's move: zero rules and constraints. */
final class ZeroSteps {
  private ZeroSteps() {}

  /** PROXIMAL for L1: {@code w ← sign(w)·max(|w| − λ·s, 0)} with the steady-state step s. */
  static final class SoftThreshold extends UpdateStep {
    private final float lambda;
    private final SteadyStep steady;

    SoftThreshold(double lambda, Optimizer optimizer) {
      this(lambda, optimizer.steadyStep());
    }

    private SoftThreshold(double lambda, SteadyStep steady) {
      super("soft threshold", "w ← sign(w)·max(|w| − λ·s, 0), s = " + steady.formula());
      this.lambda = (float) lambda;
      this.steady = steady;
    }

    @Override
    void begin(long t, double learningRate) {
      steady.begin(t, learningRate);
    }

    @Override
    public void apply(ParameterState state, int from, int to) {
      if (steady.perWeight()) {
        perWeight(state.weights, state.second, from, to);
      } else {
        uniform(state.weights, (float) (lambda * steady.numerator), from, to);
      }
    }

    /** w − clamp(w, −t, t) is exactly +0 inside the threshold. */
    private static void uniform(float[] w, float t, int from, int to) {
      for (int i = from; i < to; i++) {
        w[i] -= Math.max(-t, Math.min(t, w[i]));
      }
    }

    private void perWeight(float[] w, float[] v, int from, int to) {
      float scale = (float) (lambda * steady.numerator);
      float root = (float) steady.rootScale;
      float within = (float) steady.inside;
      float epsilon = (float) steady.epsilon;
      for (int i = from; i < to; i++) {
        float t = scale / Math.fma(root, (float) Math.sqrt(v[i] + within), epsilon);
        w[i] -= Math.max(-t, Math.min(t, w[i]));
      }
    }
  }

  /**
   * CLIPPED for L1: a weight whose sign would change becomes 0 and loses its momentum; one at 0 without a pull stays.
   */
  static final class StopAtZero extends UpdateStep {
    StopAtZero() {
      super("stop at zero", "w ← 0 (and its momentum) if the step changed w's sign, or if w was 0 with |g| ≤ λ");
    }

    @Override
    public void apply(ParameterState state, int from, int to) {
      float[] w = state.weights;
      for (int i = from; i < to; i++) {
        float was = state.before[i];
        if (was == 0 ? state.gradient[i] == 0 : was > 0 ? w[i] <= 0 : w[i] >= 0) {
          w[i] = 0;
          if (state.first != null) {
            state.first[i] = 0;
          }
        }
      }
    }
  }

  /** PROXIMAL for a user's penalty. */
  static final class CustomProximal extends UpdateStep {
    private final CustomPenalty penalty;
    private final SteadyStep steady;

    CustomProximal(CustomPenalty penalty, Optimizer optimizer) {
      this(penalty, optimizer.steadyStep());
    }

    private CustomProximal(CustomPenalty penalty, SteadyStep steady) {
      super(penalty.name() + "'s proximal step", "w ← argmin ½(z−w)² + s·penalty(z), s = " + steady.formula());
      this.penalty = penalty;
      this.steady = steady;
    }

    @Override
    void begin(long t, double learningRate) {
      steady.begin(t, learningRate);
    }

    @Override
    public void apply(ParameterState state, int from, int to) {
      for (int i = from; i < to; i++) {
        state.weights[i] = penalty.proximalOf(state.weights[i], steady.of(state, i));
      }
    }
  }

  /** CLIPPED for the group lasso: a group that its step turned by 90° or more becomes 0. */
  static final class GroupStopAtZero extends UpdateStep {
    private final Groups groups;

    GroupStopAtZero(Groups groups) {
      super("stop the group at zero", "w ← 0 (and its momentum) if ⟨w before, w⟩ ≤ 0, or if w was 0 with ‖g‖ ≤ λ√size");
      this.groups = groups;
    }

    @Override
    public boolean elementwise() {
      return false;
    }

    @Override
    public void apply(ParameterState state, int from, int to) {
      for (int group = 0; group < groups.count(); group++) {
        boolean wasZero = groups.norm(group, state.before) == 0;
        if (wasZero ? groups.norm(group, state.gradient) == 0 : product(state, group) <= 0) {
          clear(state, group);
        }
      }
    }

    private double product(ParameterState state, int group) {
      double sum = 0;
      for (int k = 0; k < groups.size(group); k++) {
        int i = groups.member(group, k);
        sum += (double) state.before[i] * state.weights[i];
      }
      return sum;
    }

    private void clear(ParameterState state, int group) {
      for (int k = 0; k < groups.size(group); k++) {
        int i = groups.member(group, k);
        state.weights[i] = 0;
        if (state.first != null) {
          state.first[i] = 0;
        }
      }
    }
  }

  /** {@code w_u ← w_u·c/‖w_u‖} for every unit u with ‖w_u‖ > c. */
  static final class Constrain extends UpdateStep {
    private final double limit;
    private final WeightShape shape;
    private final double[] squares; // [units]
    private final float[] scales; // [units]

    Constrain(MaxNorm maxNorm, WeightShape shape) {
      super("max-norm", "w ← w·c/‖w‖ where a unit's ‖w‖ > c");
      this.limit = maxNorm.limit();
      this.shape = shape;
      this.squares = new double[shape.units()];
      this.scales = new float[shape.units()];
    }

    @Override
    public boolean elementwise() {
      return false;
    }

    @Override
    public void apply(ParameterState state, int from, int to) {
      float[] w = state.weights;
      int units = shape.units();
      Arrays.fill(squares, 0);
      for (int i = 0, at = 0; i < shape.inputs(); i++) {
        for (int u = 0; u < units; u++, at++) {
          squares[u] += (double) w[at] * w[at];
        }
      }
      boolean none = true;
      for (int u = 0; u < units; u++) {
        double norm = Math.sqrt(squares[u]);
        scales[u] = norm > limit ? (float) (limit / norm) : 1;
        none &= norm <= limit;
      }
      if (none) {
        return;
      }
      for (int i = 0, at = 0; i < shape.inputs(); i++) {
        for (int u = 0; u < units; u++, at++) {
          w[at] *= scales[u];
        }
      }
    }
  }
}
