package dev.lariat.linear.solver.penalty;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * The penalty at one λ: for each block {@code Ω(b) = l1·f‖b‖₂ + l2·f/2·‖b‖₂²} with the block's factors f, within the
 * coefficients' limits; of sparse groups also {@code l1·f'‖b‖₁}. Immutable.
 *
 * <p>All screening, working sets and optimality checks go through {@link #violation}: two expressions that differ by
 * one rounding could disagree for ever.
 *
 * @param blocks the layout
 * @param l1 λα, or that over the scale of a quadratic model
 * @param l2 λ(1 − α) times the ridge scale, or that over the scale of a quadratic model
 */
public record BlockPenalty(Blocks blocks, double l1, double l2) {
  private static final int MAX_ITERATIONS = 100; // Newton's, for the norm of a group; it needs about ten
  private static final double RESTS = 1e-15; // a relative growth of that norm that is rounding
  /**
   * What exceeds the threshold by so little of it is rounding: beside a column in a fit its equal is at the threshold.
   */
  private static final double AT_THRESHOLD = 1e-12;

  /** The penalty of a loss that is divided by {@code factor}. */
  public BlockPenalty over(double factor) {
    return factor == 1 ? this : new BlockPenalty(blocks, l1 / factor, l2 / factor);
  }

  /** What a block's gradient must exceed to make it enter. */
  public double threshold(int block) {
    return l1 * blocks.l1Factor(block);
  }

  /** The lasso's part for each coefficient of a sparse group; 0 for other blocks. */
  public double soft(int block) {
    return l1 * blocks.softFactor(block);
  }

  /** The curvature of a block's quadratic part. */
  public double ridge(int block) {
    return l2 == 0 ? 0 : l2 * blocks.l2Factor(block);
  }

  /**
   * Where a move of a single coefficient from b_c by {@code step} must end: at 0 if it goes there, else at its limit.
   */
  public double target(int c, double[] b, double step) {
    if (step * b[c] < 0 && kinked(c)) {
      return 0;
    }
    return step > 0 ? blocks.upper(c) : blocks.lower(c);
  }

  /** Whether a coefficient has a kink at 0, where it may come to rest. */
  private boolean kinked(int c) {
    int block = blocks.blockOf(c);
    return (blocks.single(block) && threshold(block) > 0) || soft(block) > 0;
  }

  /** Ω(b), without limits. */
  public double value(int block, double[] b) {
    double norm = blocks.norm(block, b);
    double value = threshold(block) * norm + ridge(block) / 2 * norm * norm;
    double soft = soft(block);
    for (int i = 0; soft > 0 && i < blocks.size(block); i++) {
      value += soft * Math.abs(b[blocks.member(block, i)]);
    }
    return value;
  }

  /** Ω(b) over some blocks. */
  public double value(int[] set, int count, double[] b) {
    double sum = 0;
    for (int a = 0; a < count; a++) {
      sum += value(set[a], b);
    }
    return sum;
  }

  /** The minimiser of ½h·v² − z·v + Ω(v) for a single coefficient, within its limits; h + ridge is above 0. */
  public double prox(int block, double z, double h) {
    double l1 = threshold(block);
    double excess = Math.abs(z) - l1;
    double value = excess > AT_THRESHOLD * l1 ? Math.copySign(excess, z) / (h + ridge(block)) : 0;
    if (blocks.limited(block)) {
      int c = blocks.member(block, 0);
      value = Math.clamp(value, blocks.lower(c), blocks.upper(c));
    }
    return value;
  }

  /**
   * The minimiser of ½Σ h_i v_i² − zᵀv + Ω(v) for a group whose curvature is diagonal (rotated, that is): its norm ν is
   * the root of {@code Σ z_i²/((h_i + l2)ν + l1)² = 1}, as in Yang &amp; Hastie's adelie.
   */
  public double[] prox(int block, double[] z, double[] h) {
    return shrink(z, h, threshold(block), ridge(block));
  }

  /**
   * The minimiser of {@code ½vᵀHv − zᵀv + Ω(v)} for a group that does not turn: a sparse one, or one with limits.
   *
   * @param v where to start; overwritten
   */
  public void prox(int block, double[][] h, double[] z, double[] v) {
    SparseGroup.minimise(h, z, soft(block), threshold(block), ridge(block), blocks.lowers(block), blocks.uppers(block),
        v);
  }

  /** argmin ½Σ Λ_i u_i² − ζᵀu + l1‖u‖ + l2/2‖u‖². */
  public static double[] shrink(double[] zeta, double[] curvature, double l1, double l2) {
    double norm = 0;
    for (double z : zeta) {
      norm += z * z;
    }
    norm = Math.sqrt(norm);
    double[] u = new double[zeta.length];
    if (norm <= l1) {
      return u;
    }
    double size = 0; // of the solution; the function falls in it and is convex, so Newton from below never overshoots
    if (l1 > 0) {
      double largest = Arrays.stream(curvature).max().orElse(0) + l2;
      if (!(largest > 0)) {
        return u;
      }
      size = (norm - l1) / largest;
      for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
        double value = -1;
        double slope = 0;
        for (int i = 0; i < zeta.length; i++) {
          double d = (curvature[i] + l2) * size + l1;
          double t = zeta[i] / d;
          value += t * t;
          slope -= 2 * t * t * (curvature[i] + l2) / d;
        }
        double next = size - value / slope;
        if (!(next > size * (1 + RESTS))) {
          break;
        }
        size = next;
      }
    }
    for (int i = 0; i < zeta.length; i++) {
      double d = l1 > 0 ? curvature[i] + l2 + l1 / size : curvature[i] + l2;
      u[i] = d > 0 ? zeta[i] / d : 0;
    }
    return u;
  }

  /**
   * The distance of the negative loss gradient {@code gradient} from the subdifferential of Ω at b: 0 where the KKT
   * conditions hold.
   */
  public double violation(int block, double[] b, double[] gradient) {
    double q = threshold(block);
    double ridge = ridge(block);
    if (blocks.single(block)) {
      int c = blocks.member(block, 0);
      return singleViolation(b[c], gradient[c], q, ridge, blocks.lower(c), blocks.upper(c));
    }
    double norm = blocks.norm(block, b);
    double soft = soft(block);
    if (norm == 0) {
      return Math.max(0, blocks.pull(block, gradient, soft) - q);
    }
    double sum = 0;
    for (int i = 0; i < blocks.size(block); i++) {
      int c = blocks.member(block, i);
      double r = gradient[c] - (q / norm + ridge) * b[c];
      r = b[c] == 0 ? SparseGroup.soft(r, soft) : r - soft * Math.signum(b[c]);
      boolean rests = r > 0 ? b[c] >= blocks.upper(c) : b[c] <= blocks.lower(c);
      sum += rests ? 0 : r * r;
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

  /** The largest s ≤ 1 for which Ω*(s·gradient) is finite when its ridge part is disregarded. */
  public double feasibleScale(int block, double[] gradient) {
    if (blocks.free(block)) {
      return 1; // its gradient is 0 to rounding: solved before the certificate is drawn
    }
    double q = threshold(block);
    if (soft(block) > 0) {
      return SparseGroup.feasibleScale(blocks.unlimiteds(block, gradient), soft(block), q);
    }
    double size;
    if (!blocks.limited(block)) {
      size = blocks.norm(block, gradient);
    } else if (blocks.single(block)) {
      size = Math.abs(blocks.unlimited(blocks.member(block, 0), gradient));
    } else {
      size = SparseGroup.softNorm(blocks.unlimiteds(block, gradient), 1, 0);
    }
    return size > q ? q / size : 1;
  }

  /** The largest s ≤ 1 that is feasible for all of these blocks. */
  public double feasibleScale(int[] set, int count, double[] gradient) {
    double s = 1;
    for (int a = 0; a < count; a++) {
      s = Math.min(s, feasibleScale(set[a], gradient));
    }
    return s;
  }

  /**
   * The duality gap, as far as these blocks go. The dual point is the scaled residual sθ: at s = 1 it leaves no gap in
   * the loss and, with a ridge part, a finite one in the penalty; for a pure lasso s is the largest that is feasible.
   * Both are tried.
   *
   * @param distance the loss's part at s
   */
  public double gap(int[] set, int count, double[] b, double[] gradient, DoubleUnaryOperator distance) {
    double s = feasibleScale(set, count, gradient);
    double gap = distance.applyAsDouble(s) + gap(set, count, b, gradient, s);
    return l2 > 0 && s < 1 ? Math.min(gap, distance.applyAsDouble(1) + gap(set, count, b, gradient, 1)) : gap;
  }

  private double gap(int[] set, int count, double[] b, double[] gradient, double s) {
    double gap = 0;
    for (int a = 0; a < count; a++) {
      gap += gap(set[a], b, gradient, s);
    }
    return gap;
  }

  /** Ω(b) + Ω*(s·gradient) − s·gradientᵀb ≥ 0, Ω with its limits: the block's part of the duality gap. */
  public double gap(int block, double[] b, double[] gradient, double s) {
    if (blocks.single(block)) {
      int c = blocks.member(block, 0);
      return singleGap(block, b[c], s * gradient[c], blocks.lower(c), blocks.upper(c));
    }
    double q = threshold(block);
    double ridge = ridge(block);
    if (blocks.free(block)) {
      return freeGap(block, b, gradient, s);
    }
    double dual;
    if (blocks.limited(block)) {
      double[] u = blocks.of(block, gradient);
      Arrays.setAll(u, i -> s * u[i]);
      dual = new BoxedGroup(u, soft(block), q, ridge, blocks.lowers(block), blocks.uppers(block)).conjugate();
    } else {
      double size = soft(block) > 0
          ? SparseGroup.softNorm(blocks.of(block, gradient), s, soft(block))
          : s * blocks.norm(block, gradient);
      double excess = Math.max(0, size - q);
      dual = ridge > 0 ? excess * excess / (2 * ridge) : 0;
    }
    return Math.max(0, value(block, b) + dual - s * blocks.dot(block, b, gradient));
  }

  /** Without a penalty each coefficient is for itself; what pulls one that has no limit is rounding. */
  private double freeGap(int block, double[] b, double[] gradient, double s) {
    double gap = 0;
    for (int i = 0; i < blocks.size(block) && blocks.limited(block); i++) {
      int c = blocks.member(block, i);
      gap += singleGap(block, b[c], s * gradient[c], blocks.lower(c), blocks.upper(c));
    }
    return gap;
  }

  private double singleGap(int block, double b, double u, double lower, double upper) {
    double q = threshold(block);
    double ridge = ridge(block);
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
