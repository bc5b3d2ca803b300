package dev.lariat.linear.solver;

import dev.lariat.linear.solver.algebra.SupportFactor;
import dev.lariat.linear.solver.algebra.SymmetricRows;
import dev.lariat.linear.solver.penalty.BlockPenalty;
import java.util.Arrays;

/**
 * A quadratic model that keeps the Gram matrix H of its working set and the gradient with it: a move costs the working
 * set's size ("covariance updates"). Rows are computed as coefficients enter, and stay.
 *
 * <p>For all families but the gaussian one H changes with the fit. The old H then serves on, scaled to the new mean
 * curvature: a proximal Newton step with a nearby Hessian still converges, and costs two passes over the working set
 * where a new H costs its square.
 */
final class GramQuadratic implements Quadratic {
  /** Where the rows of a Gram matrix come from. */
  sealed interface Rows permits FullGram, Curvature {
    /**
     * Fills the lower triangle's rows {@code [from, size)}, centred and scaled.
     *
     * @param member [size] coefficients
     * @param lower takes of row {@code a} the elements c ≤ a, as {@code lower[a − from][c]}
     */
    void fill(int[] member, int from, int size, double[][] lower);

    /** Whether they are known to more digits than single precision has. */
    boolean exact();

    /** A pivot below this share of its diagonal may be rounding. */
    double dependent();
  }

  private static final int MAX_ITERATIONS = 100; // of conjugate gradients
  private static final int BATCH = 16; // rows that are computed in one pass over the columns that are there
  private static final int STALE = 8; // iterations that a good factor does not need
  private static final int SLACK = 32; // members more than twice those in use before the others are dropped
  /** The projected step is taken where it gains this much of what the shortened one gains in the model, or more. */
  private static final double PROJECTED_GAIN = 0.7;

  private final ScaledProblem problem;
  private final Rows source;
  private final int[] slot; // [coefficients] ABSENT = not here
  private static final int ABSENT = -1;
  private int[] member = new int[0]; // [size] coefficients
  private SymmetricRows h;
  private double[] g = new double[0]; // [size]
  private double factor = 1; // H is used times this
  private boolean blurred;
  private int size;
  private double[] direction = new double[0];
  private double[] image = new double[0];
  private double[] residual = new double[0];
  private double[] preconditioned = new double[0];
  private final SupportFactor cholesky;

  GramQuadratic(ScaledProblem problem, Rows source) {
    this.problem = problem;
    this.source = source;
    int coefficients = problem.features * problem.predictors;
    slot = new int[coefficients];
    Arrays.fill(slot, ABSENT);
    cholesky = new SupportFactor(coefficients);
    clear();
  }

  /** Forgets all rows: their source has changed. */
  final void clear() {
    cholesky.clear();
    h = SymmetricRows.of(!source.exact());
    for (int a = 0; a < size; a++) {
      slot[member[a]] = ABSENT;
    }
    size = 0;
    factor = 1;
    blurred = false;
  }

  /** Whether a support was met that single precision does not tell from a dependent one. */
  boolean blurred() {
    return blurred;
  }

  /** Uses H times this. */
  void scale(double value) {
    factor = value;
  }

  double factor() {
    return factor;
  }

  /** Adds those of these coefficients that H lacks. */
  void add(int[] coefficients, int count) {
    int batch = size == 0 || problem.predictors > 1 ? Math.max(BATCH, count) : BATCH;
    int a = 0;
    while (a < count) {
      reserve(size + Math.min(batch, count - a));
      int begin = size;
      for (; a < count && size - begin < batch; a++) {
        if (slot[coefficients[a]] == ABSENT) {
          member[size] = coefficients[a];
          slot[coefficients[a]] = size++;
        }
      }
      fill(begin);
    }
  }

  /** Computes the rows of H from {@code begin} on. */
  private void fill(int begin) {
    if (begin == size) {
      return;
    }
    long pairs = (size - begin) * (long) (size + begin) / 2;
    switch (source) {
      case Curvature _ -> problem.paired(pairs);
      case FullGram _ -> problem.moved(pairs);
    }
    double[][] lower = new double[size - begin][];
    Arrays.setAll(lower, a -> new double[begin + a + 1]);
    source.fill(member, begin, size, lower);
    h.take(begin, size, lower);
  }

  private void reserve(int members) {
    h.reserve(size, members);
    if (h.capacity() > member.length) {
      int capacity = h.capacity();
      member = Arrays.copyOf(member, capacity);
      g = Arrays.copyOf(g, capacity);
      direction = new double[capacity];
      image = new double[capacity];
      residual = new double[capacity];
      preconditioned = new double[capacity];
    }
  }

  /** Drops what is not among the coefficients given, when that is the most. */
  void compact(int[] coefficients, int count) {
    if (size <= 2 * count + SLACK) {
      return;
    }
    boolean[] wanted = new boolean[size];
    for (int a = 0; a < count; a++) {
      int s = slot[coefficients[a]];
      if (s != ABSENT) {
        wanted[s] = true;
      }
    }
    int[] keep = new int[size];
    int kept = 0;
    for (int a = 0; a < size; a++) {
      if (wanted[a]) {
        keep[kept++] = a;
      } else {
        slot[member[a]] = ABSENT;
      }
    }
    h.keep(keep, kept);
    for (int a = 0; a < kept; a++) {
      member[a] = member[keep[a]];
      slot[member[a]] = a;
    }
    size = kept;
  }

  /** Takes the gradients of these coefficients; {@code scale} is the factor in use. */
  void setGradients(int[] coefficients, int count, double[] gradient, double scale) {
    for (int a = 0; a < count; a++) {
      g[slot[coefficients[a]]] = gradient[coefficients[a]] / scale;
    }
  }

  @Override
  public double gradient(int c) {
    return g[slot[c]];
  }

  @Override
  public boolean keepsGradients() {
    return true;
  }

  @Override
  public double lastGradient(int c) {
    return g[slot[c]];
  }

  @Override
  public void move(int c, double delta) {
    problem.moved(size);
    h.add(slot[c], -delta, g, size);
  }

  @Override
  public double curvature(int c, int d) {
    return h.at(slot[c], slot[d]);
  }

  @Override
  public void addConstants(int c, double f, double[] step) {
    switch (source) {
      case Curvature curvature -> curvature.addConstants(c, f, step);
      case FullGram _ -> throw new IllegalStateException("constants follow from the means");
    }
  }

  @Override
  public void addConstants(double[] sums, double[] step) {
    switch (source) {
      case Curvature curvature -> curvature.addConstants(sums, factor, step);
      case FullGram _ -> throw new IllegalStateException("constants follow from the means");
    }
  }

  /**
   * Conjugate gradients on the support, preconditioned by its Cholesky factor: one iteration where the factor is of
   * this very matrix, few where the ridge part has changed since.
   */
  @Override
  public boolean newton(int[] support, int count, double[] b, BlockPenalty penalty, double tolerance) {
    align(support, count, penalty);
    if (blurred) {
      return false;
    }
    int[] order = cholesky.members();
    int number = cholesky.size();
    double[] step = new double[size];
    double[] product = new double[size]; // the direction's with H
    double[] r = residual; // [number], in the factor's order
    double[] z = preconditioned; // [number]
    Arrays.fill(direction, 0, size, 0);
    for (int a = 0; a < number; a++) {
      r[a] = slope(order[a], b, penalty);
    }
    double[] slope = Arrays.copyOf(r, number);
    double rho = 0;
    boolean stale = false;
    for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
      problem.moved((long) number * (number + size));
      System.arraycopy(r, 0, z, 0, number);
      cholesky.solve(z);
      double next = dot(r, z, number);
      if (!(next > 0)) {
        break;
      }
      double beta = rho > 0 ? next / rho : 0;
      rho = next;
      double curvature = turn(order, number, beta, product, penalty);
      if (!(curvature > 0) || follow(order, number, rho / curvature, step) <= tolerance) {
        break;
      }
      stale = iteration >= STALE;
    }
    if (stale) {
      cholesky.clear(); // the next step makes a new one
    }
    takeStep(order, number, b, penalty, step, slope);
    return true;
  }

  /** Makes the next direction and its image; returns the curvature along it. A method of its own: compiled once. */
  private double turn(int[] order, int number, double beta, double[] product, BlockPenalty penalty) {
    double[] p = direction;
    Arrays.fill(product, 0, size, 0);
    for (int a = 0; a < number; a++) {
      int s = slot[order[a]];
      p[s] = preconditioned[a] + beta * p[s];
      h.add(s, p[s], product, size);
    }
    double curvature = 0;
    for (int a = 0; a < number; a++) {
      int s = slot[order[a]];
      image[a] = product[s] + ridge(order[a], penalty) * p[s];
      curvature += image[a] * p[s];
    }
    return curvature;
  }

  /** Goes along the direction; returns the largest slope that is left. */
  private double follow(int[] order, int number, double length, double[] step) {
    double worst = 0;
    for (int a = 0; a < number; a++) {
      int s = slot[order[a]];
      step[s] += length * direction[s];
      residual[a] -= length * image[a];
      worst = Math.max(worst, Math.abs(residual[a]));
    }
    return worst;
  }

  /** The factor of H + ridge for those of these coefficients that H has; the ridge is that of {@code penalty}. */
  SupportFactor align(int[] support, int count, BlockPenalty penalty) {
    int[] known = Arrays.copyOf(support, count);
    int number = 0;
    for (int a = 0; a < count; a++) {
      if (slot[support[a]] != ABSENT) {
        known[number++] = support[a];
      }
    }
    problem.moved(cholesky.work(known, number));
    cholesky.align(known, number, source.dependent(),
        (c, d) -> h.at(slot[c], slot[d]) + (c == d ? ridge(c, penalty) : 0));
    blurred |= cholesky.size() < number && !source.exact();
    return cholesky;
  }

  /** The model's negative derivative at b with the sign of b_c held. */
  private double slope(int c, double[] b, BlockPenalty penalty) {
    double l1 = penalty.threshold(penalty.blocks().blockOf(c));
    return gradient(c) - (l1 * Math.signum(b[c]) + ridge(c, penalty) * b[c]);
  }

  private static double dot(double[] x, double[] y, int count) {
    double sum = 0;
    for (int a = 0; a < count; a++) {
      sum += x[a] * y[a];
    }
    return sum;
  }

  private static double ridge(int c, BlockPenalty penalty) {
    return penalty.ridge(penalty.blocks().blockOf(c));
  }

  /**
   * Goes to the end of the step with every coefficient that would cross zero or a limit put there, if that lowers the
   * model nearly as much as to end where the first one crosses; else there.
   *
   * @param slope [count] the model's negative derivative at b, of which the residual is left after the step: their
   * difference is the curvature times the step
   */
  private void takeStep(int[] support, int count, double[] b, BlockPenalty penalty, double[] step, double[] slope) {
    double length = 1;
    double[] projected = new double[count];
    int ending = ABSENT;
    for (int a = 0; a < count; a++) {
      int c = support[a];
      double d = step[slot[c]];
      double target = penalty.target(c, b, d);
      double room = Math.abs(target - b[c]);
      projected[a] = Math.abs(d) > room ? target : b[c] + d;
      if (Math.abs(d) * length > room) {
        length = room / Math.abs(d);
        ending = a;
      }
    }
    if (ending == ABSENT) {
      moveTo(support, count, b, projected);
      return;
    }
    double[] shortened = new double[count];
    double gain = 0; // of the shortened step
    for (int a = 0; a < count; a++) {
      double d = step[slot[support[a]]];
      shortened[a] = a == ending ? projected[a] : b[support[a]] + length * d;
      gain += length * d * (slope[a] - length * (slope[a] - residual[a]) / 2);
    }
    boolean project = projectedGain(support, count, b, penalty, projected, step, slope) >= PROJECTED_GAIN * gain;
    moveTo(support, count, b, project ? projected : shortened);
  }

  /**
   * How much the model falls from b to these values, which lie on the same side of 0. They are the ends of the step but
   * for few, so that the curvature times the step serves again.
   */
  private double projectedGain(int[] support, int count, double[] b, BlockPenalty penalty, double[] value,
      double[] step, double[] slope) {
    double[] kept = image; // H times what the projection takes from the step
    Arrays.fill(kept, 0, size, 0);
    double gain = 0;
    for (int a = 0; a < count; a++) {
      int c = support[a];
      int s = slot[c];
      double d = value[a] - b[c];
      gain += d * (slope[a] - (slope[a] - residual[a]) / 2);
      if (value[a] != b[c] + step[s]) {
        h.add(s, d - step[s], kept, size);
        gain -= (d - step[s]) * ridge(c, penalty) * d / 2;
      }
    }
    for (int a = 0; a < count; a++) {
      gain -= kept[slot[support[a]]] * (value[a] - b[support[a]]) / 2;
    }
    return gain;
  }

  private void moveTo(int[] support, int count, double[] b, double[] value) {
    for (int a = 0; a < count; a++) {
      int c = support[a];
      double delta = value[a] - b[c];
      if (delta != 0) {
        b[c] = value[a];
        move(c, delta);
      }
    }
  }
}
