package dev.lariat.linear.solver.penalty;

import dev.lariat.linear.LinearPenalty;
import java.util.Arrays;
import java.util.Locale;

/**
 * How the coefficients are laid out for their penalty: disjoint blocks, single coefficients or groups under a Euclidean
 * norm, with their penalty factors and limits on the solver's scale (standardised features). Immutable; the strength is
 * in {@link BlockPenalty}.
 *
 * <p>Coefficient {@code c = k·features + j} belongs to predictor k and feature j.
 */
public final class Blocks {
  private static final int LEFT_OUT = -1;
  /** Coefficients of several predictors from which on their columns do not stay in the cache. */
  private static final int MANY = 1500;

  private final int[] start; // [blocks + 1]
  private final int[] member; // [included coefficients], by block
  private final int[] blockOf; // [coefficients] LEFT_OUT = in no block
  private final double[] l1Factor; // [blocks] times λα
  private final double[] softFactor; // [blocks] times λα, of each coefficient of a sparse group; else 0
  private final double[] l2Factor; // [blocks] times λ(1 − α)
  private final double[] lower; // [coefficients] or null
  private final double[] upper; // [coefficients] or null
  private final boolean[] limited; // [blocks] whether a coefficient of it has a limit
  private final boolean plain; // whether a block is the coefficient of its number
  private final int outer; // how often the blocks of the features are there: once for each predictor, or for all
  private final boolean allSingle;
  private final int[] freeCoefficients;

  /** @param scale [features] what the features are divided by; 0 leaves one out */
  public Blocks(LinearPenalty penalty, int features, int predictors, double[] scale, boolean rescaleFactors) {
    double[] factor = factors(penalty, features, rescaleFactors);
    lower = limits(penalty.lower(), "lower", scale, predictors);
    upper = limits(penalty.upper(), "upper", scale, predictors);
    boolean alone = penalty.groups() == null || penalty.sparseShare() == 1;
    if (!alone) {
      requireLength("groups", penalty.groups().length, features);
    }
    // one block a group and predictor, or a feature over all predictors; in the order of their first coefficients
    outer = penalty.groupClasses() ? 1 : predictors;
    FeatureGroups numbered = FeatureGroups.of(alone ? null : penalty.groups(), factor, scale);
    int groups = numbered.count();
    int[] sizes = numbered.sizes();
    start = new int[groups * outer + 1];
    for (int b = 0; b < groups * outer; b++) {
      start[b + 1] = start[b] + sizes[b % groups] * (predictors / outer);
    }
    member = new int[start[groups * outer]];
    l1Factor = new double[groups * outer];
    l2Factor = new double[groups * outer];
    softFactor = new double[groups * outer];
    int[] fill = start.clone();
    for (int k = 0; k < predictors; k++) {
      layOut(k, (penalty.groupClasses() ? 0 : k) * groups, numbered.number(), sizes, factor, penalty.sparseShare(),
          fill);
    }
    allSingle = member.length == l1Factor.length;
    plain = allSingle && l1Factor.length == features * predictors;
    blockOf = blocksOf(features * predictors);
    freeCoefficients = Arrays.stream(member).filter(c -> l2Factor[blockOf[c]] == 0).toArray();
    limited = new boolean[count()];
    for (int c : member) {
      limited[blockOf[c]] |= limitedAt(c);
    }
  }

  /** @param fill [blocks] where the next coefficient of each is put; modified */
  private void layOut(int k, int first, int[] number, int[] sizes, double[] factor, double sparseShare, int[] fill) {
    for (int j = 0; j < number.length; j++) {
      if (number[j] >= 0) {
        int b = first + number[j];
        member[fill[b]++] = k * number.length + j;
        double sparse = sizes[number[j]] == 1 ? 0 : sparseShare; // a group of one is a coefficient
        l1Factor[b] = factor[j] * (1 - sparse) * Math.sqrt(sizes[number[j]]);
        softFactor[b] = factor[j] * sparse;
        l2Factor[b] = factor[j];
      }
    }
  }

  private int[] blocksOf(int coefficients) {
    int[] of = new int[coefficients];
    Arrays.fill(of, LEFT_OUT);
    for (int b = 0; b < start.length - 1; b++) {
      for (int m = start[b]; m < start[b + 1]; m++) {
        of[member[m]] = b;
      }
    }
    return of;
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
  public int count() {
    return l1Factor.length;
  }

  /**
   * The numbers of all blocks, in the order in which they are passed over. Of many coefficients those of a feature
   * stand side by side: its column is read once, and for the other predictors from the cache.
   */
  public int[] all() {
    int[] all = new int[count()];
    all(all);
    return all;
  }

  /** The same into an array; returns how many they are. */
  public int all(int[] out) {
    Arrays.setAll(out, a -> a);
    for (int a = 0; a < out.length && sideBySide(); a++) {
      out[a] = at(a);
    }
    return out.length;
  }

  private boolean sideBySide() {
    return blockOf.length > MANY && outer > 1;
  }

  private int at(int place) {
    return place % outer * (count() / outer) + place / outer;
  }

  /** Brings some blocks, whose numbers ascend, into the order in which they are passed over. */
  public void order(int[] set, int count) {
    if (!sideBySide()) {
      return;
    }
    int places = count() / outer;
    for (int a = 0; a < count; a++) {
      set[a] = set[a] % places * outer + set[a] / places;
    }
    Arrays.sort(set, 0, count);
    for (int a = 0; a < count; a++) {
      set[a] = at(set[a]);
    }
  }

  /** The number of coefficients, with those of no block. */
  public int coefficients() {
    return blockOf.length;
  }

  /** The number of coefficients in a block. */
  public int size(int block) {
    return start[block + 1] - start[block];
  }

  /** A block's coefficient number i. */
  public int member(int block, int i) {
    return plain ? block : member[start[block] + i];
  }

  /** Whether a block is a single coefficient. */
  public boolean single(int block) {
    return allSingle || start[block + 1] - start[block] == 1;
  }

  /** Whether every block is. */
  public boolean allSingle() {
    return allSingle;
  }

  /** Whether a coefficient is in a block at all: constant and excluded columns are not. */
  public boolean includes(int c) {
    return plain || blockOf[c] >= 0;
  }

  /** The block of an included coefficient. */
  public int blockOf(int c) {
    return plain ? c : blockOf[c];
  }

  public double l1Factor(int block) {
    return l1Factor[block];
  }

  /** Of each coefficient of a sparse group, 0 for other blocks. */
  public double softFactor(int block) {
    return allSingle ? 0 : softFactor[block];
  }

  public double l2Factor(int block) {
    return l2Factor[block];
  }

  /** Whether a coefficient of a block has a limit. */
  public boolean limited(int block) {
    return limited[block];
  }

  /** Whether a coefficient has one. */
  public boolean limitedAt(int c) {
    return lower(c) > Double.NEGATIVE_INFINITY || upper(c) < Double.POSITIVE_INFINITY;
  }

  public double lower(int c) {
    return lower == null ? Double.NEGATIVE_INFINITY : lower[c];
  }

  public double upper(int c) {
    return upper == null ? Double.POSITIVE_INFINITY : upper[c];
  }

  /** The lower limits of a block. */
  double[] lowers(int block) {
    double[] own = new double[size(block)];
    Arrays.setAll(own, i -> lower(member(block, i)));
    return own;
  }

  /** The upper limits of a block. */
  double[] uppers(int block) {
    double[] own = new double[size(block)];
    Arrays.setAll(own, i -> upper(member(block, i)));
    return own;
  }

  /** Whether a block is never penalised. */
  public boolean free(int block) {
    return freeCoefficients.length > 0 && l2Factor[block] == 0;
  }

  /** All coefficients that are never penalised; not to be modified. */
  public int[] freeCoefficients() {
    return freeCoefficients;
  }

  /** Collects the coefficients of some blocks into {@code out}, which has room for them; returns their number. */
  public int collect(int[] set, int count, int[] out) {
    int number = 0;
    for (int a = 0; a < count; a++) {
      for (int m = start[set[a]]; m < start[set[a] + 1]; m++) {
        out[number++] = member[m];
      }
    }
    return number;
  }

  /** The number of coefficients in some blocks. */
  public int members(int[] set, int count) {
    int number = 0;
    for (int a = 0; a < count; a++) {
      number += size(set[a]);
    }
    return number;
  }

  public boolean zero(int block, double[] b) {
    if (plain) {
      return b[block] == 0;
    }
    for (int m = start[block]; m < start[block + 1]; m++) {
      if (b[member[m]] != 0) {
        return false;
      }
    }
    return true;
  }

  /** ‖b‖₂ of a block. */
  public double norm(int block, double[] b) {
    if (single(block)) {
      return Math.abs(b[member(block, 0)]);
    }
    double sum = 0;
    for (int m = start[block]; m < start[block + 1]; m++) {
      sum += b[member[m]] * b[member[m]];
    }
    return Math.sqrt(sum);
  }

  /** aᵀb over a block. */
  public double dot(int block, double[] a, double[] b) {
    double product = 0;
    for (int m = start[block]; m < start[block + 1]; m++) {
      product += a[member[m]] * b[member[m]];
    }
    return product;
  }

  /** The smallest λα·factor at which a zero block stays zero: what the gradient must exceed to enter. */
  public double entry(int block, double[] gradient, boolean withLimits) {
    if (!withLimits || !limited[block]) {
      return norm(block, gradient);
    }
    return single(block)
        ? Math.abs(movable(member(block, 0), gradient))
        : SparseGroup.softNorm(movables(block, gradient), 1, 0);
  }

  /** The norm of what pulls a zero block from 0, less {@code soft} of each coefficient. */
  double pull(int block, double[] gradient, double soft) {
    return soft > 0 ? SparseGroup.softNorm(movables(block, gradient), 1, soft) : entry(block, gradient, true);
  }

  /** The gradient of a coefficient that is 0; 0 where a limit at 0 keeps it there. */
  private double movable(int c, double[] gradient) {
    return (gradient[c] > 0 ? upper(c) > 0 : lower(c) < 0) ? gradient[c] : 0;
  }

  private double[] movables(int block, double[] gradient) {
    double[] own = new double[size(block)];
    Arrays.setAll(own, i -> movable(member(block, i), gradient));
    return own;
  }

  /** The gradient of a coefficient; 0 where it leads to a limit. */
  double unlimited(int c, double[] gradient) {
    return Double.isInfinite(gradient[c] > 0 ? upper(c) : lower(c)) ? gradient[c] : 0;
  }

  /** The same of a block. */
  double[] unlimiteds(int block, double[] gradient) {
    double[] own = new double[size(block)];
    Arrays.setAll(own, i -> unlimited(member(block, i), gradient));
    return own;
  }

  /** Whether a block is a single coefficient of which a look shows that it is 0 and stays so at this λα. */
  public boolean rests(int block, double[] b, double[] gradient, double strength) {
    int c = member(block, 0);
    return Math.abs(gradient[c]) < strength * l1Factor[block] && b[c] == 0 && !free(block) && single(block)
        && softFactor(block) == 0;
  }

  /** Whether a zero block would not stay zero at this λα. */
  public boolean enters(int block, double[] gradient, double strength) {
    boolean plain = softFactor[block] == 0 || strength <= 0;
    return plain
        ? entry(block, gradient, true) >= strength * l1Factor[block]
        : pull(block, gradient, strength * softFactor[block]) >= strength * l1Factor[block];
  }

  /** The values of a block's coefficients. */
  public double[] of(int block, double[] values) {
    double[] own = new double[size(block)];
    for (int i = 0; i < own.length; i++) {
      own[i] = values[member[start[block] + i]];
    }
    return own;
  }

  /** The smallest λα at which every penalised block stays zero. */
  public double largestEntry(double[] gradient, boolean withLimits) {
    double largest = 0;
    for (int block = 0; block < count(); block++) {
      if (!free(block)) {
        largest = Math.max(largest,
            softFactor[block] > 0
                ? SparseGroup.entry(withLimits ? movables(block, gradient) : of(block, gradient), softFactor[block],
                    l1Factor[block])
                : entry(block, gradient, withLimits) / l1Factor[block]);
      }
    }
    return largest;
  }
}
