package dev.lariat.bench;

import com.sun.management.ThreadMXBean;
import dev.lariat.kernel.Kernels;
import dev.lariat.net.TrainingRows;
import dev.lariat.net.training.TrainingRun;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Seconds a training epoch, Lariat and the frameworks by turns in one run, as a Markdown table: the least wall time,
 * the median, and the least CPU time (on a machine that others use too, the figure to compare), after epochs to warm
 * up. Lariat's evaluation pass is not counted, as the peers do none. Arguments: the Python with the peers of
 * {@code bench/peers/requirements.txt} ("-" for Lariat alone), rounds (10 unless given), problems (all unless given).
 */
public final class NetBenchmark {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Epochs before the first that counts, for Java's compiler. */
  private static final int WARM = 8;

  private NetBenchmark() {}

  /** Runs the benchmark in the repository's folder. */
  public static void main(String[] args) throws IOException {
    Locale.setDefault(Locale.ROOT);
    Path data = Path.of("examples", "data");
    String python = args.length > 0 ? args[0] : "-";
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 10;
    double peak = peak();
    System.out.printf("Lariat: %s, Java %s, %s processors. Matrix products alone reach %.1f GFLOP/s a core.%n%n",
        Kernels.best().name(), Runtime.version(), Runtime.getRuntime().availableProcessors(), peak);
    List<Problem> problems = new ArrayList<>();
    for (int i = 2; i < args.length; i++) {
      problems.add(Problem.valueOf(args[i]));
    }
    for (Problem problem : problems.isEmpty() ? List.of(Problem.values()) : problems) {
      measure(problem, data, python, Path.of("bench", "peers", "net.py"), rounds, peak);
    }
  }

  private static void measure(Problem problem, Path data, String python, Path script, int rounds, double peak)
      throws IOException {
    List<TrainingRows> rows = problem.rows(data);
    Path folder = Files.createTempDirectory("lariat-bench");
    write(rows, folder);
    Map<String, List<Seconds>> taken = new LinkedHashMap<>();
    Map<String, String> notes = new LinkedHashMap<>();
    List<Peer> peers = new ArrayList<>();
    try {
      for (String name : python.equals("-") ? List.<String>of() : problem.peers()) {
        try {
          Peer peer = new Peer(name, List.of(python, script.toString(), name, problem.sizes(), folder.toString()));
          peers.add(peer);
          notes.put(name, String.format("%s; %.1f s to the end of the first epoch", peer.version, peer.preparation));
        } catch (IOException e) {
          System.out.println("left out: " + e.getMessage());
        }
      }
      TrainingRun run = new TrainingRun(problem.plan(rounds + WARM), rows.getFirst(), Optional.empty());
      run.advance(WARM);
      for (int round = 0; round < rounds; round++) {
        Seconds ours = epoch(run);
        taken.computeIfAbsent("lariat", _ -> new ArrayList<>()).add(ours);
        for (Peer peer : peers) {
          taken.computeIfAbsent(peer.name, _ -> new ArrayList<>()).add(peer.epoch());
        }
      }
      System.gc();
      notes.put("lariat",
          String.format("%.0f %% of the products' peak; heap %.0f MB, data %.0f MB; accuracy after 10 epochs %.3f",
              100 * problem.productFlops() / 1e9 / peak / Seconds.leastCpu(taken.get("lariat")),
              ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6,
              problem.allRows() * problem.inputs * 4 / 1e6,
              new TrainingRun(problem.plan(10), rows.getFirst(), Optional.of(rows.getLast())).run()
                  .history()
                  .epochs()
                  .getLast()
                  .validation()
                  .accuracy()));
      for (Peer peer : peers) {
        notes.merge(peer.name, String.format("accuracy after %d epochs %.3f", rounds + 1, peer.number("accuracy")),
            (a, b) -> a + "; " + b);
      }
    } finally {
      peers.forEach(Peer::close);
    }
    System.out.printf("### %s%n%n| | least s | median s | least CPU s | ratio of CPU | |%n|---|---|---|---|---|---|%n",
        problem.title());
    taken.forEach((name, all) -> System.out.printf("| %s | %.3f | %.3f | %.3f | %.2f | %s |%n", name,
        Seconds.leastWall(all), Seconds.medianWall(all), Seconds.leastCpu(all),
        Seconds.leastCpu(all) / Seconds.leastCpu(taken.get("lariat")), notes.get(name)));
    System.out.println();
  }

  /** One epoch; the share of the CPU time that is training's is the share of the wall time. */
  private static Seconds epoch(TrainingRun run) {
    long cpu = THREADS.getCurrentThreadCpuTime();
    var epoch = run.advance(1).history().epochs().getLast();
    double used = (THREADS.getCurrentThreadCpuTime() - cpu) * 1e-9;
    double share = epoch.trainingSeconds() / (epoch.trainingSeconds() + epoch.evaluationSeconds());
    return new Seconds(epoch.trainingSeconds(), used * share);
  }

  /** The best rate of a product that stays in cache, in GFLOP/s of CPU time. */
  private static double peak() {
    Kernels kernels = Kernels.best();
    int n = 192;
    float[] a = new float[n * n];
    float[] b = new float[n * n];
    float[] c = new float[n * n];
    double best = 0;
    for (int i = 0; i < 400; i++) {
      long start = THREADS.getCurrentThreadCpuTime();
      for (int r = 0; r < 5; r++) {
        kernels.productNN(n, n, n, a, 0, b, 0, c, 0);
      }
      best = Math.max(best, 10.0 * n * n * n / (THREADS.getCurrentThreadCpuTime() - start));
    }
    return best;
  }

  /** Writes inputs and labels for the peers. */
  static void write(List<TrainingRows> parts, Path folder) throws IOException {
    int width = parts.getFirst().width();
    int count = parts.stream().mapToInt(TrainingRows::rows).sum();
    ByteBuffer x = ByteBuffer.allocate(count * width * 4).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer y = ByteBuffer.allocate(count * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (TrainingRows rows : parts) {
      for (float v : rows.inputs()) {
        x.putFloat(v);
      }
      for (int r = 0; r < rows.rows(); r++) {
        y.putInt(rows.targets().label(r));
      }
    }
    Files.write(folder.resolve("x.f32"), x.array());
    Files.write(folder.resolve("y.i32"), y.array());
  }
}
