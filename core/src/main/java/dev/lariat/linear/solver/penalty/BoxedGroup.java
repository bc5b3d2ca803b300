package dev.lariat.linear.solver.penalty;

import java.util.stream.IntStream;

/**
 * A group whose coefficients have limits: {@code Ω(v) = q‖v‖₂ + s‖v‖₁ + ridge/2·‖v‖²} for lower ≤ v ≤ upper, which
 * include 0. Where Ω's pull is a number, {@code c = 1/(ridge + q/‖v‖)}, every coefficient is for itself: the maximiser
 * of uᵀv − Ω(v) is {@code c·S(u)}, S the soft threshold by s, each cut to its limits. c is the root of
 * {@code ‖v(c)‖/c·(1 − c·ridge) = q}, whose left side falls; between two values of c at which a coefficient meets its
 * limit it is one of {@code √(A + B/c²)·(1 − c·ridge) = q}.
 */
final class BoxedGroup {
  private static final int MAX_NEWTON = 100; // steps, of a convex function from where it is positive: a dozen
  private static final double RESTS = 1e-15; // a relative step that is rounding

  private final double[] pull; // |S(u)|, 0 where the limit lets nothing move
  private final double[] limit; // on the side of u
  private final double[] sign;
  private final double q;
  private final double ridge;

  /**
   * A group.
   *
   * @param u the gradient
   * @param lower at most 0
   * @param upper at least 0
   */
  BoxedGroup(double[] u, double soft, double q, double ridge, double[] lower, double[] upper) {
    this.q = q;
    this.ridge = ridge;
    pull = new double[u.length];
    limit = new double[u.length];
    sign = new double[u.length];
    for (int i = 0; i < u.length; i++) {
      sign[i] = Math.signum(u[i]);
      limit[i] = u[i] > 0 ? upper[i] : -lower[i];
      pull[i] = limit[i] > 0 ? Math.abs(SparseGroup.soft(u[i], soft)) : 0;
    }
  }

  /** {@return the norm of what pulls the group from 0} It stays there up to q. */
  double entry() {
    double sum = 0;
    for (double value : pull) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }

  /** argmax uᵀv − Ω(v), with a ridge part: without one it may be infinite. */
  double[] maximiser() {
    double[] v = new double[pull.length];
    double c = entry() <= q ? 0 : strength();
    for (int i = 0; i < v.length && c > 0; i++) {
      v[i] = pull[i] == 0 ? 0 : sign[i] * Math.min(limit[i], c * pull[i]);
    }
    return v;
  }

  /**
   * {@return Ω*(u) = max uᵀv − Ω(v)} With A and B as above and P what those at a limit pull times their limits, it is
   * {@code P − B/c + ridge/2·‖v‖²}: no term of it is large beside it. Without a ridge part it is finite only where
   * coefficients without a limit pull with no more than q; what exceeds that by rounding is disregarded.
   */
  double conjugate() {
    if (entry() <= q) {
      return 0;
    }
    double c = strength();
    double value = 0;
    for (int i = 0; i < pull.length; i++) {
      if (pull[i] == 0) {
        continue;
      }
      boolean cut = c * pull[i] >= limit[i] && limit[i] < Double.POSITIVE_INFINITY;
      double size = cut ? limit[i] : c * pull[i];
      value += cut ? size * (pull[i] - size / c) : 0;
      value += ridge > 0 ? ridge / 2 * size * size : 0;
    }
    return value;
  }

  /** c; infinite where nothing ends it. */
  private double strength() {
    int[] order = IntStream.range(0, pull.length)
        .filter(i -> pull[i] > 0)
        .boxed()
        .sorted((i, j) -> Double.compare(limit[i] / pull[i], limit[j] / pull[j]))
        .mapToInt(Integer::intValue)
        .toArray();
    double from = 0; // the last c at which a limit was met
    double cut = 0; // B: the squares of the limits that are met
    for (int a = 0; a <= order.length; a++) {
      double free = 0; // A: the squares of those that pull on
      for (int m = a; m < order.length; m++) {
        free += pull[order[m]] * pull[order[m]];
      }
      double next = a == order.length ? Double.POSITIVE_INFINITY : limit[order[a]] / pull[order[a]];
      boolean ends = next == Double.POSITIVE_INFINITY
          || Math.sqrt(free + cut / (next * next)) * (1 - next * ridge) <= q;
      if (ends) {
        return root(free, cut, from);
      }
      from = next;
      cut += limit[order[a]] * limit[order[a]];
    }
    throw new IllegalStateException("the last of a group's limits is infinite");
  }

  /** The root c of {@code √(A + B/c²)·(1 − c·ridge) = q} beyond {@code from}. */
  private double root(double free, double cut, double from) {
    if (cut == 0) { // without a ridge part √A is q, and what is above it is rounding
      return ridge > 0 ? Math.max(0, 1 - q / Math.sqrt(free)) / ridge : 0;
    }
    if (ridge == 0) {
      return free < q * q ? Math.sqrt(cut / (q * q - free)) : Double.POSITIVE_INFINITY;
    }
    // in x = 1/c: √(A + Bx²)(x − ridge) − qx is convex where x ≥ ridge, and not negative at 1/from
    double x = 1 / from;
    for (int iteration = 0; iteration < MAX_NEWTON; iteration++) {
      double root = Math.sqrt(free + cut * x * x);
      double value = root * (x - ridge) - q * x;
      double slope = root + cut * x * (x - ridge) / root - q;
      double next = Math.max(ridge, x - value / slope);
      if (!(next < x * (1 - RESTS))) {
        break;
      }
      x = next;
    }
    return 1 / x;
  }
}
