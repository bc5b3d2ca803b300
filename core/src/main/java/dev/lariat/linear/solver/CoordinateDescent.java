package dev.lariat.linear.solver;

import dev.lariat.linear.solver.algebra.Eigen;
import dev.lariat.linear.solver.penalty.BlockPenalty;
import dev.lariat.linear.solver.penalty.Blocks;

/**
 * Cyclic block coordinate descent on a {@link Quadratic} plus its penalty: full sweeps over the working set, between
 * them sweeps over its non-zero part, and once the signs hold still a step that solves for all of them together where
 * the engine has one.
 *
 * <p>A group is solved exactly, rotated by the eigenvectors of its curvature.
 */
final class CoordinateDescent {
  private static final int MAX_SWEEPS = 10_000;
  /** Sweeps over the non-zero part between two over the whole working set, while these are few. */
  private static final int INNER = 2;
  /** Of so many sweeps over the non-zero part one is followed by a step that solves for it together. */
  private static final int TOGETHER = 3;
  /** A gap so many times too large is not closed by a few sweeps. */
  private static final double FAR = 10;
  /** After so many sweeps over the working set it was not a matter of a few. */
  private static final int PATIENCE = 4;
  /** Coefficients from which on the factor of a support costs more sweeps: then both are larger. */
  private static final int LARGE = 256;
  private static final double FAR_OF_LARGE = 100;
  private static final int PATIENCE_OF_LARGE = 8;

  private final Blocks blocks;
  private final Eigen[] eigen; // [blocks] of groups, for the quadratic at hand
  private final double[][][] unturned; // [blocks] H of groups that are not rotated, for the quadratic at hand
  private final double[] gradient; // [coefficients] of the quadratic at hand
  private int[] active = new int[16];

  CoordinateDescent(Blocks blocks) {
    this.blocks = blocks;
    gradient = new double[blocks.coefficients()];
    eigen = blocks.allSingle() ? null : new Eigen[blocks.count()];
    unturned = blocks.allSingle() ? null : new double[blocks.count()][][];
  }

  /**
   * Minimises over the blocks {@code set[0..count)}; b is modified.
   *
   * @param depth how deep; the gap is looked at after each full sweep
   * @param bend the loss's part of the gap at a dual point sθ is {@code bend·(1 − s)²}
   */
  void solve(Quadratic q, BlockPenalty penalty, int[] set, int count, double[] b, Depth depth, double bend) {
    if (active.length < count) {
      active = new int[count];
    }
    if (eigen != null) {
      for (int a = 0; a < count; a++) {
        eigen[set[a]] = null;
        unturned[set[a]] = null;
      }
    }
    double gap = gap(q, penalty, set, count, b, bend);
    double enough = gap > 0 ? Math.min(depth.gap(), depth.share() * gap) : depth.gap(); // ∞·0 is no number
    int sweeps = 0;
    int rounds = 0;
    while (sweeps < MAX_SWEEPS) {
      sweeps++;
      if (sweep(q, penalty, set, count, b) <= depth.gradient()) {
        return;
      }
      gap = gap(q, penalty, set, count, b, bend);
      if (gap <= enough) {
        return;
      }
      rounds++;
      int live = nonZero(set, count, b);
      boolean large = live >= LARGE;
      boolean far = gap > (large ? FAR_OF_LARGE : FAR) * enough || rounds >= (large ? PATIENCE_OF_LARGE : PATIENCE);
      int most = live == 0 ? 0 : far ? MAX_SWEEPS - sweeps : INNER;
      double change = Double.POSITIVE_INFINITY;
      for (int inner = 0; inner < most && change > depth.gradient(); inner++) {
        sweeps++;
        change = sweep(q, penalty, active, live, b);
        if (far && gap(q, penalty, active, live, b, bend) <= enough) {
          break;
        }
        if (far && inner % TOGETHER == 0 && change > depth.gradient() && blocks.allSingle()) {
          if (!solveTogether(q, penalty, live, b, depth.gradient())) {
            return;
          }
          live = nonZero(active, live, b); // what a step took to zero would come back and stop the next one
        }
      }
    }
  }

  /** Fills {@code active} with those of some blocks that are not zero, and returns how many these are. */
  private int nonZero(int[] some, int count, double[] b) {
    int live = 0;
    for (int a = 0; a < count; a++) {
      if (!blocks.zero(some[a], b)) {
        active[live++] = some[a];
      }
    }
    return live;
  }

  /**
   * The model's own duality gap on these blocks. Where gradients are not at hand those of the last sweep serve, which
   * is enough to end by: the true gap is measured after it. Infinite for groups then.
   */
  private double gap(Quadratic q, BlockPenalty penalty, int[] set, int count, double[] b, double bend) {
    if (!q.keepsGradients() && !blocks.allSingle()) {
      return Double.POSITIVE_INFINITY;
    }
    for (int a = 0; a < count; a++) {
      for (int i = 0; i < blocks.size(set[a]); i++) {
        int c = blocks.member(set[a], i);
        gradient[c] = q.lastGradient(c);
      }
    }
    return penalty.gap(set, count, b, gradient, s -> bend * (1 - s) * (1 - s));
  }

  private boolean solveTogether(Quadratic q, BlockPenalty penalty, int live, double[] b, double tolerance) {
    int[] support = new int[live];
    int count = 0;
    for (int a = 0; a < live; a++) {
      int c = blocks.member(active[a], 0);
      if (b[c] != 0 && b[c] > blocks.lower(c) && b[c] < blocks.upper(c)) {
        support[count++] = c;
      }
    }
    return q.newton(support, count, b, penalty, tolerance / 2);
  }

  private double sweep(Quadratic q, BlockPenalty penalty, int[] set, int count, double[] b) {
    double worst = 0;
    for (int a = 0; a < count; a++) {
      int block = set[a];
      double change = blocks.single(block)
          ? updateSingle(q, penalty, block, blocks.member(block, 0), b)
          : updateGroup(q, penalty, block, b);
      worst = Math.max(worst, change);
    }
    return worst;
  }

  private static double updateSingle(Quadratic q, BlockPenalty penalty, int block, int c, double[] b) {
    double h = q.curvature(c, c);
    double bend = h + penalty.ridge(block);
    if (!(bend > 0)) {
      return 0;
    }
    double value = penalty.prox(block, q.gradient(c) + h * b[c], h);
    double delta = value - b[c];
    if (delta == 0) {
      return 0;
    }
    b[c] = value;
    q.move(c, delta);
    return Math.abs(delta) * bend;
  }

  /** The lasso's part and limits do not turn with the eigenvectors: solved as it is. */
  private double updateUnturned(Quadratic q, BlockPenalty penalty, int block, double[] b) {
    int size = blocks.size(block);
    double[] value = blocks.of(block, b);
    if (unturned[block] == null) {
      unturned[block] = curvature(q, block);
    }
    double[][] h = unturned[block];
    double[] z = new double[size]; // g + Hb
    for (int i = 0; i < size; i++) {
      z[i] = q.gradient(blocks.member(block, i));
      for (int j = 0; j < size; j++) {
        z[i] += h[i][j] * value[j];
      }
    }
    penalty.prox(block, h, z, value);
    double worst = 0;
    for (int i = 0; i < size; i++) {
      int c = blocks.member(block, i);
      double delta = value[i] - b[c];
      if (delta != 0) {
        b[c] = value[i];
        worst = Math.max(worst, Math.abs(delta) * (h[i][i] + penalty.ridge(block)));
        q.move(c, delta);
      }
    }
    return worst;
  }

  /** H of a block. */
  private double[][] curvature(Quadratic q, int block) {
    int size = blocks.size(block);
    double[][] h = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        h[i][j] = q.curvature(blocks.member(block, i), blocks.member(block, j));
        h[j][i] = h[i][j];
      }
    }
    return h;
  }

  private double updateGroup(Quadratic q, BlockPenalty penalty, int block, double[] b) {
    int size = blocks.size(block);
    if (penalty.soft(block) > 0 || blocks.limited(block)) {
      return updateUnturned(q, penalty, block, b);
    }
    Eigen e = eigen[block];
    if (e == null) {
      e = Eigen.of(curvature(q, block));
      eigen[block] = e;
    }
    double[] rotated = new double[size]; // ζ = Qᵀ(g + Hb)
    for (int i = 0; i < size; i++) {
      double g = 0;
      double old = 0;
      for (int j = 0; j < size; j++) {
        int c = blocks.member(block, j);
        g += e.vectors()[j][i] * q.gradient(c);
        old += e.vectors()[j][i] * b[c];
      }
      rotated[i] = g + e.values()[i] * old;
    }
    double[] solution = penalty.prox(block, rotated, e.values());
    double worst = 0;
    for (int j = 0; j < size; j++) {
      double value = 0;
      for (int i = 0; i < size; i++) {
        value += e.vectors()[j][i] * solution[i];
      }
      int c = blocks.member(block, j);
      double delta = value - b[c];
      if (delta != 0) {
        b[c] = value;
        worst = Math.max(worst, Math.abs(delta) * (q.curvature(c, c) + penalty.ridge(block)));
        q.move(c, delta);
      }
    }
    return worst;
  }
}
