package dev.lariat.optim;

import dev.lariat.penalty.CustomPenalty;
import dev.lariat.penalty.GroupLasso;
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
      super("soft threshold", "w ← sign(w)·max(|w| − λ·s, 0), s = " + steadyFormula(optimizer));
      this.lambda = (float) lambda;
      this.steady = SteadyStep.of(optimizer);
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
      float epsilon = (float) steady.epsilon;
      for (int i = from; i < to; i++) {
        float t = scale / Math.fma(root, (float) Math.sqrt(v[i]), epsilon);
        w[i] -= Math.max(-t, Math.min(t, w[i]));
      }
    }
  }

  /** CLIPPED for L1: a weight whose sign would change becomes 0 and loses its momentum; one at 0 without a pull stays. */
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
      super(penalty.name() + "'s proximal step", "w ← argmin ½(z−w)² + s·penalty(z), s = " + steadyFormula(optimizer));
      this.penalty = penalty;
      this.steady = SteadyStep.of(optimizer);
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

  /**
   * PROXIMAL for the group lasso in the optimizer's metric: {@code argmin Σ (z_i−w_i)²/(2s_i) + c‖z‖} is {@code z_i = w_i·r/(r + s_i·c)} where r = ‖z‖ is the
   * root of {@code Σ (w_i/(r + s_i·c))² = 1}, or 0 where that sum is at most 1 at r = 0.
   */
  static final class GroupThreshold extends UpdateStep {
    private static final int MAX_STEPS = 50;
    private final GroupLasso penalty;
    private final Groups groups;
    private final SteadyStep steady;

    GroupThreshold(GroupLasso penalty, Groups groups, Optimizer optimizer) {
      super("group threshold", "w ← w·r/(r + s·c), r = ‖w‖ after, c = λ√size, s = " + steadyFormula(optimizer));
      this.penalty = penalty;
      this.groups = groups;
      this.steady = SteadyStep.of(optimizer);
    }

    @Override
    public boolean elementwise() {
      return false;
    }

    @Override
    void begin(long t, double learningRate) {
      steady.begin(t, learningRate);
    }

    @Override
    public void apply(ParameterState state, int from, int to) {
      for (int group = 0; group < groups.count(); group++) {
        double c = penalty.groupStrength(groups.size(group));
        if (c > 0) {
          double r = steady.perWeight()
              ? root(state, group, c)
              : Math.max(0, groups.norm(group, state.weights) - c * steady.numerator);
          shrink(state, group, c, r);
        }
      }
    }

    /** Newton's method on 1/√f(r) = 1, which is nearly linear in r and climbs to the root from below. */
    private double root(ParameterState state, int group, double c) {
      double r = 0;
      for (int step = 0; step < MAX_STEPS; step++) {
        double f = 0;
        double h = 0;
        for (int k = 0; k < groups.size(group); k++) {
          int i = groups.member(group, k);
          double w = state.weights[i];
          double d = r + steady.of(state, i) * c;
          double q = w * w / (d * d);
          f += q;
          h += q / d;
        }
        if (step == 0 && !(f > 1)) {
          return 0;
        }
        double change = f * (Math.sqrt(f) - 1) / h;
        r = Math.max(0, r + change);
        if (Math.abs(change) <= 1e-9 * r) {
          break;
        }
      }
      return r;
    }

    private void shrink(ParameterState state, int group, double c, double r) {
      for (int k = 0; k < groups.size(group); k++) {
        int i = groups.member(group, k);
        state.weights[i] = r == 0 ? 0 : (float) (state.weights[i] * (r / (r + steady.of(state, i) * c)));
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

    Constrain(MaxNorm maxNorm, WeightShape shape) {
      super("max-norm", "w ← w·c/‖w‖ where a unit's ‖w‖ > c");
      this.limit = maxNorm.limit();
      this.shape = shape;
      this.squares = new double[shape.units()];
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
      for (int u = 0; u < units; u++) {
        double norm = Math.sqrt(squares[u]);
        if (norm > limit) {
          float scale = (float) (limit / norm);
          for (int at = u; at < w.length; at += units) {
            w[at] *= scale;
          }
        }
      }
    }
  }

  private static String steadyFormula(Optimizer optimizer) {
    return switch (optimizer) {
      case Sgd sgd -> sgd.momentum() > 0 ? "η/(1−μ)" : "η";
      case Adam _,AdamW _ -> "η/(√v̂ + ε)";
    };
  }
}
