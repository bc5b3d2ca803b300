package dev.lariat.linear.solver;

import dev.lariat.kernel.DenseOps;
import dev.lariat.linear.solver.algebra.Cholesky;
import java.util.Arrays;

/**
 * A gaussian fit that lives on its Gram matrix alone: a gradient costs features × non-zeros, whatever the number of
 * rows.
 */
final class GramState extends FitState {
  private final FullGram gram;
  private final GramQuadratic quadratic;
  private final CoordinateDescent descent;
  private final double targetConstant; // subtracted from the target before the moments were taken
  private boolean fresh; // gradient belongs to b
  private int[] coefficients = new int[16];

  GramState(ScaledProblem problem, FullGram gram, double targetConstant) {
    super(problem);
    this.gram = gram;
    this.targetConstant = targetConstant;
    quadratic = new GramQuadratic(problem, gram, 1);
    quadratic.reset(new double[0]);
    descent = new CoordinateDescent(blocks);
    System.arraycopy(gram.products(), 0, gradient, 0, gradient.length);
    fresh = true;
  }

  @Override
  double loss() {
    allGradients();
    double fitted = 0; // ‖r‖² = ‖y‖² − bᵀ(X̃ᵀy + X̃ᵀr)
    for (int j = 0; j < b.length; j++) {
      if (b[j] != 0) {
        fitted += b[j] * (gram.products()[j] + gradient[j]);
      }
    }
    return Math.max(0, gram.square() - fitted) / 2;
  }

  @Override
  double distance(double s) {
    return s == 1 ? 0 : (1 - s) * (1 - s) * loss();
  }

  @Override
  void gradients(int[] set, int count) {
    allGradients();
  }

  @Override
  void allGradients() {
    if (fresh) {
      return;
    }
    System.arraycopy(gram.products(), 0, gradient, 0, gradient.length);
    for (int j = 0; j < b.length; j++) {
      if (b[j] != 0) {
        DenseOps.axpy(-b[j], gram.row(j), gradient, gradient.length);
      }
    }
    fresh = true;
  }

  @Override
  void step(int[] set, int count, double tolerance, double violation) {
    int number = 0;
    for (int a = 0; a < count; a++) {
      for (int m = blocks.start[set[a]]; m < blocks.start[set[a] + 1]; m++) {
        if (number == coefficients.length) {
          coefficients = Arrays.copyOf(coefficients, number * 2);
        }
        coefficients[number++] = blocks.member[m];
      }
    }
    quadratic.compact(coefficients, number);
    quadratic.add(coefficients, number);
    for (int a = 0; a < number; a++) {
      quadratic.setGradient(coefficients[a], gradient[coefficients[a]]);
    }
    descent.solve(quadratic, set, count, b, tolerance);
    fresh = false;
  }

  @Override
  boolean newton(int[] set, int count, double tolerance) {
    return false; // the step solves its quadratic model, which is the loss itself
  }

  @Override
  void polish() {
    int[] free = FreeCoefficients.free(blocks, b);
    for (int round = 0; round < 3 && free.length > 0; round++) {
      allGradients();
      double[][] h = new double[free.length][free.length];
      double[] step = new double[free.length];
      for (int i = 0; i < free.length; i++) {
        step[i] = gradient[free[i]];
        for (int j = 0; j < free.length; j++) {
          h[i][j] = gram.row(free[i])[free[j]];
        }
      }
      Cholesky.solve(h, step);
      for (int i = 0; i < free.length; i++) {
        b[free[i]] = Math.clamp(b[free[i]] + step[i], blocks.lower(free[i]), blocks.upper(free[i]));
      }
      fresh = false;
    }
  }

  @Override
  double[] constants() {
    double constant = problem.intercept ? gram.mean() + targetConstant : 0;
    for (int j = 0; j < b.length; j++) {
      if (b[j] != 0) {
        constant += problem.intercept ? -b[j] * gram.columnMean()[j] : b[j] * problem.x.shift(j) / problem.scale[j];
      }
    }
    return new double[]{constant};
  }
}
