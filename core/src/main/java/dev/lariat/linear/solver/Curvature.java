package dev.lariat.linear.solver;

import dev.lariat.kernel.DenseOps;
import dev.lariat.linear.solver.algebra.Cholesky;
import dev.lariat.parallel.Workers;
import java.util.Arrays;

/**
 * The second derivative of the loss at one point, over all predictors, in the coefficients: {@code H = X̃ᵀ W X̃} with
 * {@code W_kl = ∂²loss/∂η_k∂η_l}, the intercepts minimised out: {@code H_ac − c_aᵀM⁻¹c_c} where {@code M_kl = ΣW_kl}
 * and c_a are the products of column a with the constants.
 */
final class Curvature implements GramQuadratic.Rows {
  private final ScaledProblem problem;
  private final Workers workers;
  private final int features;
  private final int predictors;
  private final double[][] mu; // [predictors][rows] of the point
  private final double[][] h; // [predictors][rows] W_kk
  private final double[] weight; // [rows] a W_kl
  private final double[][] constants; // [predictors][predictors] M
  private final double[][] inverse; // [predictors][predictors] M⁻¹; of a singular M one that leaves out dependent ones
  private final double[][] cross; // [coefficients][predictors] c_a, for those whose rows were asked for
  private boolean there;
  private double sum; // Σ_k M_kk

  Curvature(ScaledProblem problem, Workers workers) {
    this.problem = problem;
    this.workers = workers;
    features = problem.features;
    predictors = problem.predictors;
    mu = new double[predictors][problem.rows];
    h = new double[predictors][problem.rows];
    weight = new double[problem.rows];
    constants = new double[predictors][predictors];
    inverse = new double[predictors][predictors];
    cross = new double[features * predictors][];
  }

  /** Whether a point was taken. */
  boolean there() {
    return there;
  }

  /** Takes the curvature at a point. */
  void take(double[][] means) {
    there = true;
    sum = 0;
    Arrays.fill(cross, null);
    for (int k = 0; k < predictors; k++) {
      System.arraycopy(means[k], 0, mu[k], 0, mu[k].length);
      problem.datafit.curvature(mu, k, k, h[k]);
      constants[k][k] = DenseOps.sum(h[k]);
      sum += constants[k][k];
      for (int l = 0; l < k; l++) {
        problem.datafit.curvature(mu, k, l, weight);
        constants[k][l] = DenseOps.sum(weight);
        constants[l][k] = constants[k][l];
      }
    }
    if (problem.intercept && !problem.datafit.coupled()) {
      for (int k = 0; k < predictors; k++) {
        double[][] copy = new double[predictors][];
        for (int l = 0; l < predictors; l++) {
          copy[l] = constants[l].clone();
        }
        Arrays.fill(inverse[k], 0);
        inverse[k][k] = 1;
        Cholesky.solve(copy, inverse[k]);
      }
    }
  }

  /**
   * How the curvature at some means differs from that at the point.
   *
   * @param factor of size with one predictor, ΣW there over that at the point; 1 with several
   * @param moved how far its shape is from {@code factor} times that at the point, relative to its size
   */
  record Change(double factor, double moved) {}

  /** {@return how the curvature at these means differs} */
  Change change(double[][] means) {
    double factor = 1;
    double moved = 0;
    for (int k = 0; k < predictors; k++) {
      problem.datafit.curvature(means, k, k, weight);
      if (predictors == 1) {
        factor = DenseOps.sum(weight) / sum;
      }
      double[] old = h[k];
      for (int i = 0; i < weight.length; i++) {
        moved += Math.abs(weight[i] - factor * old[i]);
      }
    }
    return new Change(factor, moved / (sum * factor));
  }

  /** Adds to {@code step} the constants that minimise the model when the raw coefficient of c grows by {@code f}. */
  void addConstants(int c, double f, double[] step) {
    for (int l = 0; l < predictors; l++) {
      double value = 0;
      for (int m = 0; m < predictors; m++) {
        value += inverse[l][m] * cross[c][m];
      }
      step[l] -= f * value;
    }
  }

  /** Adds M⁻¹ times these sums to {@code step}, over {@code factor}: Newton's step of the constants. */
  void addConstants(double[] sums, double factor, double[] step) {
    for (int l = 0; l < predictors; l++) {
      for (int m = 0; m < predictors; m++) {
        step[l] += inverse[l][m] * sums[m] / factor;
      }
    }
  }

  @Override
  public void fill(int[] member, int from, int size, double[][] row) {
    if (problem.datafit.coupled()) {
      fillRows(member, from, size, row);
    } else if (predictors == 1) {
      fillOne(member, from, size, row);
    } else {
      fillCoupled(member, from, size, row);
    }
    for (int a = from; a < size; a++) {
      finish(member, a, row[a]);
    }
  }

  private void fillOne(int[] member, int from, int size, double[][] row) {
    for (int a = from; a < size; a++) {
      cross[member[a]] = new double[]{problem.x.dot(member[a], h[0])};
    }
    int fresh = size - from;
    int[] left = Arrays.copyOfRange(member, from, size);
    double[][] weights = new double[fresh][];
    Arrays.fill(weights, h[0]);
    workers.forRange(size, (long) size * fresh * problem.rows, (begin, end) -> {
      int count = end - begin;
      int[] counts = new int[fresh];
      for (int a = 0; a < fresh; a++) {
        counts[a] = Math.clamp(from + a + 1 - begin, 0, count);
      }
      double[] products = new double[Math.multiplyExact(fresh, count)];
      problem.x.products(left, weights, Arrays.copyOfRange(member, begin, end), counts, products);
      for (int a = 0; a < fresh; a++) {
        for (int c = 0; c < counts[a]; c++) {
          row[from + a][begin + c] = products[c * fresh + a];
        }
      }
    });
  }

  /** The exact rows of a loss that couples rows: H·x for each, which has no part along the constant. */
  private void fillRows(int[] member, int from, int size, double[][] row) {
    double[][] column = new double[1][problem.rows];
    double[][] product = new double[1][problem.rows];
    for (int a = from; a < size; a++) {
      Arrays.fill(column[0], 0);
      problem.x.axpy(member[a], 1, column[0]);
      problem.datafit.product(mu, h, column, product);
      for (int c = 0; c <= a; c++) {
        row[a][c] = problem.x.dot(member[c], product[0]);
      }
      cross[member[a]] = new double[1];
    }
  }

  /**
   * Predictor by predictor: all new members, each with its weights against that predictor, times the predictor's
   * members.
   */
  private void fillCoupled(int[] member, int from, int size, double[][] row) {
    for (int a = from; a < size; a++) {
      cross[member[a]] = new double[predictors];
    }
    long work = (long) (size - from) * (size + from) / 2 * problem.rows;
    workers.each(predictors, work, l -> fillAgainst(l, member, from, size, row));
  }

  private void fillAgainst(int l, int[] member, int from, int size, double[][] row) {
    double[][] against = new double[predictors][]; // W_kl
    for (int k = 0; k < predictors; k++) {
      if (k == l || constants[k][l] != 0) { // else they do not touch each other: a softmax's never sum to 0
        against[k] = k == l ? h[k] : new double[problem.rows];
        if (k != l) {
          problem.datafit.curvature(mu, k, l, against[k]);
        }
      }
    }
    int[] slots = new int[size]; // of the predictor's members
    int[] right = new int[size]; // their columns
    int count = 0;
    for (int c = 0; c < size; c++) {
      if (member[c] / features == l) {
        slots[count] = c;
        right[count++] = member[c] - l * features;
      }
    }
    int[] rowOf = new int[size - from]; // the new members that touch the predictor
    int[] left = new int[size - from]; // their columns
    double[][] weights = new double[size - from][];
    int[] counts = new int[size - from]; // of the predictor's members up to a
    int fresh = 0;
    int before = 0;
    for (int a = from; a < size; a++) {
      int k = member[a] / features;
      int j = member[a] - k * features;
      while (before < count && slots[before] <= a) {
        before++;
      }
      if (against[k] != null) {
        cross[member[a]][l] = problem.x.dot(j, against[k]);
        if (before > 0) {
          rowOf[fresh] = a;
          left[fresh] = j;
          weights[fresh] = against[k];
          counts[fresh++] = before;
        }
      }
    }
    double[] products = new double[Math.multiplyExact(fresh, count)];
    problem.x.products(Arrays.copyOf(left, fresh), Arrays.copyOf(weights, fresh), Arrays.copyOf(right, count),
        Arrays.copyOf(counts, fresh), products);
    for (int f = 0; f < fresh; f++) {
      for (int i = 0; i < counts[f]; i++) {
        row[rowOf[f]][slots[i]] = products[i * fresh + f];
      }
    }
  }

  /** Centres and scales the row of member a. */
  private void finish(int[] member, int a, double[] row) {
    int k = member[a] / features;
    int i = member[a] - k * features;
    double[] mine = cross[member[a]];
    double[] solved = new double[predictors];
    if (problem.intercept) {
      for (int l = 0; l < predictors; l++) {
        for (int m = 0; m < predictors; m++) {
          solved[l] += inverse[l][m] * mine[m];
        }
      }
    }
    double shift = problem.x.shift(i);
    for (int c = 0; c <= a; c++) {
      int l = member[c] / features;
      int j = member[c] - l * features;
      double[] other = cross[member[c]];
      double value = row[c];
      if (problem.intercept) {
        for (int m = 0; m < predictors; m++) {
          value -= solved[m] * other[m];
        }
      } else {
        double otherShift = problem.x.shift(j);
        value += shift * other[k] + otherShift * mine[l] + shift * otherShift * constants[k][l];
      }
      row[c] = value / (problem.scale[i] * problem.scale[j]);
    }
    row[a] = Math.max(0, row[a]);
  }
}
