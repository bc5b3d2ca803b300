package dev.lariat.explain;

import dev.lariat.penalty.CustomPenalty;
import dev.lariat.penalty.ElasticNet;
import dev.lariat.penalty.GroupLasso;
import dev.lariat.penalty.L1;
import dev.lariat.penalty.L2;
import dev.lariat.penalty.Penalty;
import java.util.List;

/**
 * A quadratic loss of two weights, {@code ½(a₁₁w₁² + 2a₁₂w₁w₂ + a₂₂w₂²) − b₁w₁ − b₂w₂}: least squares on two columns,
 * where the a are the columns' covariances and the b theirs with the target. Its minimum under a penalty is found in
 * closed form, or by one root for the group.
 *
 * @param a11 above 0
 * @param a12 so that a₁₁a₂₂ ≥ a₁₂²
 * @param a22 above 0
 * @param b1 any
 * @param b2 any
 */
public record QuadraticPair(double a11, double a12, double a22, double b1, double b2) {
  /** Relative size below which a determinant is 0: the two columns carry the same. */
  private static final double SINGULAR = 1e-12;

  /** A point of the plane of the two weights. */
  public record Point(double w1, double w2) {
    /** √(w₁² + w₂²). */
    public double norm() {
      return Math.hypot(w1, w2);
    }

    /** |w₁| + |w₂|. */
    public double absolute() {
      return Math.abs(w1) + Math.abs(w2);
    }
  }

  /** Checks that the loss is finite and bounded below. */
  public QuadraticPair {
    double determinant = a11 * a22 - a12 * a12;
    if (!(a11 > 0 && a22 > 0) || !(determinant >= -SINGULAR * a11 * a22)) {
      throw new IllegalArgumentException(
          "the loss of two weights must be a bowl: [" + a11 + " " + a12 + "; " + a12 + " " + a22 + "] is not");
    }
    if (!Double.isFinite(a11 + a22 + a12 + b1 + b2)) {
      throw new IllegalArgumentException("the loss of two weights must be of finite numbers");
    }
  }

  /** Two standardised columns of this correlation with a loss whose minimum is here. */
  public static QuadraticPair withMinimum(double correlation, double w1, double w2) {
    if (!(Math.abs(correlation) < 1)) {
      throw new IllegalArgumentException("the correlation must be between −1 and 1, not " + correlation);
    }
    return new QuadraticPair(1, correlation, 1, w1 + correlation * w2, correlation * w1 + w2);
  }

  /**
   * Least squares on two columns, which are standardised (mean 0, variance 1 with divisor n), and a target, which is
   * centred.
   *
   * @throws IllegalArgumentException if a column is constant
   */
  public static QuadraticPair ofColumns(double[] x1, double[] x2, double[] y) {
    double[] z1 = standardised(x1, "first");
    double[] z2 = standardised(x2, "second");
    double[] centred = y.clone();
    double mean = mean(y);
    for (int i = 0; i < y.length; i++) {
      centred[i] -= mean;
    }
    return new QuadraticPair(1, Math.clamp(product(z1, z2), -1, 1), 1, product(z1, centred), product(z2, centred));
  }

  /** The same with the first column given twice, in place of the second. */
  public QuadraticPair duplicated() {
    return new QuadraticPair(a11, a11, a11, b1, b1);
  }

  private static double[] standardised(double[] x, String which) {
    double mean = mean(x);
    double variance = 0;
    for (double v : x) {
      variance += (v - mean) * (v - mean) / x.length;
    }
    if (!(variance > 0)) {
      throw new IllegalArgumentException("the " + which + " column has the same value in every row");
    }
    double[] z = new double[x.length];
    for (int i = 0; i < z.length; i++) {
      z[i] = (x[i] - mean) / Math.sqrt(variance);
    }
    return z;
  }

  private static double mean(double[] x) {
    double sum = 0;
    for (double v : x) {
      sum += v;
    }
    return sum / x.length;
  }

  private static double product(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum / a.length;
  }

  /** Whether both weights see the same column, so that only a sum of them is determined. */
  public boolean singular() {
    return a11 * a22 - a12 * a12 <= SINGULAR * a11 * a22;
  }

  /** The loss, 0 at w = 0. */
  public double loss(Point w) {
    return 0.5 * (a11 * w.w1 * w.w1 + 2 * a12 * w.w1 * w.w2 + a22 * w.w2 * w.w2) - b1 * w.w1 - b2 * w.w2;
  }

  /** The loss's gradient. */
  public Point gradient(Point w) {
    return new Point(a11 * w.w1 + a12 * w.w2 - b1, a12 * w.w1 + a22 * w.w2 - b2);
  }

  /** What a penalty adds to the loss. The two weights are one group. */
  public static double penalty(Penalty penalty, Point w) {
    return switch (penalty) {
      case L1(double lambda) -> lambda * w.absolute();
      case L2(double lambda) -> lambda / 2 * w.norm() * w.norm();
      case ElasticNet net -> net.l1() * w.absolute() + net.l2() / 2 * w.norm() * w.norm();
      case GroupLasso group -> group.groupStrength(2) * w.norm();
      case CustomPenalty _ -> throw unknown(penalty);
    };
  }

  /**
   * Where loss and penalty together are smallest; of several such points, the one nearest to w₁ = w₂ or w₁ = −w₂.
   *
   * @throws IllegalArgumentException for a penalty of one's own
   */
  public Point minimum(Penalty penalty) {
    return switch (penalty) {
      case L1(double lambda) -> elasticNet(lambda, 0);
      case L2(double lambda) -> ridge(lambda, b1, b2);
      case ElasticNet net -> elasticNet(net.l1(), net.l2());
      case GroupLasso group -> group(group.groupStrength(2));
      case CustomPenalty _ -> throw unknown(penalty);
    };
  }

  /** Where the loss alone is smallest. */
  public Point minimum() {
    return ridge(0, b1, b2);
  }

  /**
   * The two ends of the line on which loss and L1 together are equally small, where one column is given twice; the
   * minimum alone, twice, where it is unique.
   */
  public List<Point> ends(L1 penalty) {
    Point middle = minimum(penalty);
    if (!singular() || Math.abs(Math.abs(a12) - a11) > SINGULAR * a11 || Math.abs(a11 - a22) > SINGULAR * a11) {
      return List.of(middle, middle);
    }
    double sum = middle.w1 + Math.signum(a12) * middle.w2;
    return List.of(new Point(sum, 0), new Point(0, Math.signum(a12) * sum));
  }

  private static IllegalArgumentException unknown(Penalty penalty) {
    return new IllegalArgumentException("the geometry of " + penalty.name() + " is not known");
  }

  /** {@code (A + λI)⁻¹b}; the shortest solution where the matrix is singular. */
  private Point ridge(double lambda, double c1, double c2) {
    double p = a11 + lambda;
    double q = a22 + lambda;
    double determinant = p * q - a12 * a12;
    if (determinant > SINGULAR * p * q) {
      return new Point((q * c1 - a12 * c2) / determinant, (p * c2 - a12 * c1) / determinant);
    }
    // A = u·uᵀ, and c is along u.
    double u1 = Math.sqrt(a11);
    double u2 = Math.copySign(Math.sqrt(a22), a12);
    double size = u1 * u1 + u2 * u2;
    double along = (u1 * c1 + u2 * c2) / size / size;
    return new Point(u1 * along, u2 * along);
  }

  /** Tries every pattern of signs; the optimality (KKT) conditions say which is right. */
  private Point elasticNet(double l1, double l2) {
    Point best = new Point(0, 0);
    double least = Double.POSITIVE_INFINITY;
    for (int s1 = -1; s1 <= 1; s1++) {
      for (int s2 = -1; s2 <= 1; s2++) {
        Point w = ofSigns(s1, s2, l1, l2);
        double value = loss(w) + l1 * w.absolute() + l2 / 2 * w.norm() * w.norm();
        boolean fits = w.w1 * s1 >= 0 && w.w2 * s2 >= 0;
        if (fits && value < least) {
          least = value;
          best = w;
        }
      }
    }
    return best;
  }

  private Point ofSigns(int s1, int s2, double l1, double l2) {
    double c1 = b1 - l1 * s1;
    double c2 = b2 - l1 * s2;
    if (s1 != 0 && s2 != 0) {
      return ridge(l2, c1, c2);
    }
    return new Point(s1 == 0 ? 0 : c1 / (a11 + l2), s2 == 0 ? 0 : c2 / (a22 + l2));
  }

  /** w = (A + c/r·I)⁻¹b where r = ‖w‖ is the root of an equation that falls in r; 0 if ‖b‖ ≤ c. */
  private Point group(double c) {
    if (Math.hypot(b1, b2) <= c) {
      return new Point(0, 0);
    }
    if (c == 0) {
      return minimum();
    }
    double low = 0;
    double high = minimum().norm();
    for (int step = 0; step < 200 && high - low > 1e-16 * high; step++) {
      double r = (low + high) / 2;
      if (ridge(c / r, b1, b2).norm() > r) {
        low = r;
      } else {
        high = r;
      }
    }
    return ridge(c / high, b1, b2);
  }
}
