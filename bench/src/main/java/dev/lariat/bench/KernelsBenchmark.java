package dev.lariat.bench;

import dev.lariat.kernel.Kernels;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Matrix products against OpenBLAS, one thread. {@code bench/run kernels} prints GFLOP/s of both, by turns in one
 * process, the best of many short bursts by CPU time: so that it says something on a machine that others use too.
 * {@code bench/run kernels jmh} measures the same with JMH (for a quiet machine).
 * {@code JAVA_OPTS=-Dlariat.vectorBits=128} measures narrower vectors; without OpenBLAS:
 * {@code bench/run kernels alone}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class KernelsBenchmark {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int[][] SHAPES = {{32, 784, 128}, {128, 784, 128}, {32, 128, 64}, {128, 128, 64}, {32, 256, 256},
      {128, 256, 256}, {1024, 1024, 1024}};

  /** Rows of the batch, inputs, outputs. */
  @Param({"32x784x128", "128x784x128", "32x128x64", "128x128x64", "32x256x256", "128x256x256", "1024x1024x1024"})
  public String shape;

  /** NN: forward; TN: weight gradient; NT: input gradient. */
  @Param({"NN", "TN", "NT"})
  public String product;

  private final Kernels kernels = Kernels.best();
  private OpenBlas blas;
  private int rows;
  private int in;
  private int out;
  private float[] x;
  private float[] w;
  private float[] z;

  /** Fills the matrices. */
  @Setup
  public void prepare() throws IOException {
    String[] sizes = shape.split("x", -1);
    prepare(Integer.parseInt(sizes[0]), Integer.parseInt(sizes[1]), Integer.parseInt(sizes[2]), new OpenBlas());
  }

  private void prepare(int newRows, int newIn, int newOut, OpenBlas openBlas) {
    blas = openBlas;
    rows = newRows;
    in = newIn;
    out = newOut;
    Random random = new Random(1);
    x = random(random, rows * in);
    w = random(random, in * out);
    z = random(random, rows * out);
  }

  private static float[] random(Random random, int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = random.nextFloat();
    }
    return values;
  }

  /** Lariat's. */
  @Benchmark
  public float[] lariat() {
    return switch (product) {
      case "NN" -> {
        kernels.productNN(rows, out, in, x, 0, w, 0, z, 0);
        yield z;
      }
      case "TN" -> {
        kernels.productTN(in, out, rows, x, 0, z, 0, w, 0);
        yield w;
      }
      default -> {
        kernels.productNT(rows, in, out, z, 0, w, 0, x, 0);
        yield x;
      }
    };
  }

  /** OpenBLAS'. */
  @Benchmark
  public float[] openBlas() {
    return switch (product) {
      case "NN" -> {
        blas.product(false, false, rows, out, in, x, w, z);
        yield z;
      }
      case "TN" -> {
        blas.product(true, false, in, out, rows, x, z, w);
        yield w;
      }
      default -> {
        blas.product(false, true, rows, in, out, z, w, x);
        yield x;
      }
    };
  }

  /** Prints the table, or runs JMH. */
  public static void main(String[] args) throws IOException, RunnerException {
    Locale.setDefault(Locale.ROOT);
    String mode = args.length == 0 ? "" : args[0];
    if (mode.equals("jmh")) {
      new Runner(new OptionsBuilder().include(KernelsBenchmark.class.getSimpleName()).build()).run();
      return;
    }
    OpenBlas blas = mode.equals("alone") ? null : new OpenBlas();
    System.out.printf("| %s, Java %s | product | Lariat GFLOP/s | OpenBLAS GFLOP/s | ratio |%n|---|---|---|---|---|%n",
        Kernels.best().name(), Runtime.version());
    for (int[] s : SHAPES) {
      if (blas == null && s[0] > 500) {
        continue;
      }
      for (String product : new String[]{"NN", "TN", "NT"}) {
        var benchmark = new KernelsBenchmark();
        benchmark.product = product;
        benchmark.prepare(s[0], s[1], s[2], blas);
        row(benchmark, s);
      }
    }
  }

  private static void row(KernelsBenchmark benchmark, int[] s) {
    double flops = 2.0 * s[0] * s[1] * s[2];
    int repeats = (int) Math.max(1, 2e7 / flops);
    int rounds = s[0] > 500 ? 6 : 100;
    double ours = 0;
    double theirs = 0;
    for (int round = 0; round < rounds; round++) {
      long start = THREADS.getCurrentThreadCpuTime();
      for (int i = 0; i < repeats; i++) {
        benchmark.lariat();
      }
      long middle = THREADS.getCurrentThreadCpuTime();
      for (int i = 0; benchmark.blas != null && i < repeats; i++) {
        benchmark.openBlas();
      }
      long end = THREADS.getCurrentThreadCpuTime();
      ours = Math.max(ours, flops * repeats / (middle - start));
      theirs = benchmark.blas == null ? Double.NaN : Math.max(theirs, flops * repeats / (end - middle));
    }
    System.out.printf("| %d × %d → %d | %s | %.1f | %.1f | %.2f |%n", s[0], s[1], s[2], benchmark.product, ours, theirs,
        ours / theirs);
  }
}
