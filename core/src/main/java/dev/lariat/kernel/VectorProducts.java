package dev.lariat.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Matrix products in float32 with the Vector API. B is packed into panels of two vectors' width (padded with zeros) or,
 * where its rows are short, read where it stands; a tile of some rows of C stays in registers while it runs along k,
 * and k is cut into blocks so that a panel stays in the first-level cache: between blocks the accumulators rest in C,
 * so that each element still is one chain of fma in the order of k.
 *
 * <p>Two forms of {@link VectorTiles tile}. {@code rowsN} reads N rows of A, along each (NN, NT, and TN with narrow
 * vectors, where A is transposed first): with narrow vectors a counted loop, whose bounds checks C2 hoists.
 * {@code columnsN} reads N neighbours at each step (TN). With 512-bit vectors the checks cost nothing, but hoisting
 * them makes C2 spill: there both loops step by a variable and are not counted ones. Accumulators start from
 * {@code from}: C itself, or zeros.
 *
 * <p>Tiles are 8 rows high with 512-bit vectors (16 of 32 registers), else 6 (12 of 16), and lower at the bottom edge.
 */
final class VectorProducts {
  private static final VectorSpecies<Float> F = VectorWidth.FLOAT;
  private static final int L = F.length();
  /** The width of a panel. */
  private static final int W = 2 * L;
  /** Whether Aᵀ·B is computed from transposed rows of A: with 16 registers C2 spills in {@code columnsN}. */
  private static final boolean NARROW = L < 16;
  private static final int HEIGHT = L == 16 ? 8 : 6;
  /** How far a tile runs along k at a time: a panel of 512-bit vectors is then 32 kB. */
  private static final int K_BLOCK = 256;
  /**
   * How many columns of B a gradient product packs at a time: with {@link #K_BLOCK} 256 kB, half a second-level cache.
   */
  private static final int N_BLOCK = 256;
  /** How many rows of A stay in the second-level cache while panels of B pass. */
  private static final int M_BLOCK = 144;
  /** How much of A a gradient product keeps in the second-level cache while panels of B pass: 128 kB. */
  private static final int L2_FLOATS = 32_768;
  /**
   * A gradient is handed over in parts of about this many elements (32 kB) or some tiles of rows, so that the optimizer
   * finds it in cache.
   */
  private static final int HAND_OVER = 8192;
  /** How many rows of Cᵀ are computed before they are turned: whole tiles, about 30 kB. */
  private static final int STRIP = 240;
  /** Up to how many columns B is read where it stands: its rows are so close that the processor fetches them ahead. */
  private static final int DIRECT = 256;

  private final VectorTransposition transposition = new VectorTransposition();

  private final float[] zeros = new float[W];
  /** A tile that hangs over the right edge is computed here. */
  private final float[] edge = new float[HEIGHT * W];
  private final float[] strip = new float[STRIP * W];
  private float[] packed = new float[0];
  private float[] packedRows = new float[0];

  private float[] room(int size) {
    if (packed.length < size) {
      packed = new float[size];
    }
    return packed;
  }

  private float[] packedRows(int size) {
    if (packedRows.length < size) {
      packedRows = new float[size];
    }
    return packedRows;
  }

  /**
   * C = A·B, or A·Bᵀ where {@code transposed} (B is n × k then), with the epilogue on each panel of C after its last
   * block of k.
   */
  void rows(int m, int n, int k, float[] a, int ao, float[] b, int bo, boolean transposed, float[] c, int co,
      Epilogue e) {
    boolean direct = !transposed && n <= DIRECT;
    int step = block(k, K_BLOCK);
    boolean keepPanels = m > M_BLOCK;
    float[] panels = room(keepPanels ? step * (n + W) : step * W);
    for (int start = 0; start == 0 || start < k; start += step) {
      int depth = Math.min(step, k - start);
      boolean first = start == 0;
      boolean last = start + step >= k;
      for (int top = 0; top < m; top += M_BLOCK) {
        int bottom = Math.min(m, top + M_BLOCK);
        float[] rowsOf = a;
        int firstRow = ao + top * k + start;
        int stride = k;
        if (keepPanels) {
          // rows a power of two apart would share few sets of the cache
          rowsOf = packedRows(M_BLOCK * step);
          for (int i = top; i < bottom; i++) {
            System.arraycopy(a, ao + i * k + start, rowsOf, (i - top) * depth, depth);
          }
          firstRow = 0;
          stride = depth;
        }
        for (int j = 0; j < n; j += W) {
          int width = Math.min(W, n - j);
          boolean inPlace = direct && width == W;
          int panel = keepPanels ? j * depth : 0;
          float[] panelOf = inPlace ? b : panels;
          int panelAt = inPlace ? bo + start * n + j : panel;
          int panelStride = inPlace ? n : W;
          if (inPlace) {
            // nothing to pack
          } else if (top == 0 && transposed) {
            packTransposed(depth, width, b, bo + j * k + start, k, panels, panel);
          } else if (top == 0) {
            pack(depth, width, b, bo + start * n + j, n, panels, panel);
          }
          for (int i = top; i < bottom;) {
            int height = height(bottom - i);
            int at = co + i * n + j;
            int from = firstRow + (i - top) * stride;
            if (width == W) {
              VectorTiles.rows(height, depth, rowsOf, from, stride, panelOf, panelAt, panelStride, first ? zeros : c,
                  first ? 0 : at, first ? 0 : n, c, at, n);
            } else {
              enter(first, height, width, c, at, n);
              VectorTiles.rows(height, depth, rowsOf, from, stride, panelOf, panelAt, panelStride, edge, 0, W, edge, 0,
                  W);
              leave(height, width, c, at, n);
            }
            i += height;
          }
          if (last) {
            finish(top, bottom, n, j, width, c, co, e);
          }
        }
      }
    }
  }

  /**
   * C = A·Bᵀ. B is transposed into panels; where A has few rows, A is, and Cᵀ = B·Aᵀ is computed in strips and turned.
   */
  void transposed(int m, int n, int k, float[] a, int ao, float[] b, int bo, float[] c, int co) {
    if (k > K_BLOCK || 2L * n * k < (long) m * (n + k)) {
      rows(m, n, k, a, ao, b, bo, true, c, co, Epilogue.NONE);
      return;
    }
    float[] panel = room(k * W);
    for (int j = 0; j < m; j += W) {
      int width = Math.min(W, m - j);
      packTransposed(k, width, a, ao + j * k, k, panel, 0);
      for (int top = 0; top < n; top += STRIP) {
        int bottom = Math.min(n, top + STRIP);
        for (int i = top; i < bottom;) {
          int height = height(bottom - i);
          VectorTiles.rows(height, k, b, bo + i * k, k, panel, 0, W, zeros, 0, 0, strip, (i - top) * W, W);
          i += height;
        }
        transposition.transpose(bottom - top, width, strip, 0, W, c, co + j * n + top, n);
      }
    }
  }

  /** C = Aᵀ·B, rows of C handed over when done. */
  void columns(int m, int n, int k, float[] a, int ao, float[] b, int bo, float[] c, int co, Kernels.Ranges done) {
    int step = block(k, K_BLOCK);
    float[] panels = room(step * (Math.min(n, N_BLOCK) + W));
    boolean packRows = NARROW || n > N_BLOCK;
    boolean direct = n <= DIRECT;
    int high = Math.max(4 * HEIGHT,
        Math.min(L2_FLOATS / Math.max(1, step), HAND_OVER / Math.max(1, n)) / HEIGHT * HEIGHT);
    for (int start = 0; start == 0 || start < k; start += step) {
      int depth = Math.min(step, k - start);
      boolean first = start == 0;
      if (NARROW) {
        transposition.transpose(depth, m, a, ao + start * m, m, packedRows(depth * m), 0, depth);
      } else if (packRows) {
        packRows(depth, m, high, a, ao + start * m);
      }
      for (int block = 0; block == 0 || block < n; block += N_BLOCK) {
        int blockEnd = Math.min(n, block + N_BLOCK);
        boolean last = start + step >= k && blockEnd == n;
        for (int j = direct ? blockEnd - (blockEnd - block) % W : block; j < blockEnd; j += W) {
          pack(depth, Math.min(W, blockEnd - j), b, bo + start * n + j, n, panels, (j - block) * depth);
        }
        for (int top = 0; top < m; top += high) {
          int bottom = Math.min(m, top + high);
          for (int j = block; j < blockEnd; j += W) {
            int width = Math.min(W, blockEnd - j);
            boolean inPlace = direct && width == W;
            float[] panelOf = inPlace ? b : panels;
            int panel = inPlace ? bo + start * n + j : (j - block) * depth;
            int panelStride = inPlace ? n : W;
            for (int i = top; i < bottom;) {
              int height = height(bottom - i);
              float[] rows = packRows ? packedRows : a;
              int from = packRows ? i * depth : ao + start * m + i;
              int stride = NARROW ? depth : packRows ? height : m;
              int at = co + i * n + j;
              if (width == W) {
                tile(height, depth, rows, from, stride, panelOf, panel, panelStride, first ? zeros : c, first ? 0 : at,
                    first ? 0 : n, c, at, n);
              } else {
                enter(first, height, width, c, at, n);
                tile(height, depth, rows, from, stride, panelOf, panel, panelStride, edge, 0, W, edge, 0, W);
                leave(height, width, c, at, n);
              }
              i += height;
            }
          }
          if (last) {
            done.accept(co + top * n, co + bottom * n);
          }
        }
      }
    }
  }

  /** {@return the size of even blocks, each at most {@code most}} */
  private static int block(int size, int most) {
    int blocks = Math.max(1, (size + most - 1) / most);
    return Math.max(1, (size + blocks - 1) / blocks);
  }

  /**
   * The next tile's height: as high as possible, without leaving a low one (which waits for the latency of fma) where
   * avoidable.
   */
  private static int height(int rows) {
    if (rows >= HEIGHT && (HEIGHT == 8 || rows < 8 || rows > 9)) {
      return HEIGHT;
    }
    return rows >= 6 && rows < 8 ? 6 : rows >= 4 ? 4 : rows >= 2 ? 2 : 1;
  }

  // ---- packing ----

  private static void pack(int depth, int width, float[] b, int from, int ldb, float[] panel, int to) {
    if (width == W) {
      for (int p = 0; p < depth; p++) {
        FloatVector v0 = FloatVector.fromArray(F, b, from);
        FloatVector v1 = FloatVector.fromArray(F, b, from + L);
        v0.intoArray(panel, to + W * p);
        v1.intoArray(panel, to + W * p + L);
        from += ldb;
      }
      return;
    }
    Arrays.fill(panel, to, to + depth * W, 0);
    for (int p = 0; p < depth; p++) {
      for (int j = 0; j < width; j++) {
        panel[to + W * p + j] = b[from + p * ldb + j];
      }
    }
  }

  private void packTransposed(int depth, int width, float[] b, int from, int ldb, float[] panel, int to) {
    transposition.transpose(width, depth, b, from, ldb, panel, to, W);
    if (width < W) {
      for (int p = 0; p < depth; p++) {
        Arrays.fill(panel, to + W * p + width, to + W * p + W, 0);
      }
    }
  }

  /** The tiles of A, each as depth × height. */
  private void packRows(int depth, int m, int high, float[] a, int from) {
    float[] target = packedRows(depth * m);
    for (int i = 0; i < m;) {
      int height = height(Math.min(m, i / high * high + high) - i);
      for (int p = 0; p < depth; p++) {
        for (int r = 0; r < height; r++) {
          target[i * depth + p * height + r] = a[from + p * m + i + r];
        }
      }
      i += height;
    }
  }

  private void enter(boolean first, int height, int width, float[] c, int at, int ldc) {
    if (first) {
      Arrays.fill(edge, 0);
      return;
    }
    for (int r = 0; r < height; r++) {
      System.arraycopy(c, at + r * ldc, edge, r * W, width);
    }
  }

  private void leave(int height, int width, float[] c, int at, int ldc) {
    for (int r = 0; r < height; r++) {
      System.arraycopy(edge, r * W, c, at + r * ldc, width);
    }
  }

  // ---- epilogue ----

  /**
   * Bias, and what is cheap: rectifiers and their masks. Whatever takes exp or erf follows in {@link VectorKernels}
   * over the whole output.
   */
  static void finish(int top, int bottom, int n, int j, int width, float[] c, int co, Epilogue e) {
    float[] bias = e.bias();
    boolean rectifier = rectifier(e);
    if (bias == null && !rectifier) {
      return;
    }
    float slope = e.f() == Nonlinearity.LEAKY_RELU ? e.slope() : 0;
    boolean linear = !rectifier || e.f() == Nonlinearity.IDENTITY;
    float[] mask = rectifier ? e.mask() : null;
    int whole = width - width % L;
    for (int u = j; u < j + whole; u += L) {
      FloatVector add = bias == null ? FloatVector.zero(F) : FloatVector.fromArray(F, bias, e.biasOffset() + u);
      for (int i = top; i < bottom; i++) {
        int at = co + i * n + u;
        FloatVector z = FloatVector.fromArray(F, c, at);
        if (bias != null) {
          z = z.add(add);
        }
        if (!linear) {
          VectorMask<Float> negative = z.lt(0);
          z = e.f() == Nonlinearity.RELU ? z.blend(0, negative) : z.blend(z.mul(slope), negative);
        }
        if (mask != null) {
          z = z.mul(FloatVector.fromArray(F, mask, i * n + u));
        }
        z.intoArray(c, at);
      }
    }
    for (int u = j + whole; u < j + width; u++) {
      float add = bias == null ? 0 : bias[e.biasOffset() + u];
      for (int i = top; i < bottom; i++) {
        int at = co + i * n + u;
        float z = bias == null ? c[at] : c[at] + add;
        z = linear ? z : Elementary.apply(e.f(), slope, z);
        c[at] = mask == null ? z : z * mask[i * n + u];
      }
    }
  }

  /** Whether {@link #finish} does all there is to do. */
  static boolean rectifier(Epilogue e) {
    return e.f().state() == Nonlinearity.State.OUTPUT_SIGN && e.state() == null;
  }

  private static void tile(int height, int k, float[] a, int a0, int step, float[] b, int b0, int ldb, float[] from,
      int fp, int ldf, float[] c, int cp, int ldc) {
    if (NARROW) {
      VectorTiles.rows(height, k, a, a0, step, b, b0, ldb, from, fp, ldf, c, cp, ldc);
    } else {
      VectorTiles.columns(height, k, a, a0, step, b, b0, ldb, from, fp, ldf, c, cp, ldc);
    }
  }
}
