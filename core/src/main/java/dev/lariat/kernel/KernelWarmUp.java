package dev.lariat.kernel;

import java.util.Arrays;

/**
 * Calls the kernels of linear paths until the compiler has made machine code of them. Vector code that is interpreted
 * is a hundred times slower, and a short fit spends most of its time in it: whoever reads a large file first has a core
 * to spare meanwhile.
 */
public final class KernelWarmUp {
  /** As many calls as the compiler wants to see, and half as many again. */
  private static final int CALLS = 3000;
  private static final int ROWS = 256;
  private static final int COLUMNS = 20;
  /** Calls of the others for one of the blocked product, which takes as long as all of them. */
  private static final int BLOCKED = 20;

  private KernelWarmUp() {}

  /**
   * Warms up on a thread of its own, which takes most of a second and keeps no machine from ending.
   *
   * @return the thread, already started
   */
  public static Thread start() {
    var thread = new Thread(() -> run(CALLS), "lariat-warm-up");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /**
   * Calls each kernel.
   *
   * @return a sum of what they computed, so that nothing is left out as unused
   */
  static double run(int calls) {
    Kernels kernels = Kernels.best();
    double[] a = new double[ROWS];
    double[] b = new double[ROWS];
    double[] c = new double[ROWS];
    float[] x = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      a[i] = 1.0 / (i + 1);
      b[i] = 1 - a[i];
      x[i] = (float) a[i];
    }
    double[][] columns = new double[COLUMNS][];
    double[][] weights = new double[COLUMNS][];
    int[] counts = new int[COLUMNS];
    Arrays.fill(columns, a);
    Arrays.fill(weights, b);
    Arrays.fill(counts, COLUMNS);
    double[] products = new double[COLUMNS * COLUMNS];
    double sum = 0;
    for (int call = 0; call < calls; call++) {
      DenseOps.multiply(a, b, c);
      DenseOps.axpy(sum / (1 + Math.abs(sum)), a, c, ROWS);
      sum += DenseOps.dot(a, c, ROWS) + DenseOps.sum(c) + kernels.dot(ROWS, x, 0, x, 0)
          + kernels.weightedDot(ROWS, b, 0, a, 0, c, 0);
      if (call % BLOCKED == 0) {
        kernels.products(ROWS, columns, weights, columns, counts, products);
        sum += products[0];
      }
    }
    return sum;
  }
}
