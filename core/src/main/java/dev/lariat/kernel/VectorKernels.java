package dev.lariat.kernel;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernels with the Vector API, at the width of {@link VectorWidth}. What is left over at the end of an array is
 * done by {@link Elementary} and plain loops, which have the same bits. Horizontal sums and the lane-wise EXP, LOG,
 * TANH, POW of the Vector API are not used: their bits change when C2 takes over.
 */
final class VectorKernels extends Kernels {
  private static final VectorSpecies<Float> F = VectorWidth.FLOAT;
  private static final VectorSpecies<Integer> I = VectorWidth.INT;
  private static final VectorSpecies<Long> J = VectorWidth.LONG;
  private static final VectorSpecies<Double> D = VectorWidth.DOUBLE;
  /** As many floats as a vector has doubles. */
  private static final VectorSpecies<Float> HALF = VectorWidth.HALF;
  private static final int L = F.length();
  private static final int LD = D.length();
  private static final LongVector BLOCKS = LongVector.zero(J).addIndex(1);
  /** So many rows' sums have their logarithms taken together. */
  private static final int SUMS = 64;

  private static final long LOW = 0xFFFFFFFFL;

  private final VectorProducts products = new VectorProducts();
  private final VectorGram gram = new VectorGram();
  private final VectorModelGram modelGram = new VectorModelGram();
  private final VectorActivations activations = new VectorActivations();
  private final VectorGates gates = new VectorGates();
  private final float[] lanes = new float[16];
  private final float[] lastGroup = new float[64];
  private final double[] doubleLanes = new double[16];
  private final double[] sums = new double[SUMS];

  @Override
  public String name() {
    return "vector-" + VectorWidth.BITS;
  }

  // ---- products ----

  @Override
  void nn(int m, int n, int k, float[] a, int ao, float[] b, int bo, float[] c, int co, Epilogue e) {
    products.rows(m, n, k, a, ao, b, bo, false, c, co, e);
    finish(m * n, c, co, e);
  }

  /** What {@link VectorProducts} leaves of the epilogue, over the whole output. */
  private void finish(int size, float[] c, int co, Epilogue e) {
    if (VectorProducts.rectifier(e)) {
      return;
    }
    if (e.state() != null && e.f().state() == Nonlinearity.State.INPUT) {
      System.arraycopy(c, co, e.state(), 0, size);
    }
    activateOf(e.f(), e.slope(), size, c, co, c, co);
    if (e.state() != null && e.f().state() != Nonlinearity.State.INPUT) {
      System.arraycopy(c, co, e.state(), 0, size);
    }
    if (e.mask() != null) {
      multiplyOf(size, e.mask(), 0, c, co);
    }
  }

  @Override
  void tn(int m, int n, int k, float[] a, int ao, float[] b, int bo, float[] c, int co, Ranges done) {
    products.columns(m, n, k, a, ao, b, bo, c, co, done);
  }

  @Override
  void nt(int m, int n, int k, float[] a, int ao, float[] b, int bo, float[] c, int co) {
    products.transposed(m, n, k, a, ao, b, bo, c, co);
  }

  @Override
  void sparseNnOf(int m, int n, int[] starts, int so, int[] index, float[] value, float[] b, int bo, float[] c, int co,
      Epilogue e) {
    for (int i = 0; i < m; i++) {
      int row = co + i * n;
      Arrays.fill(c, row, row + n, 0);
      for (int p = starts[so + i]; p < starts[so + i + 1]; p++) {
        axpyOf(n, value[p], b, bo + index[p] * n, c, row);
      }
    }
    for (int j = 0; j < n; j += 2 * L) {
      VectorProducts.finish(0, m, n, j, Math.min(2 * L, n - j), c, co, e);
    }
    finish(m * n, c, co, e);
  }

  @Override
  void columnSumsOf(int rows, int columns, float[] a, int ao, float[] sums, int so) {
    int j = 0;
    // four at a time: a sum waits for the one before, and lines of the cache come one after the other
    for (; j <= columns - 4 * L; j += 4 * L) {
      FloatVector sum0 = FloatVector.zero(F);
      FloatVector sum1 = sum0;
      FloatVector sum2 = sum0;
      FloatVector sum3 = sum0;
      for (int i = 0; i < rows; i++) {
        int at = ao + i * columns + j;
        sum0 = sum0.add(FloatVector.fromArray(F, a, at));
        sum1 = sum1.add(FloatVector.fromArray(F, a, at + L));
        sum2 = sum2.add(FloatVector.fromArray(F, a, at + 2 * L));
        sum3 = sum3.add(FloatVector.fromArray(F, a, at + 3 * L));
      }
      sum0.intoArray(sums, so + j);
      sum1.intoArray(sums, so + j + L);
      sum2.intoArray(sums, so + j + 2 * L);
      sum3.intoArray(sums, so + j + 3 * L);
    }
    for (; j <= columns - L; j += L) {
      FloatVector sum = FloatVector.zero(F);
      for (int i = 0; i < rows; i++) {
        sum = sum.add(FloatVector.fromArray(F, a, ao + i * columns + j));
      }
      sum.intoArray(sums, so + j);
    }
    for (; j < columns; j++) {
      float sum = 0;
      for (int i = 0; i < rows; i++) {
        sum += a[ao + i * columns + j];
      }
      sums[so + j] = sum;
    }
  }

  // ---- reductions ----

  @Override
  float sumOf(int n, float[] x, int xo) {
    VectorSums.sum(n, x, xo, lanes);
    return tree(lanes);
  }

  @Override
  float dotOf(int n, float[] x, int xo, float[] y, int yo) {
    VectorSums.dot(n, x, xo, y, yo, lanes);
    return tree(lanes);
  }

  @Override
  float packOf(int blocks, float[] x, float factor, int[] out, int oo) {
    VectorBytes.pack(blocks, x, factor, out, oo, lanes);
    return tree(lanes);
  }

  @Override
  float dotOf(int blocks, int[] x, int xo, float[] y) {
    VectorBytes.dot(blocks, x, xo, y, lanes);
    return tree(lanes);
  }

  @Override
  void softmaxOf(int rows, int columns, float[] z, int zo, float[] p, int po, float[] logSumExp, int lo) {
    for (int i = 0; i < rows; i++) {
      int from = zo + i * columns;
      float max = Float.NEGATIVE_INFINITY;
      for (int j = 0; j < columns; j++) {
        max = Math.max(max, z[from + j]);
      }
      if (logSumExp != null) {
        logSumExp[lo + i] = max;
      }
      for (int j = 0; j < columns; j++) {
        p[po + i * columns + j] = z[from + j] - max;
      }
    }
    // rows are short (ten classes): all of them as one array
    expOf(rows * columns, p, po, p, po);
    for (int i = 0; i < rows; i++) {
      int to = po + i * columns;
      float sum = columns < 16 ? shortSum(columns, p, to) : sumOf(columns, p, to);
      for (int j = 0; j < columns; j++) {
        p[to + j] /= sum;
      }
      if (logSumExp != null) {
        logSumExp[lo + i] += Elementary.log(sum);
      }
    }
  }

  /** As {@link #sumOf(int, float[], int)} for n < 16: lane l is element l. */
  private float shortSum(int n, float[] x, int xo) {
    Arrays.fill(lanes, 0);
    for (int l = 0; l < n; l++) {
      lanes[l] += x[xo + l];
    }
    return tree(lanes);
  }

  // ---- element by element ----

  @Override
  void activateOf(Nonlinearity f, float slope, int n, float[] z, int zo, float[] y, int yo) {
    activations.apply(f, slope, n, z, zo, y, yo);
  }

  @Override
  void activationGradientOf(Nonlinearity f, float slope, int n, float[] state, int so, float[] mask, int mo,
      float[] gradient, int go) {
    activations.gradient(f, slope, n, state, so, mask, mo, gradient, go);
  }

  @Override
  void expOf(int n, float[] x, int xo, float[] y, int yo) {
    int whole = n - n % L;
    VectorMath.exp(whole, x, xo, y, yo);
    for (int i = whole; i < n; i++) {
      y[yo + i] = Elementary.exp(x[xo + i]);
    }
  }

  @Override
  void logOf(int n, float[] x, int xo, float[] y, int yo) {
    int whole = n - n % L;
    VectorMath.log(whole, x, xo, y, yo);
    for (int i = whole; i < n; i++) {
      y[yo + i] = Elementary.log(x[xo + i]);
    }
  }

  @Override
  void axpyOf(int n, float alpha, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - L; i += L) {
      FloatVector.broadcast(F, alpha)
          .fma(FloatVector.fromArray(F, x, xo + i), FloatVector.fromArray(F, y, yo + i))
          .intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = Math.fma(alpha, x[xo + i], y[yo + i]);
    }
  }

  @Override
  void scaleOf(int n, float alpha, float[] x, int xo) {
    int i = 0;
    for (; i <= n - L; i += L) {
      FloatVector.fromArray(F, x, xo + i).mul(alpha).intoArray(x, xo + i);
    }
    for (; i < n; i++) {
      x[xo + i] *= alpha;
    }
  }

  @Override
  void multiplyOf(int n, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - L; i += L) {
      FloatVector.fromArray(F, y, yo + i).mul(FloatVector.fromArray(F, x, xo + i)).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] *= x[xo + i];
    }
  }

  /** A run is copied in whole vectors; what is too much of them the next run overwrites. */
  @Override
  void windowsOf(int places, int lines, int run, float[] x, int xo, int step, int line, float[] to, int at) {
    int whole = (run + L - 1) / L * L;
    int safe = x.length - whole - xo;
    int end = to.length - whole;
    for (int i = 0; i < places; i++) {
      for (int l = 0; l < lines; l++, at += run) {
        int from = i * step + l * line;
        if (from <= safe && at <= end) {
          for (int j = 0; j < whole; j += L) {
            FloatVector.fromArray(F, x, xo + from + j).intoArray(to, at + j);
          }
        } else {
          System.arraycopy(x, xo + from, to, at, run);
        }
      }
    }
  }

  @Override
  void largestOf(int n, int place, float[] x, int xo, float[] y, int yo, int[] chosen, int co) {
    int i = 0;
    for (; i <= n - L; i += L) {
      FloatVector value = FloatVector.fromArray(F, x, xo + i);
      FloatVector known = FloatVector.fromArray(F, y, yo + i);
      VectorMask<Float> larger = value.compare(VectorOperators.GT, known).or(value.test(VectorOperators.IS_NAN));
      known.blend(value, larger).intoArray(y, yo + i);
      IntVector.fromArray(I, chosen, co + i).blend(place, larger.cast(I)).intoArray(chosen, co + i);
    }
    for (; i < n; i++) {
      if (x[xo + i] > y[yo + i] || Float.isNaN(x[xo + i])) {
        y[yo + i] = x[xo + i];
        chosen[co + i] = place;
      }
    }
  }

  @Override
  void whereOf(int n, int place, int[] chosen, int co, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - L; i += L) {
      VectorMask<Float> here = IntVector.fromArray(I, chosen, co + i).eq(place).cast(F);
      FloatVector.zero(F).blend(FloatVector.fromArray(F, x, xo + i), here).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = chosen[co + i] == place ? x[xo + i] : 0;
    }
  }

  // ---- recurrent cells ----

  @Override
  void lstmOf(int rows, int units, float[] a, int ao, float[] s, int so, float[] c, int from, int to, float[] tanh,
      int t, float[] h, int ho) {
    gates.lstm(rows, units, a, ao, s, so, c, from, to, tanh, t, h, ho);
  }

  @Override
  void lstmGradientOf(int rows, int units, float[] a, int ao, float[] c, int from, float[] tanh, int t, float[] dh,
      float[] dc) {
    VectorGates.lstmGradient(rows, units, a, ao, c, from, tanh, t, dh, dc);
  }

  @Override
  void gruOf(int rows, int units, float[] a, int ao, float[] s, int so, float[] h, int from, int to) {
    gates.gru(rows, units, a, ao, s, so, h, from, to);
  }

  @Override
  void gruGradientOf(int rows, int units, float[] a, int ao, float[] s, int so, float[] h, int from, float[] dh) {
    VectorGates.gruGradient(rows, units, a, ao, s, so, h, from, dh);
  }

  // ---- Adam ----

  @Override
  void adamOf(int from, int to, float beta1, float add1, float beta2, float add2, float keep, float step,
      float rootScale, float epsilon, float[] g, float[] m, float[] v, float[] w) {
    int i = from;
    for (; i <= to - L; i += L) {
      FloatVector gradient = FloatVector.fromArray(F, g, i);
      FloatVector first = gradient.fma(FloatVector.broadcast(F, add1), FloatVector.fromArray(F, m, i).mul(beta1));
      FloatVector second = gradient.mul(add2).fma(gradient, FloatVector.fromArray(F, v, i).mul(beta2));
      first = first.blend(0, first.abs().lt(Float.MIN_NORMAL));
      second = second.blend(0, second.abs().lt(Float.MIN_NORMAL));
      first.intoArray(m, i);
      second.intoArray(v, i);
      FloatVector root = second.sqrt().fma(FloatVector.broadcast(F, rootScale), FloatVector.broadcast(F, epsilon));
      FloatVector.fromArray(F, w, i).mul(keep).sub(first.mul(step).div(root)).intoArray(w, i);
    }
    for (; i < to; i++) {
      m[i] = Elementary.normalOrZero(Math.fma(add1, g[i], beta1 * m[i]));
      v[i] = Elementary.normalOrZero(Math.fma(add2 * g[i], g[i], beta2 * v[i]));
      w[i] = keep * w[i] - step * m[i] / Math.fma((float) Math.sqrt(v[i]), rootScale, epsilon);
    }
  }

  // ---- random ----

  /** Philox on 64-bit lanes, a block per lane, so that one multiplication gives high and low word. */
  @Override
  void dropoutMaskOf(int key0, int key1, int step, int epoch, int place, int threshold, float keep, int n, float[] mask,
      int offset) {
    int group = 0;
    for (; group <= n / 64 - 1; group++) {
      maskGroup(key0, key1, group * 8, step, epoch, place, threshold, keep, mask, offset + group * 64);
    }
    if (group * 64 < n) {
      maskGroup(key0, key1, group * 8, step, epoch, place, threshold, keep, lastGroup, 0);
      System.arraycopy(lastGroup, 0, mask, offset + group * 64, n - group * 64);
    }
  }

  private static void maskGroup(int key0, int key1, int block, int step, int epoch, int place, int threshold,
      float keep, float[] mask, int at) {
    for (int first = 0; first < 8; first += J.length()) {
      LongVector c0 = BLOCKS.add(block + first).and(LOW);
      LongVector c1 = LongVector.broadcast(J, step & LOW);
      LongVector c2 = LongVector.broadcast(J, epoch & LOW);
      LongVector c3 = LongVector.broadcast(J, place & LOW);
      int k0 = key0;
      int k1 = key1;
      for (int round = 0; round < Philox.ROUNDS; round++) {
        LongVector p0 = c0.mul(Philox.M0 & LOW);
        LongVector p1 = c2.mul(Philox.M1 & LOW);
        c0 = p1.lanewise(VectorOperators.LSHR, 32)
            .lanewise(VectorOperators.XOR, c1)
            .lanewise(VectorOperators.XOR, k0 & LOW);
        c2 = p0.lanewise(VectorOperators.LSHR, 32)
            .lanewise(VectorOperators.XOR, c3)
            .lanewise(VectorOperators.XOR, k1 & LOW);
        c1 = p1.and(LOW);
        c3 = p0.and(LOW);
        k0 += Philox.W0;
        k1 += Philox.W1;
      }
      IntVector words01 = c0.or(c1.lanewise(VectorOperators.LSHL, 32)).reinterpretAsInts();
      IntVector words23 = c2.or(c3.lanewise(VectorOperators.LSHL, 32)).reinterpretAsInts();
      IntVector kept = IntVector.broadcast(I, Float.floatToRawIntBits(keep));
      int to = at + 2 * first;
      kept.blend(0, words01.and(0xFFFF).lt(threshold)).reinterpretAsFloats().intoArray(mask, to);
      kept.blend(0, words01.lanewise(VectorOperators.LSHR, 16).lt(threshold))
          .reinterpretAsFloats()
          .intoArray(mask, to + 16);
      kept.blend(0, words23.and(0xFFFF).lt(threshold)).reinterpretAsFloats().intoArray(mask, to + 32);
      kept.blend(0, words23.lanewise(VectorOperators.LSHR, 16).lt(threshold))
          .reinterpretAsFloats()
          .intoArray(mask, to + 48);
    }
  }

  // ---- float64 ----

  @Override
  double sumOf(int n, double[] x, int xo) {
    VectorSums.sum(n, x, xo, doubleLanes);
    return tree(doubleLanes);
  }

  @Override
  double dotOf(int n, double[] x, int xo, double[] y, int yo) {
    VectorSums.dot(n, x, xo, y, yo, doubleLanes);
    return tree(doubleLanes);
  }

  @Override
  double weightedDotOf(int n, double[] w, int wo, double[] x, int xo, double[] y, int yo) {
    VectorSums.weightedDot(n, w, wo, x, xo, y, yo, doubleLanes);
    return tree(doubleLanes);
  }

  @Override
  void axpyOf(int n, double alpha, double[] x, int xo, double[] y, int yo) {
    DoubleVector factor = DoubleVector.broadcast(D, alpha);
    int i = 0;
    for (; i <= n - LD; i += LD) {
      factor.fma(DoubleVector.fromArray(D, x, xo + i), DoubleVector.fromArray(D, y, yo + i)).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = Math.fma(alpha, x[xo + i], y[yo + i]);
    }
  }

  @Override
  void combineOf(int from, int to, int count, double[] alpha, double[][] x, double[] y) {
    int a = 0;
    for (; a <= count - 4; a += 4) {
      add4(from, to, alpha, x, a, y);
    }
    for (; a < count; a++) {
      axpyOf(to - from, alpha[a], x[a], from, y, from);
    }
  }

  /** y is read and written once for four columns. */
  private static void add4(int from, int to, double[] alpha, double[][] x, int a, double[] y) {
    double[] x0 = x[a];
    double[] x1 = x[a + 1];
    double[] x2 = x[a + 2];
    double[] x3 = x[a + 3];
    DoubleVector f0 = DoubleVector.broadcast(D, alpha[a]);
    DoubleVector f1 = DoubleVector.broadcast(D, alpha[a + 1]);
    DoubleVector f2 = DoubleVector.broadcast(D, alpha[a + 2]);
    DoubleVector f3 = DoubleVector.broadcast(D, alpha[a + 3]);
    int i = from;
    for (; i <= to - LD; i += LD) {
      DoubleVector v = f0.fma(DoubleVector.fromArray(D, x0, i), DoubleVector.fromArray(D, y, i));
      v = f1.fma(DoubleVector.fromArray(D, x1, i), v);
      v = f2.fma(DoubleVector.fromArray(D, x2, i), v);
      f3.fma(DoubleVector.fromArray(D, x3, i), v).intoArray(y, i);
    }
    for (; i < to; i++) {
      double v = Math.fma(alpha[a], x0[i], y[i]);
      v = Math.fma(alpha[a + 1], x1[i], v);
      v = Math.fma(alpha[a + 2], x2[i], v);
      y[i] = Math.fma(alpha[a + 3], x3[i], v);
    }
  }

  @Override
  void axpyOf(int n, double alpha, float[] x, int xo, double[] y, int yo) {
    DoubleVector factor = DoubleVector.broadcast(D, alpha);
    int i = 0;
    for (; i <= n - LD; i += LD) {
      factor
          .fma(FloatVector.fromArray(HALF, x, xo + i).convertShape(VectorOperators.F2D, D, 0),
              DoubleVector.fromArray(D, y, yo + i))
          .intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = Math.fma(alpha, x[xo + i], y[yo + i]);
    }
  }

  @Override
  void expOf(int n, double[] x, int xo, double[] y, int yo) {
    int whole = n - n % LD;
    VectorMathDouble.exp(whole, x, xo, y, yo);
    for (int i = whole; i < n; i++) {
      y[yo + i] = ElementaryDouble.exp(x[xo + i]);
    }
  }

  @Override
  void expm1Of(int n, double[] x, int xo, double[] y, int yo) {
    int whole = n - n % LD;
    VectorMathDouble.expm1(whole, x, xo, y, yo);
    for (int i = whole; i < n; i++) {
      y[yo + i] = ElementaryDouble.expm1(x[xo + i]);
    }
  }

  @Override
  void logOf(int n, double[] x, int xo, double[] y, int yo) {
    int whole = n - n % LD;
    VectorMathDouble.log(whole, x, xo, y, yo);
    for (int i = whole; i < n; i++) {
      y[yo + i] = ElementaryDouble.log(x[xo + i]);
    }
  }

  @Override
  void log1pOf(int n, double[] x, int xo, double[] y, int yo) {
    int whole = n - n % LD;
    VectorMathDouble.log1p(whole, x, xo, y, yo);
    for (int i = whole; i < n; i++) {
      y[yo + i] = ElementaryDouble.log1p(x[xo + i]);
    }
  }

  @Override
  void softmaxOf(int rows, int columns, double[] z, int zo, double[] p, int po, double[] logSumExp, int lo) {
    for (int i = 0; i < rows; i++) {
      int from = zo + i * columns;
      double max = Double.NEGATIVE_INFINITY;
      for (int j = 0; j < columns; j++) {
        max = Math.max(max, z[from + j]);
      }
      if (logSumExp != null) {
        logSumExp[lo + i] = max;
      }
      for (int j = 0; j < columns; j++) {
        p[po + i * columns + j] = z[from + j] - max;
      }
    }
    // rows are short (three classes): all of them as one array
    expOf(rows * columns, p, po, p, po);
    for (int i = 0; i < rows; i++) {
      int to = po + i * columns;
      double sum = columns < 16 ? shortSum(columns, p, to) : sumOf(columns, p, to);
      for (int j = 0; j < columns; j++) {
        p[to + j] /= sum;
      }
      sums[i & (SUMS - 1)] = sum;
      if (logSumExp != null && (i & (SUMS - 1)) == SUMS - 1) {
        addLogs(SUMS, logSumExp, lo + i - SUMS + 1);
      }
    }
    if (logSumExp != null) {
      int rest = rows & (SUMS - 1);
      addLogs(rest, logSumExp, lo + rows - rest);
    }
  }

  /** logSumExp += log sums, of n rows. */
  private void addLogs(int n, double[] logSumExp, int lo) {
    logOf(n, sums, 0, sums, 0);
    for (int i = 0; i < n; i++) {
      logSumExp[lo + i] += sums[i];
    }
  }

  /**
   * As {@link #sumOf(int, double[], int)} of positive numbers for n < 16: the fixed tree, from which the additions of 0
   * are left out.
   */
  private double shortSum(int n, double[] x, int xo) {
    System.arraycopy(x, xo, doubleLanes, 0, n);
    int left = n;
    for (int half = 8; half > 0; half >>= 1) {
      for (int l = 0; l + half < left; l++) {
        doubleLanes[l] += doubleLanes[l + half];
      }
      left = Math.min(left, half);
    }
    return n == 0 ? 0 : doubleLanes[0];
  }

  @Override
  void gramOf(int rows, double[][] columns, double[] weights, double[] target) {
    gram.compute(rows, columns, weights, target);
  }

  @Override
  void productsOf(int rows, double[][] left, double[][] weights, double[][] right, int[] counts, double[] out) {
    gram.compute(rows, left, weights, right, counts, out);
  }

  @Override
  void productsOf(int rows, float[][] left, float[] weights, float[][] right, int[] counts, double[] out) {
    modelGram.compute(rows, left, weights, right, counts, out);
  }
}
