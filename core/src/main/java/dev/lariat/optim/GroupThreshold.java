package dev.lariat.optim;

import dev.lariat.kernel.Kernels;
import dev.lariat.penalty.GroupLasso;
import dev.lariat.penalty.Groups;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * PROXIMAL for the group lasso in the optimizer's metric: {@code argmin Σ (z_i−w_i)²/(2s_i) + c‖z‖} is
 * {@code z_i = w_i·r/(r + s_i·c)} where r = ‖z‖ is the root of {@code f(r) = Σ (w_i/(r + s_i·c))² = 1}, or 0 where f(0)
 * is at most 1.
 */
final class GroupThreshold extends UpdateStep {
  private static final int MAX_STEPS = 50;
  /**
   * Newton's steps converge quadratically: after a step this small, relative to r, the error is far below what float32
   * holds.
   */
  private static final double LAST_STEP = 1e-5;

  private final GroupLasso penalty;
  private final Groups groups;
  private final SteadyStep steady;
  private final Kernels kernels = Kernels.best();
  private final double[] norms; // r of every group after the step before, where the next search begins
  private final float[] steps; // s of every weight
  private final float[] w; // one group's weights
  private final float[] s; // their steps
  private final double[] squares; // w²
  private final double[] shifts; // s·c
  private final double[] inverses; // 1/(r + s·c)
  private final double[] terms; // (w/(r + s·c))²

  GroupThreshold(GroupLasso penalty, Groups groups, Optimizer optimizer) {
    this(penalty, groups, optimizer.steadyStep());
  }

  private GroupThreshold(GroupLasso penalty, Groups groups, SteadyStep steady) {
    super("group threshold", "w ← w·r/(r + s·c), r = ‖w‖ after, c = λ√size, s = " + steady.formula());
    this.penalty = penalty;
    this.groups = groups;
    this.steady = steady;
    int largest = IntStream.range(0, groups.count()).map(groups::size).max().orElse(0);
    this.norms = new double[groups.count()];
    this.w = new float[largest];
    this.s = new float[largest];
    this.squares = new double[largest];
    this.shifts = new double[largest];
    this.inverses = new double[largest];
    this.terms = new double[largest];
    this.steps = new float[IntStream.range(0, groups.count()).map(groups::size).sum()];
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
    if (steady.perWeight()) {
      steady.fill(state.second, steps);
    } else {
      Arrays.fill(steps, (float) steady.numerator);
    }
    for (int group = 0; group < groups.count(); group++) {
      double c = penalty.groupStrength(groups.size(group));
      if (c > 0) {
        shrink(state.weights, group, c);
      }
    }
  }

  /** The loops over one index and arrays of their own are those that the compiler makes vectors of. */
  private void shrink(float[] weights, int group, double c) {
    int size = groups.size(group);
    groups.gather(group, weights, w);
    groups.gather(group, steps, s);
    for (int k = 0; k < size; k++) {
      squares[k] = (double) w[k] * w[k];
      shifts[k] = s[k] * c;
    }
    double sum = kernels.sum(size, squares, 0);
    if (sum == 0) {
      norms[group] = 0;
      return; // zeros stay zeros
    }
    double r = steady.perWeight() ? root(size, norms[group]) : Math.max(0, Math.sqrt(sum) - c * steady.numerator);
    norms[group] = r;
    if (r == 0) {
      Arrays.fill(w, 0, size, 0);
    } else {
      invert(r, size);
      for (int k = 0; k < size; k++) {
        w[k] = (float) (w[k] * (r * inverses[k]));
      }
    }
    groups.scatter(group, w, weights);
  }

  private void invert(double r, int size) {
    for (int k = 0; k < size; k++) {
      inverses[k] = 1 / (r + shifts[k]);
    }
  }

  /**
   * Newton's method on 1/√f(r) = 1. 1/√f is concave and rises, so that a step from either side of the root ends below
   * it, and later ones climb.
   *
   * @param r where to begin; the norm after the step before is near
   */
  private double root(int size, double r) {
    for (int step = 0; step < MAX_STEPS; step++) {
      invert(r, size);
      for (int k = 0; k < size; k++) {
        terms[k] = squares[k] * inverses[k] * inverses[k];
      }
      double f = kernels.sum(size, terms, 0);
      if (r == 0 && !(f > 1)) {
        return 0;
      }
      double change = f * (Math.sqrt(f) - 1) / kernels.dot(size, terms, 0, inverses, 0);
      r = Math.max(0, r + change);
      if (Math.abs(change) <= LAST_STEP * r) {
        break;
      }
    }
    return r;
  }
}
