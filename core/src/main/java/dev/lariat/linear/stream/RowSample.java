package dev.lariat.linear.stream;

import dev.lariat.data.encoding.PartEncoding;
import dev.lariat.kernel.DenseOps;
import dev.lariat.linear.Datafit;
import dev.lariat.linear.DesignMatrix;
import dev.lariat.linear.Family;
import dev.lariat.linear.Observations;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Some rows of a table in memory: they give the curvature of the loss of all rows to within √(parts/rows), which is all
 * that a Newton step with the exact gradient asks. Rows are drawn by their number alone.
 */
final class RowSample {
  private final int parts;
  private final int most;
  private final double[][] values; // [parts + 1][most] the last of ones
  private final double[] y; // [most]
  private final double[] w; // [most]
  private final double[][] offset; // [predictors][most]
  private final BitSet seen = new BitSet(); // classes
  private int count;
  private Family family; // once all rows are there
  private Observations targets; // likewise

  RowSample(int parts, int predictors, long rows, int most) {
    this.parts = parts;
    this.most = (int) Math.min(rows, most);
    values = new double[parts + 1][this.most];
    y = new double[this.most];
    w = new double[this.most];
    offset = new double[predictors][this.most];
  }

  /**
   * Whether a row is one of the sample, while there is room. Of several classes each has its first row.
   *
   * @param label of the row; −1 where there are no classes, or two
   * @param drawn by its number
   */
  boolean takes(int label, boolean drawn) {
    boolean first = label >= 0 && !seen.get(label);
    if (first) {
      seen.set(label);
    }
    return count < most && (first || drawn);
  }

  /**
   * Takes a row with a weight above 0.
   *
   * @param of its offsets and parts
   * @param from where they begin
   */
  void add(double[] of, int from, double target, double weight) {
    for (int k = 0; k < offset.length; k++) {
      offset[k][count] = of[from + k];
    }
    for (int j = 0; j < parts; j++) {
      values[j][count] = of[from + offset.length + j];
    }
    values[parts][count] = 1;
    y[count] = target;
    w[count] = weight;
    count++;
  }

  int count() {
    return count;
  }

  /** Ends the sample. */
  void end(Family of, int classes) {
    family = of;
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += w[i];
    }
    for (int i = 0; i < count; i++) {
      w[i] /= sum;
    }
    targets = new Observations(DesignMatrix.dense(new double[][]{copy(y)}), of, copy(y), classes, copy(w), null);
  }

  private double[] copy(double[] of) {
    return Arrays.copyOf(of, count);
  }

  /**
   * The sample as observations of the inputs of an encoding, over their divisors.
   *
   * @param shifted whether with their shifts
   */
  Observations observations(EncodedFold fold, int classes, boolean hasOffset, boolean shifted) {
    PartEncoding encoding = fold.encoding();
    double[][] columns = new double[fold.width()][count];
    for (int j = 0; j < columns.length; j++) {
      double[] unit = new double[fold.width()];
      unit[j] = 1;
      double[][] factors = new double[1][parts];
      fold.addParts(unit, factors);
      for (int part : encoding.parts(j)) {
        DenseOps.axpy(factors[0][part], values[part], columns[j], count);
      }
      if (shifted) {
        DenseOps.axpy(fold.shift(j), values[parts], columns[j], count);
      }
    }
    return new Observations(DesignMatrix.dense(columns), family, copy(y), classes, copy(w),
        hasOffset ? Arrays.stream(offset).map(this::copy).toArray(double[][]::new) : null);
  }

  /**
   * The curvature of the mean loss at coefficients of the parts.
   *
   * @param c [predictors] the constants
   * @param b [predictors][parts]
   * @return [pairs of predictors (k, l ≤ k)][parts + 1][up to itself] the last is the constants'
   */
  double[][][] curvature(double[] c, double[][] b) {
    int predictors = c.length;
    double[][] eta = new double[predictors][];
    for (int k = 0; k < predictors; k++) {
      eta[k] = copy(offset[k]);
      for (int i = 0; i < count; i++) {
        eta[k][i] += c[k];
      }
      for (int j = 0; j < parts; j++) {
        if (b[k][j] != 0) {
          DenseOps.axpy(b[k][j], values[j], eta[k], count);
        }
      }
    }
    double[][] mu = new double[predictors][count];
    double[] h = new double[count];
    double[][][] out = new double[pair(predictors, 0)][parts + 1][];
    double[] gram = new double[(parts + 1) * (parts + 1)];
    Datafit datafit = family.datafit(targets, targets.weights());
    datafit.evaluate(eta, mu);
    for (int k = 0; k < predictors; k++) {
      for (int l = 0; l <= k; l++) {
        datafit.curvature(mu, k, l, h);
        DenseOps.kernels().gram(count, values, h, gram);
        for (int j = 0; j <= parts; j++) {
          out[pair(k, l)][j] = Arrays.copyOfRange(gram, j * (parts + 1), j * (parts + 1) + j + 1);
        }
      }
    }
    return out;
  }

  /** The place of a pair of predictors, l ≤ k. */
  static int pair(int k, int l) {
    return k * (k + 1) / 2 + l;
  }
}
