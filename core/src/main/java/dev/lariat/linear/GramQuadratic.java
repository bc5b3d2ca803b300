package dev.lariat.linear;

import java.util.Arrays;

/**
 * A quadratic model that keeps the Gram matrix of its working set, {@code H = X̃ᵀ diag(h) X̃} with the intercept minimised out, and the
 * gradient with it: a move costs the working set's size ("covariance updates"). Rows are computed as features enter, and stay.
 *
 * <p>For the other families h changes with the fit. The old H then serves on, scaled to the new mean curvature: a proximal Newton step
 * with a nearby Hessian still converges, and costs two passes over the working set where a new H costs its square.
 */
final class GramQuadratic implements Quadratic {
  private final Problem problem;
  private final FullGram full; // or null: computed from the columns
  private final int features;
  private final double[] h; // [rows] the curvature that H was made with
  private final int[] slot; // [features] −1 = not here
  private int[] feature = new int[16]; // [size]
  private double[][] row = new double[16][]; // [size][capacity]
  private double[] dh = new double[16]; // [size] dᵀh
  private final double[][] g; // [predictors][capacity]
  private double[] products = new double[16];
  private final double[] scratch; // [rows], all zero between uses
  private double hSum;
  private double factor = 1; // H is used times this
  private int size;
  private boolean fresh; // h is set
  private double[] direction = new double[16];
  private double[] image = new double[16];
  private double[] residual = new double[16];

  GramQuadratic(Problem problem, FullGram full, int predictors) {
    this.problem = problem;
    this.full = full;
    features = problem.features;
    h = new double[full == null ? problem.rows : 0];
    scratch = new double[h.length];
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
    hSum = full != null ? 1 : Loops.sum(h);
    factor = 1;
    fresh = true;
  }

  private void clear() {
    for (int a = 0; a < size; a++) {
      slot[feature[a]] = -1;
    }
    size = 0;
  }

  /** Recomputes H for the features that it has, with a new curvature. */
  void refresh(double[] curvature) {
    int[] kept = Arrays.copyOf(feature, size);
    reset(curvature);
    for (int j : kept) {
      add(j);
    }
  }

  /** Scales H to the mean of the present curvature; returns how far its shape has moved, relative to its sum. */
  double follow(double[] curvature) {
    double sum = Loops.sum(curvature);
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

  void add(int j) {
    if (slot[j] >= 0) {
      return;
    }
    if (size == feature.length) {
      grow();
    }
    double[] mine = new double[feature.length];
    if (full != null) {
      double[] source = full.row(j);
      for (int a = 0; a < size; a++) {
        mine[a] = source[feature[a]];
      }
      mine[size] = source[j];
    } else {
      feature[size] = j;
      problem.x.products(j, feature, size + 1, h, scratch, products);
      dh[size] = problem.x.dot(j, h);
      double si = problem.x.shift(j);
      for (int a = 0; a <= size; a++) {
        double sj = problem.x.shift(feature[a]);
        double raw = products[a];
        raw += problem.intercept ? -dh[size] * dh[a] / hSum : si * dh[a] + sj * dh[size] + si * sj * hSum;
        mine[a] = raw / (problem.scale[j] * problem.scale[feature[a]]);
      }
      mine[size] = Math.max(0, mine[size]);
    }
    feature[size] = j;
    slot[j] = size;
    row[size] = mine;
    for (int a = 0; a < size; a++) {
      row[a][size] = mine[a];
    }
    size++;
  }

  private void grow() {
    int capacity = feature.length * 2;
    feature = Arrays.copyOf(feature, capacity);
    row = Arrays.copyOf(row, capacity);
    dh = Arrays.copyOf(dh, capacity);
    products = new double[capacity];
    direction = new double[capacity];
    image = new double[capacity];
    residual = new double[capacity];
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
    Loops.axpy(-delta, row[slot[c % features]], g[g.length == 1 ? 0 : c / features], size);
  }

  @Override
  public double curvature(int c, int d) {
    return c / features == d / features ? row[slot[c % features]][slot[d % features]] : 0;
  }

  /**
   * Conjugate gradients on the support, preconditioned by the diagonal; then as much of the step as keeps every sign and limit, and
   * the coefficient that ends it is set exactly there.
   */
  @Override
  public boolean newton(int[] support, int count, double[] b, Blocks blocks, double tolerance) {
    double[] step = new double[size];
    double[] p = direction;
    double[] hp = image;
    double[] r = residual;
    Arrays.fill(p, 0, size, 0);
    double[] grad = g[0];
    double rho = 0;
    double l2 = blocks.l2;
    for (int a = 0; a < count; a++) {
      int c = support[a];
      int s = slot[c % features];
      int block = blocks.blockOf[c];
      double value = grad[s] - blocks.l1 * blocks.l1Factor[block] * Math.signum(b[c])
          - l2 * blocks.l2Factor[block] * b[c];
      r[s] = value;
      double diagonal = row[s][s] + l2 * blocks.l2Factor[block];
      p[s] = value / diagonal;
      rho += value * p[s];
    }
    for (int iteration = 0; iteration < 100 && rho > 0; iteration++) {
      double curvature = 0;
      for (int a = 0; a < count; a++) {
        int c = support[a];
        int s = slot[c % features];
        hp[s] = Loops.dot(row[s], p, size) + l2 * blocks.l2Factor[blocks.blockOf[c]] * p[s];
        curvature += hp[s] * p[s];
      }
      if (!(curvature > 0)) {
        break;
      }
      double f = rho / curvature;
      double worst = 0;
      double next = 0;
      for (int a = 0; a < count; a++) {
        int c = support[a];
        int s = slot[c % features];
        step[s] += f * p[s];
        r[s] -= f * hp[s];
        worst = Math.max(worst, Math.abs(r[s]));
        double diagonal = row[s][s] + l2 * blocks.l2Factor[blocks.blockOf[c]];
        next += r[s] * r[s] / diagonal;
      }
      if (worst <= tolerance) {
        break;
      }
      double beta = next / rho;
      rho = next;
      for (int a = 0; a < count; a++) {
        int c = support[a];
        int s = slot[c % features];
        p[s] = r[s] / (row[s][s] + l2 * blocks.l2Factor[blocks.blockOf[c]]) + beta * p[s];
      }
    }
    takeStep(support, count, b, blocks, step);
    return true;
  }

  private void takeStep(int[] support, int count, double[] b, Blocks blocks, double[] step) {
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
