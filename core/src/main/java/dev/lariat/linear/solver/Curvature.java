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
  private static final int ONE_BY_ONE = 16; // features up to which a blocked product is not worth its buffers

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
  private double[][] scratch = new double[0][]; // [up to a batch][rows]
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
    if (from == 0 && size > ONE_BY_ONE && !problem.x.sparse()) {
      double[] all = new double[Math.multiplyExact(size, size)];
      problem.x.gram(Arrays.copyOf(member, size), h[0], all);
      for (int a = 0; a < size; a++) {
        System.arraycopy(all, a * size, row[a], 0, a + 1);
      }
      return;
    }
    int fresh = size - from;
    int buffers = problem.x.sparse() ? 1 : fresh;
    if (scratch.length < buffers) {
      scratch = new double[buffers][problem.rows];
    }
    if (problem.x.sparse()) {
      for (int a = from; a < size; a++) {
        problem.x.products(member[a], member, a + 1, h[0], scratch[0], row[a]);
      }
      return;
    }
    for (int a = 0; a < fresh; a++) {
      Arrays.fill(scratch[a], 0);
      problem.x.axpy(member[from + a], 1, h[0], scratch[a]);
    }
    // the others' columns are passed over once for all of them
    workers.forRange(size, (long) size * fresh * problem.rows, (begin, end) -> {
      for (int c = begin; c < end; c++) {
        for (int a = Math.max(from, c); a < size; a++) {
          row[a][c] = problem.x.dot(member[c], scratch[a - from]);
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

  /** Pair of predictors by pair: their weights serve all members at once. */
  private void fillCoupled(int[] member, int from, int size, double[][] row) {
    if (scratch.length < 1) {
      scratch = new double[1][problem.rows];
    }
    int[][] slots = new int[predictors][];
    int[][] columns = new int[predictors][];
    int[] freshFrom = new int[predictors]; // in slots
    for (int k = 0; k < predictors; k++) {
      slots[k] = new int[size];
      columns[k] = new int[size];
      int count = 0;
      for (int a = 0; a < size; a++) {
        if (member[a] / features == k) {
          freshFrom[k] += a < from ? 1 : 0;
          columns[k][count] = member[a] - k * features;
          slots[k][count++] = a;
        }
      }
      slots[k] = Arrays.copyOf(slots[k], count);
    }
    for (int a = from; a < size; a++) {
      cross[member[a]] = new double[predictors];
    }
    double[] products = new double[size];
    for (int k = 0; k < predictors; k++) {
      for (int l = 0; l < predictors && freshFrom[k] < slots[k].length; l++) {
        if (k != l && constants[k][l] == 0) {
          continue; // the predictors do not touch each other: a softmax's never sum to 0
        }
        problem.datafit.curvature(mu, k, l, weight);
        for (int f = freshFrom[k]; f < slots[k].length; f++) {
          int a = slots[k][f];
          int count = 0; // of predictor l's members up to a
          while (count < slots[l].length && slots[l][count] <= a) {
            count++;
          }
          problem.x.products(columns[k][f], columns[l], count, weight, scratch[0], products);
          for (int i = 0; i < count; i++) {
            row[a][slots[l][i]] = products[i];
          }
          cross[member[a]][l] = problem.x.dot(columns[k][f], weight);
        }
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
