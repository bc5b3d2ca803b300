package dev.lariat.kernel;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** Every operation at odd sizes and on odd values; each result is kept, number by number. */
final class KernelCases {
  /** 0, 1, primes, one off every tile and vector. */
  private static final int[] LENGTHS = {0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 127, 251};
  private static final int[][] SHAPES = {{0, 3, 2}, {3, 0, 2}, {2, 3, 0}, {1, 1, 1}, {5, 7, 3}, {6, 16, 8}, {7, 17, 9},
      {8, 15, 2}, {9, 33, 5}, {11, 32, 1}, {13, 31, 19}, {32, 10, 12}, {17, 64, 7}, {23, 65, 29}};
  /** Beyond the blocks of k and n. */
  private static final int[][] LARGE_SHAPES = {{31, 37, 257}, {33, 503, 67}, {33, 271, 511}, {130, 130, 130},
      {12, 300, 256}, {301, 37, 300}};
  private static final float[] SPECIAL = {-0f, 0, Float.MIN_VALUE, -Float.MIN_VALUE, 0x1p-130f, Float.MIN_NORMAL, 1, -1,
      Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN, Float.MAX_VALUE, -Float.MAX_VALUE, 88.8f, -104.2f,
      0.625f, 3.95f};

  /** Interpreted vector code is some thousand times slower: SMALL is for it. LARGE adds sizes beyond the blocks. */
  enum Size {
    SMALL, MEDIUM, LARGE
  }

  private final Kernels kernels;
  private final Random random;
  private final WindowCases windows;
  private final boolean special;
  private final Map<String, double[]> results = new LinkedHashMap<>();

  private KernelCases(Kernels kernels, long seed, boolean special) {
    this.kernels = kernels;
    this.random = new Random(seed);
    this.windows = new WindowCases(kernels, random, this);
    this.special = special;
  }

  /** {@return from the name of a case to what it computed; float32 numbers are exact in float64} */
  static Map<String, double[]> results(Kernels kernels, long seed, Size size) {
    Map<String, double[]> all = new LinkedHashMap<>();
    for (boolean special : new boolean[]{false, true}) {
      KernelCases cases = new KernelCases(kernels, seed, special);
      for (int[] s : SHAPES) {
        if (size != Size.SMALL || s[0] * s[1] * s[2] < 1500) {
          cases.products(s[0], s[1], s[2]);
        }
      }
      for (int[] s : size == Size.LARGE ? LARGE_SHAPES : new int[0][]) {
        cases.products(s[0], s[1], s[2]);
      }
      for (int n : LENGTHS) {
        if (size != Size.SMALL || n < 34) {
          cases.lengths(n);
        }
      }
      cases.windows.all();
      cases.results.forEach((name, result) -> all.put(name + (special ? " special" : ""), result));
    }
    return all;
  }

  /** {@return the first number whose bits differ, all NaN being one, with its place; or nothing} */
  static Optional<String> firstDifference(Map<String, double[]> expected, Map<String, double[]> actual) {
    if (!expected.keySet().equals(actual.keySet())) {
      return Optional.of("other cases: " + expected.keySet() + " and " + actual.keySet());
    }
    for (Map.Entry<String, double[]> entry : expected.entrySet()) {
      double[] numbers = entry.getValue();
      double[] others = actual.get(entry.getKey());
      if (numbers.length != others.length) {
        return Optional.of(entry.getKey() + ": " + numbers.length + " numbers expected, but " + others.length);
      }
      int i = Arrays.mismatch(numbers, others);
      if (i >= 0) {
        long count = IntStream.range(i, numbers.length).filter(j -> Double.compare(numbers[j], others[j]) != 0).count();
        return Optional.of("%s, element %d: expected %s (%s), but was %s (%s); %d of %d numbers differ".formatted(
            entry.getKey(), i, numbers[i], Double.toHexString(numbers[i]), others[i], Double.toHexString(others[i]),
            count, numbers.length));
      }
    }
    return Optional.empty();
  }

  /**
   * Writes the results to a file: {@code KernelCases SEED SIZE REPETITIONS FILE}, or says where a repetition differs
   * from the first. Run in other virtual machines by the tests.
   */
  public static void main(String[] args) throws IOException {
    Kernels kernels = Kernels.best();
    System.out.println(kernels.name());
    long seed = Long.parseLong(args[0]);
    Size size = Size.valueOf(args[1]);
    Map<String, double[]> first = results(kernels, seed, size);
    for (int i = 1; i < Integer.parseInt(args[2]); i++) {
      Optional<String> difference = firstDifference(first, results(kernels, seed, size));
      if (difference.isPresent()) {
        System.out.println("repetition " + i + " differs from the first: " + difference.get());
        System.exit(1);
      }
    }
    try (var file = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(Path.of(args[3]))))) {
      file.writeInt(first.size());
      for (Map.Entry<String, double[]> entry : first.entrySet()) {
        file.writeUTF(entry.getKey());
        file.writeInt(entry.getValue().length);
        for (double number : entry.getValue()) {
          file.writeDouble(number);
        }
      }
    }
  }

  /** {@return what {@link #main} wrote} */
  static Map<String, double[]> read(Path path) throws IOException {
    Map<String, double[]> results = new LinkedHashMap<>();
    try (var file = new DataInputStream(new BufferedInputStream(Files.newInputStream(path)))) {
      for (int left = file.readInt(); left > 0; left--) {
        String name = file.readUTF();
        double[] numbers = new double[file.readInt()];
        for (int i = 0; i < numbers.length; i++) {
          numbers[i] = file.readDouble();
        }
        results.put(name, numbers);
      }
    }
    return results;
  }

  private void products(int m, int n, int k) {
    int ao = random.nextInt(4);
    int bo = random.nextInt(4);
    int co = random.nextInt(4);
    float[] a = floats(ao + m * k);
    float[] b = floats(bo + k * n);
    float[] bias = floats(n + 1);
    float[] mask = floats(m * n);
    for (int i = 0; i < mask.length; i++) {
      mask[i] = i % 3 == 0 ? 0 : 1.5f;
    }
    float[] c = floats(co + m * n + 2);
    kernels.productNN(m, n, k, a, ao, b, bo, c, co);
    put("NN", c, m, n, k);
    kernels.productTN(m, n, k, a, ao, b, bo, c, co);
    put("TN", c, m, n, k);
    kernels.productNT(m, n, k, a, ao, b, bo, c, co);
    put("NT", c, m, n, k);
    int[] next = {co};
    float[] handed = new float[c.length];
    kernels.productTN(m, n, k, a, ao, b, bo, c, co, (from, to) -> {
      if (from != next[0] || (n > 0 && (to - from) % n != 0)) {
        throw new AssertionError("range " + from + " to " + to + " after " + next[0]);
      }
      System.arraycopy(c, from, handed, from, to - from);
      next[0] = to;
    });
    put("TN handed over", handed, m, n, k);
    for (Nonlinearity f : Nonlinearity.values()) {
      float[] state = new float[m * n];
      kernels.productNN(m, n, k, a, ao, b, bo, c, co, new Epilogue(bias, 1, f, 0.3f, mask, state));
      put("NN " + f + " mask state", c, m, n, k);
      put("state " + f, state, m, n, k);
      kernels.productNN(m, n, k, a, ao, b, bo, c, co, new Epilogue(bias, 1, f, 0.3f, mask, null));
      put("NN " + f + " mask", c, m, n, k);
      kernels.productNN(m, n, k, a, ao, b, bo, c, co, new Epilogue(null, 0, f, 0.3f, null, null));
      put("NN " + f, c, m, n, k);
    }
    float[] sums = floats(k + 3);
    kernels.columnSums(m, k, a, ao, sums, 2);
    put("column sums", sums, m, k);
    float[] p = floats(m * k + 1);
    float[] logSumExp = floats(m + 1);
    kernels.softmax(m, k, a, ao, p, 1, logSumExp, 1);
    put("softmax", p, m, k);
    put("log sum exp", logSumExp, m, k);
    double[] dp = doubles(m * k + 1);
    double[] doubleLogSumExp = doubles(m + 1);
    kernels.softmax(m, k, doubles(m * k), 0, dp, 1, doubleLogSumExp, 1);
    put("double softmax", dp, m, k);
    put("double log sum exp", doubleLogSumExp, m, k);
    sparse(m, n, k, b, bo);
    cells(m, n);
    double[][] columns = new double[n][];
    for (int j = 0; j < n; j++) {
      columns[j] = doubles(k);
    }
    double[] gram = doubles(n * n);
    kernels.gram(k, columns, null, gram);
    put("gram", gram, n, k);
    kernels.gram(k, columns, doubles(k), gram);
    put("weighted gram", gram, n, k);
    products(m, k, columns);
  }

  private void products(int m, int rows, double[][] right) {
    double[][] left = new double[m][];
    double[][] weights = new double[m][];
    int[] counts = new int[m];
    for (int i = 0; i < m; i++) {
      left[i] = doubles(rows);
      weights[i] = i % 3 == 2 ? weights[0] : doubles(rows);
      counts[i] = right.length == 0 ? 0 : right.length - i % right.length;
    }
    double[] out = new double[right.length * m];
    kernels.products(rows, left, weights, right, counts, out);
    for (int i = 0; i < m; i++) {
      for (int j = counts[i]; j < right.length; j++) {
        out[j * m + i] = 0; // not said
      }
    }
    put("products of columns", out, m, right.length, rows);
    modelProducts(m, right.length, rows, counts);
  }

  private void modelProducts(int m, int n, int rows, int[] counts) {
    float[][] left = new float[m][];
    Arrays.setAll(left, _ -> floats(rows));
    float[][] right = new float[n][];
    Arrays.setAll(right, _ -> floats(rows));
    double[] out = new double[n * m];
    kernels.products(rows, left, floats(rows), right, counts, out);
    for (int i = 0; i < m; i++) {
      for (int j = counts[i]; j < n; j++) {
        out[j * m + i] = 0; // not said
      }
    }
    put("products of columns in single precision", out, m, n, rows);
  }

  private void lengths(int n) {
    int xo = random.nextInt(4);
    int yo = random.nextInt(4);
    float[] x = floats(xo + n + 1);
    float[] y = floats(yo + n + 1);
    put("sum", new float[]{kernels.sum(n, x, xo)}, n);
    put("dot", new float[]{kernels.dot(n, x, xo, y, yo)}, n);
    kernels.exp(n, x, xo, y, yo);
    put("exp", y, n);
    kernels.log(n, x, xo, y, yo);
    put("log", y, n);
    for (Nonlinearity f : Nonlinearity.values()) {
      kernels.activate(f, 0.2f, n, x, xo, y, yo);
      put("activate " + f, y, n);
      float[] g = floats(yo + n + 1);
      kernels.activationGradient(f, 0.2f, n, x, xo, null, 0, g, yo);
      put("gradient " + f, g, n);
      kernels.activationGradient(f, 0.2f, n, x, xo, y, yo, g, yo);
      put("masked gradient " + f, g, n);
    }
    windows.ofLength(n, x, xo);
    kernels.axpy(n, 0.7f, x, xo, y, yo);
    put("axpy", y, n);
    kernels.scale(n, 1.7f, y, yo);
    put("scale", y, n);
    kernels.multiply(n, x, xo, y, yo);
    put("multiply", y, n);
    float[] g = floats(n + 3);
    float[] m = floats(n + 3);
    float[] v = floats(n + 3);
    float[] w = floats(n + 3);
    kernels.adam(1, 1 + n, 0.9f, 0.1f, 0.999f, 0.001f, 0.99f, 0.001f, 1.1f, 1e-7f, g, m, v, w);
    put("adam m", m, n);
    put("adam v", v, n);
    put("adam w", w, n);
    kernels.dropoutMask(random.nextLong(), 1, random.nextInt(), -3, 2, 0.37f, n, y, yo);
    put("mask", y, n);
    double[] dx = doubles(xo + n);
    double[] dy = doubles(yo + n);
    put("double sum", new double[]{kernels.sum(n, dx, xo)}, n);
    put("double dot", new double[]{kernels.dot(n, dx, xo, dy, yo)}, n);
    put("weighted dot", new double[]{kernels.weightedDot(n, doubles(n), 0, dx, xo, dy, yo)}, n);
    kernels.axpy(n, 0.7, dx, xo, dy, yo);
    put("double axpy", dy, n);
    kernels.axpy(n, 0.7, x, xo, dy, yo);
    put("double axpy of float", dy, n);
    bytes(n);
    double[][] columns = new double[1 + n % 11][];
    Arrays.setAll(columns, _ -> doubles(n));
    double[] sum = doubles(n);
    kernels.combine(Math.min(n, yo), n, columns.length, doubles(columns.length), columns, sum);
    put("combine", sum, n);
    kernels.exp(n, dx, xo, dy, yo);
    put("double exp", dy, n);
    kernels.expm1(n, dx, xo, dy, yo);
    put("double expm1", dy, n);
    kernels.log(n, dx, xo, dy, yo);
    put("double log", dy, n);
    kernels.log1p(n, dx, xo, dy, yo);
    put("double log1p", dy, n);
  }

  /** So many numbers in bytes, and their product with others. */
  private void bytes(int n) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = i % 5 == 0 ? i % 2 - 0.5f : 2 * random.nextFloat() - 1;
    }
    int[] packed = new int[PackedBytes.ints(n)];
    put("left by bytes", new double[]{kernels.pack(x, PackedBytes.MOST, packed, 0)}, n);
    put("bytes", Arrays.stream(packed).asDoubleStream().toArray(), packed.length);
    put("dot of bytes", new double[]{kernels.dot(packed, 0, Arrays.copyOf(floats(n), 4 * packed.length))}, n);
  }

  /** Steps of recurrent cells, forward and back from there. */
  private void cells(int rows, int units) {
    int n = rows * units;
    float[] a = floats(1 + 4 * n);
    float[] c = floats(2 + 2 * n);
    float[] tanh = floats(3 + n);
    float[] h = floats(1 + n);
    kernels.lstm(rows, units, a, 1, floats(4 * n + 2), 2, c, 2, 2 + n, tanh, 3, h, 1);
    put("lstm gates", a, rows, units);
    put("lstm c", c, rows, units);
    put("lstm tanh", tanh, rows, units);
    put("lstm h", h, rows, units);
    float[] dc = floats(n);
    kernels.lstmGradient(rows, units, a, 1, c, 2, tanh, 3, floats(n), dc);
    put("lstm gradient", a, rows, units);
    put("lstm dc", dc, rows, units);
    float[] b = floats(1 + 3 * n);
    float[] s = floats(2 + 3 * n);
    float[] states = floats(3 + 2 * n);
    kernels.gru(rows, units, b, 1, s, 2, states, 3, 3 + n);
    put("gru gates", b, rows, units);
    put("gru h", states, rows, units);
    float[] dh = floats(n);
    kernels.gruGradient(rows, units, b, 1, s, 2, states, 3, dh);
    put("gru gradient", b, rows, units);
    put("gru gradient by the state", s, rows, units);
    put("gru dh", dh, rows, units);
  }

  private void sparse(int m, int n, int k, float[] b, int bo) {
    int[] starts = new int[m + 1];
    int[] index = new int[m * k];
    float[] value = new float[m * k];
    int count = 0;
    for (int i = 0; i < m; i++) {
      for (int p = 0; p < k; p++) {
        if (random.nextInt(3) == 0) {
          index[count] = p;
          value[count++] = random.nextFloat();
        }
      }
      starts[i + 1] = count;
    }
    float[] c = floats(m * n + 1);
    kernels.sparseNN(m, n, k, starts, 0, index, value, b, bo, c, 1,
        new Epilogue(floats(n), 0, Nonlinearity.TANH, 0, null, null));
    put("sparse NN", c, m, n, k);
    float[] gradient = floats(k * n + 1);
    kernels.sparseTN(m, n, k, starts, 0, index, value, floats(m * n), 0, gradient, 1);
    put("sparse TN", gradient, m, n, k);
  }

  float[] floats(int n) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = special && random.nextInt(11) == 0
          ? SPECIAL[random.nextInt(SPECIAL.length)]
          : (float) random.nextGaussian() * 2;
    }
    return x;
  }

  private double[] doubles(int n) {
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = special && random.nextInt(11) == 0 ? SPECIAL[random.nextInt(SPECIAL.length)] : random.nextGaussian();
    }
    return x;
  }

  void put(String name, float[] result, int... sizes) {
    put(name, IntStream.range(0, result.length).mapToDouble(i -> result[i]).toArray(), sizes);
  }

  void put(String name, double[] result, int... sizes) {
    results.put(name + " " + Arrays.toString(sizes), result.clone());
  }
}
