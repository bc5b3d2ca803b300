package dev.lariat.linear.solver.algebra;

/**
 * The eigenvalues and eigenvectors of a small symmetric matrix, by cyclic Jacobi rotations (Golub &amp; Van Loan, 8.5).
 *
 * @param values [n]
 * @param vectors [n][n], an eigenvector a column
 */
@SuppressWarnings("ArrayRecordComponent") // numbers in bulk, never compared
public record Eigen(double[] values, double[][] vectors) {
  /** Destroys its argument. */
  public static Eigen of(double[][] a) {
    int n = a.length;
    double[][] v = new double[n][n];
    for (int i = 0; i < n; i++) {
      v[i][i] = 1;
    }
    for (int sweep = 0; sweep < 60; sweep++) {
      double off = 0;
      double diagonal = 0;
      for (int i = 0; i < n; i++) {
        diagonal += a[i][i] * a[i][i];
        for (int j = 0; j < i; j++) {
          off += a[i][j] * a[i][j];
        }
      }
      if (off <= 1e-32 * diagonal) {
        break;
      }
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          rotate(a, v, p, q);
        }
      }
    }
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = Math.max(0, a[i][i]);
    }
    return new Eigen(values, v);
  }

  private static void rotate(double[][] a, double[][] v, int p, int q) {
    if (a[p][q] == 0) {
      return;
    }
    double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
    double t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
    double c = 1 / Math.sqrt(t * t + 1);
    double s = t * c;
    int n = a.length;
    for (int k = 0; k < n; k++) {
      double kp = a[k][p];
      double kq = a[k][q];
      a[k][p] = c * kp - s * kq;
      a[k][q] = s * kp + c * kq;
    }
    for (int k = 0; k < n; k++) {
      double pk = a[p][k];
      double qk = a[q][k];
      a[p][k] = c * pk - s * qk;
      a[q][k] = s * pk + c * qk;
    }
    for (int k = 0; k < n; k++) {
      double kp = v[k][p];
      double kq = v[k][q];
      v[k][p] = c * kp - s * kq;
      v[k][q] = s * kp + c * kq;
    }
  }
}
