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
 * The kernels with the Vector API, at the width of {@link VectorWidth}. What is left over at the end of an array is done by
 * {@link Elementary} and plain loops, which have the same bits. Horizontal sums and the lane-wise EXP, LOG, TANH, POW of the Vector API
 * are not used: their bits change when C2 takes over.
 */
final class VectorKernels extends Kernels {
  private static final VectorSpecies<Float> F = VectorWidth.FLOAT;
  private static final VectorSpecies<Integer> I = VectorWidth.INT;
  private static final VectorSpecies<Long> J = VectorWidth.LONG;
  private static final VectorSpecies<Double> D = VectorWidth.DOUBLE;
  private static final int L = F.length();
  private static final int LD = D.length();
  /** How many elements at a time pass from one loop to the next, in the first-level cache. */
  private static final int CHUNK = 256;
  private static final LongVector BLOCKS = LongVector.zero(J).addIndex(1);

  private final VectorProducts products = new VectorProducts();
  private final VectorGram gram = new VectorGram();
  private final float[] exponentials = new float[CHUNK];
  private final float[] densities = new float[CHUNK];
  private final float[] lanes = new float[16];
  private final double[] doubleLanes = new double[16];

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
    for (; j <= columns - L; j += L) {
      FloatVector sum = FloatVector.zero(F);
      for (int i = 0; i < rows; i++) {
        sum = sum.add(load(a, ao + i * columns + j));
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
    FloatVector s0 = FloatVector.zero(F);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int i = 0;
    for (; i <= n - 16; i += 16) {
      s0 = s0.add(load(x, xo + i));
      if (L < 16) {
        s1 = s1.add(load(x, xo + i + L));
      }
      if (L < 8) {
        s2 = s2.add(load(x, xo + i + 2 * L));
        s3 = s3.add(load(x, xo + i + 3 * L));
      }
    }
    store(s0, s1, s2, s3);
    for (int l = 0; i + l < n; l++) {
      lanes[l] += x[xo + i + l];
    }
    return tree(lanes);
  }

  @Override
  float absoluteSumOf(int n, float[] x, int xo) {
    FloatVector s0 = FloatVector.zero(F);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int i = 0;
    for (; i <= n - 16; i += 16) {
      s0 = s0.add(load(x, xo + i).abs());
      if (L < 16) {
        s1 = s1.add(load(x, xo + i + L).abs());
      }
      if (L < 8) {
        s2 = s2.add(load(x, xo + i + 2 * L).abs());
        s3 = s3.add(load(x, xo + i + 3 * L).abs());
      }
    }
    store(s0, s1, s2, s3);
    for (int l = 0; i + l < n; l++) {
      lanes[l] += Math.abs(x[xo + i + l]);
    }
    return tree(lanes);
  }

  @Override
  float dotOf(int n, float[] x, int xo, float[] y, int yo) {
    FloatVector s0 = FloatVector.zero(F);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int i = 0;
    for (; i <= n - 16; i += 16) {
      s0 = load(x, xo + i).fma(load(y, yo + i), s0);
      if (L < 16) {
        s1 = load(x, xo + i + L).fma(load(y, yo + i + L), s1);
      }
      if (L < 8) {
        s2 = load(x, xo + i + 2 * L).fma(load(y, yo + i + 2 * L), s2);
        s3 = load(x, xo + i + 3 * L).fma(load(y, yo + i + 3 * L), s3);
      }
    }
    store(s0, s1, s2, s3);
    for (int l = 0; i + l < n; l++) {
      lanes[l] = Math.fma(x[xo + i + l], y[yo + i + l], lanes[l]);
    }
    return tree(lanes);
  }

  /** Accumulator l of the 16 to {@code lanes[l]}. */
  private void store(FloatVector s0, FloatVector s1, FloatVector s2, FloatVector s3) {
    s0.intoArray(lanes, 0);
    if (L < 16) {
      s1.intoArray(lanes, L);
    }
    if (L < 8) {
      s2.intoArray(lanes, 2 * L);
      s3.intoArray(lanes, 3 * L);
    }
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
    switch (f) {
      case IDENTITY -> System.arraycopy(z, zo, y, yo, n);
      case RELU, LEAKY_RELU -> rectify(f, slope, n, z, zo, y, yo);
      case GELU -> gelu(n, z, zo, y, yo);
      case SILU -> silu(n, z, zo, y, yo);
      case SELU -> selu(n, z, zo, y, yo);
      case TANH -> tanh(n, z, zo, y, yo);
      case SIGMOID -> sigmoid(n, z, zo, y, yo);
    }
  }

  private static void rectify(Nonlinearity f, float slope, int n, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - L; i += L) {
      FloatVector z = load(x, xo + i);
      VectorMask<Float> negative = z.lt(0);
      (f == Nonlinearity.RELU ? z.blend(0, negative) : z.blend(z.mul(slope), negative)).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = Elementary.apply(f, slope, x[xo + i]);
    }
  }

  @Override
  void activationGradientOf(Nonlinearity f, float slope, int n, float[] state, int so, float[] mask, int mo,
      float[] gradient,
      int go) {
    if (f == Nonlinearity.RELU && mask != null) {
      maskedReluGradient(n, state, so, mask, mo, gradient, go);
      return;
    }
    if (mask != null) {
      multiplyOf(n, mask, mo, gradient, go);
    }
    switch (f) {
      case IDENTITY -> {
      }
      case RELU, LEAKY_RELU -> rectifierGradient(f, slope, n, state, so, gradient, go);
      case GELU -> geluGradient(n, state, so, gradient, go);
      case SILU -> siluGradient(n, state, so, gradient, go);
      case SELU -> seluGradient(n, state, so, gradient, go);
      case TANH -> tanhGradient(n, state, so, gradient, go);
      case SIGMOID -> sigmoidGradient(n, state, so, gradient, go);
    }
  }

  private static void maskedReluGradient(int n, float[] state, int so, float[] mask, int mo, float[] gradient, int go) {
    int i = 0;
    for (; i <= n - L; i += L) {
      FloatVector g = load(gradient, go + i).mul(load(mask, mo + i));
      FloatVector.zero(F).blend(g, load(state, so + i).compare(VectorOperators.GT, 0)).intoArray(gradient, go + i);
    }
    for (; i < n; i++) {
      gradient[go + i] = Elementary.gradient(Nonlinearity.RELU, 0, state[so + i], gradient[go + i] * mask[mo + i]);
    }
  }

  private static void rectifierGradient(Nonlinearity f, float slope, int n, float[] state, int so, float[] gradient,
      int go) {
    int i = 0;
    for (; i <= n - L; i += L) {
      FloatVector g = load(gradient, go + i);
      FloatVector below = f == Nonlinearity.RELU ? FloatVector.zero(F) : g.mul(slope);
      below.blend(g, load(state, so + i).compare(VectorOperators.GT, 0)).intoArray(gradient, go + i);
    }
    for (; i < n; i++) {
      gradient[go + i] = Elementary.gradient(f, slope, state[so + i], gradient[go + i]);
    }
  }

  private void gelu(int n, float[] x, int xo, float[] y, int yo) {
    int whole = n - n % L;
    for (int start = 0; start < whole; start += CHUNK) {
      int count = Math.min(CHUNK, whole - start);
      for (int i = 0; i < count; i += L) {
        VectorMath.normalExponent(load(x, xo + start + i)).intoArray(exponentials, i);
      }
      expOf(count, exponentials, 0, exponentials, 0);
      for (int i = 0; i < count; i += L) {
        FloatVector z = load(x, xo + start + i);
        z.mul(VectorMath.normal(z, load(exponentials, i))).intoArray(y, yo + start + i);
      }
    }
    for (int i = whole; i < n; i++) {
      y[yo + i] = Elementary.apply(Nonlinearity.GELU, 0, x[xo + i]);
    }
  }

  private static void silu(int n, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - L; i += L) {
      FloatVector z = load(x, xo + i);
      z.mul(VectorMath.sigmoid(z)).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = Elementary.apply(Nonlinearity.SILU, 0, x[xo + i]);
    }
  }

  private static void selu(int n, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - L; i += L) {
      FloatVector z = load(x, xo + i);
      VectorMath.selu(z).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = Elementary.apply(Nonlinearity.SELU, 0, x[xo + i]);
    }
  }

  private void tanh(int n, float[] x, int xo, float[] y, int yo) {
    int whole = n - n % L;
    for (int start = 0; start < whole; start += CHUNK) {
      int count = Math.min(CHUNK, whole - start);
      for (int i = 0; i < count; i += L) {
        VectorMath.tanhExponent(load(x, xo + start + i)).intoArray(exponentials, i);
      }
      expOf(count, exponentials, 0, exponentials, 0);
      for (int i = 0; i < count; i += L) {
        FloatVector z = load(x, xo + start + i);
        VectorMath.tanh(z, load(exponentials, i)).intoArray(y, yo + start + i);
      }
    }
    for (int i = whole; i < n; i++) {
      y[yo + i] = Elementary.apply(Nonlinearity.TANH, 0, x[xo + i]);
    }
  }

  private static void sigmoid(int n, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - L; i += L) {
      FloatVector z = load(x, xo + i);
      VectorMath.sigmoid(z).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = Elementary.apply(Nonlinearity.SIGMOID, 0, x[xo + i]);
    }
  }

  private void geluGradient(int n, float[] state, int so, float[] gradient, int go) {
    int whole = n - n % L;
    for (int start = 0; start < whole; start += CHUNK) {
      int count = Math.min(CHUNK, whole - start);
      for (int i = 0; i < count; i += L) {
        FloatVector z = load(state, so + start + i);
        VectorMath.normalExponent(z).intoArray(exponentials, i);
        VectorMath.densityExponent(z).intoArray(densities, i);
      }
      expOf(count, exponentials, 0, exponentials, 0);
      expOf(count, densities, 0, densities, 0);
      for (int i = 0; i < count; i += L) {
        FloatVector g = load(gradient, go + start + i);
        VectorMath.geluGradient(load(state, so + start + i), g, load(exponentials, i), load(densities, i))
            .intoArray(gradient, go + start + i);
      }
    }
    for (int i = whole; i < n; i++) {
      gradient[go + i] = Elementary.gradient(Nonlinearity.GELU, 0, state[so + i], gradient[go + i]);
    }
  }

  private static void siluGradient(int n, float[] state, int so, float[] gradient, int go) {
    int i = 0;
    for (; i <= n - L; i += L) {
      FloatVector s = load(state, so + i);
      FloatVector g = load(gradient, go + i);
      VectorMath.siluGradient(s, g).intoArray(gradient, go + i);
    }
    for (; i < n; i++) {
      gradient[go + i] = Elementary.gradient(Nonlinearity.SILU, 0, state[so + i], gradient[go + i]);
    }
  }

  private static void seluGradient(int n, float[] state, int so, float[] gradient, int go) {
    int i = 0;
    for (; i <= n - L; i += L) {
      FloatVector s = load(state, so + i);
      FloatVector g = load(gradient, go + i);
      g.mul(s.add(Elementary.SELU_SCALE_ALPHA).blend(Elementary.SELU_SCALE, s.compare(VectorOperators.GT, 0)))
          .intoArray(gradient, go + i);
    }
    for (; i < n; i++) {
      gradient[go + i] = Elementary.gradient(Nonlinearity.SELU, 0, state[so + i], gradient[go + i]);
    }
  }

  private static void tanhGradient(int n, float[] state, int so, float[] gradient, int go) {
    int i = 0;
    for (; i <= n - L; i += L) {
      FloatVector s = load(state, so + i);
      FloatVector g = load(gradient, go + i);
      g.mul(s.neg().fma(s, constant(1))).intoArray(gradient, go + i);
    }
    for (; i < n; i++) {
      gradient[go + i] = Elementary.gradient(Nonlinearity.TANH, 0, state[so + i], gradient[go + i]);
    }
  }

  private static void sigmoidGradient(int n, float[] state, int so, float[] gradient, int go) {
    int i = 0;
    for (; i <= n - L; i += L) {
      FloatVector s = load(state, so + i);
      FloatVector g = load(gradient, go + i);
      g.mul(s.mul(constant(1).sub(s))).intoArray(gradient, go + i);
    }
    for (; i < n; i++) {
      gradient[go + i] = Elementary.gradient(Nonlinearity.SIGMOID, 0, state[so + i], gradient[go + i]);
    }
  }

  @Override
  void expOf(int n, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - L; i += L) {
      VectorMath.exp(load(x, xo + i)).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = Elementary.exp(x[xo + i]);
    }
  }

  @Override
  void logOf(int n, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - L; i += L) {
      VectorMath.log(load(x, xo + i)).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = Elementary.log(x[xo + i]);
    }
  }

  @Override
  void axpyOf(int n, float alpha, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - L; i += L) {
      constant(alpha).fma(load(x, xo + i), load(y, yo + i)).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = Math.fma(alpha, x[xo + i], y[yo + i]);
    }
  }

  @Override
  void axpbyOf(int n, float alpha, float[] x, int xo, float beta, float[] y, int yo) {
    int i = 0;
    for (; i <= n - L; i += L) {
      constant(alpha).fma(load(x, xo + i), load(y, yo + i).mul(beta)).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = Math.fma(alpha, x[xo + i], beta * y[yo + i]);
    }
  }

  @Override
  void scaleOf(int n, float alpha, float[] x, int xo) {
    int i = 0;
    for (; i <= n - L; i += L) {
      load(x, xo + i).mul(alpha).intoArray(x, xo + i);
    }
    for (; i < n; i++) {
      x[xo + i] *= alpha;
    }
  }

  @Override
  void multiplyOf(int n, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - L; i += L) {
      load(y, yo + i).mul(load(x, xo + i)).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] *= x[xo + i];
    }
  }

  @Override
  void softThresholdOf(int n, float threshold, float[] w, int wo) {
    int i = 0;
    for (; i <= n - L; i += L) {
      soft(load(w, wo + i), constant(threshold)).intoArray(w, wo + i);
    }
    for (; i < n; i++) {
      w[wo + i] = Elementary.softThreshold(w[wo + i], threshold);
    }
  }

  @Override
  void softThresholdOf(int n, float threshold, float[] rate, int ro, float[] w, int wo) {
    int i = 0;
    for (; i <= n - L; i += L) {
      soft(load(w, wo + i), load(rate, ro + i).mul(threshold)).intoArray(w, wo + i);
    }
    for (; i < n; i++) {
      w[wo + i] = Elementary.softThreshold(w[wo + i], threshold * rate[ro + i]);
    }
  }

  private static FloatVector soft(FloatVector w, FloatVector threshold) {
    FloatVector shrunk = w.sub(threshold).blend(w.add(threshold), w.lt(0));
    return shrunk.blend(0, w.abs().compare(VectorOperators.LE, threshold));
  }

  // ---- Adam ----

  @Override
  void adamOf(int from, int to, float beta1, float add1, float beta2, float add2, float keep, float step,
      float rootScale,
      float epsilon, float[] g, float[] m, float[] v, float[] w) {
    int i = from;
    for (; i <= to - L; i += L) {
      FloatVector gradient = load(g, i);
      FloatVector first = normalOrZero(gradient.fma(constant(add1), load(m, i).mul(beta1)));
      FloatVector second = normalOrZero(gradient.mul(add2).fma(gradient, load(v, i).mul(beta2)));
      first.intoArray(m, i);
      second.intoArray(v, i);
      FloatVector root = second.sqrt().fma(constant(rootScale), constant(epsilon));
      load(w, i).mul(keep).sub(first.mul(step).div(root)).intoArray(w, i);
    }
    for (; i < to; i++) {
      m[i] = Elementary.normalOrZero(Math.fma(add1, g[i], beta1 * m[i]));
      v[i] = Elementary.normalOrZero(Math.fma(add2 * g[i], g[i], beta2 * v[i]));
      w[i] = keep * w[i] - step * m[i] / Math.fma((float) Math.sqrt(v[i]), rootScale, epsilon);
    }
  }

  private static FloatVector normalOrZero(FloatVector x) {
    return x.blend(0, x.abs().lt(Float.MIN_NORMAL));
  }

  // ---- random ----

  private final float[] lastGroup = new float[64];

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
      float keep,
      float[] mask, int at) {
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
        c0 = p1.lanewise(VectorOperators.LSHR, 32).lanewise(VectorOperators.XOR, c1).lanewise(VectorOperators.XOR,
            k0 & LOW);
        c2 = p0.lanewise(VectorOperators.LSHR, 32).lanewise(VectorOperators.XOR, c3).lanewise(VectorOperators.XOR,
            k1 & LOW);
        c1 = p1.and(LOW);
        c3 = p0.and(LOW);
        k0 += Philox.W0;
        k1 += Philox.W1;
      }
      IntVector words01 = c0.or(c1.lanewise(VectorOperators.LSHL, 32)).reinterpretAsInts();
      IntVector words23 = c2.or(c3.lanewise(VectorOperators.LSHL, 32)).reinterpretAsInts();
      int to = at + 2 * first;
      factors(words01.and(0xFFFF), threshold, keep).intoArray(mask, to);
      factors(words01.lanewise(VectorOperators.LSHR, 16), threshold, keep).intoArray(mask, to + 16);
      factors(words23.and(0xFFFF), threshold, keep).intoArray(mask, to + 32);
      factors(words23.lanewise(VectorOperators.LSHR, 16), threshold, keep).intoArray(mask, to + 48);
    }
  }

  private static final long LOW = 0xFFFFFFFFL;

  private static FloatVector factors(IntVector bits, int threshold, float keep) {
    IntVector kept = IntVector.broadcast(I, Float.floatToRawIntBits(keep));
    return kept.blend(0, bits.lt(threshold)).reinterpretAsFloats();
  }

  // ---- float64 ----

  @Override
  double sumOf(int n, double[] x, int xo) {
    DoubleVector s0 = DoubleVector.zero(D);
    DoubleVector s1 = s0;
    DoubleVector s2 = s0;
    DoubleVector s3 = s0;
    DoubleVector s4 = s0;
    DoubleVector s5 = s0;
    DoubleVector s6 = s0;
    DoubleVector s7 = s0;
    int i = 0;
    for (; i <= n - 16; i += 16) {
      int x0 = xo + i;
      s0 = s0.add(load(x, x0));
      s1 = s1.add(load(x, x0 + LD));
      if (LD < 8) {
        s2 = s2.add(load(x, x0 + 2 * LD));
        s3 = s3.add(load(x, x0 + 3 * LD));
      }
      if (LD < 4) {
        s4 = s4.add(load(x, x0 + 4 * LD));
        s5 = s5.add(load(x, x0 + 5 * LD));
        s6 = s6.add(load(x, x0 + 6 * LD));
        s7 = s7.add(load(x, x0 + 7 * LD));
      }
    }
    store(s0, s1, s2, s3, s4, s5, s6, s7);
    for (int l = 0; i + l < n; l++) {
      doubleLanes[l] += x[xo + i + l];
    }
    return tree(doubleLanes);
  }

  @Override
  double dotOf(int n, double[] x, int xo, double[] y, int yo) {
    DoubleVector s0 = DoubleVector.zero(D);
    DoubleVector s1 = s0;
    DoubleVector s2 = s0;
    DoubleVector s3 = s0;
    DoubleVector s4 = s0;
    DoubleVector s5 = s0;
    DoubleVector s6 = s0;
    DoubleVector s7 = s0;
    int i = 0;
    for (; i <= n - 16; i += 16) {
      int x0 = xo + i;
      int y0 = yo + i;
      s0 = load(x, x0).fma(load(y, y0), s0);
      s1 = load(x, x0 + LD).fma(load(y, y0 + LD), s1);
      if (LD < 8) {
        s2 = load(x, x0 + 2 * LD).fma(load(y, y0 + 2 * LD), s2);
        s3 = load(x, x0 + 3 * LD).fma(load(y, y0 + 3 * LD), s3);
      }
      if (LD < 4) {
        s4 = load(x, x0 + 4 * LD).fma(load(y, y0 + 4 * LD), s4);
        s5 = load(x, x0 + 5 * LD).fma(load(y, y0 + 5 * LD), s5);
        s6 = load(x, x0 + 6 * LD).fma(load(y, y0 + 6 * LD), s6);
        s7 = load(x, x0 + 7 * LD).fma(load(y, y0 + 7 * LD), s7);
      }
    }
    store(s0, s1, s2, s3, s4, s5, s6, s7);
    for (int l = 0; i + l < n; l++) {
      doubleLanes[l] = Math.fma(x[xo + i + l], y[yo + i + l], doubleLanes[l]);
    }
    return tree(doubleLanes);
  }

  @Override
  double weightedDotOf(int n, double[] w, int wo, double[] x, int xo, double[] y, int yo) {
    DoubleVector s0 = DoubleVector.zero(D);
    DoubleVector s1 = s0;
    DoubleVector s2 = s0;
    DoubleVector s3 = s0;
    DoubleVector s4 = s0;
    DoubleVector s5 = s0;
    DoubleVector s6 = s0;
    DoubleVector s7 = s0;
    int i = 0;
    for (; i <= n - 16; i += 16) {
      int w0 = wo + i;
      int x0 = xo + i;
      int y0 = yo + i;
      s0 = load(w, w0).mul(load(x, x0)).fma(load(y, y0), s0);
      s1 = load(w, w0 + LD).mul(load(x, x0 + LD)).fma(load(y, y0 + LD), s1);
      if (LD < 8) {
        s2 = load(w, w0 + 2 * LD).mul(load(x, x0 + 2 * LD)).fma(load(y, y0 + 2 * LD), s2);
        s3 = load(w, w0 + 3 * LD).mul(load(x, x0 + 3 * LD)).fma(load(y, y0 + 3 * LD), s3);
      }
      if (LD < 4) {
        s4 = load(w, w0 + 4 * LD).mul(load(x, x0 + 4 * LD)).fma(load(y, y0 + 4 * LD), s4);
        s5 = load(w, w0 + 5 * LD).mul(load(x, x0 + 5 * LD)).fma(load(y, y0 + 5 * LD), s5);
        s6 = load(w, w0 + 6 * LD).mul(load(x, x0 + 6 * LD)).fma(load(y, y0 + 6 * LD), s6);
        s7 = load(w, w0 + 7 * LD).mul(load(x, x0 + 7 * LD)).fma(load(y, y0 + 7 * LD), s7);
      }
    }
    store(s0, s1, s2, s3, s4, s5, s6, s7);
    for (int l = 0; i + l < n; l++) {
      doubleLanes[l] = Math.fma(w[wo + i + l] * x[xo + i + l], y[yo + i + l], doubleLanes[l]);
    }
    return tree(doubleLanes);
  }

  private void store(DoubleVector s0, DoubleVector s1, DoubleVector s2, DoubleVector s3, DoubleVector s4,
      DoubleVector s5,
      DoubleVector s6, DoubleVector s7) {
    s0.intoArray(doubleLanes, 0);
    s1.intoArray(doubleLanes, LD);
    if (LD < 8) {
      s2.intoArray(doubleLanes, 2 * LD);
      s3.intoArray(doubleLanes, 3 * LD);
    }
    if (LD < 4) {
      s4.intoArray(doubleLanes, 4 * LD);
      s5.intoArray(doubleLanes, 5 * LD);
      s6.intoArray(doubleLanes, 6 * LD);
      s7.intoArray(doubleLanes, 7 * LD);
    }
  }

  @Override
  void axpyOf(int n, double alpha, double[] x, int xo, double[] y, int yo) {
    DoubleVector factor = DoubleVector.broadcast(D, alpha);
    int i = 0;
    for (; i <= n - LD; i += LD) {
      factor.fma(load(x, xo + i), load(y, yo + i)).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = Math.fma(alpha, x[xo + i], y[yo + i]);
    }
  }

  @Override
  void gramOf(int rows, double[][] columns, double[] weights, double[] target) {
    gram.compute(rows, columns, weights, target);
  }

  // ---- shorthand ----

  private static FloatVector load(float[] x, int at) {
    return FloatVector.fromArray(F, x, at);
  }

  private static DoubleVector load(double[] x, int at) {
    return DoubleVector.fromArray(D, x, at);
  }

  private static FloatVector constant(float value) {
    return FloatVector.broadcast(F, value);
  }
}
