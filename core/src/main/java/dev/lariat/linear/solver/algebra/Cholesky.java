package dev.lariat.linear.solver.algebra;

import dev.lariat.kernel.DenseOps;

/** Small symmetric systems. */
public final class Cholesky {
  /** A pivot this small against its diagonal is a linear dependence. */
  private static final double DEPENDENT = 1e-11;

  private Cholesky() {}

  /**
   * Solves {@code a·x = b} for a positive semidefinite a. Columns that depend on earlier ones get 0, so that duplicates
   * do no harm.
   *
   * @param a [n][n], destroyed
   * @param b [n], replaced by the solution
   */
  public static void solve(double[][] a, double[] b) {
    int n = b.length;
    boolean[] dependent = new boolean[n];
    for (int j = 0; j < n; j++) {
      double pivot = a[j][j];
      double original = pivot;
      for (int k = 0; k < j; k++) {
        pivot -= a[j][k] * a[j][k];
      }
      if (!(pivot > DEPENDENT * original)) {
        dependent[j] = true;
        for (int i = j; i < n; i++) {
          a[i][j] = 0;
        }
        continue;
      }
      double root = Math.sqrt(pivot);
      a[j][j] = root;
      for (int i = j + 1; i < n; i++) {
        a[i][j] = (a[i][j] - DenseOps.dot(a[i], a[j], j)) / root;
      }
    }
    for (int i = 0; i < n; i++) {
      b[i] = dependent[i] ? 0 : (b[i] - DenseOps.dot(a[i], b, i)) / a[i][i];
    }
    for (int i = n - 1; i >= 0; i--) {
      if (dependent[i]) {
        continue;
      }
      double sum = b[i];
      for (int k = i + 1; k < n; k++) {
        sum -= a[k][i] * b[k];
      }
      b[i] = sum / a[i][i];
    }
  }
}
