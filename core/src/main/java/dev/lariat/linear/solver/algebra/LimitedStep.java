package dev.lariat.linear.solver.algebra;

import java.util.Arrays;

/**
 * Newton's step of unknowns of which some are coefficients with limits. One that rests at a limit, against which the
 * gradient or the step pushes it, stays there and leaves the system, so that the others are solved for the place where
 * it is; a step ends where the first coefficient reaches a limit. With the step of all cut to the limits the intercept
 * would move as if nothing had been cut.
 */
public final class LimitedStep {
  /** So near to a limit, relative to it, is there. */
  private static final double THERE = 1e-14;

  private final int[] coefficient; // [unknowns] −1 for one that is none
  private final double[] lower; // [unknowns]
  private final double[] upper; // [unknowns]
  private final boolean[] held; // [unknowns]
  private final boolean limited; // whether any has a limit

  /**
   * @param coefficient of each unknown; −1 for a constant
   * @param lower limit of each unknown
   * @param upper limit of each unknown
   */
  public LimitedStep(int[] coefficient, double[] lower, double[] upper) {
    this.coefficient = coefficient;
    this.lower = lower;
    this.upper = upper;
    held = new boolean[coefficient.length];
    limited = Arrays.stream(lower).anyMatch(l -> l > Double.NEGATIVE_INFINITY)
        || Arrays.stream(upper).anyMatch(u -> u < Double.POSITIVE_INFINITY);
  }

  /** Whether a coefficient is at a limit and would go beyond it. */
  private boolean rests(int unknown, double[] b, double direction) {
    int c = coefficient[unknown];
    return c >= 0 && (direction > 0 ? b[c] >= upper[unknown] : direction < 0 && b[c] <= lower[unknown]);
  }

  /** Sets the negative gradient of what it pushes against a limit to 0: nothing is to be done there. */
  public void rest(double[] b, double[] g) {
    for (int a = 0; limited && a < g.length; a++) {
      held[a] = rests(a, b, g[a]);
      g[a] = held[a] ? 0 : g[a];
    }
  }

  /**
   * Replaces the negative gradient, after {@link #rest}, by Newton's step.
   *
   * @param h the Hessian of all unknowns; modified
   */
  public void solve(double[][] h, double[] b, double[] g) {
    if (!limited) {
      Cholesky.solve(h, g);
      return;
    }
    double[] gradient = g.clone();
    boolean more = true;
    while (more) {
      double[][] system = new double[g.length][];
      for (int a = 0; a < g.length; a++) {
        system[a] = held[a] ? new double[g.length] : h[a].clone();
        g[a] = held[a] ? 0 : gradient[a];
      }
      for (int a = 0; a < g.length; a++) {
        for (int c = 0; held[a] && c < g.length; c++) {
          system[c][a] = c == a ? 1 : 0;
        }
      }
      Cholesky.solve(system, g);
      more = false;
      for (int a = 0; a < g.length; a++) {
        if (!held[a] && rests(a, b, g[a])) {
          held[a] = true;
          more = true;
        }
      }
    }
  }

  /** The share of a step, at most 1, with which the first coefficient reaches a limit. */
  public double room(double[] step, double[] b) {
    double room = 1;
    for (int a = 0; limited && a < step.length; a++) {
      int c = coefficient[a];
      double limit = c < 0 || step[a] == 0 ? Double.POSITIVE_INFINITY : step[a] > 0 ? upper[a] - b[c] : b[c] - lower[a];
      room = limit < room * Math.abs(step[a]) ? limit / Math.abs(step[a]) : room;
    }
    return room;
  }

  /** Where an unknown that is {@code b} is after a move. */
  public double moved(int unknown, double b, double move) {
    double value = Math.clamp(b + move, lower[unknown], upper[unknown]);
    double limit = move > 0 ? upper[unknown] : lower[unknown];
    return !Double.isInfinite(limit) && Math.abs(limit - value) <= THERE * Math.abs(limit) ? limit : value;
  }
}
