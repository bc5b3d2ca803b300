package dev.lariat.linear.stream;

import dev.lariat.data.encoding.PartEncoding;
import dev.lariat.data.encoding.PartSums;
import dev.lariat.kernel.DenseOps;
import dev.lariat.kernel.Kernels;
import dev.lariat.linear.solver.moments.Moments;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Sums and products of the parts of columns and of the target over the rows of a fold. Rows add up in their order. */
final class FoldSums implements SumsByFold.Sums<FoldSums> {
  private final int count; // of parts
  private final double[] sum; // [parts] Σw·part
  private final double[] least; // [parts]
  private final double[] most; // [parts]
  private final double[][] products; // [parts][up to itself] Σw·part·part
  private final double[] targetProducts; // [parts] Σw·part·t
  private double targetSum; // Σw·t
  private double targetSquare; // Σw·t²
  private double leastTarget = Double.POSITIVE_INFINITY;
  private double mostTarget = Double.NEGATIVE_INFINITY;
  private PartSums.Weights weights = PartSums.Weights.NONE;

  FoldSums(int count) {
    this.count = count;
    sum = new double[count];
    least = new double[count];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    most = new double[count];
    Arrays.fill(most, Double.NEGATIVE_INFINITY);
    targetProducts = new double[count];
    products = new double[count][];
    for (int j = 0; j < count; j++) {
      products[j] = new double[j + 1];
    }
  }

  /** How many bytes one takes. */
  static double bytes(int count) {
    return Double.BYTES * (count / 2.0 * count + 4.0 * count);
  }

  /** Room for the rows of a chunk, shared by all folds. */
  static final class Scratch {
    private final double[][] panel; // [parts][rows] times the root of the weight
    private final double[] root; // [rows]
    private final double[] target; // [rows]
    private final double[] gram; // [parts × parts]

    Scratch(int count, int rows) {
      panel = new double[count][rows];
      root = new double[rows];
      target = new double[rows];
      gram = new double[Math.multiplyExact(count, count)];
    }
  }

  /**
   * Adds rows with a weight above 0.
   *
   * @param values [parts][rows of the chunk] NaN for a number that is missing
   * @param rows which of them
   * @param used how many
   * @param w [rows of the chunk]
   * @param t [rows of the chunk] the target less offset and constant
   */
  void add(double[][] values, int[] rows, int used, double[] w, double[] t, Scratch scratch) {
    if (used == 0) {
      return;
    }
    double weight = 0;
    double lightest = Double.POSITIVE_INFINITY;
    double heaviest = Double.NEGATIVE_INFINITY;
    boolean whole = true;
    for (int r = 0; r < used; r++) {
      double own = w[rows[r]];
      double target = t[rows[r]];
      weight += own;
      lightest = Math.min(lightest, own);
      heaviest = Math.max(heaviest, own);
      whole &= own == Math.rint(own);
      targetSum += own * target;
      targetSquare += own * target * target;
      leastTarget = Math.min(leastTarget, target);
      mostTarget = Math.max(mostTarget, target);
      scratch.root[r] = Math.sqrt(own);
      scratch.target[r] = scratch.root[r] * target;
    }
    weights = weights.plus(new PartSums.Weights(used, weight, lightest, heaviest, whole));
    Kernels kernels = DenseOps.kernels();
    for (int j = 0; j < count; j++) {
      double[] from = values[j];
      double[] to = scratch.panel[j];
      double low = least[j];
      double high = most[j];
      for (int r = 0; r < used; r++) {
        double value = from[rows[r]];
        if (!Double.isNaN(value)) {
          low = Math.min(low, value);
          high = Math.max(high, value);
          to[r] = scratch.root[r] * value;
        } else {
          to[r] = 0;
        }
      }
      least[j] = low;
      most[j] = high;
      sum[j] += kernels.dot(used, to, 0, scratch.root, 0);
      targetProducts[j] += kernels.dot(used, to, 0, scratch.target, 0);
    }
    kernels.gram(used, scratch.panel, null, scratch.gram);
    for (int j = 0; j < count; j++) {
      double[] to = products[j];
      int at = j * count;
      for (int i = 0; i <= j; i++) {
        to[i] += scratch.gram[at + i];
      }
    }
  }

  /** The sum of these, in order. */
  static FoldSums of(List<FoldSums> folds) {
    var total = new FoldSums(folds.getFirst().count);
    folds.forEach(total::add);
    return total;
  }

  /** Adds the sums of other rows. */
  @Override
  public void add(FoldSums other) {
    addSums(other);
    for (int j = 0; j < count; j++) {
      DenseOps.axpy(1, other.products[j], products[j], j + 1);
    }
  }

  @Override
  public void write(DataOutput to) throws IOException {
    WrittenNumbers.write(to, sum);
    WrittenNumbers.write(to, least);
    WrittenNumbers.write(to, most);
    WrittenNumbers.write(to, products);
    WrittenNumbers.write(to, targetProducts);
    WrittenNumbers.write(to, targetSum, targetSquare, leastTarget, mostTarget);
    WrittenNumbers.write(to, weights);
  }

  /** @param count of parts */
  static FoldSums read(int count, DataInput from) throws IOException {
    var sums = new FoldSums(count);
    WrittenNumbers.read(from, sums.sum);
    WrittenNumbers.read(from, sums.least);
    WrittenNumbers.read(from, sums.most);
    WrittenNumbers.read(from, sums.products);
    WrittenNumbers.read(from, sums.targetProducts);
    sums.targetSum = from.readDouble();
    sums.targetSquare = from.readDouble();
    sums.leastTarget = from.readDouble();
    sums.mostTarget = from.readDouble();
    sums.weights = WrittenNumbers.readWeights(from);
    return sums;
  }

  /**
   * The sums of all rows but a fold's. Products are those of all less the fold's, which cancels little; everything else
   * is added up anew, so that a level that no row has counts exactly 0.
   */
  static FoldSums without(FoldSums total, List<FoldSums> folds, int left) {
    var rest = new FoldSums(total.count);
    for (int f = 0; f < folds.size(); f++) {
      if (f != left) {
        rest.addSums(folds.get(f));
      }
    }
    for (int j = 0; j < rest.count; j++) {
      System.arraycopy(total.products[j], 0, rest.products[j], 0, j + 1);
      DenseOps.axpy(-1, folds.get(left).products[j], rest.products[j], j + 1);
    }
    return rest;
  }

  private void addSums(FoldSums other) {
    weights = weights.plus(other.weights);
    DenseOps.axpy(1, other.sum, sum, count);
    DenseOps.axpy(1, other.targetProducts, targetProducts, count);
    for (int j = 0; j < count; j++) {
      least[j] = Math.min(least[j], other.least[j]);
      most[j] = Math.max(most[j], other.most[j]);
    }
    targetSum += other.targetSum;
    targetSquare += other.targetSquare;
    leastTarget = Math.min(leastTarget, other.leastTarget);
    mostTarget = Math.max(mostTarget, other.mostTarget);
  }

  PartSums parts() {
    return new PartSums(sum, least, most, weights);
  }

  double weight() {
    return weights.sum();
  }

  /** Whether the target is the same in all rows, and what it is less its constant. */
  boolean sameTarget() {
    return leastTarget == mostTarget;
  }

  double leastTarget() {
    return leastTarget;
  }

  double mostTarget() {
    return mostTarget;
  }

  private double product(int i, int j) {
    return i >= j ? products[i][j] : products[j][i];
  }

  /** The moments of the inputs of an encoding, less their shifts. */
  Moments encoded(PartEncoding encoding) {
    int width = encoding.preprocessing().width();
    double[] sums = new double[width];
    double[] targets = new double[width];
    double[][] encoded = new double[width][];
    for (int i = 0; i < width; i++) {
      int[] own = encoding.parts(i);
      double[] factors = encoding.factors(i);
      encoded[i] = new double[i + 1];
      for (int a = 0; a < own.length; a++) {
        sums[i] += factors[a] * sum[own[a]];
        targets[i] += factors[a] * targetProducts[own[a]];
      }
      for (int j = 0; j <= i; j++) {
        int[] others = encoding.parts(j);
        double[] theirs = encoding.factors(j);
        double value = 0;
        for (int a = 0; a < own.length; a++) {
          for (int b = 0; b < others.length; b++) {
            value += factors[a] * theirs[b] * product(own[a], others[b]);
          }
        }
        encoded[i][j] = value;
      }
    }
    return new Moments(weight(), sums, encoded, targetSum, targets, targetSquare);
  }

  /**
   * The mean squared error of coefficients on these rows: t − c − Σ b·part, squared and averaged by weight.
   *
   * @param b [parts]
   */
  double meanSquaredError(double c, double[] b) {
    double error = targetSquare - 2 * c * targetSum + c * c * weight();
    for (int i = 0; i < count; i++) {
      if (b[i] != 0) {
        double row = c * sum[i] - targetProducts[i];
        for (int j = 0; j < i; j++) {
          row += b[j] == 0 ? 0 : b[j] * products[i][j];
        }
        error += 2 * b[i] * row + b[i] * b[i] * products[i][i];
      }
    }
    return Math.max(0, error) / weight();
  }
}
