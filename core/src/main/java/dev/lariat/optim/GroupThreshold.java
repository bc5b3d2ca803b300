package dev.lariat.optim;

import dev.lariat.penalty.GroupLasso;
import dev.lariat.penalty.Groups;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * PROXIMAL for the group lasso in the optimizer's metric: {@code argmin Σ (z_i−w_i)²/(2s_i) + c‖z‖} is {@code z_i = w_i·r/(r + s_i·c)} where r = ‖z‖ is the
 * root of {@code f(r) = Σ (w_i/(r + s_i·c))² = 1}, or 0 where f(0) is at most 1.
 */
final class GroupThreshold extends UpdateStep {
  private static final int MAX_STEPS = 50;
  /** Newton's steps converge quadratically: after a step this small, relative to r, the error is far below what float32 holds. */
  private static final double LAST_STEP = 1e-5;

  private final GroupLasso penalty;
  private final Groups groups;
  private final SteadyStep steady;
  private final float[] steps; // s of every weight
  private final double[] squares; // w² of one group's weights
  private final double[] shifts; // their s·c
  private final double[] inverses; // their 1/(r + s·c)

  GroupThreshold(GroupLasso penalty, Groups groups, Optimizer optimizer) {
    super("group threshold", "w ← w·r/(r + s·c), r = ‖w‖ after, c = λ√size, s = " + ZeroSteps.steadyFormula(optimizer));
    this.penalty = penalty;
    this.groups = groups;
    this.steady = SteadyStep.of(optimizer);
    int largest = IntStream.range(0, groups.count()).map(groups::size).max().orElse(0);
    this.squares = new double[largest];
    this.shifts = new double[largest];
    this.inverses = new double[largest];
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
    double sum = 0;
    double largest = 0;
    for (int k = 0; k < size; k++) {
      int i = groups.member(group, k);
      double w = weights[i];
      squares[k] = w * w;
      shifts[k] = steps[i] * c;
      sum += squares[k];
      largest = Math.max(largest, shifts[k]);
    }
    if (sum == 0) {
      return; // zeros stay zeros
    }
    double norm = Math.sqrt(sum);
    double r = steady.perWeight() ? root(size, norm - largest) : Math.max(0, norm - c * steady.numerator);
    if (r == 0) {
      for (int k = 0; k < size; k++) {
        weights[groups.member(group, k)] = 0;
      }
      return;
    }
    invert(r, size);
    for (int k = 0; k < size; k++) {
      int i = groups.member(group, k);
      weights[i] = (float) (weights[i] * (r * inverses[k]));
    }
  }

  private void invert(double r, int size) {
    for (int k = 0; k < size; k++) {
      inverses[k] = 1 / (r + shifts[k]);
    }
  }

  /**
   * Newton's method on 1/√f(r) = 1, which is nearly linear in r and climbs to the root from below.
   *
   * @param below ‖w‖ − max s·c: if it is above 0, f is at least 1 there
   */
  private double root(int size, double below) {
    double r = Math.max(0, below);
    for (int step = 0; step < MAX_STEPS; step++) {
      invert(r, size);
      double f0 = 0;
      double f1 = 0;
      double h0 = 0;
      double h1 = 0;
      int k = 0;
      // Two chains of sums: one alone would wait for its own last addition.
      for (; k < size - 1; k += 2) {
        double q0 = squares[k] * inverses[k] * inverses[k];
        double q1 = squares[k + 1] * inverses[k + 1] * inverses[k + 1];
        f0 += q0;
        f1 += q1;
        h0 += q0 * inverses[k];
        h1 += q1 * inverses[k + 1];
      }
      if (k < size) {
        double q = squares[k] * inverses[k] * inverses[k];
        f0 += q;
        h0 += q * inverses[k];
      }
      double f = f0 + f1;
      if (r == 0 && !(f > 1)) {
        return 0;
      }
      double change = f * (Math.sqrt(f) - 1) / (h0 + h1);
      r = Math.max(0, r + change);
      if (Math.abs(change) <= LAST_STEP * r) {
        break;
      }
    }
    return r;
  }
}
