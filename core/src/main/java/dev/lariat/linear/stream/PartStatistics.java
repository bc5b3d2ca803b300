package dev.lariat.linear.stream;

import dev.lariat.data.encoding.PartEncoding;
import dev.lariat.data.encoding.PartSums;
import dev.lariat.kernel.Kernels;
import dev.lariat.linear.Datafit;
import dev.lariat.linear.DesignMatrix;
import dev.lariat.linear.Family;
import dev.lariat.linear.Observations;
import java.util.Arrays;

/**
 * Sums of the parts of columns over the rows of a fold, with their squares: what encodings and scales are learnt from
 * where products are not summed up.
 */
final class PartStatistics {
  private final double[] sum; // [parts]
  private final double[] square; // [parts]
  private final double[] products; // [parts] with the target
  private final double[] least; // [parts]
  private final double[] most; // [parts]
  private PartSums.Weights weights = PartSums.Weights.NONE;
  private double targetSum;
  private double leastTarget = Double.POSITIVE_INFINITY;
  private double mostTarget = Double.NEGATIVE_INFINITY;

  PartStatistics(int count) {
    sum = new double[count];
    square = new double[count];
    products = new double[count];
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
      targetSum += own * y[rows[r]];
      leastTarget = Math.min(leastTarget, y[rows[r]]);
      mostTarget = Math.max(mostTarget, y[rows[r]]);
    }
    for (int j = 0; j < sum.length; j++) {
      double total = 0;
      double squares = 0;
      double withTarget = 0;
      for (int r = 0; r < used; r++) {
        double value = values[j][rows[r]];
        if (!Double.isNaN(value)) {
          total += w[rows[r]] * value;
          squares += w[rows[r]] * value * value;
          withTarget += w[rows[r]] * value * y[rows[r]];
          least[j] = Math.min(least[j], value);
          most[j] = Math.max(most[j], value);
        }
      }
      sum[j] += total;
      square[j] += squares;
      products[j] += withTarget;
    }
  }

  /** Adds the sums of other rows. */
  void add(PartStatistics other) {
    weights = weights.plus(other.weights);
    targetSum += other.targetSum;
    leastTarget = Math.min(leastTarget, other.leastTarget);
    mostTarget = Math.max(mostTarget, other.mostTarget);
    for (int j = 0; j < sum.length; j++) {
      sum[j] += other.sum[j];
      square[j] += other.square[j];
      products[j] += other.products[j];
      least[j] = Math.min(least[j], other.least[j]);
      most[j] = Math.max(most[j], other.most[j]);
    }
  }

  PartSums parts() {
    return new PartSums(sum, least, most, weights);
  }

  double weight() {
    return weights.sum();
  }

  double targetMean() {
    return targetSum / weights.sum();
  }

  double leastTarget() {
    return leastTarget;
  }

  double mostTarget() {
    return mostTarget;
  }

  /**
   * What a pass would tell of the model of the constant alone, for two classes: the target's mean m is the probability,
   * the loss that of m in each row, and the residual y − m.
   */
  RowSums emptyModel(Family family, int classes) {
    double m = targetMean();
    double[] y = {0, 1};
    double[] w = {(1 - m) * weight(), m * weight()};
    var rows = new Observations(DesignMatrix.dense(new double[][]{y}), family, y, classes, null, null);
    double eta = Kernels.log(m / (1 - m));
    double[][] mu = new double[1][y.length];
    Datafit datafit = family.datafit(rows, w);
    var sums = new RowSums(sum.length);
    sums.loss = datafit.evaluate(new double[][]{{eta, eta}}, mu);
    sums.square = weight(); // Σ(y − m)²/(m(1 − m))
    for (int j = 0; j < sum.length; j++) {
      sums.slopes[j] = products[j] - m * sum[j];
    }
    return sums;
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
