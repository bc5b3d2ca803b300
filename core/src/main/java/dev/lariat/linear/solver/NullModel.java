package dev.lariat.linear.solver;

import dev.lariat.kernel.DenseOps;

/** The model without any feature: what the deviance is compared with. */
final class NullModel {
  private static final int MAX_ITERATIONS = 100; // Newton's; it needs a handful
  private static final int MAX_HALVINGS = 40;
  /** What a step promises, relative to the loss, from which on it is rounding and would not help. */
  private static final double NOTHING = 1e-24;
  private static final double SETTLED = 1e-15; // a relative fall of the loss that is rounding

  private static final double[] NONE = {}; // coefficients

  private final double loss;
  private final ScaledProblem problem;
  private final double[][] theta; // [predictors][rows] w(y − μ)

  NullModel(ScaledProblem problem) {
    this.problem = problem;
    double[][] eta = problem.startingPredictors();
    double[][] mu = new double[eta.length][problem.rows];
    theta = new double[eta.length][problem.rows];
    double value = problem.datafit.evaluate(eta, mu);
    if (problem.intercept) {
      var system = new FreeCoefficients(problem, new int[0]);
      for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
        for (int k = 0; k < theta.length; k++) {
          problem.datafit.residual(mu, k, theta[k]);
        }
        double[] gradient = system.gradient(theta, NONE);
        double[] step = gradient.clone();
        system.solve(mu, NONE, step);
        double promised = 0; // what Newton's step lowers the loss by, doubled
        for (int k = 0; k < step.length; k++) {
          promised += gradient[k] * step[k];
        }
        if (promised <= NOTHING * value) {
          break;
        }
        double length = 1;
        double next = value;
        double[][] trial = eta;
        for (int halving = 0; halving < MAX_HALVINGS; halving++, length /= 2) {
          trial = moved(eta, length, step);
          next = problem.datafit.evaluate(trial, mu);
          if (next <= value) {
            break;
          }
        }
        if (!(next < value)) {
          break;
        }
        boolean done = value - next <= SETTLED * value;
        eta = trial;
        value = next;
        if (done) {
          break;
        }
      }
    }
    loss = problem.datafit.evaluate(eta, mu);
    for (int k = 0; k < theta.length; k++) {
      problem.datafit.residual(mu, k, theta[k]);
    }
  }

  private static double[][] moved(double[][] eta, double length, double[] step) {
    double[][] to = new double[eta.length][];
    for (int k = 0; k < eta.length; k++) {
      to[k] = eta[k].clone();
      for (int i = 0; i < to[k].length; i++) {
        to[k][i] += length * step[k];
      }
    }
    return to;
  }

  /** The negative gradient of the loss, [coefficients]. */
  double[] gradient() {
    double[] out = new double[theta.length * problem.features];
    for (int k = 0; k < theta.length; k++) {
      double sum = DenseOps.sum(theta[k]);
      for (int j = 0; j < problem.features; j++) {
        out[k * problem.features + j] = problem.gradient(j, theta[k], sum);
      }
    }
    return out;
  }

  /** Its mean half deviance. */
  double loss() {
    return loss;
  }
}
