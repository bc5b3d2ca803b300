package dev.lariat.linear.solver;

import dev.lariat.kernel.DenseOps;
import dev.lariat.linear.Datafit;
import dev.lariat.linear.DesignMatrix;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.Observations;
import dev.lariat.linear.PathOptions;
import dev.lariat.linear.solver.moments.SummedProblem;
import dev.lariat.linear.solver.penalty.BlockPenalty;
import dev.lariat.linear.solver.penalty.Blocks;
import dev.lariat.linear.solver.rounding.RoundedColumns;
import dev.lariat.parallel.Workers;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Observations, weights and penalty on the solver's scale: weights that sum to 1, features divided by {@code scale}.
 */
final class ScaledProblem {
  /** Features whose standard deviation is this small against their size count as constant. */
  private static final double CONSTANT = 1e-12;
  /** Values of a column that are passed over in a nanosecond. */
  private static final int PASSED = 1;
  /** The same of a dense column for several predictors: all but the first find it in the cache. */
  private static final int PASSED_AGAIN = 4;
  /** Nanoseconds of a mean and a loss of one row and predictor. */
  private static final int EVALUATED = 8;
  /** Products of pairs of dense columns in a nanosecond: they are made by blocks. */
  private static final int PAIRED = 16;
  /** The same of sparse ones, pair by pair. */
  private static final int PAIRED_SPARSE = 4;
  /** Values in the cache that are passed over in a nanosecond. */
  private static final int MOVED = 4;

  // Null where only sums of the rows are known.
  final DesignMatrix x;
  final Observations data;
  final double[] w; // [rows], sums to 1
  final Datafit datafit;
  final Family family;
  final boolean offset; // whether there is one
  final double totalWeight; // of the rows, by which the deviance is summed
  /** Whether a constant is minimised out; where the loss has none that is free, and keeps columns centred. */
  final boolean intercept;
  final double[] scale; // [features], 0 = constant, left out
  final double[] norm; // [features] √(Σ w x̃²), with `x`
  final RoundedColumns rounded; // of `x`
  final Blocks blocks;
  final int features;
  final int rows;
  final int predictors;
  private final double alpha;
  private final double ridgeScale;
  private final double[] shift; // [features]
  private final long aColumn; // the work of passing over one
  private long work; // of the path so far
  private final NearColumns near; // null of dense columns
  private long mostWork = Long.MAX_VALUE;

  /** A path has done all the work that it may. */
  static final class WorkIsDone extends RuntimeException {
    private static final long serialVersionUID = 1;

    private WorkIsDone() {
      super("the path has done its work", null, false, false);
    }
  }

  /**
   * Sparse columns, of which those in use are copied side by side: an entry of a column that lies alone among others
   * costs three times as much as one of columns that follow each other in memory.
   */
  private static final class NearColumns {
    /** More entries would take more memory than a user expects. */
    private static final long MOST = 2_000_000;
    /** The share of columns in use that are not near with which all are copied anew. */
    private static final double MISSING = 0.2;
    private static final int FAR = -1;

    private final DesignMatrix x;
    private final int[] place; // [features] in `near`, or FAR
    private DesignMatrix near; // null while none is near

    NearColumns(DesignMatrix x) {
      this.x = x;
      place = new int[x.columns()];
      Arrays.fill(place, FAR);
    }

    /** The columns of these coefficients will be passed over again and again. */
    void use(int[] coefficients, int count) {
      int missing = 0;
      for (int a = 0; a < count; a++) {
        missing += place[coefficients[a] % place.length] == FAR ? 1 : 0;
      }
      if (missing <= MISSING * count) {
        return;
      }
      var used = new BitSet(place.length);
      long entries = 0;
      for (int a = 0; a < count && entries <= MOST; a++) {
        int j = coefficients[a] % place.length;
        entries += used.get(j) ? 0 : x.entries(j);
        used.set(j);
      }
      Arrays.fill(place, FAR);
      near = null; // too many are read where they are, and none is kept
      if (entries <= MOST) {
        int[] features = used.stream().toArray();
        near = x.select(features);
        for (int a = 0; a < features.length; a++) {
          place[features[a]] = a;
        }
      }
    }

    /** Σ d_ij v_i. */
    double dot(int j, double[] v) {
      return place[j] == FAR ? x.dot(j, v) : near.dot(place[j], v);
    }

    /** v += f·d_j. */
    void axpy(int j, double f, double[] v) {
      if (place[j] == FAR) {
        x.axpy(j, f, v);
      } else {
        near.axpy(place[j], f, v);
      }
    }
  }

  /**
   * @param w [rows] weights that sum to 1; rows of weight 0 take no part
   * @param rounded of the observations' columns, which other fits may share
   */
  ScaledProblem(Observations data, double[] w, LinearPenalty penalty, PathOptions options, RoundedColumns rounded,
      Workers workers) {
    this.data = data;
    this.x = data.x();
    this.rounded = rounded;
    this.w = w;
    this.datafit = data.family().datafit(data, w);
    this.intercept = options.intercept() || data.family().survival().isPresent();
    family = data.family();
    offset = data.offset() != null;
    totalWeight = data.weights() == null ? x.rows() : DenseOps.sum(data.weights());
    this.features = x.columns();
    this.rows = x.rows();
    this.predictors = data.predictors();
    data.family().requireUsable(data, w, intercept);
    shift = new double[features];
    Arrays.setAll(shift, x::shift);
    scale = new double[features];
    norm = new double[features];
    workers.forRange(features, x.entries(), (from, to) -> measure(from, to, options.standardize()));
    boolean glmnet = options.dialect() == PathOptions.Dialect.GLMNET;
    alpha = penalty.alpha();
    ridgeScale = glmnet ? data.family().glmnetRidgeScale(data, w, intercept) : 1;
    blocks = new Blocks(penalty, features, predictors, scale, glmnet);
    aColumn = work(1);
    near = x.sparse() ? new NearColumns(x) : null;
  }

  /** Of rows that were summed up. */
  ScaledProblem(SummedProblem sums, LinearPenalty penalty, PathOptions options) {
    x = null;
    data = null;
    w = null;
    datafit = null;
    family = sums.family();
    offset = sums.offset();
    totalWeight = sums.totalWeight();
    intercept = options.intercept();
    features = sums.shift().length;
    rows = (int) Math.min(Integer.MAX_VALUE, sums.rows());
    predictors = 1;
    shift = sums.shift();
    scale = new double[features];
    for (int j = 0; j < features; j++) {
      double deviation = deviation(sums.meanSquare(j), sums.mean(j), shift[j]);
      scale[j] = sums.constant()[j] || deviation == 0 ? 0 : options.standardize() ? deviation : 1;
    }
    boolean glmnet = options.dialect() == PathOptions.Dialect.GLMNET;
    alpha = penalty.alpha();
    ridgeScale = glmnet ? 1 / Math.sqrt(sums.targetVariance(intercept)) : 1;
    blocks = new Blocks(penalty, features, predictors, scale, glmnet);
    aColumn = 0;
    near = null;
    norm = null;
    rounded = null;
  }

  /**
   * Of a quadratic function of coefficients, without rows.
   *
   * @param predictors of which each has a coefficient for each feature
   */
  ScaledProblem(Blocks blocks, double alpha, int predictors) {
    x = null;
    data = null;
    w = null;
    datafit = null;
    family = Family.gaussian();
    offset = false;
    totalWeight = 1;
    intercept = false;
    this.predictors = predictors;
    features = blocks.coefficients() / predictors;
    rows = Integer.MAX_VALUE;
    shift = new double[features];
    scale = new double[features];
    Arrays.fill(scale, 1);
    this.alpha = alpha;
    ridgeScale = 1;
    this.blocks = blocks;
    aColumn = 0;
    near = null;
    norm = null;
    rounded = null;
  }

  /**
   * From here on no more work than this, all that was done included. Work is counted in what takes about a nanosecond,
   * from the sizes of what is computed: the same on every machine, and with any number of threads.
   */
  void limit(long most) {
    mostWork = most;
    check();
  }

  /** So many columns are passed over. */
  void passed(long columns) {
    worked(work(columns));
  }

  /** A column is passed over. */
  void passedOne() {
    worked(aColumn);
  }

  private long work(long columns) {
    return columns * x.entries() / features / (predictors > 1 && !x.sparse() ? PASSED_AGAIN : PASSED);
  }

  /** The loss is evaluated. */
  void evaluated() {
    worked((long) rows * predictors * EVALUATED);
  }

  /** The same where one predictor has changed. */
  void evaluatedOne() {
    worked((long) rows * (predictors + EVALUATED));
  }

  /** So many pairs of columns are multiplied, all at once. */
  void paired(long pairs) {
    worked(pairs * (x.entries() / features) / (x.sparse() ? PAIRED_SPARSE : PAIRED));
  }

  /** So many numbers are passed over in the cache. */
  void moved(long numbers) {
    worked(numbers / MOVED);
  }

  private void worked(long more) {
    work += more;
    check();
  }

  private void check() {
    if (work > mostWork) {
      throw new WorkIsDone();
    }
  }

  /** The columns of these coefficients will be passed over again and again. */
  void use(int[] coefficients, int count) {
    if (near != null) {
      near.use(coefficients, count);
    }
  }

  /** What was subtracted from a column when it was stored. */
  double shift(int feature) {
    return shift[feature];
  }

  /** The penalty at this λ. */
  BlockPenalty penaltyAt(double lambda) {
    return new BlockPenalty(blocks, lambda * alpha, lambda * (1 - alpha) * ridgeScale);
  }

  /**
   * The features' weighted standard deviations with 1/n (1 without standardisation and where it is kept), 0 for
   * constant ones; and their norms.
   */
  private void measure(int from, int to, boolean standardize) {
    for (int j = from; j < to; j++) {
      double squares = x.squares(j, w);
      double mean = x.dot(j, w);
      double deviation = deviation(squares, mean, shift[j]);
      scale[j] = deviation == 0 ? 0 : standardize && !x.keepsScale(j) ? deviation : 1;
      double all = intercept ? squares : squares + 2 * shift[j] * mean + shift[j] * shift[j];
      norm[j] = scale[j] == 0 ? 0 : Math.sqrt(Math.max(0, all)) / scale[j];
    }
  }

  /** 0 where it is rounding. */
  private static double deviation(double squares, double mean, double shift) {
    double variance = squares - mean * mean;
    return variance <= CONSTANT * CONSTANT * (squares + shift * shift) ? 0 : Math.sqrt(variance);
  }

  /** η = offset + intercept, for the start. */
  double[][] startingPredictors() {
    double[][] eta = new double[predictors][];
    for (int k = 0; k < predictors; k++) {
      eta[k] = data.offset() == null ? new double[rows] : data.offset()[k].clone();
    }
    return eta;
  }

  /** v += Σ_a f_a·d_{j_a} for the first {@code count} of these columns; dense ones by rows on all threads. */
  void combine(int[] j, double[] f, int count, double[] v, Workers workers) {
    if (near != null) {
      for (int a = 0; a < count; a++) {
        near.axpy(j[a], f[a], v);
      }
    } else {
      workers.forRange(rows, (long) rows * count, (from, to) -> x.combine(j, f, count, from, to, v));
    }
  }

  /** The coefficient's product with v, x̃_jᵀv, given Σv. */
  double gradient(int feature, double[] v, double sum) {
    double s = scale[feature];
    if (s == 0) {
      return 0;
    }
    double raw = near == null ? x.dot(feature, v) : near.dot(feature, v);
    return (intercept ? raw : raw + x.shift(feature) * sum) / s;
  }
}
