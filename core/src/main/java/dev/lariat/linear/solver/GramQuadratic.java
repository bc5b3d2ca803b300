package dev.lariat.linear.solver;

import dev.lariat.kernel.DenseOps;
import dev.lariat.linear.solver.algebra.SupportFactor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A quadratic model that keeps the Gram matrix of its working set, {@code H = X̃ᵀ diag(h) X̃} with the intercept
 * minimised out, and the gradient with it: a move costs the working set's size ("covariance updates"). Rows are
 * computed as features enter, and stay.
 *
 * <p>For the other families h changes with the fit. The old H then serves on, scaled to the new mean curvature: a
 * proximal Newton step with a nearby Hessian still converges, and costs two passes over the working set where a new H
 * costs its square.
 */
final class GramQuadratic implements Quadratic {
  private static final int MAX_ITERATIONS = 100;
  private static final int BATCH = 16; // features whose rows are computed in one pass over the columns that are there
  private static final int ONE_BY_ONE = 16; // features up to which a blocked product is not worth its buffers
  private static final int STALE = 8; // iterations that a good factor does not need

  private final ScaledProblem problem;
  private final FullGram full; // or null: computed from the columns
  private final int features;
  private final double[] h; // [rows] the curvature that H was made with
  private final int[] slot; // [features] −1 = not here
  private int[] feature = new int[16]; // [size]
  private double[][] row = new double[16][]; // [size][capacity]
  private double[] dh = new double[16]; // [size] dᵀh
  private final double[][] g; // [predictors][capacity]
  private final List<double[]> scratch = new ArrayList<>(); // [up to BATCH][rows], the first all zero between uses of
                                                            // sparse columns
  private double hSum;
  private double factor = 1; // H is used times this
  private int size;
  private boolean fresh; // h is set
  private double[] direction = new double[16];
  private double[] image = new double[16];
  private double[] residual = new double[16];
  private double[] preconditioned = new double[16];
  private SupportFactor cholesky;

  GramQuadratic(ScaledProblem problem, FullGram full, int predictors) {
    this.problem = problem;
    this.full = full;
    features = problem.features;
    h = new double[full == null ? problem.rows : 0];
    slot = new int[features];
    Arrays.fill(slot, -1);
    g = new double[predictors][16];
  }

  int size() {
    return size;
  }

  boolean empty() {
    return !fresh;
  }

  /** Forgets everything and takes a new curvature. */
  void reset(double[] curvature) {
    clear();
    System.arraycopy(curvature, 0, h, 0, h.length);
    hSum = full != null ? 1 : DenseOps.sum(h);
    factor = 1;
    fresh = true;
  }

  private void clear() {
    if (cholesky != null) {
      cholesky.clear();
    }
    for (int a = 0; a < size; a++) {
      slot[feature[a]] = -1;
    }
    size = 0;
  }

  /** Recomputes H for the features that it has, with a new curvature. */
  void refresh(double[] curvature) {
    int[] kept = Arrays.copyOf(feature, size);
    reset(curvature);
    if (!problem.x.sparse() && kept.length > ONE_BY_ONE) {
      addAll(kept);
      return;
    }
    add(kept, kept.length);
  }

  /** Scales H to the mean of the present curvature; returns how far its shape has moved, relative to its sum. */
  double follow(double[] curvature) {
    double sum = DenseOps.sum(curvature);
    factor = sum / hSum;
    double moved = 0;
    for (int i = 0; i < h.length; i++) {
      moved += Math.abs(curvature[i] - factor * h[i]);
    }
    return moved / sum;
  }

  double factor() {
    return factor;
  }

  double meanColumn(int j) {
    return dh[slot[j]] / hSum;
  }

  /** Σh of the curvature that H was made with, times the factor in use. */
  double sum() {
    return hSum * factor;
  }

  /** Adds the features of these coefficients that H lacks. */
  void add(int[] coefficients, int count) {
    int a = 0;
    while (a < count) {
      if (size + BATCH > feature.length) {
        grow(); // before rows are missing
      }
      int begin = size;
      for (; a < count && size - begin < BATCH; a++) {
        int j = coefficients[a] % features;
        if (slot[j] < 0) {
          feature[size] = j;
          slot[j] = size++;
        }
      }
      fill(begin);
    }
  }

  /** Computes the rows of H from {@code begin} on. */
  private void fill(int begin) {
    int fresh = size - begin;
    if (fresh == 0) {
      return;
    }
    double[][] products = new double[fresh][size];
    if (full == null) {
      while (scratch.size() < (problem.x.sparse() ? 1 : fresh)) {
        scratch.add(new double[h.length]);
      }
      problem.x.products(feature, begin, fresh, h, scratch.toArray(double[][]::new), products);
    }
    for (int a = begin; a < size; a++) {
      int j = feature[a];
      double[] mine = new double[feature.length];
      row[a] = mine;
      dh[a] = full == null ? problem.x.dot(j, h) : 0;
      for (int c = 0; c <= a; c++) {
        mine[c] = full == null ? entry(a, c, products[a - begin][c]) : full.row(j)[feature[c]];
        row[c][a] = mine[c];
      }
      mine[a] = Math.max(0, mine[a]);
    }
  }

  /** Adds features to an empty H, with one blocked product. */
  private void addAll(int[] kept) {
    int n = kept.length;
    for (int a = 0; a < n; a++) {
      dh[a] = problem.x.dot(kept[a], h);
      feature[a] = kept[a];
      slot[kept[a]] = a;
    }
    double[] all = new double[Math.multiplyExact(n, n)];
    problem.x.gram(kept, h, all);
    for (int a = 0; a < n; a++) {
      for (int c = 0; c <= a; c++) {
        double value = entry(a, c, all[a * n + c]);
        row[a][c] = value;
        row[c][a] = value;
      }
      row[a][a] = Math.max(0, row[a][a]);
    }
    size = n;
  }

  /** An entry of H from the raw product of its columns. */
  private double entry(int a, int c, double raw) {
    int i = feature[a];
    int j = feature[c];
    double si = problem.x.shift(i);
    double sj = problem.x.shift(j);
    double centred = raw + (problem.intercept ? -dh[a] * dh[c] / hSum : si * dh[c] + sj * dh[a] + si * sj * hSum);
    return centred / (problem.scale[i] * problem.scale[j]);
  }

  private void grow() {
    int capacity = feature.length * 2;
    feature = Arrays.copyOf(feature, capacity);
    row = Arrays.copyOf(row, capacity);
    dh = Arrays.copyOf(dh, capacity);
    direction = new double[capacity];
    image = new double[capacity];
    residual = new double[capacity];
    preconditioned = new double[capacity];
    for (int k = 0; k < g.length; k++) {
      g[k] = Arrays.copyOf(g[k], capacity);
    }
    for (int a = 0; a < size; a++) {
      row[a] = Arrays.copyOf(row[a], capacity);
    }
  }

  /** Drops the features that are not among the coefficients given, when they are the many. */
  void compact(int[] coefficients, int count) {
    if (size <= 2 * count + 32) {
      return;
    }
    int[] keep = new int[size];
    int kept = 0;
    boolean[] wanted = new boolean[size];
    for (int a = 0; a < count; a++) {
      int s = slot[coefficients[a] % features];
      if (s >= 0) {
        wanted[s] = true;
      }
    }
    for (int a = 0; a < size; a++) {
      if (wanted[a]) {
        keep[kept++] = a;
      } else {
        slot[feature[a]] = -1;
      }
    }
    for (int a = 0; a < kept; a++) {
      double[] from = row[keep[a]];
      for (int d = 0; d < kept; d++) {
        from[d] = from[keep[d]];
      }
      row[a] = from;
      feature[a] = feature[keep[a]];
      dh[a] = dh[keep[a]];
      slot[feature[a]] = a;
    }
    size = kept;
  }

  /** Sets the gradient of coefficient c, at the factor in use. */
  void setGradient(int c, double value) {
    int k = g.length == 1 ? 0 : c / features;
    g[k][slot[c % features]] = value / factor;
  }

  @Override
  public double gradient(int c) {
    return g.length == 1 ? g[0][slot[c % features]] : g[c / features][slot[c % features]];
  }

  @Override
  public void move(int c, double delta) {
    DenseOps.axpy(-delta, row[slot[c % features]], g[g.length == 1 ? 0 : c / features], size);
  }

  @Override
  public double curvature(int c, int d) {
    return c / features == d / features ? row[slot[c % features]][slot[d % features]] : 0;
  }

  /**
   * Conjugate gradients on the support, preconditioned by its Cholesky factor: one iteration where the factor is of
   * this very matrix, few where the ridge part has changed since. Then as much of the step as keeps every sign and
   * limit, and the coefficient that ends it is set exactly there.
   */
  @Override
  public boolean newton(int[] support, int count, double[] b, BlockPenalty blocks, double tolerance) {
    align(support, count, blocks, 1);
    int[] order = cholesky.members();
    int number = cholesky.size();
    double[] step = new double[size];
    double[] p = direction;
    double[] hp = image;
    double[] r = residual; // [number], in the factor's order
    double[] z = preconditioned; // [number]
    Arrays.fill(p, 0, size, 0);
    for (int a = 0; a < number; a++) {
      int c = order[a];
      double penalty = blocks.l1 * blocks.l1Factor[blocks.blockOf[c]] * Math.signum(b[c]) + ridge(c, blocks) * b[c];
      r[a] = gradient(c) - penalty;
    }
    double rho = 0;
    boolean stale = false;
    for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
      System.arraycopy(r, 0, z, 0, number);
      cholesky.solve(z);
      double next = 0;
      for (int a = 0; a < number; a++) {
        next += r[a] * z[a];
      }
      if (!(next > 0)) {
        break;
      }
      double beta = rho > 0 ? next / rho : 0;
      rho = next;
      double curvature = 0;
      for (int a = 0; a < number; a++) {
        int s = slot[order[a] % features];
        p[s] = z[a] + beta * p[s];
      }
      for (int a = 0; a < number; a++) {
        int s = slot[order[a] % features];
        hp[a] = DenseOps.dot(row[s], p, size) + ridge(order[a], blocks) * p[s];
        curvature += hp[a] * p[s];
      }
      if (!(curvature > 0)) {
        break;
      }
      double f = rho / curvature;
      double worst = 0;
      for (int a = 0; a < number; a++) {
        int s = slot[order[a] % features];
        step[s] += f * p[s];
        r[a] -= f * hp[a];
        worst = Math.max(worst, Math.abs(r[a]));
      }
      if (worst <= tolerance) {
        break;
      }
      stale = iteration >= STALE;
    }
    if (stale) {
      cholesky.clear(); // the next step makes a new one
    }
    takeStep(order, number, b, blocks, step);
    return true;
  }

  /** The factor of H + ridge/scale for those of these coefficients that H has. */
  SupportFactor align(int[] support, int count, BlockPenalty blocks, double scale) {
    if (cholesky == null) {
      cholesky = new SupportFactor(features * problem.predictors);
    }
    int[] known = Arrays.copyOf(support, count);
    int number = 0;
    for (int a = 0; a < count; a++) {
      if (slot[support[a] % features] >= 0) {
        known[number++] = support[a];
      }
    }
    cholesky.align(known, number,
        (c, d) -> row[slot[c % features]][slot[d % features]] + (c == d ? ridge(c, blocks) / scale : 0));
    return cholesky;
  }

  private static double ridge(int c, BlockPenalty blocks) {
    return blocks.l2 * blocks.l2Factor[blocks.blockOf[c]];
  }

  private void takeStep(int[] support, int count, double[] b, BlockPenalty blocks, double[] step) {
    double length = 1;
    int ending = -1;
    for (int a = 0; a < count; a++) {
      int c = support[a];
      double d = step[slot[c % features]];
      double target = d > 0 ? blocks.upper(c) : blocks.lower(c);
      if (!blocks.unpenalised(blocks.blockOf[c]) && blocks.l1 > 0 && d * b[c] < 0) {
        target = 0;
      }
      if (Math.abs(d) * length > Math.abs(target - b[c])) {
        length = Math.abs(target - b[c]) / Math.abs(d);
        ending = c;
      }
    }
    for (int a = 0; a < count; a++) {
      int c = support[a];
      double d = step[slot[c % features]];
      double delta = length * d;
      if (c == ending) {
        double target = !blocks.unpenalised(blocks.blockOf[c]) && blocks.l1 > 0 && d * b[c] < 0
            ? 0
            : d > 0 ? blocks.upper(c) : blocks.lower(c);
        delta = target - b[c];
        b[c] = target;
      } else {
        b[c] += delta;
      }
      if (delta != 0) {
        move(c, delta);
      }
    }
  }
}
