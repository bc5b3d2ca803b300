package dev.lariat.linear.stream;

import dev.lariat.data.encoding.Feature;
import dev.lariat.data.encoding.LinearParts;
import dev.lariat.data.encoding.PartEncoding;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.PathOptions;
import dev.lariat.linear.solver.moments.Moments;
import dev.lariat.linear.solver.moments.SummedProblem;
import dev.lariat.linear.solver.penalty.Blocks;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What is fitted to the training rows of a fold (or to all rows): their encoding, scales and penalty. Coefficients b
 * are those of x̃ = (d + shift)/scale, and η = offset + c + Σ b d/scale.
 */
final class EncodedFold {
  /** Features whose standard deviation is this small against their size count as constant, as in the solver. */
  private static final double CONSTANT = 1e-12;

  private final PartEncoding encoding;
  private final double[] scale; // [width] 0 = constant, left out
  private final double[] divisor; // [width] scale, 1 where it is 0
  private final boolean[] constant; // [width]
  private final double[] shift; // [width] over the divisor
  private final LinearPenalty penalty; // as told, of the features
  private final LinearPenalty scaled; // the same of x̃
  private final Blocks blocks;
  private final boolean intercept;
  private final double weight;

  EncodedFold(LinearParts parts, PartStatistics rows, PathOptions options,
      Function<List<Feature>, LinearPenalty> told) {
    encoding = new PartEncoding(parts, rows.parts());
    weight = rows.weight();
    intercept = options.intercept();
    int width = encoding.preprocessing().width();
    scale = new double[width];
    divisor = new double[width];
    shift = new double[width];
    constant = new boolean[width];
    for (int j = 0; j < width; j++) {
      double mean = rows.mean(encoding, j);
      double squares = rows.meanSquare(encoding, j);
      double variance = squares - mean * mean;
      constant[j] = encoding.constant(j)
          || variance <= CONSTANT * CONSTANT * (squares + encoding.shift(j) * encoding.shift(j));
      scale[j] = constant[j] ? 0 : options.standardize() ? Math.sqrt(variance) : 1;
      divisor[j] = constant[j] ? 1 : scale[j];
      shift[j] = encoding.shift(j) / divisor[j];
    }
    penalty = told.apply(encoding.preprocessing().features());
    scaled = new LinearPenalty(penalty.alpha(), penalty.factors(), penalty.groups(), penalty.groupClasses(),
        scaled(penalty.lower()), scaled(penalty.upper()), penalty.sparseShare());
    blocks = new Blocks(penalty, width, 1, scale, false);
  }

  private double[] scaled(double[] limits) {
    if (limits == null) {
      return null;
    }
    double[] out = limits.clone();
    for (int j = 0; j < out.length; j++) {
      out[j] *= divisor[j];
    }
    return out;
  }

  PartEncoding encoding() {
    return encoding;
  }

  LinearPenalty penalty() {
    return penalty;
  }

  /** The penalty of x̃. */
  LinearPenalty scaledPenalty() {
    return scaled;
  }

  Blocks blocks() {
    return blocks;
  }

  int width() {
    return scale.length;
  }

  /** The shift of an input over its divisor. */
  double shift(int input) {
    return shift[input];
  }

  double weight() {
    return weight;
  }

  boolean[] constant() {
    return constant;
  }

  /** Adds what coefficients are of the parts; returns nothing of the constant. */
  void addParts(double[] b, double[] parts) {
    for (int j = 0; j < b.length; j++) {
      if (b[j] != 0) {
        for (int a = 0; a < encoding.parts(j).length; a++) {
          parts[encoding.parts(j)[a]] += b[j] / divisor[j] * encoding.factors(j)[a];
        }
      }
    }
  }

  /** The products with d/scale of what the products with the parts are. */
  double[] inputs(double[] parts) {
    double[] out = new double[scale.length];
    for (int j = 0; j < out.length; j++) {
      for (int a = 0; a < encoding.parts(j).length && !constant[j]; a++) {
        out[j] += encoding.factors(j)[a] * parts[encoding.parts(j)[a]] / divisor[j];
      }
    }
    return out;
  }

  /** What a path of x̃ calls the constant is c without the shifts of the coefficients. */
  double constantOf(LinearPath.Point point, double[] b) {
    double c = point.intercepts()[0];
    for (int j = 0; j < b.length; j++) {
      c += b[j] * shift[j];
    }
    return c;
  }

  /** The coefficients on the original scale. */
  LinearPath.Point point(double lambda, double gap, boolean converged, double ratio, double c, double[] b) {
    int[] index = new int[b.length];
    double[] value = new double[b.length];
    int count = 0;
    double constantTerm = c;
    for (int j = 0; j < b.length; j++) {
      if (b[j] != 0) {
        index[count] = j;
        value[count++] = b[j] / divisor[j];
        constantTerm -= b[j] * shift[j];
      }
    }
    return new LinearPath.Point(lambda, gap, converged, ratio, new double[]{intercept ? constantTerm : 0},
        new int[][]{Arrays.copyOf(index, count)}, new double[][]{Arrays.copyOf(value, count)});
  }

  /** Coefficients of another encoding by the names of the features. */
  double[] translated(EncodedFold other, double[] b) {
    Map<String, Double> byName = new HashMap<>();
    List<Feature> theirs = other.encoding.preprocessing().features();
    for (int j = 0; j < b.length; j++) {
      byName.put(theirs.get(j).name(), b[j] / other.divisor[j]);
    }
    List<Feature> own = encoding.preprocessing().features();
    double[] out = new double[own.size()];
    for (int j = 0; j < out.length; j++) {
      out[j] = constant[j] ? 0 : byName.getOrDefault(own.get(j).name(), 0.0) * divisor[j];
    }
    return out;
  }

  /**
   * The quadratic model of a loss at a point, as a gaussian problem whose squares have the loss's curvature.
   *
   * @param h [parts + 1][up to itself] the curvature in the parts and, last, in the constant
   * @param c the constant at the point
   * @param b [width] the coefficients there
   * @param slope the negative gradient in the constant
   * @param slopes [width] in the coefficients
   * @param square more than the decrease that the model can have
   */
  SummedProblem model(long rows, boolean offset, double[][] h, double c, double[] b, double slope, double[] slopes,
      double square) {
    int width = scale.length;
    int last = h.length - 1;
    double[] sums = new double[width];
    double[][] products = new double[width][];
    for (int i = 0; i < width; i++) {
      products[i] = new double[i + 1];
      if (constant[i]) {
        continue;
      }
      int[] own = encoding.parts(i);
      double[] factors = encoding.factors(i);
      for (int a = 0; a < own.length; a++) {
        sums[i] += factors[a] * h[last][own[a]] / divisor[i];
      }
      for (int j = 0; j <= i; j++) {
        int[] others = encoding.parts(j);
        double[] theirs = encoding.factors(j);
        double value = 0;
        for (int a = 0; a < own.length && !constant[j]; a++) {
          for (int k = 0; k < others.length; k++) {
            int high = Math.max(own[a], others[k]);
            value += factors[a] * theirs[k] * h[high][Math.min(own[a], others[k])];
          }
        }
        products[i][j] = value / divisor[i] / divisor[j];
      }
    }
    double weightSum = h[last][last];
    double targetSum = slope + weightSum * c;
    double[] targets = slopes.clone();
    double squares = square + 2 * slope * c + weightSum * c * c;
    for (int i = 0; i < width; i++) {
      targetSum += sums[i] * b[i];
      targets[i] += sums[i] * c;
      squares += 2 * (slopes[i] + sums[i] * c) * b[i];
      for (int j = 0; j < width; j++) {
        targets[i] += (i >= j ? products[i][j] : products[j][i]) * b[j];
      }
    }
    for (int i = 0; i < width; i++) {
      for (int j = 0; j < width; j++) {
        squares += (i >= j ? products[i][j] : products[j][i]) * b[i] * b[j];
      }
    }
    return new SummedProblem(Family.gaussian(), new Moments(weightSum, sums, products, targetSum, targets, squares),
        shift, constant, 0, rows, weightSum, offset);
  }
}
