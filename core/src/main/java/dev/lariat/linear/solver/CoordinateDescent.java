package dev.lariat.linear.solver;

import dev.lariat.linear.solver.algebra.Eigen;
import java.util.Arrays;

/**
 * Cyclic block coordinate descent on a {@link Quadratic} plus its penalty: full sweeps over the working set, between
 * them sweeps over its non-zero part, and once the signs hold still a step that solves for all of them together where
 * the engine has one.
 *
 * <p>A group is solved exactly: rotated by the eigenvectors of its curvature, its norm ν is the root of
 * {@code Σ ζ_i²/((Λ_i + l2)ν + l1)² = 1} (Newton), as in Yang &amp; Hastie's adelie.
 */
final class CoordinateDescent {
  private static final int MAX_SWEEPS = 10_000;

  private final BlockPenalty blocks;
  private final Eigen[] eigen; // [blocks] of groups, for the quadratic at hand
  private int[] active = new int[16];

  CoordinateDescent(BlockPenalty blocks) {
    this.blocks = blocks;
    eigen = blocks.single ? null : new Eigen[blocks.count()];
  }

  /**
   * Minimises over the blocks {@code set[0..count)}; b is modified. The penalty's strengths are those that
   * {@code blocks} holds.
   *
   * @param tolerance ends where no coefficient would change the gradient by more
   * @return false if the sweeps ran out
   */
  boolean solve(Quadratic q, int[] set, int count, double[] b, double tolerance) {
    if (active.length < count) {
      active = new int[count];
    }
    if (eigen != null) {
      for (int a = 0; a < count; a++) {
        eigen[set[a]] = null;
      }
    }
    int sweeps = 0;
    while (sweeps < MAX_SWEEPS) {
      sweeps++;
      if (sweep(q, set, count, b) <= tolerance) {
        return true;
      }
      int inner = 0;
      double change;
      do {
        int live = 0;
        for (int a = 0; a < count; a++) {
          if (!blocks.zero(set[a], b)) {
            active[live++] = set[a];
          }
        }
        if (live == 0) {
          break;
        }
        sweeps++;
        inner++;
        change = sweep(q, active, live, b);
        if (change > tolerance && inner % 3 == 1 && blocks.single) {
          solveTogether(q, live, b, tolerance);
        }
      } while (change > tolerance && sweeps < MAX_SWEEPS);
    }
    return false;
  }

  private void solveTogether(Quadratic q, int live, double[] b, double tolerance) {
    int[] support = new int[live];
    int count = 0;
    for (int a = 0; a < live; a++) {
      int c = blocks.member[blocks.start[active[a]]];
      if (b[c] != 0 && b[c] > blocks.lower(c) && b[c] < blocks.upper(c)) {
        support[count++] = c;
      }
    }
    q.newton(support, count, b, blocks, tolerance / 2);
  }

  private double sweep(Quadratic q, int[] set, int count, double[] b) {
    double worst = 0;
    for (int a = 0; a < count; a++) {
      int block = set[a];
      int m = blocks.start[block];
      double change = blocks.start[block + 1] - m == 1
          ? updateSingle(q, block, blocks.member[m], b)
          : updateGroup(q, block, b);
      worst = Math.max(worst, change);
    }
    return worst;
  }

  private double updateSingle(Quadratic q, int block, int c, double[] b) {
    double h = q.curvature(c, c);
    double ridge = h + blocks.l2 * blocks.l2Factor[block];
    if (!(ridge > 0)) {
      return 0;
    }
    double z = q.gradient(c) + h * b[c];
    double l1 = blocks.l1 * blocks.l1Factor[block];
    double value = z > l1 ? (z - l1) / ridge : z < -l1 ? (z + l1) / ridge : 0;
    if (blocks.lower != null || blocks.upper != null) {
      value = Math.clamp(value, blocks.lower(c), blocks.upper(c));
    }
    double delta = value - b[c];
    if (delta == 0) {
      return 0;
    }
    b[c] = value;
    q.move(c, delta);
    return Math.abs(delta) * ridge;
  }

  private double updateGroup(Quadratic q, int block, double[] b) {
    int from = blocks.start[block];
    int size = blocks.start[block + 1] - from;
    Eigen e = eigen[block];
    if (e == null) {
      double[][] h = new double[size][size];
      for (int i = 0; i < size; i++) {
        for (int j = 0; j <= i; j++) {
          h[i][j] = q.curvature(blocks.member[from + i], blocks.member[from + j]);
          h[j][i] = h[i][j];
        }
      }
      e = Eigen.of(h);
      eigen[block] = e;
    }
    double[] rotated = new double[size]; // ζ = Qᵀ(g + Hb)
    for (int i = 0; i < size; i++) {
      double g = 0;
      double old = 0;
      for (int j = 0; j < size; j++) {
        int c = blocks.member[from + j];
        g += e.vectors()[j][i] * q.gradient(c);
        old += e.vectors()[j][i] * b[c];
      }
      rotated[i] = g + e.values()[i] * old;
    }
    double[] solution = shrink(rotated, e.values(), blocks.l1 * blocks.l1Factor[block],
        blocks.l2 * blocks.l2Factor[block]);
    double worst = 0;
    for (int j = 0; j < size; j++) {
      double value = 0;
      for (int i = 0; i < size; i++) {
        value += e.vectors()[j][i] * solution[i];
      }
      int c = blocks.member[from + j];
      double delta = value - b[c];
      if (delta != 0) {
        b[c] = value;
        worst = Math.max(worst, Math.abs(delta) * (q.curvature(c, c) + blocks.l2 * blocks.l2Factor[block]));
        q.move(c, delta);
      }
    }
    return worst;
  }

  /** argmin ½Σ Λ_i u_i² − ζᵀu + l1‖u‖ + l2/2‖u‖². */
  static double[] shrink(double[] zeta, double[] curvature, double l1, double l2) {
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
      for (int iteration = 0; iteration < 100; iteration++) {
        double value = -1;
        double slope = 0;
        for (int i = 0; i < zeta.length; i++) {
          double d = (curvature[i] + l2) * size + l1;
          double t = zeta[i] / d;
          value += t * t;
          slope -= 2 * t * t * (curvature[i] + l2) / d;
        }
        double next = size - value / slope;
        if (!(next > size * (1 + 1e-15))) {
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
}
