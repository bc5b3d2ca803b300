package dev.lariat.bench;

import dev.lariat.linear.DesignMatrix;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.Observations;
import dev.lariat.linear.PathOptions;
import dev.lariat.model.LinearTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * How time and memory of a gaussian lasso path grow with rows × columns, as a Markdown table: 100 λs down to λ_max/20,
 * where the number of non-zero coefficients hardly depends on the size, and the default grid, where with many columns
 * it nears the number of rows.
 *
 * <p>Arguments: sizes as ROWSxCOLUMNS (all unless given). Each has a Java machine of its own with at most 8 GiB of
 * heap.
 */
public final class LinearGrowthBenchmark {
  private static final List<String> SIZES = List.of("10000x100", "100000x100", "1000000x100", "1000x1000", "1000x10000",
      "1000x100000");
  private static final int RELEVANT = 50;
  private static final double RATIO = 0.05;

  private LinearGrowthBenchmark() {}

  /** Runs the benchmark in the repository's folder. */
  public static void main(String[] args) throws Exception {
    Locale.setDefault(Locale.ROOT);
    if (args.length == 2 && args[0].equals("only")) {
      measure(args[1]);
      return;
    }
    System.out
        .println("| rows × columns | to λ_max/20: first s | again s | Df | ns an entry | default grid: s | λs | Df "
            + "| worst gap | peak GB |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|");
    for (String size : args.length > 0 ? List.of(args) : SIZES) {
      new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-Xmx8g", "--add-modules",
          "jdk.incubator.vector", "-cp", System.getProperty("java.class.path"), LinearGrowthBenchmark.class.getName(),
          "only", size).redirectOutput(ProcessBuilder.Redirect.INHERIT)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    }
  }

  private static void measure(String size) throws IOException {
    int rows = Integer.parseInt(size.substring(0, size.indexOf('x')));
    int columns = Integer.parseInt(size.substring(size.indexOf('x') + 1));
    Observations data = LinearProblem.observe(DesignMatrix.dense(LinearProblem.correlated(rows, columns)),
        Family.gaussian(), RELEVANT);
    PathOptions whole = PathOptions.DEFAULT.withThreads(Runtime.getRuntime().availableProcessors());
    PathOptions part = whole.withGrid(100, RATIO).withEarlyStop(false);
    double[] seconds = new double[3];
    LinearPath path = fit(data, part, seconds, 0);
    fit(data, part, seconds, 1);
    LinearPath all = fit(data, whole, seconds, 2);
    double worst = Math.max(worstGap(path), worstGap(all));
    System.out.printf("| %,d × %,d | %.3f | %.3f | %d | %.1f | %.3f | %d | %d | %.1e | %s |%n", rows, columns,
        seconds[0], seconds[1], path.points().getLast().nonZeros(), seconds[1] * 1e9 / ((double) rows * columns),
        seconds[2], all.points().size(), all.points().getLast().nonZeros(), worst, peak());
  }

  private static LinearPath fit(Observations data, PathOptions options, double[] seconds, int at) {
    System.gc();
    long begin = System.nanoTime();
    LinearPath path = LinearTrainer.fit(data, LinearPenalty.lasso(), options);
    seconds[at] = (System.nanoTime() - begin) / 1e9;
    return path;
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
