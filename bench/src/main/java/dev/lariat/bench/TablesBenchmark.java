package dev.lariat.bench;

import dev.lariat.data.Dataset;
import dev.lariat.io.Tables;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Reads a numeric CSV file in a Java machine that may use no more heap than 1.3 times what the numbers take as float64,
 * and checks sums. Arguments: rows, columns (1,000,000 and 100 unless given). Two files: numbers of up to 7 digits as
 * tables mostly hold, and doubles in full length.
 */
public final class TablesBenchmark {
  private static final double HEAP_RATIO = 1.3;
  private static final int REPEATS = 3;

  private TablesBenchmark() {}

  /** Runs the benchmark, or one reading of it. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length == 2 && arguments[0].equals("read")) {
      read(Path.of(arguments[1]));
      return;
    }
    int rows = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
    int columns = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100;
    System.out.printf(Locale.ROOT, "%,d x %d numbers, %.0f MB as float64, Java %s, heap at most %.1f times that%n",
        rows, columns, 8e-6 * rows * columns, Runtime.version(), HEAP_RATIO);
    for (boolean full : List.of(false, true)) {
      Path file = Files.createTempFile("lariat-tables", ".csv");
      try {
        double sum = write(file, rows, columns, full);
        System.out.printf(Locale.ROOT, "%s: %.0f MB, column sum %.9e%n", full ? "doubles in full" : "up to 7 digits",
            Files.size(file) / 1e6, sum);
        fork(file, 8L * rows * columns);
      } finally {
        Files.delete(file);
      }
    }
  }

  private static double write(Path file, int rows, int columns, boolean full) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    double sum = 0;
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int column = 0; column < columns; column++) {
        out.write(column == 0 ? "x0" : ",x" + column);
      }
      out.write('\n');
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          double value = full
              ? random.nextDouble() * 200 - 100
              : random.nextInt(-9_999_999, 10_000_000) / Math.pow(10, random.nextInt(7));
          sum += column == 0 ? value : 0;
          if (column > 0) {
            out.write(',');
          }
          out.write(Double.toString(value));
        }
        out.write('\n');
      }
    }
    return sum;
  }

  private static void fork(Path file, long bytes) throws IOException, InterruptedException {
    long heap = (long) (HEAP_RATIO * bytes) / (1 << 20);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    new ProcessBuilder(java, "-Xmx" + heap + "m", "-cp", System.getProperty("java.class.path"),
        TablesBenchmark.class.getName(), "read", file.toString()).inheritIO().start().waitFor();
  }

  private static void read(Path file) throws IOException {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    double megabytes = Files.size(file) / 1e6;
    for (int repeat = 0; repeat < REPEATS; repeat++) {
      long wall = System.nanoTime();
      long cpu = threads.getCurrentThreadCpuTime();
      Dataset data = Tables.read(file);
      double cpuSeconds = (threads.getCurrentThreadCpuTime() - cpu) / 1e9;
      double wallSeconds = (System.nanoTime() - wall) / 1e9;
      double sum = 0;
      for (int row = 0; row < data.rows(); row++) {
        sum += data.columns().getFirst().number(row);
      }
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      double used = runtime.totalMemory() - runtime.freeMemory();
      System.out.printf(Locale.ROOT,
          "  %.1f s (%.0f MB/s); on this thread %.1f s (%.0f MB/s); keeps %.2f of float64; column sum %.9e%n",
          wallSeconds, megabytes / wallSeconds, cpuSeconds, megabytes / cpuSeconds,
          used / (8.0 * data.rows() * data.columns().size()), sum);
    }
  }
}
