package dev.lariat.linear.solver;

import dev.lariat.linear.solver.algebra.SupportFactor;
import dev.lariat.linear.solver.moments.Moments;

/**
 * All products of a gaussian problem, centred and scaled: after this the rows are no longer needed.
 *
 * @param rows [features][features] X̃ᵀWX̃
 * @param products [features] X̃ᵀW(y − offset)
 * @param square Σw(y − offset)², centred with an intercept
 * @param mean the mean of y − offset, 0 without an intercept
 * @param columnMean [features] of the stored columns over their scale, 0 without an intercept
 */
@SuppressWarnings("ArrayRecordComponent") // numbers in bulk, never compared
record FullGram(double[][] rows, double[] products, double square, double mean,
    double[] columnMean) implements GramQuadratic.Rows {
  double[] row(int j) {
    return rows[j];
  }

  @Override
  public void fill(int[] member, int from, int size, double[][] lower) {
    for (int a = from; a < size; a++) {
      for (int c = 0; c <= a; c++) {
        lower[a - from][c] = rows[member[a]][member[c]];
      }
    }
  }

  @Override
  public boolean exact() {
    return true;
  }

  @Override
  public double dependent() {
    return SupportFactor.DEPENDENT;
  }

  /** @param shift null where the mean is minimised out */
  private static void fillRow(int i, double[] products, double weight, double[] s, double[] mean, double[] shift,
      double[][] rows) {
    for (int j = 0; j <= i; j++) {
      if (s[j] != 0) {
        double raw = products[j] / weight;
        raw += shift == null ? -mean[i] * mean[j] : shift[i] * mean[j] + shift[j] * mean[i] + shift[i] * shift[j];
        rows[i][j] = raw / (s[i] * s[j]);
        rows[j][i] = rows[i][j];
      }
    }
  }

  /** Centres and scales raw moments. */
  static FullGram of(Moments m, ScaledProblem problem) {
    int p = problem.features;
    double[] s = problem.scale;
    double[] mean = new double[p];
    double[] shift = new double[p];
    for (int j = 0; j < p; j++) {
      mean[j] = m.columnSum()[j] / m.weight();
      shift[j] = problem.shift(j);
    }
    double yMean = m.targetSum() / m.weight();
    double[][] rows = new double[p][p];
    double[] products = new double[p];
    boolean centred = problem.intercept;
    for (int i = 0; i < p; i++) {
      if (s[i] == 0) {
        continue;
      }
      fillRow(i, m.products()[i], m.weight(), s, mean, centred ? null : shift, rows);
      double raw = m.targetProducts()[i] / m.weight();
      products[i] = (raw + (centred ? -mean[i] * yMean : shift[i] * yMean)) / s[i];
    }
    double[] columnMean = new double[p];
    for (int j = 0; j < p && centred; j++) {
      columnMean[j] = s[j] == 0 ? 0 : mean[j] / s[j];
    }
    double square = m.targetSquare() / m.weight() - (centred ? yMean * yMean : 0);
    return new FullGram(rows, products, square, centred ? yMean : 0, columnMean);
  }
}
