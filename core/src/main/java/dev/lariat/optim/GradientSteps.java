package dev.lariat.optim;

import dev.lariat.penalty.CustomPenalty;
import dev.lariat.penalty.GroupLasso;
import dev.lariat.penalty.Groups;

/** What penalties add to the gradient before the optimizer sees it. */
final class GradientSteps {
  private GradientSteps() {}

  /** {@code g ← g + λw}. */
  static final class L2Gradient extends UpdateStep {
    private final float lambda;

    L2Gradient(double lambda) {
      super("add L2's gradient", "g ← g + λ·w");
      this.lambda = (float) lambda;
    }

    @Override
    public void apply(ParameterState state, int from, int to) {
      float[] g = state.gradient;
      float[] w = state.weights;
      for (int i = from; i < to; i++) {
        g[i] = Math.fma(lambda, w[i], g[i]);
      }
    }
  }

  /** {@code g ← g + λ·sign(w)}. */
  static final class L1Subgradient extends UpdateStep {
    private final float lambda;

    L1Subgradient(double lambda) {
      super("add L1's subgradient", "g ← g + λ·sign(w)");
      this.lambda = (float) lambda;
    }

    @Override
    public void apply(ParameterState state, int from, int to) {
      float[] g = state.gradient;
      float[] w = state.weights;
      for (int i = from; i < to; i++) {
        g[i] = Math.fma(lambda, Math.signum(w[i]), g[i]);
      }
    }
  }

  /** The CLIPPED rule's gradient; remembers the weights for {@link ZeroSteps.StopAtZero}. */
  static final class L1Clipped extends UpdateStep {
    private final float lambda;

    L1Clipped(double lambda) {
      super("add L1's gradient", "g ← g + λ·sign(w); at w = 0: 0 if |g| ≤ λ, else g − λ·sign(g)");
      this.lambda = (float) lambda;
    }

    @Override
    public void apply(ParameterState state, int from, int to) {
      float[] g = state.gradient;
      float[] w = state.weights;
      float[] before = state.before;
      for (int i = from; i < to; i++) {
        before[i] = w[i];
        float atZero = g[i] - Math.max(-lambda, Math.min(lambda, g[i]));
        g[i] = w[i] == 0 ? atZero : Math.fma(lambda, Math.signum(w[i]), g[i]);
      }
    }
  }

  /** {@code g ← g + penalty′(w)} for a user's penalty. */
  static final class CustomGradient extends UpdateStep {
    private final CustomPenalty penalty;

    CustomGradient(CustomPenalty penalty) {
      super("add " + penalty.name() + "'s gradient", "g ← g + penalty′(w)");
      this.penalty = penalty;
    }

    @Override
    public void apply(ParameterState state, int from, int to) {
      for (int i = from; i < to; i++) {
        state.gradient[i] += penalty.gradientOf(state.weights[i]);
      }
    }
  }

  /** The group lasso's gradient; at a zero group nothing (SUBGRADIENT) or what exceeds the strength (CLIPPED). */
  static final class GroupGradient extends UpdateStep {
    private final GroupLasso penalty;
    private final Groups groups;
    private final boolean clipped;

    GroupGradient(GroupLasso penalty, Groups groups, boolean clipped) {
      super("add the group lasso's gradient",
          clipped
              ? "g ← g + λ√size·w/‖w‖; at w = 0: 0 if ‖g‖ ≤ λ√size, else g·(1 − λ√size/‖g‖)"
              : "g ← g + λ√size·w/‖w‖ (nothing at w = 0)");
      this.penalty = penalty;
      this.groups = groups;
      this.clipped = clipped;
    }

    @Override
    public boolean elementwise() {
      return false;
    }

    @Override
    public void apply(ParameterState state, int from, int to) {
      if (clipped) {
        System.arraycopy(state.weights, 0, state.before, 0, state.weights.length);
      }
      for (int group = 0; group < groups.count(); group++) {
        double norm = groups.norm(group, state.weights);
        double strength = penalty.groupStrength(groups.size(group));
        if (norm > 0) {
          add(state, group, (float) (strength / norm));
        } else if (clipped) {
          shrink(state.gradient, group, strength);
        }
      }
    }

    private void add(ParameterState state, int group, float scale) {
      for (int k = 0; k < groups.size(group); k++) {
        int i = groups.member(group, k);
        state.gradient[i] = Math.fma(scale, state.weights[i], state.gradient[i]);
      }
    }

    private void shrink(float[] gradient, int group, double strength) {
      double norm = groups.norm(group, gradient);
      float scale = norm <= strength ? 0 : (float) (1 - strength / norm);
      for (int k = 0; k < groups.size(group); k++) {
        gradient[groups.member(group, k)] *= scale;
      }
    }
  }
}
