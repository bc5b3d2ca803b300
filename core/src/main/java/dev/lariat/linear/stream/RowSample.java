package dev.lariat.linear.stream;

import dev.lariat.data.encoding.PartEncoding;
import dev.lariat.kernel.DenseOps;
import dev.lariat.linear.Cox;
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
  /** A curvature below this share of what is expected is of a column that the sample knows nothing of. */
  private static final double LEAST_CURVATURE = 1e-3;

  private final int parts;
  private final int most;
  private final double[][] values; // [parts + 1][most] the last of ones
  private final double[] y; // [most]
  private final double[] w; // [most]
  private final double[][] offset; // [predictors][most]
  private final BitSet seen = new BitSet(); // classes
  private Waiting waiting; // of rows that wait for an event; else null
  private double[] floor; // [parts] of these: what a part's curvature is if it says nothing of the target
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
   * What happened to rows that wait for an event, whose targets are times.
   *
   * @param event [most]
   * @param start [most] from when on a row was at risk; null for the beginning
   * @param stratum [most]
   */
  @SuppressWarnings("ArrayRecordComponent") // numbers in bulk, never compared
  record Waiting(boolean[] event, double[] start, int[] stratum) {}

  /** {@return how many rows there is room for} */
  int most() {
    return most;
  }

  /** Takes what happened to the rows, before the sample ends. */
  void waiting(Waiting happened) {
    waiting = happened;
  }

  /** Takes what curvatures are about: a rare level may be in no row of the sample that is compared. */
  void curvatureFloor(double[] expected) {
    floor = expected;
  }

  private Cox.Times times() {
    return waiting == null
        ? null
        : new Cox.Times(copy(y), Arrays.copyOf(waiting.event, count),
            waiting.start == null ? null : copy(waiting.start), Arrays.copyOf(waiting.stratum, count));
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
    targets = new Observations(DesignMatrix.dense(new double[][]{copy(y)}), of, copy(y), classes, copy(w), null,
        times());
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
        hasOffset ? Arrays.stream(offset).map(this::copy).toArray(double[][]::new) : null, times());
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
    if (datafit.coupled()) {
      out[0] = coupled(datafit, mu);
      return out;
    }
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

  /** Of a loss that does not see constants: their row is 0. */
  private double[][] coupled(Datafit datafit, double[][] mu) {
    double[][] columns = Arrays.copyOf(values, parts);
    double[] h = new double[count];
    datafit.curvature(mu, 0, 0, h);
    double[] own = new double[parts * parts];
    DenseOps.kernels().gram(count, columns, h, own);
    Datafit.Coupling coupling = datafit.coupling(mu, columns);
    double[] less = new double[parts * parts];
    DenseOps.kernels().gram(coupling.weight().length, coupling.means(), coupling.weight(), less);
    double[][] out = new double[parts + 1][];
    for (int j = 0; j < parts; j++) {
      out[j] = new double[j + 1];
      for (int k = 0; k <= j; k++) {
        out[j][k] = own[j * parts + k] - less[j * parts + k];
      }
      out[j][j] = out[j][j] < LEAST_CURVATURE * floor[j] ? floor[j] : out[j][j];
    }
    out[parts] = new double[parts + 1];
    return out;
  }

  /** The place of a pair of predictors, l ≤ k. */
  static int pair(int k, int l) {
    return k * (k + 1) / 2 + l;
  }
}
