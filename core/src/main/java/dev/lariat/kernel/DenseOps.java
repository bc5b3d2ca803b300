package dev.lariat.kernel;

/**
 * The inner loops over one column, on the kernels of the thread that runs them. Sums run in 16 accumulators and one
 * fixed tree, so that the same data gives the same bits everywhere.
 */
public final class DenseOps {
  /** Kernels keep scratch space: each thread has its own. */
  private static final ThreadLocal<Kernels> KERNELS = ThreadLocal.withInitial(Kernels::best);

  private DenseOps() {}

  /** This thread's kernels, for loops that would look them up too often. */
  public static Kernels kernels() {
    return KERNELS.get();
  }

  /** Σ a_i b_i. */
  public static double dot(double[] a, double[] b, int n) {
    return kernels().dot(n, a, 0, b, 0);
  }

  /** y += f·x. */
  public static void axpy(double f, double[] x, double[] y, int n) {
    kernels().axpy(n, f, x, 0, y, 0);
  }

  /** Σ a_i. */
  public static double sum(double[] a) {
    return kernels().sum(a.length, a, 0);
  }

  /** out = a∘b. */
  public static void multiply(double[] a, double[] b, double[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = a[i] * b[i];
    }
  }
}
