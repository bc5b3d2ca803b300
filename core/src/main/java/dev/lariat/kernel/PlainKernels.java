package dev.lariat.kernel;

import java.util.Arrays;

/** Plain loops: what every other implementation must equal, bit for bit. */
final class PlainKernels extends Kernels {
  /** Columns of the Gram matrix are read in pieces of this many rows, which stay in cache. */
  private static final int GRAM_ROWS = 512;
  /** The rows of a chain in single precision. */
  static final int MODEL_ROWS = 256;

  @Override
  public String name() {
    return "plain";
  }

  @Override
  void nn(int m, int n, int k, float[] a, int ao, float[] b, int bo, float[] c, int co, Epilogue e) {
    for (int i = 0; i < m; i++) {
      int row = co + i * n;
      Arrays.fill(c, row, row + n, 0);
      for (int p = 0; p < k; p++) {
        axpyOf(n, a[ao + i * k + p], b, bo + p * n, c, row);
      }
      finish(i, n, c, row, e);
    }
  }

  /** The epilogue of row i. */
  private static void finish(int i, int n, float[] c, int row, Epilogue e) {
    float[] bias = e.bias();
    float[] mask = e.mask();
    float[] state = e.state();
    boolean keepInput = e.f().state() == Nonlinearity.State.INPUT;
    for (int j = 0; j < n; j++) {
      float z = bias == null ? c[row + j] : c[row + j] + bias[e.biasOffset() + j];
      float y = Elementary.apply(e.f(), e.slope(), z);
      if (state != null) {
        state[i * n + j] = keepInput ? z : y;
      }
      c[row + j] = mask == null ? y : y * mask[i * n + j];
    }
  }

  @Override
  void tn(int m, int n, int k, float[] a, int ao, float[] b, int bo, float[] c, int co, Ranges done) {
    for (int i = 0; i < m; i++) {
      int row = co + i * n;
      Arrays.fill(c, row, row + n, 0);
      for (int p = 0; p < k; p++) {
        axpyOf(n, a[ao + p * m + i], b, bo + p * n, c, row);
      }
      done.accept(row, row + n);
    }
  }

  @Override
  void nt(int m, int n, int k, float[] a, int ao, float[] b, int bo, float[] c, int co) {
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        float sum = 0;
        for (int p = 0; p < k; p++) {
          sum = Math.fma(a[ao + i * k + p], b[bo + j * k + p], sum);
        }
        c[co + i * n + j] = sum;
      }
    }
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
      finish(i, n, c, row, e);
    }
  }

  @Override
  void columnSumsOf(int rows, int columns, float[] a, int ao, float[] sums, int so) {
    Arrays.fill(sums, so, so + columns, 0);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        sums[so + j] += a[ao + i * columns + j];
      }
    }
  }

  @Override
  float sumOf(int n, float[] x, int xo) {
    float[] lanes = new float[16];
    for (int i = 0; i < n; i++) {
      lanes[i & 15] += x[xo + i];
    }
    return tree(lanes);
  }

  @Override
  float dotOf(int n, float[] x, int xo, float[] y, int yo) {
    float[] lanes = new float[16];
    for (int i = 0; i < n; i++) {
      lanes[i & 15] = Math.fma(x[xo + i], y[yo + i], lanes[i & 15]);
    }
    return tree(lanes);
  }

  @Override
  float dotOf(int blocks, int[] x, int xo, float[] y) {
    float[] parts = new float[PackedBytes.BLOCK];
    for (int i = 0; i < y.length; i++) {
      parts[i % PackedBytes.BLOCK] = Math.fma(PackedBytes.at(x, xo, i), y[i], parts[i % PackedBytes.BLOCK]);
    }
    return sum(parts);
  }

  private static float sum(float[] parts) {
    float[] lanes = new float[PackedBytes.LANES];
    for (int l = 0; l < lanes.length; l++) {
      lanes[l] = (parts[l] + parts[l + 16]) + (parts[l + 32] + parts[l + 48]);
    }
    return tree(lanes);
  }

  @Override
  float packOf(int blocks, float[] x, float factor, int[] out, int oo) {
    float[] parts = new float[PackedBytes.BLOCK];
    for (int b = 0; b < blocks; b++) {
      for (int l = 0; l < PackedBytes.LANES; l++) {
        int four = 0;
        for (int k = 0; k < 4; k++) {
          int at = PackedBytes.LANES * k + l;
          float value = factor * x[b * PackedBytes.BLOCK + at];
          int shifted = (int) (value + PackedBytes.UP);
          float left = value - (shifted - PackedBytes.DOWN);
          parts[at] = Math.fma(left, left, parts[at]);
          four |= ((shifted - PackedBytes.DOWN) & 0xff) << (8 * k);
        }
        out[oo + b * PackedBytes.LANES + l] = four;
      }
    }
    return sum(parts);
  }

  @Override
  void softmaxOf(int rows, int columns, float[] z, int zo, float[] p, int po, float[] logSumExp, int lo) {
    for (int i = 0; i < rows; i++) {
      int from = zo + i * columns;
      int to = po + i * columns;
      float max = Float.NEGATIVE_INFINITY;
      for (int j = 0; j < columns; j++) {
        max = Math.max(max, z[from + j]);
      }
      for (int j = 0; j < columns; j++) {
        p[to + j] = Elementary.exp(z[from + j] - max);
      }
      float sum = sumOf(columns, p, to);
      for (int j = 0; j < columns; j++) {
        p[to + j] /= sum;
      }
      if (logSumExp != null) {
        logSumExp[lo + i] = max + Elementary.log(sum);
      }
    }
  }

  @Override
  void activateOf(Nonlinearity f, float slope, int n, float[] z, int zo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = Elementary.apply(f, slope, z[zo + i]);
    }
  }

  @Override
  void activationGradientOf(Nonlinearity f, float slope, int n, float[] state, int so, float[] mask, int mo,
      float[] gradient, int go) {
    for (int i = 0; i < n; i++) {
      float g = mask == null ? gradient[go + i] : gradient[go + i] * mask[mo + i];
      gradient[go + i] = Elementary.gradient(f, slope, state[so + i], g);
    }
  }

  @Override
  void expOf(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = Elementary.exp(x[xo + i]);
    }
  }

  @Override
  void logOf(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = Elementary.log(x[xo + i]);
    }
  }

  @Override
  void axpyOf(int n, float alpha, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = Math.fma(alpha, x[xo + i], y[yo + i]);
    }
  }

  @Override
  void scaleOf(int n, float alpha, float[] x, int xo) {
    for (int i = xo; i < xo + n; i++) {
      x[i] *= alpha;
    }
  }

  @Override
  void multiplyOf(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      y[yo + i] *= x[xo + i];
    }
  }

  @Override
  void windowsOf(int places, int lines, int run, float[] x, int xo, int step, int line, float[] to, int at) {
    for (int i = 0; i < places; i++) {
      for (int l = 0; l < lines; l++, at += run) {
        System.arraycopy(x, xo + i * step + l * line, to, at, run);
      }
    }
  }

  @Override
  void largestOf(int n, int place, float[] x, int xo, float[] y, int yo, int[] chosen, int co) {
    for (int i = 0; i < n; i++) {
      if (x[xo + i] > y[yo + i] || Float.isNaN(x[xo + i])) {
        y[yo + i] = x[xo + i];
        chosen[co + i] = place;
      }
    }
  }

  @Override
  void whereOf(int n, int place, int[] chosen, int co, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = chosen[co + i] == place ? x[xo + i] : 0;
    }
  }

  @Override
  void lstmOf(int rows, int units, float[] a, int ao, float[] s, int so, float[] c, int from, int to, float[] tanh,
      int t, float[] h, int ho) {
    PlainGates.lstm(rows, units, a, ao, s, so, c, from, to, tanh, t, h, ho);
  }

  @Override
  void lstmGradientOf(int rows, int units, float[] a, int ao, float[] c, int from, float[] tanh, int t, float[] dh,
      float[] dc) {
    for (int r = 0; r < rows; r++) {
      PlainGates.lstmGradient(r, 0, units, a, ao, c, from, tanh, t, dh, dc);
    }
  }

  @Override
  void gruOf(int rows, int units, float[] a, int ao, float[] s, int so, float[] h, int from, int to) {
    PlainGates.gru(rows, units, a, ao, s, so, h, from, to);
  }

  @Override
  void gruGradientOf(int rows, int units, float[] a, int ao, float[] s, int so, float[] h, int from, float[] dh) {
    for (int row = 0; row < rows; row++) {
      PlainGates.gruGradient(row, 0, units, a, ao, s, so, h, from, dh);
    }
  }

  @Override
  void adamOf(int from, int to, float beta1, float add1, float beta2, float add2, float keep, float step,
      float rootScale, float epsilon, float[] g, float[] m, float[] v, float[] w) {
    for (int i = from; i < to; i++) {
      m[i] = Elementary.normalOrZero(Math.fma(add1, g[i], beta1 * m[i]));
      v[i] = Elementary.normalOrZero(Math.fma(add2 * g[i], g[i], beta2 * v[i]));
      w[i] = keep * w[i] - step * m[i] / Math.fma((float) Math.sqrt(v[i]), rootScale, epsilon);
    }
  }

  @Override
  void dropoutMaskOf(int key0, int key1, int step, int epoch, int place, int threshold, float keep, int n, float[] mask,
      int offset) {
    int[] words = new int[32];
    int[] block = new int[4];
    for (int group = 0; group * 64 < n; group++) {
      for (int b = 0; b < 8; b++) {
        Philox.block(key0, key1, group * 8 + b, step, epoch, place, block);
        System.arraycopy(block, 0, words, 4 * b, 4);
      }
      int count = Math.min(64, n - group * 64);
      for (int e = 0; e < count; e++) {
        int r = e >> 4;
        int l = e & 15;
        int word = words[4 * (l >> 1) + 2 * (r >> 1) + (l & 1)];
        int bits = (r & 1) == 0 ? word & 0xFFFF : word >>> 16;
        mask[offset + group * 64 + e] = bits < threshold ? 0 : keep;
      }
    }
  }

  @Override
  double sumOf(int n, double[] x, int xo) {
    double[] lanes = new double[16];
    for (int i = 0; i < n; i++) {
      lanes[i & 15] += x[xo + i];
    }
    return tree(lanes);
  }

  @Override
  double dotOf(int n, double[] x, int xo, double[] y, int yo) {
    double[] lanes = new double[16];
    for (int i = 0; i < n; i++) {
      lanes[i & 15] = Math.fma(x[xo + i], y[yo + i], lanes[i & 15]);
    }
    return tree(lanes);
  }

  @Override
  double weightedDotOf(int n, double[] w, int wo, double[] x, int xo, double[] y, int yo) {
    double[] lanes = new double[16];
    for (int i = 0; i < n; i++) {
      lanes[i & 15] = Math.fma(w[wo + i] * x[xo + i], y[yo + i], lanes[i & 15]);
    }
    return tree(lanes);
  }

  @Override
  void axpyOf(int n, double alpha, double[] x, int xo, double[] y, int yo) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = Math.fma(alpha, x[xo + i], y[yo + i]);
    }
  }

  @Override
  void combineOf(int from, int to, int count, double[] alpha, double[][] x, double[] y) {
    for (int a = 0; a < count; a++) {
      axpyOf(to - from, alpha[a], x[a], from, y, from);
    }
  }

  @Override
  void axpyOf(int n, double alpha, float[] x, int xo, double[] y, int yo) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = Math.fma(alpha, x[xo + i], y[yo + i]);
    }
  }

  @Override
  void expOf(int n, double[] x, int xo, double[] y, int yo) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = ElementaryDouble.exp(x[xo + i]);
    }
  }

  @Override
  void expm1Of(int n, double[] x, int xo, double[] y, int yo) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = ElementaryDouble.expm1(x[xo + i]);
    }
  }

  @Override
  void logOf(int n, double[] x, int xo, double[] y, int yo) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = ElementaryDouble.log(x[xo + i]);
    }
  }

  @Override
  void log1pOf(int n, double[] x, int xo, double[] y, int yo) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = ElementaryDouble.log1p(x[xo + i]);
    }
  }

  @Override
  void softmaxOf(int rows, int columns, double[] z, int zo, double[] p, int po, double[] logSumExp, int lo) {
    for (int i = 0; i < rows; i++) {
      int from = zo + i * columns;
      int to = po + i * columns;
      double max = Double.NEGATIVE_INFINITY;
      for (int j = 0; j < columns; j++) {
        max = Math.max(max, z[from + j]);
      }
      for (int j = 0; j < columns; j++) {
        p[to + j] = ElementaryDouble.exp(z[from + j] - max);
      }
      double sum = sumOf(columns, p, to);
      for (int j = 0; j < columns; j++) {
        p[to + j] /= sum;
      }
      if (logSumExp != null) {
        logSumExp[lo + i] = max + ElementaryDouble.log(sum);
      }
    }
  }

  @Override
  void gramOf(int rows, double[][] columns, double[] weights, double[] gram) {
    int p = columns.length;
    Arrays.fill(gram, 0, p * p, 0);
    for (int start = 0; start < rows; start += GRAM_ROWS) {
      int end = Math.min(rows, start + GRAM_ROWS);
      for (int i = 0; i < p; i++) {
        double[] x = columns[i];
        for (int j = i; j < p; j++) {
          double[] y = columns[j];
          double sum = gram[i * p + j];
          for (int r = start; r < end; r++) {
            sum = Math.fma(weights == null ? x[r] : weights[r] * x[r], y[r], sum);
          }
          gram[i * p + j] = sum;
        }
      }
    }
    for (int i = 0; i < p; i++) {
      for (int j = 0; j < i; j++) {
        gram[i * p + j] = gram[j * p + i];
      }
    }
  }

  @Override
  void productsOf(int rows, double[][] left, double[][] weights, double[][] right, int[] counts, double[] out) {
    for (int i = 0; i < left.length; i++) {
      for (int j = 0; j < counts[i]; j++) {
        double sum = 0;
        for (int r = 0; r < rows; r++) {
          sum = Math.fma(weights[i][r] * left[i][r], right[j][r], sum);
        }
        out[j * left.length + i] = sum;
      }
    }
  }

  @Override
  void productsOf(int rows, float[][] left, float[] weights, float[][] right, int[] counts, double[] out) {
    for (int i = 0; i < left.length; i++) {
      for (int j = 0; j < counts[i]; j++) {
        double sum = 0;
        for (int start = 0; start < rows; start += MODEL_ROWS) {
          float part = 0;
          for (int r = start; r < Math.min(rows, start + MODEL_ROWS); r++) {
            part = Math.fma(weights[r] * left[i][r], right[j][r], part);
          }
          sum += part;
        }
        out[j * left.length + i] = sum;
      }
    }
  }
}
