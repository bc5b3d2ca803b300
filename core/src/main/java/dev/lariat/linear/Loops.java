package dev.lariat.linear;

import dev.lariat.kernel.Kernels;

/**
 * The inner loops over one column, on the kernels of the thread that runs them. Sums run in 16 accumulators and one
 * fixed tree, so that the same data gives the same bits everywhere.
 */
final class Loops {
  /** Kernels keep scratch space: each thread has its own. */
  private static final ThreadLocal<Kernels> KERNELS = ThreadLocal.withInitial(Kernels::best);

  private Loops() {}

  /** This thread's kernels, for loops that would look them up too often. */
  static Kernels kernels() {
    return KERNELS.get();
  }

  /** Σ a_i b_i. */
  static double dot(double[] a, double[] b, int n) {
    return kernels().dot(n, a, 0, b, 0);
  }

  /** y += f·x. */
  static void axpy(double f, double[] x, double[] y, int n) {
    kernels().axpy(n, f, x, 0, y, 0);
  }

  /** Σ a_i. */
  static double sum(double[] a) {
    return kernels().sum(a.length, a, 0);
  }

  /** out = a∘b. */
  static void multiply(double[] a, double[] b, double[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = a[i] * b[i];
    }
  }
}
