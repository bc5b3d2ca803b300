package dev.lariat.linear.solver;

import dev.lariat.kernel.DenseOps;
import dev.lariat.linear.solver.algebra.LimitedStep;
import dev.lariat.linear.solver.penalty.Blocks;
import java.util.Arrays;

/**
 * Newton's system for the intercepts and the coefficients that are never penalised, with the full Hessian over all
 * predictors. Where these are solved to rounding, θ is orthogonal to their columns and the dual bound holds for every
 * family.
 */
final class FreeCoefficients {
  private final ScaledProblem problem;
  private final int[] predictor; // [unknowns]
  private final double[][] column; // [unknowns][rows], null = the constant 1
  private final int constants;
  private final int[] free; // coefficients
  private final LimitedStep limited;

  /** @param free coefficients to solve for beside the intercepts */
  FreeCoefficients(ScaledProblem problem, int[] free) {
    this.problem = problem;
    this.free = free;
    constants = problem.intercept ? problem.predictors : 0;
    predictor = new int[constants + free.length];
    column = new double[predictor.length][];
    for (int k = 0; k < constants; k++) {
      predictor[k] = k;
    }
    for (int a = 0; a < free.length; a++) {
      int k = free[a] / problem.features;
      int j = free[a] - k * problem.features;
      predictor[constants + a] = k;
      double[] values = new double[problem.rows];
      problem.x.axpy(j, 1 / problem.scale[j], values);
      if (!problem.intercept) {
        double shift = problem.x.shift(j) / problem.scale[j];
        Arrays.setAll(values, i -> values[i] + shift);
      }
      column[constants + a] = values;
    }
    int[] coefficient = new int[predictor.length];
    Arrays.setAll(coefficient, a -> a < constants ? -1 : free[a - constants]);
    limited = limited(problem.blocks, coefficient);
  }

  /** A step of unknowns with the limits of their coefficients, −1 for a constant, which has none. */
  static LimitedStep limited(Blocks blocks, int[] coefficient) {
    return new LimitedStep(coefficient,
        Arrays.stream(coefficient).mapToDouble(c -> c < 0 ? Double.NEGATIVE_INFINITY : blocks.lower(c)).toArray(),
        Arrays.stream(coefficient).mapToDouble(c -> c < 0 ? Double.POSITIVE_INFINITY : blocks.upper(c)).toArray());
  }

  /** Whether there is nothing to solve for. */
  boolean isEmpty() {
    return predictor.length == 0;
  }

  /** The negative gradient; 0 where it pushes one of the coefficients {@code b} against its limit. */
  double[] gradient(double[][] theta, double[] b) {
    double[] g = new double[predictor.length];
    for (int a = 0; a < g.length; a++) {
      double[] t = theta[predictor[a]];
      g[a] = column[a] == null ? DenseOps.sum(t) : DenseOps.dot(column[a], t, t.length);
    }
    limited.rest(b, g);
    return g;
  }

  /** Replaces the gradient, which was taken last, by Newton's step. */
  void solve(double[][] mu, double[] b, double[] g) {
    if (problem.datafit.coupled()) {
      solveCoupled(mu, b, g);
      return;
    }
    int n = problem.rows;
    double[][] h = new double[g.length][g.length];
    double[] weight = new double[n];
    double[] scaled = new double[n];
    int k = -1; // W_kl is in weight
    int l = -1;
    for (int a = 0; a < g.length; a++) {
      for (int c = 0; c <= a; c++) {
        boolean other = predictor[a] != k || predictor[c] != l;
        if (other) {
          k = predictor[a];
          l = predictor[c];
          problem.datafit.curvature(mu, k, l, weight);
        }
        if (other || c == 0) {
          if (column[a] == null) {
            System.arraycopy(weight, 0, scaled, 0, n);
          } else {
            DenseOps.multiply(weight, column[a], scaled);
          }
        }
        h[a][c] = column[c] == null ? DenseOps.sum(scaled) : DenseOps.dot(column[c], scaled, n);
        h[c][a] = h[a][c];
      }
    }
    limited.solve(h, b, g);
  }

  /** With H·x of each column; the constants, along which the loss is flat, get 0. */
  private void solveCoupled(double[][] mu, double[] b, double[] g) {
    double[][] h = new double[g.length][g.length];
    double[][] product = new double[1][problem.rows];
    double[][] diagonal = new double[1][problem.rows];
    problem.datafit.curvature(mu, 0, 0, diagonal[0]);
    for (int a = constants; a < g.length; a++) {
      problem.datafit.product(mu, diagonal, new double[][]{column[a]}, product);
      for (int c = constants; c <= a; c++) {
        h[a][c] = DenseOps.dot(column[c], product[0], problem.rows);
        h[c][a] = h[a][c];
      }
    }
    for (int a = 0; a < constants; a++) {
      h[a][a] = 1;
      g[a] = 0;
    }
    limited.solve(h, b, g);
  }

  /** The share of a step with which the first coefficient reaches a limit, at most 1. */
  double room(double[] step, double[] b) {
    return limited.room(step, b);
  }

  /** Adds {@code length·step}, kept within limits, to the predictors; returns the largest change. */
  double apply(double[] step, double length, double[] b, double[][] eta) {
    double largest = 0;
    for (int a = 0; a < step.length; a++) {
      double delta = length * step[a];
      if (a >= constants) {
        int c = free[a - constants];
        delta = limited.moved(a, b[c], delta) - b[c];
      }
      largest = Math.max(largest, Math.abs(delta));
      double[] e = eta[predictor[a]];
      if (column[a] == null) {
        for (int i = 0; i < e.length; i++) {
          e[i] += delta;
        }
      } else {
        DenseOps.axpy(delta, column[a], e, e.length);
      }
    }
    return largest;
  }

  /** Books the step that {@link #apply} tried. */
  void commit(double[] step, double length, double[] b, double[] constant) {
    for (int a = 0; a < constants; a++) {
      constant[a] += length * step[a];
    }
    for (int a = 0; a < free.length; a++) {
      int c = free[a];
      double value = limited.moved(constants + a, b[c], length * step[constants + a]);
      int k = c / problem.features;
      int j = c - k * problem.features;
      if (!problem.intercept) {
        constant[k] += (value - b[c]) * problem.x.shift(j) / problem.scale[j];
      }
      b[c] = value;
    }
  }
}
