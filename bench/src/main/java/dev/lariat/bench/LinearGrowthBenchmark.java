package dev.lariat.bench;

import dev.lariat.linear.DesignMatrix;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.Observations;
import dev.lariat.linear.PathOptions;
import dev.lariat.model.LinearTrainer;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How time and memory of a gaussian lasso path grow, as Markdown tables. With rows × columns: 100 λs down to λ_max/20,
 * where the number of non-zero coefficients hardly depends on the size, and the default grid, where with many columns
 * it nears the number of rows. With the support: paths of 100 λs to ever weaker ones of one table. Seconds are the
 * processor's, of all threads, so that a busy machine says nearly the same; below stand the exponents between
 * neighbours: 1 is a time that grows as the size does.
 *
 * <p>Arguments: sizes as ROWSxCOLUMNS (all unless given), {@code support}. Each has a Java machine of its own with at
 * most 8 GiB of heap.
 */
public final class LinearGrowthBenchmark {
  private static final List<String> SIZES = List.of("10000x100", "100000x100", "1000000x100", "1000x1000", "1000x10000",
      "1000x100000");
  private static final String SUPPORT = "support";
  private static final int RELEVANT = 50;
  private static final double RATIO = 0.05;
  /** The weakest λ over λ_max of the paths whose supports grow. */
  private static final double[] RATIOS = {0.4, 0.2, 0.1, 0.05, 0.025, 0.0125};
  /** Seconds of the processor over which the mean of a short time is taken: it is told in hundredths. */
  private static final double MEAN_OVER = 1;

  /** What was measured: the size that grows, and its seconds. */
  private record Measured(int rows, int columns, double seconds) {}

  /** A path and the processor's seconds that it took. */
  private record Fitted(LinearPath path, double seconds) {}

  private LinearGrowthBenchmark() {}

  /** Runs the benchmark in the repository's folder. */
  public static void main(String[] args) throws Exception {
    Locale.setDefault(Locale.ROOT);
    if (args.length == 2 && args[0].equals("only")) {
      if (args[1].equals(SUPPORT)) {
        support();
      } else {
        measure(args[1]);
      }
      return;
    }
    List<String> asked = args.length > 0 ? List.of(args) : Stream.concat(SIZES.stream(), Stream.of(SUPPORT)).toList();
    List<String> sizes = asked.stream().filter(what -> !what.equals(SUPPORT)).toList();
    if (!sizes.isEmpty()) {
      grow(sizes);
    }
    if (asked.contains(SUPPORT)) {
      alone(SUPPORT).forEach(System.out::println);
    }
  }

  private static void grow(List<String> sizes) throws IOException {
    System.out.println("| rows × columns | to λ_max/20: first CPU s | again | Df | ns an entry | default grid: CPU s | "
        + "λs | Df | worst gap | peak GB |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|");
    List<Measured> all = new ArrayList<>();
    for (String size : sizes) {
      for (String line : alone(size)) {
        String[] words = line.split(" ", -1);
        if (words[0].equals("measured")) {
          all.add(new Measured(Integer.parseInt(words[1]), Integer.parseInt(words[2]), Double.parseDouble(words[3])));
        } else {
          System.out.println(line);
        }
      }
    }
    System.out.println();
    for (int a = 1; a < all.size(); a++) {
      Measured from = all.get(a - 1);
      Measured to = all.get(a);
      if (from.columns == to.columns) {
        exponent("rows " + from.rows + " to " + to.rows + " at " + to.columns + " columns", from.rows, to.rows,
            from.seconds, to.seconds);
      } else if (from.rows == to.rows) {
        exponent("columns " + from.columns + " to " + to.columns + " at " + to.rows + " rows", from.columns, to.columns,
            from.seconds, to.seconds);
      }
    }
    System.out.println();
  }

  private static void exponent(String what, double from, double to, double before, double after) {
    System.out.printf("- %s: exponent %.2f%n", what, Math.log(after / before) / Math.log(to / from));
  }

  /** The lines that a Java machine of its own prints. */
  private static List<String> alone(String what) throws IOException {
    Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-Xmx8g",
        "--add-modules", "jdk.incubator.vector", "-cp", System.getProperty("java.class.path"),
        LinearGrowthBenchmark.class.getName(), "only", what).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (var out = process.getInputStream()) {
      return new String(out.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static void measure(String size) throws IOException {
    int rows = Integer.parseInt(size.substring(0, size.indexOf('x')));
    int columns = Integer.parseInt(size.substring(size.indexOf('x') + 1));
    Observations data = LinearProblem.observe(DesignMatrix.dense(LinearProblem.correlated(rows, columns)),
        Family.gaussian(), RELEVANT);
    PathOptions whole = options();
    PathOptions part = whole.withGrid(100, RATIO).withEarlyStop(false);
    double first = fit(data, part).seconds;
    Fitted partly = mean(data, part);
    Fitted wholly = mean(data, whole);
    LinearPath path = partly.path;
    LinearPath all = wholly.path;
    double again = partly.seconds;
    double worst = Math.max(worstGap(path), worstGap(all));
    System.out.printf("| %,d × %,d | %.3f | %.3f | %d | %.1f | %.3f | %d | %d | %.1e | %s |%n", rows, columns, first,
        again, path.points().getLast().nonZeros(), again * 1e9 / ((double) rows * columns), wholly.seconds,
        all.points().size(), all.points().getLast().nonZeros(), worst, peak());
    System.out.printf("measured %d %d %s%n", rows, columns, again);
  }

  private static void support() {
    Observations data = LinearProblem.observe(DesignMatrix.dense(LinearProblem.correlated(2_000, 10_000)),
        Family.gaussian(), RELEVANT);
    System.out.println("| 2,000 × 10,000, 100 λs down to λ_max times | Df at the end | CPU s | exponent |");
    System.out.println("|---|---|---|---|");
    fit(data, options().withGrid(100, RATIOS[RATIOS.length - 1]).withEarlyStop(false)); // compiles it
    double before = 0;
    int last = 0;
    for (double ratio : RATIOS) {
      PathOptions options = options().withGrid(100, ratio).withEarlyStop(false);
      Fitted fitted = mean(data, options);
      double taken = fitted.seconds;
      int size = fitted.path.points().getLast().nonZeros();
      System.out.printf("| %s | %d | %.3f | %s |%n", ratio, size, taken,
          last == 0 ? "" : String.format("%.2f", Math.log(taken / before) / Math.log((double) size / last)));
      before = taken;
      last = size;
    }
  }

  private static PathOptions options() {
    return PathOptions.DEFAULT.withThreads(Runtime.getRuntime().availableProcessors());
  }

  private static Fitted fit(Observations data, PathOptions options) {
    System.gc();
    long begin = cpu();
    LinearPath path = LinearTrainer.fit(data, LinearPenalty.lasso(), options);
    return new Fitted(path, (cpu() - begin) / 1e9);
  }

  private static Fitted mean(Observations data, PathOptions options) {
    double sum = 0;
    int count = 0;
    Fitted last;
    do {
      last = fit(data, options);
      sum += last.seconds;
      count++;
    } while (sum < MEAN_OVER);
    return new Fitted(last.path, sum / count);
  }

  private static long cpu() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private static double worstGap(LinearPath path) {
    return path.points().stream().mapToDouble(LinearPath.Point::gap).max().orElseThrow();
  }

  /** The largest resident size of this process, where the system tells it (Linux), making the data included. */
  private static String peak() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return "unknown";
    }
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("VmHWM:")) {
        return String.format("%.2f", Long.parseLong(line.replaceAll("\\D", "")) / 1e6);
      }
    }
    return "unknown";
  }
}
