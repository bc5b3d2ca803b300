package dev.lariat.linear.stream;

import dev.lariat.data.encoding.Feature;
import dev.lariat.data.encoding.LinearParts;
import dev.lariat.data.encoding.PartEncoding;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.PathOptions;
import dev.lariat.linear.solver.SoftmaxCentre;
import dev.lariat.linear.solver.penalty.Blocks;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

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
  private final int predictors;

  EncodedFold(LinearParts parts, PartStatistics rows, PathOptions options,
      Function<List<Feature>, LinearPenalty> told) {
    predictors = rows.predictors();
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
    blocks = new Blocks(penalty, width, predictors, scale, false);
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

  /** How many linear predictors there are. */
  int predictors() {
    return predictors;
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

  /**
   * Adds what coefficients are of the parts; returns nothing of the constants.
   *
   * @param parts [predictors][parts]
   */
  void addParts(double[] b, double[][] parts) {
    int width = scale.length;
    for (int k = 0; k < parts.length; k++) {
      for (int j = 0; j < width; j++) {
        double value = b[k * width + j];
        for (int a = 0; a < encoding.parts(j).length && value != 0; a++) {
          parts[k][encoding.parts(j)[a]] += value / divisor[j] * encoding.factors(j)[a];
        }
      }
    }
  }

  /**
   * The products with d/scale of what the products with the parts are.
   *
   * @param parts [predictors][parts]
   */
  double[] inputs(double[][] parts) {
    int width = scale.length;
    double[] out = new double[parts.length * width];
    for (int k = 0; k < parts.length; k++) {
      for (int j = 0; j < width; j++) {
        for (int a = 0; a < encoding.parts(j).length && !constant[j]; a++) {
          out[k * width + j] += encoding.factors(j)[a] * parts[k][encoding.parts(j)[a]] / divisor[j];
        }
      }
    }
    return out;
  }

  /** The constants of coefficients where there are no intercepts: what the shifts make of them. */
  double[] shiftsOf(double[] b) {
    int width = scale.length;
    double[] c = new double[predictors];
    for (int k = 0; k < predictors; k++) {
      for (int j = 0; j < width; j++) {
        c[k] += b[k * width + j] * shift[j];
      }
    }
    return c;
  }

  /** The coefficients on the original scale. */
  LinearPath.Point point(double lambda, double gap, boolean converged, double ratio, double[] c, double[] b,
      boolean softmax) {
    int width = scale.length;
    double[] constants = c.clone();
    for (int k = 0; k < predictors; k++) {
      for (int j = 0; j < width; j++) {
        constants[k] = intercept ? constants[k] - b[k * width + j] * shift[j] : 0;
      }
    }
    double[] own = b.clone();
    if (softmax) {
      SoftmaxCentre.centre(blocks, intercept, own, constants);
    }
    int[][] index = new int[predictors][];
    double[][] value = new double[predictors][];
    for (int k = 0; k < predictors; k++) {
      int first = k * width;
      index[k] = IntStream.range(0, width).filter(j -> own[first + j] != 0).toArray();
      value[k] = Arrays.stream(index[k]).mapToDouble(j -> own[first + j] / divisor[j]).toArray();
    }
    return new LinearPath.Point(lambda, gap, converged, ratio, constants, index, value);
  }

  /** Coefficients of another encoding by the names of the features. */
  double[] translated(EncodedFold other, double[] b) {
    Map<String, Integer> places = new HashMap<>();
    List<Feature> theirs = other.encoding.preprocessing().features();
    for (int j = 0; j < theirs.size(); j++) {
      places.put(theirs.get(j).name(), j);
    }
    List<Feature> own = encoding.preprocessing().features();
    double[] out = new double[predictors * own.size()];
    for (int j = 0; j < own.size(); j++) {
      Integer place = places.get(own.get(j).name());
      for (int k = 0; k < predictors && place != null && !constant[j]; k++) {
        out[k * own.size() + j] = b[k * theirs.size() + place] / other.divisor[place] * divisor[j];
      }
    }
    return out;
  }

  /**
   * A curvature of the parts as one of the inputs over their divisors.
   *
   * @param h [parts + 1][up to itself] of two predictors; the last is the constants'
   * @return [inputs + 1][inputs + 1]
   */
  double[][] curvature(double[][] h) {
    int width = scale.length;
    int last = h.length - 1;
    double[][] out = new double[width + 1][width + 1];
    for (int i = 0; i < width; i++) {
      if (constant[i]) {
        continue;
      }
      int[] own = encoding.parts(i);
      double[] factors = encoding.factors(i);
      for (int a = 0; a < own.length; a++) {
        out[i][width] += factors[a] * h[last][own[a]] / divisor[i];
      }
      out[width][i] = out[i][width];
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
        out[i][j] = value / divisor[i] / divisor[j];
        out[j][i] = out[i][j];
      }
    }
    out[width][width] = h[last][last];
    return out;
  }
}
