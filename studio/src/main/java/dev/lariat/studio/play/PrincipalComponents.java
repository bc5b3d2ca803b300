package dev.lariat.studio.play;

import dev.lariat.data.Column;
import dev.lariat.data.ColumnKind;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumericColumn;
import java.util.List;

/**
 * The two directions in which the numbers of a table vary most, each column standardised (principal components, Pearson
 * 1901), by power iteration on the rows: no matrix of all pairs of columns is made. Missing values count as the mean.
 */
final class PrincipalComponents {
  /** The names of the two columns. */
  static final List<String> NAMES = List.of("first component", "second component");

  /** Far more than the ratio of neighbouring variances of real tables asks for. */
  private static final int ITERATIONS = 200;

  private PrincipalComponents() {}

  /**
   * The two components of every row.
   *
   * @param target is left out
   * @throws DataException if there are fewer than two columns of numbers that vary
   */
  static List<NumericColumn> of(Dataset table, String target) {
    double[][] x = table.columns()
        .stream()
        .filter(column -> column.kind() == ColumnKind.NUMERIC && !column.name().equals(target))
        .map(PrincipalComponents::standardised)
        .filter(column -> column.length > 0)
        .toArray(double[][]::new);
    if (x.length < 2) {
      throw new DataException("principal components need two columns of numbers or more");
    }
    double[] first = direction(x, new double[x.length]);
    double[] second = direction(x, first);
    return List.of(new NumericColumn(NAMES.getFirst(), scores(x, first)),
        new NumericColumn(NAMES.getLast(), scores(x, second)));
  }

  /** Empty where the column does not vary. */
  private static double[] standardised(Column column) {
    double sum = 0;
    double squares = 0;
    int known = 0;
    for (int row = 0; row < column.rows(); row++) {
      double value = column.number(row);
      if (Double.isFinite(value)) {
        sum += value;
        squares += value * value;
        known++;
      }
    }
    double mean = sum / Math.max(1, known);
    double deviation = Math.sqrt(Math.max(0, squares / Math.max(1, known) - mean * mean));
    if (!(deviation > 0) || Double.isInfinite(deviation)) {
      return new double[0];
    }
    double[] z = new double[column.rows()];
    for (int row = 0; row < z.length; row++) {
      double value = column.number(row);
      z[row] = Double.isFinite(value) ? (value - mean) / deviation : 0;
    }
    return z;
  }

  /** The direction of the largest variance among those at right angles to another. */
  private static double[] direction(double[][] x, double[] other) {
    double[] w = new double[x.length];
    for (int j = 0; j < w.length; j++) {
      w[j] = 1 + 0.1 * j / w.length; // not at right angles to anything that matters, but by chance
    }
    for (int k = 0; k < ITERATIONS; k++) {
      double[] scores = scores(x, w);
      for (int j = 0; j < w.length; j++) {
        w[j] = dot(x[j], scores);
      }
      double along = dot(w, other);
      for (int j = 0; j < w.length; j++) {
        w[j] -= along * other[j];
      }
      double length = Math.sqrt(dot(w, w));
      for (int j = 0; j < w.length; j++) {
        w[j] /= length > 0 ? length : 1;
      }
    }
    return w;
  }

  private static double[] scores(double[][] x, double[] w) {
    double[] scores = new double[x[0].length];
    for (int j = 0; j < w.length; j++) {
      for (int row = 0; row < scores.length; row++) {
        scores[row] += w[j] * x[j][row];
      }
    }
    return scores;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
