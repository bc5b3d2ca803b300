package dev.lariat.linear.stream;

import dev.lariat.data.encoding.PartEncoding;
import dev.lariat.data.encoding.PartSums;
import dev.lariat.kernel.DenseOps;
import dev.lariat.kernel.Kernels;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Sums of the parts of columns over the rows of a fold, with their squares: what encodings and scales are learnt from
 * where products are not summed up.
 */
final class PartStatistics implements SumsByFold.Sums<PartStatistics> {
  private final double[] sum; // [parts]
  private final double[] square; // [parts]
  private final double[][] products; // [predictors][parts] with the target, of several classes with being in each
  private final double[] least; // [parts]
  private final double[] most; // [parts]
  private PartSums.Weights weights = PartSums.Weights.NONE;
  private final double[] targetSum; // [predictors]
  private double leastTarget = Double.POSITIVE_INFINITY;
  private double mostTarget = Double.NEGATIVE_INFINITY;

  PartStatistics(int predictors, int count) {
    sum = new double[count];
    square = new double[count];
    products = new double[predictors][count];
    targetSum = new double[predictors];
    least = new double[count];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    most = new double[count];
    Arrays.fill(most, Double.NEGATIVE_INFINITY);
  }

  /**
   * Adds rows with a weight above 0.
   *
   * @param values [parts][rows] NaN for a number that is missing
   */
  void add(double[][] values, int[] rows, int used, double[] w, double[] y) {
    for (int r = 0; r < used; r++) {
      double own = w[rows[r]];
      weights = weights.plus(new PartSums.Weights(1, own, own, own, own == Math.rint(own)));
      if (targetSum.length == 1) {
        targetSum[0] += own * y[rows[r]];
      } else {
        targetSum[(int) y[rows[r]]] += own;
      }
      leastTarget = Math.min(leastTarget, y[rows[r]]);
      mostTarget = Math.max(mostTarget, y[rows[r]]);
    }
    for (int j = 0; j < sum.length; j++) {
      double total = 0;
      double squares = 0;
      for (int r = 0; r < used; r++) {
        double value = values[j][rows[r]];
        if (!Double.isNaN(value)) {
          total += w[rows[r]] * value;
          squares += w[rows[r]] * value * value;
          if (targetSum.length == 1) {
            products[0][j] += w[rows[r]] * value * y[rows[r]];
          } else {
            products[(int) y[rows[r]]][j] += w[rows[r]] * value;
          }
          least[j] = Math.min(least[j], value);
          most[j] = Math.max(most[j], value);
        }
      }
      sum[j] += total;
      square[j] += squares;
    }
  }

  /** Adds the sums of other rows. */
  @Override
  public void add(PartStatistics other) {
    weights = weights.plus(other.weights);
    for (int k = 0; k < targetSum.length; k++) {
      targetSum[k] += other.targetSum[k];
      DenseOps.axpy(1, other.products[k], products[k], sum.length);
    }
    leastTarget = Math.min(leastTarget, other.leastTarget);
    mostTarget = Math.max(mostTarget, other.mostTarget);
    for (int j = 0; j < sum.length; j++) {
      sum[j] += other.sum[j];
      square[j] += other.square[j];
      least[j] = Math.min(least[j], other.least[j]);
      most[j] = Math.max(most[j], other.most[j]);
    }
  }

  @Override
  public void write(DataOutput to) throws IOException {
    WrittenNumbers.write(to, sum);
    WrittenNumbers.write(to, square);
    WrittenNumbers.write(to, products);
    WrittenNumbers.write(to, least);
    WrittenNumbers.write(to, most);
    WrittenNumbers.write(to, targetSum);
    WrittenNumbers.write(to, leastTarget, mostTarget);
    WrittenNumbers.write(to, weights);
  }

  /** @param count of parts */
  static PartStatistics read(int predictors, int count, DataInput from) throws IOException {
    var sums = new PartStatistics(predictors, count);
    WrittenNumbers.read(from, sums.sum);
    WrittenNumbers.read(from, sums.square);
    WrittenNumbers.read(from, sums.products);
    WrittenNumbers.read(from, sums.least);
    WrittenNumbers.read(from, sums.most);
    WrittenNumbers.read(from, sums.targetSum);
    sums.leastTarget = from.readDouble();
    sums.mostTarget = from.readDouble();
    sums.weights = WrittenNumbers.readWeights(from);
    return sums;
  }

  PartSums parts() {
    return new PartSums(sum, least, most, weights);
  }

  double weight() {
    return weights.sum();
  }

  /** How many linear predictors the target has. */
  int predictors() {
    return targetSum.length;
  }

  /** The mean of the target; of several classes the share of one. */
  double targetMean(int predictor) {
    return targetSum[predictor] / weights.sum();
  }

  double leastTarget() {
    return leastTarget;
  }

  double mostTarget() {
    return mostTarget;
  }

  /**
   * What a pass would tell of the model of the constants alone, for classes: their shares m are the probabilities, the
   * loss that of m in each row, and the residual of a class whether the row is in it, less m.
   */
  RowSums emptyModel() {
    var sums = new RowSums(targetSum.length, sum.length);
    double[] shares = targetSum.length == 1
        ? new double[]{1 - targetMean(0), targetMean(0)}
        : IntStream.range(0, targetSum.length).mapToDouble(this::targetMean).toArray();
    for (double share : shares) {
      sums.loss -= weight() * share * Kernels.log(share);
    }
    sums.square = weight() * (shares.length - 1); // Σ(1 − m)/m, m of the row's class
    sums.fall = sums.square;
    for (int k = 0; k < targetSum.length; k++) {
      for (int j = 0; j < sum.length; j++) {
        sums.slopes[k][j] = products[k][j] - targetMean(k) * sum[j];
      }
    }
    return sums;
  }

  /** [parts] */
  double[] variances() {
    double[] variance = new double[sum.length];
    for (int j = 0; j < variance.length; j++) {
      double mean = sum[j] / weight();
      variance[j] = Math.max(0, square[j] / weight() - mean * mean);
    }
    return variance;
  }

  /** The mean of an input less its shift. */
  double mean(PartEncoding encoding, int input) {
    double mean = 0;
    for (int a = 0; a < encoding.parts(input).length; a++) {
      mean += encoding.factors(input)[a] * sum[encoding.parts(input)[a]];
    }
    return mean / weight();
  }

  /** The mean of its squares: the parts of an input are never other than 0 in the same row. */
  double meanSquare(PartEncoding encoding, int input) {
    double squares = 0;
    for (int a = 0; a < encoding.parts(input).length; a++) {
      double factor = encoding.factors(input)[a];
      squares += factor * factor * square[encoding.parts(input)[a]];
    }
    return squares / weight();
  }
}
