package dev.lariat.linear.solver;

import dev.lariat.linear.LinearPenalty;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;

/**
 * The penalty laid out over the coefficients: disjoint blocks (single coefficients, or groups under a Euclidean norm),
 * each with {@code Ω(b) = l1·‖b‖₂ + l2/2·‖b‖₂²} and, for single ones, limits. Everything is on the solver's scale
 * (standardised features).
 *
 * <p>Coefficient {@code c = k·features + j} belongs to predictor k and feature j. All screening, working sets and
 * optimality checks go through {@link #violation}: two expressions that differ by one rounding could disagree for ever.
 */
final class BlockPenalty {
  final int features;
  final int predictors;
  final int[] start; // [blocks + 1]
  final int[] member; // [included coefficients], by block
  final int[] blockOf; // [coefficients] −1 = left out
  final double[] l1Factor; // [blocks] times λα
  final double[] l2Factor; // [blocks] times λ(1 − α)
  final double[] lower; // [coefficients] or null
  final double[] upper; // [coefficients] or null
  final boolean single; // every block has one member
  double l1; // λα, or that over the scale of a quadratic model
  double l2; // λ(1 − α)·ridge scale

  private final double alpha;
  private final double ridgeScale;

  /** @param scale [features] what the features are divided by; 0 leaves one out */
  BlockPenalty(LinearPenalty penalty, int features, int predictors, double[] scale, boolean rescaleFactors,
      double ridgeScale) {
    this.features = features;
    this.predictors = predictors;
    this.alpha = penalty.alpha();
    this.ridgeScale = ridgeScale;
    double[] factor = factors(penalty, features, rescaleFactors);
    lower = limits(penalty.lower(), "lower", scale, predictors);
    upper = limits(penalty.upper(), "upper", scale, predictors);
    int[] group = penalty.groups() == null ? identity(features) : penalty.groups();
    requireLength("groups", group.length, features);
    // one block a group and predictor, or a feature over all predictors; in the order of their first coefficients
    int perBlock = penalty.groupClasses() ? predictors : 1;
    int outer = penalty.groupClasses() ? 1 : predictors;
    int[] number = new int[features];
    int groups = numberGroups(group, number, factor, scale);
    int[] sizes = new int[groups];
    for (int j = 0; j < features; j++) {
      if (number[j] >= 0) {
        sizes[number[j]]++;
      }
    }
    start = new int[groups * outer + 1];
    for (int b = 0; b < groups * outer; b++) {
      start[b + 1] = start[b] + sizes[b % groups] * perBlock;
    }
    member = new int[start[groups * outer]];
    l1Factor = new double[groups * outer];
    l2Factor = new double[groups * outer];
    int[] fill = start.clone();
    for (int k = 0; k < predictors; k++) {
      for (int j = 0; j < features; j++) {
        if (number[j] >= 0) {
          int b = (penalty.groupClasses() ? 0 : k) * groups + number[j];
          member[fill[b]++] = k * features + j;
          l1Factor[b] = factor[j] * Math.sqrt(sizes[number[j]]);
          l2Factor[b] = factor[j];
        }
      }
    }
    single = member.length == l1Factor.length;
    blockOf = new int[features * predictors];
    Arrays.fill(blockOf, -1);
    for (int b = 0; b < count(); b++) {
      for (int m = start[b]; m < start[b + 1]; m++) {
        blockOf[member[m]] = b;
      }
    }
  }

  private static int[] identity(int n) {
    int[] out = new int[n];
    Arrays.setAll(out, i -> i);
    return out;
  }

  /** Numbers the groups 0, 1, … by first appearance, −1 for features left out; returns their count. */
  private static int numberGroups(int[] group, int[] number, double[] factor, double[] scale) {
    var seen = new HashMap<Integer, Integer>();
    for (int j = 0; j < group.length; j++) {
      if (scale[j] == 0 || factor[j] == Double.POSITIVE_INFINITY) {
        number[j] = -1;
      } else {
        Integer known = seen.putIfAbsent(group[j], seen.size());
        number[j] = known == null ? seen.size() - 1 : known;
      }
    }
    double[] groupFactor = new double[seen.size()];
    Arrays.fill(groupFactor, Double.NaN);
    for (int j = 0; j < group.length; j++) {
      if (number[j] >= 0) {
        double f = groupFactor[number[j]];
        if (!Double.isNaN(f) && f != factor[j]) {
          throw new IllegalArgumentException(
              "the features of a group need one penalty factor: " + f + " and " + factor[j]);
        }
        groupFactor[number[j]] = factor[j];
      }
    }
    return seen.size();
  }

  private static double[] factors(LinearPenalty penalty, int features, boolean rescale) {
    double[] factor = new double[features];
    if (penalty.factors() == null) {
      Arrays.fill(factor, 1);
      return factor;
    }
    requireLength("penalty factors", penalty.factors().length, features);
    double sum = 0;
    for (int j = 0; j < features; j++) {
      factor[j] = penalty.factors()[j];
      sum += factor[j] == Double.POSITIVE_INFINITY ? 1 : factor[j];
    }
    if (rescale && sum > 0) {
      for (int j = 0; j < features; j++) {
        factor[j] *= features / sum;
      }
    }
    return factor;
  }

  private static double[] limits(double[] limit, String what, double[] scale, int predictors) {
    if (limit == null) {
      return null;
    }
    requireLength(what + " limits", limit.length, scale.length);
    double[] out = new double[predictors * scale.length];
    for (int c = 0; c < out.length; c++) {
      out[c] = limit[c % scale.length] * (scale[c % scale.length] == 0 ? 1 : scale[c % scale.length]);
    }
    return out;
  }

  private static void requireLength(String what, int length, int features) {
    if (length != features) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s: %d given for %d features", what, length, features));
    }
  }

  /** The number of blocks. */
  int count() {
    return l1Factor.length;
  }

  /** Sets the strength. */
  void at(double lambda) {
    l1 = lambda * alpha;
    l2 = lambda * (1 - alpha) * ridgeScale;
  }

  double lower(int c) {
    return lower == null ? Double.NEGATIVE_INFINITY : lower[c];
  }

  double upper(int c) {
    return upper == null ? Double.POSITIVE_INFINITY : upper[c];
  }

  boolean unpenalised(int block) {
    return l2Factor[block] == 0;
  }

  boolean zero(int block, double[] b) {
    for (int m = start[block]; m < start[block + 1]; m++) {
      if (b[member[m]] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Ω(b), without limits. */
  double value(int block, double[] b) {
    double norm = norm(block, b);
    return l1 * l1Factor[block] * norm + l2 * l2Factor[block] / 2 * norm * norm;
  }

  /** ‖b‖₂ of a block. */
  double norm(int block, double[] b) {
    if (start[block + 1] - start[block] == 1) {
      return Math.abs(b[member[start[block]]]);
    }
    double sum = 0;
    for (int m = start[block]; m < start[block + 1]; m++) {
      sum += b[member[m]] * b[member[m]];
    }
    return Math.sqrt(sum);
  }

  /**
   * The distance of the negative loss gradient {@code gradient} from the subdifferential of Ω at b: 0 where the KKT
   * conditions hold.
   */
  double violation(int block, double[] b, double[] gradient) {
    double q = l1 * l1Factor[block];
    double ridge = l2 * l2Factor[block];
    if (start[block + 1] - start[block] == 1) {
      int c = member[start[block]];
      return singleViolation(b[c], gradient[c], q, ridge, lower(c), upper(c));
    }
    double norm = norm(block, b);
    if (norm == 0) {
      return Math.max(0, norm(block, gradient) - q);
    }
    double sum = 0;
    for (int m = start[block]; m < start[block + 1]; m++) {
      int c = member[m];
      double r = gradient[c] - (q / norm + ridge) * b[c];
      sum += r * r;
    }
    return Math.sqrt(sum);
  }

  private static double singleViolation(double b, double g, double q, double ridge, double lower, double upper) {
    double r;
    if (b > 0) {
      r = g - q - ridge * b;
    } else if (b < 0) {
      r = g + q - ridge * b;
    } else {
      r = g > q ? g - q : g < -q ? g + q : 0;
    }
    return r > 0 ? (b >= upper ? 0 : r) : b <= lower ? 0 : -r;
  }

  /** The smallest λα·factor at which a zero block stays zero: what the gradient must exceed to enter. */
  double entry(int block, double[] gradient, boolean withLimits) {
    if (withLimits && start[block + 1] - start[block] == 1) {
      int c = member[start[block]];
      return gradient[c] > 0 ? (upper(c) > 0 ? gradient[c] : 0) : lower(c) < 0 ? -gradient[c] : 0;
    }
    return norm(block, gradient);
  }

  /** The smallest λα at which every penalised block stays zero. */
  double largestEntry(double[] gradient, boolean withLimits) {
    double largest = 0;
    for (int block = 0; block < count(); block++) {
      if (!unpenalised(block)) {
        largest = Math.max(largest, entry(block, gradient, withLimits) / l1Factor[block]);
      }
    }
    return largest;
  }

  /** The largest s ≤ 1 for which Ω*(s·gradient) is finite when its ridge part is disregarded. */
  double feasibleScale(int block, double[] gradient) {
    if (unpenalised(block)) {
      return 1; // its gradient is 0 to rounding: solved before the certificate is drawn
    }
    double q = l1 * l1Factor[block];
    double size;
    if (start[block + 1] - start[block] == 1) {
      int c = member[start[block]];
      double g = gradient[c];
      size = g > 0 ? (Double.isInfinite(upper(c)) ? g : 0) : Double.isInfinite(lower(c)) ? -g : 0;
    } else {
      size = norm(block, gradient);
    }
    return size > q ? q / size : 1;
  }

  /** Ω(b) + Ω*(s·gradient) − s·gradientᵀb ≥ 0, Ω with its limits: the block's part of the duality gap. */
  double gap(int block, double[] b, double[] gradient, double s) {
    if (start[block + 1] - start[block] == 1) {
      int c = member[start[block]];
      return singleGap(block, b[c], s * gradient[c], lower(c), upper(c));
    }
    double q = l1 * l1Factor[block];
    double ridge = l2 * l2Factor[block];
    if (unpenalised(block)) {
      return 0;
    }
    double excess = Math.max(0, s * norm(block, gradient) - q);
    double dual = ridge > 0 ? excess * excess / (2 * ridge) : 0;
    double product = 0;
    for (int m = start[block]; m < start[block + 1]; m++) {
      product += b[member[m]] * gradient[member[m]];
    }
    return Math.max(0, value(block, b) + dual - s * product);
  }

  private double singleGap(int block, double b, double u, double lower, double upper) {
    double q = l1 * l1Factor[block];
    double ridge = l2 * l2Factor[block];
    // the maximiser of u·m − q|m| − ridge/2·m² over the limits
    double excess = u > q ? u - q : u < -q ? u + q : 0;
    double m;
    if (excess == 0) {
      m = 0;
    } else if (ridge > 0) {
      m = Math.clamp(excess / ridge, lower, upper);
    } else {
      double limit = excess > 0 ? upper : lower;
      m = Double.isInfinite(limit) ? b : limit; // without a limit the excess is rounding: s was chosen so
    }
    double dual = u * m - q * Math.abs(m) - ridge / 2 * m * m;
    return Math.max(0, q * Math.abs(b) + ridge / 2 * b * b + dual - u * b);
  }
}
