package dev.lariat.kernel;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Matrix products, element-wise loops and reductions on arrays. This class checks shapes, once, with the values in the
 * message; the implementations assume them.
 *
 * <p>A matrix is row-major and dense: {@code rows × columns} elements of an array from an offset on; element (i, j)
 * stands at {@code offset + i·columns + j}. Outputs are the caller's. An output of a product must not overlap its
 * inputs; an element-wise output may be one of the inputs at the same offset, but not overlap it otherwise. Nothing is
 * allocated, except that the buffers for packing grow to the largest product seen.
 *
 * <p>All implementations give the same bits: see the package's description. {@code NaN} and infinities go through as
 * IEEE 754 has it.
 *
 * <p>An instance owns packing buffers: use one per thread ({@link #best()} is cheap). It holds no other state.
 */
public abstract sealed class Kernels permits PlainKernels, VectorKernels {
  /** Takes a part of an output while it is still in cache. */
  @FunctionalInterface
  public interface Ranges {
    /**
     * Elements [from, to) of the output array (absolute indices) are final. The ranges come in rising order and cover
     * the output.
     */
    void accept(int from, int to);
  }

  Kernels() {}

  /**
   * The fastest kernels of this machine and JVM: the Vector API's where {@code --add-modules jdk.incubator.vector} was
   * given, else the plain ones, of which one line of the log tells.
   */
  public static Kernels best() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
      return new VectorKernels();
    }
    if (!Fallback.TOLD.getAndSet(true)) {
      System.getLogger(Kernels.class.getName())
          .log(System.Logger.Level.WARNING,
              "The plain kernels run, several times slower than the vector ones: start Java with --add-modules jdk.incubator.vector");
    }
    return new PlainKernels();
  }

  /** So that the log has one line, not one per thread. */
  private static final class Fallback {
    static final AtomicBoolean TOLD = new AtomicBoolean();
  }

  /** Plain loops: the fallback, and the oracle of the others. */
  public static Kernels plain() {
    return new PlainKernels();
  }

  /** {@return {@code plain}, {@code vector-128}, {@code vector-256} or {@code vector-512}} */
  public abstract String name();

  // ---- products ----

  /**
   * C = A·B, then bias, nonlinearity and mask: a layer's forward pass ({@code rows = m}, {@code in = k},
   * {@code out = n}).
   *
   * @param a m × k, not modified
   * @param b k × n, not modified
   * @param c m × n, overwritten
   * @param e what is done to each element while it is in cache
   */
  public final void productNN(int m, int n, int k, float[] a, int aOffset, float[] b, int bOffset, float[] c,
      int cOffset, Epilogue e) {
    matrix("a", m, k, a.length, aOffset);
    matrix("b", k, n, b.length, bOffset);
    matrix("c", m, n, c.length, cOffset);
    epilogue(m, n, e);
    nn(m, n, k, a, aOffset, b, bOffset, c, cOffset, e);
  }

  /**
   * C = A·B. As {@link #productNN(int, int, int, float[], int, float[], int, float[], int, Epilogue)} with
   * {@link Epilogue#NONE}.
   */
  public final void productNN(int m, int n, int k, float[] a, int aOffset, float[] b, int bOffset, float[] c,
      int cOffset) {
    productNN(m, n, k, a, aOffset, b, bOffset, c, cOffset, Epilogue.NONE);
  }

  /**
   * C = Aᵀ·B: a weight gradient ({@code m = in}, {@code n = out}, {@code k = rows} of the batch).
   *
   * @param a k × m, not modified
   * @param b k × n, not modified
   * @param c m × n, overwritten
   */
  public final void productTN(int m, int n, int k, float[] a, int aOffset, float[] b, int bOffset, float[] c,
      int cOffset) {
    productTN(m, n, k, a, aOffset, b, bOffset, c, cOffset, (_, _) -> {});
  }

  /**
   * C = Aᵀ·B as above, handed over in parts of some rows while they are in cache, so that an optimizer need not read
   * the gradient from memory.
   *
   * @param done called with ranges of whole rows of {@code c}; must not modify {@code a} or {@code b}; may modify
   * {@code c} within its range
   */
  public final void productTN(int m, int n, int k, float[] a, int aOffset, float[] b, int bOffset, float[] c,
      int cOffset, Ranges done) {
    matrix("a", k, m, a.length, aOffset);
    matrix("b", k, n, b.length, bOffset);
    matrix("c", m, n, c.length, cOffset);
    tn(m, n, k, a, aOffset, b, bOffset, c, cOffset, Objects.requireNonNull(done, "done"));
  }

  /**
   * C = A·Bᵀ: an input gradient ({@code m = rows}, {@code n = in}, {@code k = out}; B is the weights, in × out).
   *
   * @param a m × k, not modified
   * @param b n × k, not modified
   * @param c m × n, overwritten
   */
  public final void productNT(int m, int n, int k, float[] a, int aOffset, float[] b, int bOffset, float[] c,
      int cOffset) {
    matrix("a", m, k, a.length, aOffset);
    matrix("b", n, k, b.length, bOffset);
    matrix("c", m, n, c.length, cOffset);
    nt(m, n, k, a, aOffset, b, bOffset, c, cOffset);
  }

  /**
   * C = A·B where A is sparse (one-hot columns, words), then the epilogue.
   *
   * @param starts row i of A has the entries [starts[startsOffset + i], starts[startsOffset + i + 1]); not modified
   * @param index the column of each entry, 0 to k − 1; in rising order within a row for the bits of the dense product;
   * not modified
   * @param value the entries; not modified
   * @param b k × n, not modified
   * @param c m × n, overwritten
   */
  public final void sparseNN(int m, int n, int k, int[] starts, int startsOffset, int[] index, float[] value, float[] b,
      int bOffset, float[] c, int cOffset, Epilogue e) {
    entries(m, starts, startsOffset, index, value);
    matrix("b", k, n, b.length, bOffset);
    matrix("c", m, n, c.length, cOffset);
    epilogue(m, n, e);
    sparseNnOf(m, n, starts, startsOffset, index, value, b, bOffset, c, cOffset, e);
  }

  /**
   * C = Aᵀ·B where A is sparse as in {@link #sparseNN}: a weight gradient.
   *
   * @param b m × n, not modified
   * @param c k × n, overwritten
   */
  public final void sparseTN(int m, int n, int k, int[] starts, int startsOffset, int[] index, float[] value, float[] b,
      int bOffset, float[] c, int cOffset) {
    entries(m, starts, startsOffset, index, value);
    matrix("b", m, n, b.length, bOffset);
    matrix("c", k, n, c.length, cOffset);
    Arrays.fill(c, cOffset, cOffset + k * n, 0);
    for (int i = 0; i < m; i++) {
      for (int p = starts[startsOffset + i]; p < starts[startsOffset + i + 1]; p++) {
        axpyOf(n, value[p], b, bOffset + i * n, c, cOffset + index[p] * n);
      }
    }
  }

  /**
   * The sum of each column, rows in order (so it is 1ᵀ·A): a bias gradient.
   *
   * @param a rows × columns, not modified
   * @param sums one per column, overwritten
   */
  public final void columnSums(int rows, int columns, float[] a, int aOffset, float[] sums, int sumsOffset) {
    matrix("a", rows, columns, a.length, aOffset);
    range("sums", columns, sums.length, sumsOffset);
    columnSumsOf(rows, columns, a, aOffset, sums, sumsOffset);
  }

  /**
   * Copies rows: a batch out of a table.
   *
   * @param source table of any number of rows of {@code columns} from {@code sourceOffset} on, not modified
   * @param rows which rows, elements [from, from + count); not modified
   * @param target count × columns, overwritten
   */
  public final void gatherRows(int columns, float[] source, int sourceOffset, int[] rows, int from, int count,
      float[] target, int targetOffset) {
    range("rows", count, rows.length, from);
    matrix("target", count, columns, target.length, targetOffset);
    for (int i = 0; i < count; i++) {
      System.arraycopy(source, Math.addExact(sourceOffset, Math.multiplyExact(rows[from + i], columns)), target,
          targetOffset + i * columns, columns);
    }
  }

  // ---- reductions: 16 logical accumulators, one tree ----

  /** {@return Σ xᵢ} */
  public final float sum(int n, float[] x, int xOffset) {
    range("x", n, x.length, xOffset);
    return sumOf(n, x, xOffset);
  }

  /** {@return Σ xᵢ·yᵢ; with x = y the squared norm} */
  public final float dot(int n, float[] x, int xOffset, float[] y, int yOffset) {
    range("x", n, x.length, xOffset);
    range("y", n, y.length, yOffset);
    return dotOf(n, x, xOffset, y, yOffset);
  }

  /**
   * Rounds factor·x to {@link PackedBytes}.
   *
   * @param x not modified
   * @param factor with which no number is beyond {@link PackedBytes#MOST}
   * @param out takes the blocks from {@code outOffset} on
   * @return the sum of the squares of what is rounded away, to single precision
   */
  public final float pack(float[] x, float factor, int[] out, int outOffset) {
    range("out", PackedBytes.ints(x.length), out.length, outOffset);
    int whole = x.length / PackedBytes.BLOCK;
    float sum = packOf(whole, x, factor, out, outOffset);
    if (whole * PackedBytes.BLOCK < x.length) {
      float[] last = new float[PackedBytes.BLOCK];
      System.arraycopy(x, whole * PackedBytes.BLOCK, last, 0, x.length - whole * PackedBytes.BLOCK);
      sum += packOf(1, last, factor, out, outOffset + whole * PackedBytes.LANES);
    }
    return sum;
  }

  /**
   * {@return Σ xᵢ·yᵢ of {@link PackedBytes}; each of the 16 logical accumulators has four parts, one for each byte}
   *
   * @param x blocks from {@code xOffset} on, as many as y has; not modified
   * @param y whole blocks, 0 where the last one is filled up; not modified
   */
  public final float dot(int[] x, int xOffset, float[] y) {
    if (y.length % PackedBytes.BLOCK != 0) {
      throw new IllegalArgumentException(y.length + " numbers are no whole blocks of " + PackedBytes.BLOCK);
    }
    int blocks = y.length / PackedBytes.BLOCK;
    range("x", blocks * PackedBytes.LANES, x.length, xOffset);
    return dotOf(blocks, x, xOffset, y);
  }

  /**
   * Probabilities and their normaliser, row by row, without overflow: with M the row's maximum,
   * {@code p = exp(z − M)/Σ exp(z − M)} and {@code logSumExp = M + log Σ exp(z − M)}. The cross-entropy of label c is
   * {@code logSumExp − z_c}.
   *
   * @param z rows × columns, not modified (unless it is {@code p} at the same offset)
   * @param p rows × columns, overwritten
   * @param logSumExp one per row, overwritten; or null
   */
  public final void softmax(int rows, int columns, float[] z, int zOffset, float[] p, int pOffset, float[] logSumExp,
      int logSumExpOffset) {
    matrix("z", rows, columns, z.length, zOffset);
    matrix("p", rows, columns, p.length, pOffset);
    if (logSumExp != null) {
      range("logSumExp", rows, logSumExp.length, logSumExpOffset);
    }
    softmaxOf(rows, columns, z, zOffset, p, pOffset, logSumExp, logSumExpOffset);
  }

  // ---- element by element ----

  /** y = f(z). {@code slope} is read by {@link Nonlinearity#LEAKY_RELU} only. */
  public final void activate(Nonlinearity f, float slope, int n, float[] z, int zOffset, float[] y, int yOffset) {
    range("z", n, z.length, zOffset);
    range("y", n, y.length, yOffset);
    activateOf(f, slope, n, z, zOffset, y, yOffset);
  }

  /**
   * gradient = f'(z) · gradient · mask, in place: from a layer's output back to its pre-activation.
   *
   * @param state what {@code f.state()} names; not modified
   * @param mask as in the forward pass, from {@code maskOffset}; or null
   * @param gradient of the loss by the layer's output; modified
   */
  public final void activationGradient(Nonlinearity f, float slope, int n, float[] state, int stateOffset, float[] mask,
      int maskOffset, float[] gradient, int gradientOffset) {
    range("state", n, state.length, stateOffset);
    range("gradient", n, gradient.length, gradientOffset);
    if (mask != null) {
      range("mask", n, mask.length, maskOffset);
    }
    activationGradientOf(f, slope, n, state, stateOffset, mask, maskOffset, gradient, gradientOffset);
  }

  /** y = eˣ, within 1 ULP. */
  public final void exp(int n, float[] x, int xOffset, float[] y, int yOffset) {
    range("x", n, x.length, xOffset);
    range("y", n, y.length, yOffset);
    expOf(n, x, xOffset, y, yOffset);
  }

  /** y = log x (natural), within 1 ULP. */
  public final void log(int n, float[] x, int xOffset, float[] y, int yOffset) {
    range("x", n, x.length, xOffset);
    range("y", n, y.length, yOffset);
    logOf(n, x, xOffset, y, yOffset);
  }

  /** y = fma(α, x, y). */
  public final void axpy(int n, float alpha, float[] x, int xOffset, float[] y, int yOffset) {
    range("x", n, x.length, xOffset);
    range("y", n, y.length, yOffset);
    axpyOf(n, alpha, x, xOffset, y, yOffset);
  }

  /** x = α·x. */
  public final void scale(int n, float alpha, float[] x, int xOffset) {
    range("x", n, x.length, xOffset);
    scaleOf(n, alpha, x, xOffset);
  }

  /** y = x·y, element by element. */
  public final void multiply(int n, float[] x, int xOffset, float[] y, int yOffset) {
    range("x", n, x.length, xOffset);
    range("y", n, y.length, yOffset);
    multiplyOf(n, x, xOffset, y, yOffset);
  }

  // ---- convolutions: what a kernel sees, and maxima over windows ----

  /**
   * Lays out what a kernel sees at places side by side, all of it inside of the map: for each place {@code lines} runs
   * of numbers, one behind the other. Behind the last run as many numbers as a vector has may be overwritten.
   *
   * @param run numbers of a run
   * @param x not modified; the first run begins at {@code xOffset}
   * @param step from place to place
   * @param line from run to run
   * @param to overwritten from {@code at} on: places × lines × run
   */
  public final void windows(int places, int lines, int run, float[] x, int xOffset, int step, int line, float[] to,
      int at) {
    if (places == 0) {
      return;
    }
    range("x", (places - 1) * step + (lines - 1) * line + run, x.length, xOffset);
    range("to", places * lines * run, to.length, at);
    windowsOf(places, lines, run, x, xOffset, step, line, to, at);
  }

  /**
   * Takes the maxima of places side by side into their windows. A place that is first in its window begins it; of the
   * others those count that are larger, or no number.
   *
   * @param first the first place of its line; places are parted into windows by their number in the line
   * @param width places of a window in the line
   * @param line the places of the window in the lines before
   * @param units numbers of a place
   * @param x places × units, not modified
   * @param y maxima so far, from the window of the line's first place on; modified
   * @param chosen which place of its window each maximum is of, as y; modified
   */
  public final void pool(int places, int first, int width, int line, int units, float[] x, int xOffset, float[] y,
      int yOffset, int[] chosen, int chosenOffset) {
    if (places == 0) {
      return;
    }
    range("x", places * units, x.length, xOffset);
    windows(places, first, width, units, y.length, yOffset, chosen.length, chosenOffset);
    for (int i = 0; i < places; i++) {
      int place = line + (first + i) % width;
      int at = (first + i) / width * units;
      if (place == 0) {
        System.arraycopy(x, xOffset + i * units, y, yOffset + at, units);
        Arrays.fill(chosen, chosenOffset + at, chosenOffset + at + units, 0);
      } else {
        largestOf(units, place, x, xOffset + i * units, y, yOffset + at, chosen, chosenOffset + at);
      }
    }
  }

  /**
   * The way back of {@link #pool}: the gradient by the places.
   *
   * @param y gradient by the maxima, from the window of the line's first place on; not modified
   * @param x places × units, overwritten
   */
  public final void unpool(int places, int first, int width, int line, int units, int[] chosen, int chosenOffset,
      float[] y, int yOffset, float[] x, int xOffset) {
    if (places == 0) {
      return;
    }
    range("x", places * units, x.length, xOffset);
    windows(places, first, width, units, y.length, yOffset, chosen.length, chosenOffset);
    for (int i = 0; i < places; i++) {
      int at = (first + i) / width * units;
      whereOf(units, line + (first + i) % width, chosen, chosenOffset + at, y, yOffset + at, x, xOffset + i * units);
    }
  }

  // ---- recurrent cells: a step of some rows, and back ----

  /**
   * A step of a long short-term memory, gates i, f, g, o: with {@code z = a + s} the gates are σ, σ, tanh, σ of z;
   * {@code c' = fma(f, c, i·g)}, {@code h = o·tanh c'}.
   *
   * @param a rows × 4·units, from the input; overwritten with the gates
   * @param s rows × 4·units, from the state; not modified
   * @param c before at {@code from}, and behind the step at {@code to}, where it is overwritten: rows × units each
   * @param tanh of c', rows × units, overwritten
   * @param h rows × units, overwritten
   */
  public final void lstm(int rows, int units, float[] a, int aOffset, float[] s, int sOffset, float[] c, int from,
      int to, float[] tanh, int tanhOffset, float[] h, int hOffset) {
    matrix("a", rows, 4 * units, a.length, aOffset);
    matrix("s", rows, 4 * units, s.length, sOffset);
    matrix("c before", rows, units, c.length, from);
    matrix("c", rows, units, c.length, to);
    matrix("tanh", rows, units, tanh.length, tanhOffset);
    matrix("h", rows, units, h.length, hOffset);
    lstmOf(rows, units, a, aOffset, s, sOffset, c, from, to, tanh, tanhOffset, h, hOffset);
  }

  /**
   * The way back through {@link #lstm}: {@code d = dc + dh·o·(1 − tanh²c')}; by i: {@code d·g·i(1 − i)}, by f:
   * {@code d·c·f(1 − f)}, by g: {@code d·i·(1 − g²)}, by o: {@code dh·tanh c'·o(1 − o)}; then {@code dc = d·f}.
   *
   * @param a the gates; overwritten with the gradients by z
   * @param c before the step, rows × units from {@code from}; not modified
   * @param tanh of c'; not modified
   * @param dh by h, rows × units from 0; not modified
   * @param dc by c' without what comes through h, rows × units from 0; then by c
   */
  public final void lstmGradient(int rows, int units, float[] a, int aOffset, float[] c, int from, float[] tanh,
      int tanhOffset, float[] dh, float[] dc) {
    matrix("a", rows, 4 * units, a.length, aOffset);
    matrix("c before", rows, units, c.length, from);
    matrix("tanh", rows, units, tanh.length, tanhOffset);
    matrix("dh", rows, units, dh.length, 0);
    matrix("dc", rows, units, dc.length, 0);
    lstmGradientOf(rows, units, a, aOffset, c, from, tanh, tanhOffset, dh, dc);
  }

  /**
   * A step of a gated recurrent unit that resets behind the product, gates z, r, n: {@code z, r = σ(a + s)},
   * {@code n = tanh(fma(r, s, a))}, {@code h' = fma(z, h, (1 − z)·n)}.
   *
   * @param a rows × 3·units, from the input; overwritten with the gates
   * @param s rows × 3·units, from the state; not modified
   * @param h before at {@code from}, and behind the step at {@code to}, where it is overwritten: rows × units each
   */
  public final void gru(int rows, int units, float[] a, int aOffset, float[] s, int sOffset, float[] h, int from,
      int to) {
    matrix("a", rows, 3 * units, a.length, aOffset);
    matrix("s", rows, 3 * units, s.length, sOffset);
    matrix("h before", rows, units, h.length, from);
    matrix("h", rows, units, h.length, to);
    gruOf(rows, units, a, aOffset, s, sOffset, h, from, to);
  }

  /**
   * The way back through {@link #gru}: by n: {@code dh·(1 − z)·(1 − n²)}, by z: {@code dh·(h − n)·z(1 − z)}, by r: that
   * by n {@code ·s·r(1 − r)}, and by n's s: that by n {@code ·r}; then {@code dh = dh·z}.
   *
   * @param a the gates; overwritten with the gradients by a
   * @param s as given to the step; overwritten with the gradients by s
   * @param h before the step, rows × units from {@code from}; not modified
   * @param dh by h', rows × units from 0; then by h, but for what comes through s
   */
  public final void gruGradient(int rows, int units, float[] a, int aOffset, float[] s, int sOffset, float[] h,
      int from, float[] dh) {
    matrix("a", rows, 3 * units, a.length, aOffset);
    matrix("s", rows, 3 * units, s.length, sOffset);
    matrix("h before", rows, units, h.length, from);
    matrix("dh", rows, units, dh.length, 0);
    gruGradientOf(rows, units, a, aOffset, s, sOffset, h, from, dh);
  }

  // ---- Adam, on elements [from, to) of arrays of one layout ----

  /**
   * A step of Adam (Kingma and Ba 2015) with decoupled decay, in one pass: m = fma(a₁, g, β₁·m), v = fma(a₂·g, g,
   * β₂·v), w = keep·w − step·m/(√v·rootScale + ε); moments below the smallest normal number become 0, because a moment
   * that decays for long would else stay subnormal for ever, at several times the cost. With bias corrections c₁ = 1 −
   * β₁ᵗ, c₂ = 1 − β₂ᵗ PyTorch's Adam is {@code step = lr/c₁, rootScale = 1/√c₂}, Keras'
   * {@code step = lr·√c₂/c₁, rootScale = 1}; {@code keep = 1 − lr·decay}.
   *
   * @param add1 a₁ = 1 − β₁, as rounded from float64
   * @param add2 a₂ = 1 − β₂, as rounded from float64
   * @param g gradient, not modified
   * @param m first moment, modified
   * @param v second moment, modified
   * @param w weights, modified
   */
  public final void adam(int from, int to, float beta1, float add1, float beta2, float add2, float keep, float step,
      float rootScale, float epsilon, float[] g, float[] m, float[] v, float[] w) {
    span(from, to, g.length, m.length, v.length);
    span(from, to, w.length, w.length, w.length);
    adamOf(from, to, beta1, add1, beta2, add2, keep, step, rootScale, epsilon, g, m, v, w);
  }

  // ---- random ----

  /**
   * Factors of inverted dropout: 0 with probability {@code rate}, else 1/(1 − rate); the rate is rounded to a multiple
   * of 2⁻¹⁶ in drawing. Elements are numbered from 0 at {@code offset}, so give the whole layer's mask in one call. The
   * numbers are those of {@code new Philox(seed, fold, epoch, step, layer)}: of 8 blocks (4 words each), element 64·g +
   * 16·r + l takes half {@code r mod 2} (low, high) of word {@code 2·(r div 2) + l mod 2} of block
   * {@code 8·g + l div 2}, and is dropped if these 16 bits are below the rate.
   *
   * @param rate 0 ≤ rate < 1
   * @param mask n elements from {@code offset}, overwritten
   */
  public final void dropoutMask(long seed, int fold, int epoch, int step, int layer, float rate, int n, float[] mask,
      int offset) {
    range("mask", n, mask.length, offset);
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("the dropout rate must be at least 0 and below 1, but is " + rate);
    }
    int threshold = Math.round(rate * 65536);
    dropoutMaskOf((int) seed, (int) (seed >>> 32), step, epoch, Philox.place(fold, layer), threshold, 1 / (1 - rate), n,
        mask, offset);
  }

  // ---- float64, for linear models ----

  /** {@return Σ xᵢ, with 16 logical accumulators} */
  public final double sum(int n, double[] x, int xOffset) {
    range("x", n, x.length, xOffset);
    return sumOf(n, x, xOffset);
  }

  /** {@return Σ xᵢ·yᵢ, with 16 logical accumulators} */
  public final double dot(int n, double[] x, int xOffset, double[] y, int yOffset) {
    range("x", n, x.length, xOffset);
    range("y", n, y.length, yOffset);
    return dotOf(n, x, xOffset, y, yOffset);
  }

  /** {@return Σ (wᵢ·xᵢ)·yᵢ, with 16 logical accumulators; the product wᵢ·xᵢ is rounded} */
  public final double weightedDot(int n, double[] w, int wOffset, double[] x, int xOffset, double[] y, int yOffset) {
    range("w", n, w.length, wOffset);
    range("x", n, x.length, xOffset);
    range("y", n, y.length, yOffset);
    return weightedDotOf(n, w, wOffset, x, xOffset, y, yOffset);
  }

  /** y = fma(α, x, y). */
  public final void axpy(int n, double alpha, double[] x, int xOffset, double[] y, int yOffset) {
    range("x", n, x.length, xOffset);
    range("y", n, y.length, yOffset);
    axpyOf(n, alpha, x, xOffset, y, yOffset);
  }

  /** y = fma(α_a, x_a, y) for the first {@code count} columns, one after the other, over [from, to). */
  public final void combine(int from, int to, int count, double[] alpha, double[][] x, double[] y) {
    for (int a = 0; a < count; a++) {
      range("a column", to, x[a].length, 0);
    }
    range("α", count, alpha.length, 0);
    range("y", to, y.length, 0);
    range("from", from, to, 0);
    combineOf(from, to, count, alpha, x, y);
  }

  /** y = fma(α, x, y) in float64, of float32. */
  public final void axpy(int n, double alpha, float[] x, int xOffset, double[] y, int yOffset) {
    range("x", n, x.length, xOffset);
    range("y", n, y.length, yOffset);
    axpyOf(n, alpha, x, xOffset, y, yOffset);
  }

  /** y = eˣ, within 1 ULP; the bits of {@link #exp(double)}. */
  public final void exp(int n, double[] x, int xOffset, double[] y, int yOffset) {
    range("x", n, x.length, xOffset);
    range("y", n, y.length, yOffset);
    expOf(n, x, xOffset, y, yOffset);
  }

  /** y = eˣ − 1, accurate near 0, within 1.25 ULP; the bits of {@link #expm1(double)}. */
  public final void expm1(int n, double[] x, int xOffset, double[] y, int yOffset) {
    range("x", n, x.length, xOffset);
    range("y", n, y.length, yOffset);
    expm1Of(n, x, xOffset, y, yOffset);
  }

  /** y = log x (natural), within 1 ULP; the bits of {@link #log(double)}. */
  public final void log(int n, double[] x, int xOffset, double[] y, int yOffset) {
    range("x", n, x.length, xOffset);
    range("y", n, y.length, yOffset);
    logOf(n, x, xOffset, y, yOffset);
  }

  /** y = log(1 + x), accurate near 0, within 1 ULP; the bits of {@link #log1p(double)}. */
  public final void log1p(int n, double[] x, int xOffset, double[] y, int yOffset) {
    range("x", n, x.length, xOffset);
    range("y", n, y.length, yOffset);
    log1pOf(n, x, xOffset, y, yOffset);
  }

  /** {@return eˣ, within 1 ULP: the same bits on every machine, which {@link Math#exp} does not promise} */
  public static double exp(double x) {
    return ElementaryDouble.exp(x);
  }

  /** {@return eˣ − 1, within 1.25 ULP, accurate near 0} */
  public static double expm1(double x) {
    return ElementaryDouble.expm1(x);
  }

  /** {@return the natural logarithm, within 1 ULP; −∞ at 0, NaN below} */
  public static double log(double x) {
    return ElementaryDouble.log(x);
  }

  /** {@return log(1 + x), within 1 ULP, accurate near 0; −∞ at −1, NaN below} */
  public static double log1p(double x) {
    return ElementaryDouble.log1p(x);
  }

  /**
   * Probabilities and their normaliser in float64, row by row, without overflow: with M the row's maximum,
   * {@code p = exp(z − M)/Σ exp(z − M)} and {@code logSumExp = M + log Σ exp(z − M)}. The cross-entropy of label c is
   * {@code logSumExp − z_c}.
   *
   * @param z rows × columns, a column per class; not modified (unless it is {@code p} at the same offset)
   * @param p rows × columns, overwritten
   * @param logSumExp one per row, overwritten; or null
   */
  public final void softmax(int rows, int columns, double[] z, int zOffset, double[] p, int pOffset, double[] logSumExp,
      int logSumExpOffset) {
    matrix("z", rows, columns, z.length, zOffset);
    matrix("p", rows, columns, p.length, pOffset);
    if (logSumExp != null) {
      range("logSumExp", rows, logSumExp.length, logSumExpOffset);
    }
    softmaxOf(rows, columns, z, zOffset, p, pOffset, logSumExp, logSumExpOffset);
  }

  /**
   * Gram matrix XᵀX or XᵀWX: element (i, j) is Σ over rows r, in order, of fma(w_r·x_ri, x_rj, ·).
   *
   * @param columns X's columns, each at least {@code rows} long; not modified
   * @param weights one per row, or null; not modified
   * @param gram columns × columns, row-major, both triangles, overwritten
   */
  public final void gram(int rows, double[][] columns, double[] weights, double[] gram) {
    for (int j = 0; j < columns.length; j++) {
      range("a column", rows, columns[j].length, 0);
    }
    if (weights != null) {
      range("weights", rows, weights.length, 0);
    }
    matrix("gram", columns.length, columns.length, gram.length, 0);
    gramOf(rows, columns, weights, gram);
  }

  /**
   * Products with weighted columns, BᵀWA: element (j, i) is Σ over rows r, in order, of fma(w_ir·a_ri, b_rj, ·).
   *
   * @param left A's columns, each at least {@code rows} long; not modified
   * @param weights of each column of A, one per row; columns may share them; not modified
   * @param right B's columns, each at least {@code rows} long; not modified
   * @param counts of the first columns of B that are wanted for each one of A; what the other elements hold is not said
   * @param out B's columns × A's columns, row-major, overwritten
   */
  public final void products(int rows, double[][] left, double[][] weights, double[][] right, int[] counts,
      double[] out) {
    for (int i = 0; i < left.length; i++) {
      range("a column", rows, left[i].length, 0);
      range("weights", rows, weights[i].length, 0);
      range("counts", counts[i], right.length, 0);
    }
    for (double[] column : right) {
      range("a column", rows, column.length, 0);
    }
    matrix("out", right.length, left.length, out.length, 0);
    productsOf(rows, left, weights, right, counts, out);
  }

  /**
   * The same of float32, with weights for all: element (j, i) is the sum in float64, over blocks of 256 rows, of chains
   * of fma(w_r·a_ri, b_rj, ·) in float32.
   *
   * @param left A's columns, each at least {@code rows} long; not modified
   * @param weights one per row; not modified
   * @param right B's columns, each at least {@code rows} long; not modified
   * @param counts of the first columns of B that are wanted for each one of A; what the other elements hold is not said
   * @param out B's columns × A's columns, row-major, overwritten
   */
  public final void products(int rows, float[][] left, float[] weights, float[][] right, int[] counts, double[] out) {
    range("weights", rows, weights.length, 0);
    for (int i = 0; i < left.length; i++) {
      range("a column", rows, left[i].length, 0);
      range("counts", counts[i], right.length, 0);
    }
    for (float[] column : right) {
      range("a column", rows, column.length, 0);
    }
    matrix("out", right.length, left.length, out.length, 0);
    productsOf(rows, left, weights, right, counts, out);
  }

  /**
   * The dot product of a sparse column and a dense vector.
   *
   * @param index where the column's entries [from, to) stand in {@code y}; not modified
   * @param value the entries; not modified
   * @return Σ value·y[index] over [from, to); entry i goes to accumulator (i − from) mod 16
   */
  public final double sparseDot(int from, int to, int[] index, double[] value, double[] y) {
    span(from, to, index.length, value.length, value.length);
    double[] lanes = new double[16];
    int i = from;
    for (; i <= to - 16; i += 16) {
      for (int l = 0; l < 16; l++) {
        lanes[l] = Math.fma(value[i + l], y[index[i + l]], lanes[l]);
      }
    }
    for (int l = 0; i + l < to; l++) {
      lanes[l] = Math.fma(value[i + l], y[index[i + l]], lanes[l]);
    }
    return tree(lanes);
  }

  /** y[index] = fma(α, value, y[index]) over [from, to). */
  public final void sparseAxpy(int from, int to, double alpha, int[] index, double[] value, double[] y) {
    span(from, to, index.length, value.length, value.length);
    for (int i = from; i < to; i++) {
      y[index[i]] = Math.fma(alpha, value[i], y[index[i]]);
    }
  }

  // ---- what implementations provide; shapes are checked ----

  abstract void nn(int m, int n, int k, float[] a, int ao, float[] b, int bo, float[] c, int co, Epilogue e);

  abstract void tn(int m, int n, int k, float[] a, int ao, float[] b, int bo, float[] c, int co, Ranges done);

  abstract void nt(int m, int n, int k, float[] a, int ao, float[] b, int bo, float[] c, int co);

  abstract void sparseNnOf(int m, int n, int[] starts, int so, int[] index, float[] value, float[] b, int bo, float[] c,
      int co, Epilogue e);

  abstract void columnSumsOf(int rows, int columns, float[] a, int ao, float[] sums, int so);

  abstract float sumOf(int n, float[] x, int xo);

  abstract float dotOf(int n, float[] x, int xo, float[] y, int yo);

  abstract float packOf(int blocks, float[] x, float factor, int[] out, int oo);

  abstract float dotOf(int blocks, int[] x, int xo, float[] y);

  abstract void softmaxOf(int rows, int columns, float[] z, int zo, float[] p, int po, float[] logSumExp, int lo);

  abstract void activateOf(Nonlinearity f, float slope, int n, float[] z, int zo, float[] y, int yo);

  abstract void activationGradientOf(Nonlinearity f, float slope, int n, float[] state, int so, float[] mask, int mo,
      float[] gradient, int go);

  abstract void expOf(int n, float[] x, int xo, float[] y, int yo);

  abstract void logOf(int n, float[] x, int xo, float[] y, int yo);

  abstract void axpyOf(int n, float alpha, float[] x, int xo, float[] y, int yo);

  abstract void scaleOf(int n, float alpha, float[] x, int xo);

  abstract void multiplyOf(int n, float[] x, int xo, float[] y, int yo);

  abstract void windowsOf(int places, int lines, int run, float[] x, int xo, int step, int line, float[] to, int at);

  abstract void largestOf(int n, int place, float[] x, int xo, float[] y, int yo, int[] chosen, int co);

  abstract void whereOf(int n, int place, int[] chosen, int co, float[] x, int xo, float[] y, int yo);

  abstract void lstmOf(int rows, int units, float[] a, int ao, float[] s, int so, float[] c, int from, int to,
      float[] tanh, int t, float[] h, int ho);

  abstract void lstmGradientOf(int rows, int units, float[] a, int ao, float[] c, int from, float[] tanh, int t,
      float[] dh, float[] dc);

  abstract void gruOf(int rows, int units, float[] a, int ao, float[] s, int so, float[] h, int from, int to);

  abstract void gruGradientOf(int rows, int units, float[] a, int ao, float[] s, int so, float[] h, int from,
      float[] dh);

  abstract void adamOf(int from, int to, float beta1, float add1, float beta2, float add2, float keep, float step,
      float rootScale, float epsilon, float[] g, float[] m, float[] v, float[] w);

  abstract void dropoutMaskOf(int key0, int key1, int step, int epoch, int place, int threshold, float keep, int n,
      float[] mask, int offset);

  abstract double sumOf(int n, double[] x, int xo);

  abstract double dotOf(int n, double[] x, int xo, double[] y, int yo);

  abstract double weightedDotOf(int n, double[] w, int wo, double[] x, int xo, double[] y, int yo);

  abstract void axpyOf(int n, double alpha, double[] x, int xo, double[] y, int yo);

  abstract void axpyOf(int n, double alpha, float[] x, int xo, double[] y, int yo);

  abstract void combineOf(int from, int to, int count, double[] alpha, double[][] x, double[] y);

  abstract void expOf(int n, double[] x, int xo, double[] y, int yo);

  abstract void expm1Of(int n, double[] x, int xo, double[] y, int yo);

  abstract void logOf(int n, double[] x, int xo, double[] y, int yo);

  abstract void log1pOf(int n, double[] x, int xo, double[] y, int yo);

  abstract void softmaxOf(int rows, int columns, double[] z, int zo, double[] p, int po, double[] logSumExp, int lo);

  abstract void gramOf(int rows, double[][] columns, double[] weights, double[] gram);

  abstract void productsOf(int rows, double[][] left, double[][] weights, double[][] right, int[] counts, double[] out);

  abstract void productsOf(int rows, float[][] left, float[] weights, float[][] right, int[] counts, double[] out);

  // ---- the fixed tree: l with l + 8, then + 4, + 2, + 1 ----

  static float tree(float[] lanes) {
    for (int half = 8; half > 0; half >>= 1) {
      for (int l = 0; l < half; l++) {
        lanes[l] += lanes[l + half];
      }
    }
    return lanes[0];
  }

  static double tree(double[] lanes) {
    for (int half = 8; half > 0; half >>= 1) {
      for (int l = 0; l < half; l++) {
        lanes[l] += lanes[l + half];
      }
    }
    return lanes[0];
  }

  // ---- checks ----

  private static void matrix(String name, int rows, int columns, int length, int offset) {
    if (rows < 0 || columns < 0 || offset < 0 || offset + (long) rows * columns > length) {
      throw new IllegalArgumentException(
          name + ": " + rows + " × " + columns + " from " + offset + " do not fit an array of " + length);
    }
  }

  private static void windows(int places, int first, int width, int units, int yLength, int yOffset, int chosenLength,
      int chosenOffset) {
    int to = (first + places + width - 1) / width * units;
    range("y", to, yLength, yOffset);
    range("chosen", to, chosenLength, chosenOffset);
  }

  private static void range(String name, int n, int length, int offset) {
    if (n < 0 || offset < 0 || (long) offset + n > length) {
      throw new IllegalArgumentException(name + ": " + n + " from " + offset + " do not fit an array of " + length);
    }
  }

  private static void span(int from, int to, int length1, int length2, int length3) {
    if (from < 0 || to < from || to > length1 || to > length2 || to > length3) {
      throw new IllegalArgumentException(
          "[" + from + ", " + to + ") does not fit arrays of " + length1 + ", " + length2 + " and " + length3);
    }
  }

  private static void entries(int m, int[] starts, int startsOffset, int[] index, float[] value) {
    range("starts", Math.addExact(m, 1), starts.length, startsOffset);
    span(starts[startsOffset], starts[startsOffset + m], index.length, value.length, value.length);
  }

  private static void epilogue(int m, int n, Epilogue e) {
    if (e.bias() != null) {
      range("bias", n, e.bias().length, e.biasOffset());
    }
    if (e.mask() != null) {
      matrix("mask", m, n, e.mask().length, 0);
    }
    if (e.state() != null) {
      matrix("state", m, n, e.state().length, 0);
    }
  }
}
