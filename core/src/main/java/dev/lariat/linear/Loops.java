package dev.lariat.linear;

/**
 * The inner loops over one column. Sums run in a fixed number of accumulators and a fixed order, so that the same data gives the
 * same bits everywhere.
 */
final class Loops {
  private Loops() {}

  /** Σ a_i b_i. */
  static double dot(double[] a, double[] b, int n) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 3 < n; i += 4) {
      s0 += a[i] * b[i];
      s1 += a[i + 1] * b[i + 1];
      s2 += a[i + 2] * b[i + 2];
      s3 += a[i + 3] * b[i + 3];
    }
    for (; i < n; i++) {
      s0 += a[i] * b[i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** y += f·x. */
  static void axpy(double f, double[] x, double[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] += f * x[i];
    }
  }

  /** Σ a_i. */
  static double sum(double[] a) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 3 < a.length; i += 4) {
      s0 += a[i];
      s1 += a[i + 1];
      s2 += a[i + 2];
      s3 += a[i + 3];
    }
    for (; i < a.length; i++) {
      s0 += a[i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** out = a∘b. */
  static void multiply(double[] a, double[] b, double[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = a[i] * b[i];
    }
  }

  /** gram[i][j] += Σ_r panel[i][r] panel[j][r] over the first {@code count} rows, for j ≤ i. */
  static void addGram(double[][] panel, int count, double[][] gram) {
    for (int i = 0; i < panel.length; i++) {
      for (int j = 0; j <= i; j++) {
        gram[i][j] += dot(panel[i], panel[j], count);
      }
    }
  }
}
