package dev.lariat.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.lariat.kernel.Kernels;
import dev.lariat.net.TrainingRows;
import dev.lariat.net.training.TrainingRun;
import dev.lariat.parallel.Workers;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/**
 * 64 trials of the network of convolutions on two cores: Lariat's on two threads of one process, those of PyTorch in
 * two processes of one thread each, by turns, eight trials at a time. Both compute the losses of the training rows
 * after each epoch, as a study does. Prints wall and processor seconds so far. Arguments: the Python with the peers of
 * {@code bench/peers/requirements.txt} ("-" for Lariat alone), epochs of a trial (2 unless given), the problem
 * ({@code CNN_32} unless given).
 */
public final class TrialsBenchmark {
  private static final int TRIALS = 64;
  private static final int CORES = 2;
  /** Trials of a turn. */
  private static final int TURN = 8;
  /** Epochs before the first that counts, for Java's compiler. */
  private static final int WARM = 8;

  private static final OperatingSystemMXBean PROCESS = (OperatingSystemMXBean) ManagementFactory
      .getOperatingSystemMXBean();

  private TrialsBenchmark() {}

  /** Runs the benchmark in the repository's folder. */
  public static void main(String[] args) throws IOException {
    Locale.setDefault(Locale.ROOT);
    String python = args.length > 0 ? args[0] : "-";
    int epochs = args.length > 1 ? Integer.parseInt(args[1]) : 2;
    Problem problem = args.length > 2 ? Problem.valueOf(args[2]) : Problem.CNN_32;
    List<TrainingRows> rows = problem.rows(Path.of("examples", "data"));
    Path folder = Files.createTempDirectory("lariat-bench");
    NetBenchmark.write(rows, folder);
    System.out.printf("%d trials of %d epochs, %s; %s, Java %s%n", TRIALS, epochs, problem.title(),
        Kernels.best().name(), Runtime.version());
    Seconds ours = new Seconds(0, 0);
    Seconds theirs = new Seconds(0, 0);
    List<Peer> peers = new ArrayList<>();
    try {
      for (int core = 0; core < (python.equals("-") ? 0 : CORES); core++) {
        peers.add(new Peer("torch", List.of(python, Path.of("bench", "peers", "net.py").toString(), "torch",
            problem.sizes(), folder.toString())));
      }
      trials(problem, rows.getFirst(), 0, CORES, WARM);
      for (int turn = 0; turn < TRIALS / TURN; turn++) {
        ours = ours.plus(trials(problem, rows.getFirst(), turn * TURN, TURN, epochs));
        if (!peers.isEmpty()) {
          theirs = theirs.plus(trials(peers, TURN / CORES * epochs));
        }
        System.out.printf("%d trials: lariat %.1f s, %.1f s of the processor", (turn + 1) * TURN, ours.wall(),
            ours.cpu());
        System.out.println(peers.isEmpty()
            ? ""
            : String.format("; torch %s %.1f s, %.1f s: %.2f and %.2f times", peers.getFirst().version, theirs.wall(),
                theirs.cpu(), theirs.wall() / ours.wall(), theirs.cpu() / ours.cpu()));
      }
    } finally {
      peers.forEach(Peer::close);
    }
  }

  /** Trains networks side by side, each from other weights. */
  private static Seconds trials(Problem problem, TrainingRows rows, int first, int count, int epochs) {
    long cpu = PROCESS.getProcessCpuTime();
    long wall = System.nanoTime();
    Workers.all(CORES,
        IntStream.range(first, first + count)
            .mapToObj(trial -> (Callable<Integer>) () -> new TrainingRun(problem.plan(epochs).withSeed(trial), rows,
                Optional.empty()).advance(epochs).history().epochs().size())
            .toList());
    return new Seconds((System.nanoTime() - wall) * 1e-9, (PROCESS.getProcessCpuTime() - cpu) * 1e-9);
  }

  /** @param epochs of each of them */
  private static Seconds trials(List<Peer> peers, int epochs) {
    long wall = System.nanoTime();
    double cpu = Workers
        .all(CORES,
            peers.stream()
                .map(peer -> (Callable<Double>) () -> IntStream.range(0, epochs)
                    .mapToDouble(_ -> peer.evaluatedEpoch().cpu())
                    .sum())
                .toList())
        .stream()
        .mapToDouble(Double::doubleValue)
        .sum();
    return new Seconds((System.nanoTime() - wall) * 1e-9, cpu);
  }
}
