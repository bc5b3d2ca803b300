package dev.lariat.linear.solver;

import dev.lariat.kernel.DenseOps;
import dev.lariat.linear.solver.algebra.Cholesky;
import dev.lariat.linear.solver.algebra.SupportFactor;
import dev.lariat.linear.solver.rounding.RoundedColumns;
import dev.lariat.parallel.Workers;
import java.util.Arrays;

/**
 * The second derivative of the loss at one point, over all predictors, in the coefficients: {@code H = X̃ᵀ W X̃} with
 * {@code W_kl = ∂²loss/∂η_k∂η_l}, the intercepts minimised out: {@code H_ac − c_aᵀM⁻¹c_c} where {@code M_kl = ΣW_kl}
 * and c_a are the products of column a with the constants.
 */
final class Curvature implements GramQuadratic.Rows {
  /** Members whose products with the new ones are made at a time. */
  private static final int TILE = 128;
  /** A pivot that may be what single precision left of 0, over its diagonal. */
  private static final double SINGLE_DEPENDENT = 1e-6;
  /** A largest weight and a sum of weights whose products are far from the ends of single precision. */
  private static final double LEAST_SINGLE = 1e-25;
  private static final double MOST_SINGLE = 1e25;

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
  private RoundedColumns rounded; // for a single predictor; null where all is double
  private final float[] smallWeight; // [rows] W over its largest value, with `rounded`
  private double largestWeight;
  private boolean there;
  private double sum; // Σ_k M_kk

  /** @param rounded the columns in single precision, or null */
  Curvature(ScaledProblem problem, Workers workers, RoundedColumns rounded) {
    this.problem = problem;
    this.workers = workers;
    this.rounded = problem.predictors == 1 && !problem.datafit.coupled() ? rounded : null;
    smallWeight = new float[this.rounded == null ? 0 : problem.rows];
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

  @Override
  public boolean exact() {
    return rounded == null;
  }

  /** From here on products are made in double precision. */
  void makeExact() {
    rounded = null;
  }

  @Override
  public double dependent() {
    return exact() ? SupportFactor.DEPENDENT : SINGLE_DEPENDENT;
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
    if (!exact()) {
      largestWeight = Arrays.stream(h[0]).max().orElse(0);
      if (largestWeight < LEAST_SINGLE || sum > MOST_SINGLE) {
        makeExact();
      } else {
        for (int i = 0; i < smallWeight.length; i++) {
          smallWeight[i] = (float) (h[0][i] / largestWeight);
        }
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
  public void fill(int[] member, int from, int size, double[][] lower) {
    if (problem.datafit.coupled()) {
      fillRows(member, from, size, lower);
    } else if (predictors == 1) {
      fillOne(member, from, size, lower);
    } else {
      fillCoupled(member, from, size, lower);
    }
    for (int a = from; a < size; a++) {
      finish(member, a, lower[a - from]);
    }
  }

  private void fillOne(int[] member, int from, int size, double[][] lower) {
    for (int a = from; a < size; a++) {
      cross[member[a]] = new double[]{problem.x.dot(member[a], h[0])};
    }
    long work = (long) (size - from) * (size + from) / 2 * problem.rows;
    workers.each((size + TILE - 1) / TILE, work, tile -> {
      int begin = tile * TILE;
      int end = Math.min(size, begin + TILE);
      int first = Math.max(from, begin); // new members before have no element here
      int[] left = Arrays.copyOfRange(member, first, size);
      int[] right = Arrays.copyOfRange(member, begin, end);
      int[] counts = new int[left.length];
      Arrays.setAll(counts, a -> Math.min(first + a + 1 - begin, right.length));
      double[] products = new double[Math.multiplyExact(left.length, right.length)];
      if (exact()) {
        double[][] weights = new double[left.length][];
        Arrays.fill(weights, h[0]);
        problem.x.products(left, weights, right, counts, products);
      } else {
        roundedProducts(left, right, counts, products);
      }
      for (int a = 0; a < left.length; a++) {
        for (int c = 0; c < counts[a]; c++) {
          lower[first + a - from][begin + c] = products[c * left.length + a];
        }
      }
    });
  }

  private void roundedProducts(int[] left, int[] right, int[] counts, double[] products) {
    float[][] a = new float[left.length][];
    Arrays.setAll(a, i -> rounded.column(left[i]));
    float[][] b = new float[right.length][];
    Arrays.setAll(b, i -> rounded.column(right[i]));
    DenseOps.kernels().products(problem.rows, a, smallWeight, b, counts, products);
    for (int c = 0; c < right.length; c++) {
      double factor = largestWeight * rounded.length(right[c]);
      for (int i = 0; i < left.length; i++) {
        products[c * left.length + i] *= factor * rounded.length(left[i]);
      }
    }
  }

  /** The exact rows of a loss that couples rows: H·x for each, which has no part along the constant. */
  private void fillRows(int[] member, int from, int size, double[][] lower) {
    double[][] column = new double[1][problem.rows];
    double[][] product = new double[1][problem.rows];
    for (int a = from; a < size; a++) {
      Arrays.fill(column[0], 0);
      problem.x.axpy(member[a], 1, column[0]);
      problem.datafit.product(mu, h, column, product);
      for (int c = 0; c <= a; c++) {
        lower[a - from][c] = problem.x.dot(member[c], product[0]);
      }
      cross[member[a]] = new double[1];
    }
  }

  /**
   * Predictor by predictor: all new members, each with its weights against that predictor, times the predictor's
   * members.
   */
  private void fillCoupled(int[] member, int from, int size, double[][] lower) {
    for (int a = from; a < size; a++) {
      cross[member[a]] = new double[predictors];
    }
    long work = (long) (size - from) * (size + from) / 2 * problem.rows;
    workers.each(predictors, work, l -> fillAgainst(l, member, from, size, lower));
  }

  private void fillAgainst(int l, int[] member, int from, int size, double[][] lower) {
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
        lower[rowOf[f] - from][slots[i]] = products[i * fresh + f];
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
