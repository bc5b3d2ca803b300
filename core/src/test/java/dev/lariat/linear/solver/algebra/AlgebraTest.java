package dev.lariat.linear.solver.algebra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AlgebraTest {
  private final Random random = new Random(7);

  /** AᵀA of random rows. */
  private double[][] positive(int n, int rows) {
    double[][] a = new double[rows][n];
    for (double[] row : a) {
      Arrays.setAll(row, i -> random.nextGaussian());
    }
    double[][] out = new double[n][n];
    for (double[] row : a) {
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          out[i][j] += row[i] * row[j];
        }
      }
    }
    return out;
  }

  private static double[][] copy(double[][] a) {
    return Arrays.stream(a).map(double[]::clone).toArray(double[][]::new);
  }

  private static double[] times(double[][] a, double[] x) {
    return Arrays.stream(a).mapToDouble(row -> {
      double sum = 0;
      for (int i = 0; i < x.length; i++) {
        sum += row[i] * x[i];
      }
      return sum;
    }).toArray();
  }

  @Test
  void choleskySolves() {
    for (int n : new int[]{1, 2, 5, 17}) {
      double[][] a = positive(n, n + 3);
      double[] x = random.doubles(n).toArray();
      double[] b = times(a, x);
      Cholesky.solve(copy(a), b);
      assertThat(b).containsExactly(x, within(1e-8));
    }
  }

  @Test
  void choleskyLeavesOutWhatDependsOnEarlierColumns() {
    double[][] a = {{2, 1, 2}, {1, 3, 1}, {2, 1, 2}}; // the third is the first again
    double[] b = times(a, new double[]{1, -2, 0});
    Cholesky.solve(copy(a), b);
    assertThat(b).containsExactly(new double[]{1, -2, 0}, within(1e-12));
  }

  @Test
  void eigenvectorsDiagonalise() {
    for (int n : new int[]{1, 2, 6, 11}) {
      double[][] a = positive(n, n + 2);
      Eigen eigen = Eigen.of(copy(a));
      for (int k = 0; k < n; k++) {
        int column = k;
        double[] v = Arrays.stream(eigen.vectors()).mapToDouble(row -> row[column]).toArray();
        double[] av = times(a, v);
        double[] lv = Arrays.stream(v).map(value -> value * eigen.values()[column]).toArray();
        assertThat(av).containsExactly(lv, within(1e-9));
        assertThat(Arrays.stream(v).map(value -> value * value).sum()).isCloseTo(1, within(1e-12));
      }
    }
  }

  @Test
  void theKeptFactorSolvesAsItsSupportComesAndGoes() {
    int n = 30;
    double[][] a = positive(n, 40);
    var factor = new SupportFactor(n);
    for (int round = 0; round < 25; round++) {
      int[] support = random.ints(0, n).distinct().limit(1 + random.nextInt(n)).toArray();
      factor.align(support, support.length, SupportFactor.DEPENDENT, (c, d) -> a[c][d]);
      int[] order = Arrays.copyOf(factor.members(), factor.size());
      assertThat(order).containsExactlyInAnyOrder(support);
      double[] x = random.doubles(order.length).toArray();
      double[] b = new double[order.length];
      for (int i = 0; i < order.length; i++) {
        for (int j = 0; j < order.length; j++) {
          b[i] += a[order[i]][order[j]] * x[j];
        }
      }
      factor.solve(b);
      assertThat(b).containsExactly(x, within(1e-7));
    }
  }

  @Test
  void whatMayBeRoundingIsLeftOutOfTheFactor() {
    double[][] a = {{1, 1 - 1e-8}, {1 - 1e-8, 1}};
    int[] support = {0, 1};
    var factor = new SupportFactor(2);
    factor.align(support, 2, 1e-6, (c, d) -> a[c][d]);
    assertThat(factor.size()).isEqualTo(1);
    factor.align(support, 2, SupportFactor.DEPENDENT, (c, d) -> a[c][d]);
    assertThat(factor.size()).isEqualTo(2);
  }
}
