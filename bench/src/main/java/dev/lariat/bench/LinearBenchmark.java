package dev.lariat.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.lariat.kernel.Kernels;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.selection.Measure;
import dev.lariat.linear.Observations;
import dev.lariat.linear.PathOptions;
import dev.lariat.model.LinearTrainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Seconds of a lasso path by the clock and of the processor, Lariat and its peers by turns in one run, on glmnet's own
 * λs and at an equal gap, as a Markdown table: first at the worst gap that glmnet's default leaves, then at 1e-6. Every
 * peer gets the loosest tolerance of a decade grid with which it reaches the gap, and one and the same certificate
 * computes the gap from the coefficients. A peer that takes more than 15 times as long as Lariat (and than 3 s) is not
 * asked for more: it has one round, and no stricter tolerance if that one did not do.
 *
 * <p>Arguments: Rscript with glmnet ("-" for none: Lariat's own λs), the Python with
 * {@code bench/peers/linear-requirements.txt} ("-" for none), rounds (3 unless given), problems (all unless given; each
 * then in a Java machine of its own, so that its cold figure is cold), with the first λs of a hundred only where their
 * number follows a colon, and some of the Python peers only where they follow an equals sign:
 * {@code NEWSGROUPS:30=saga}. Words are measured by {@link TextBenchmark}.
 */
public final class LinearBenchmark {
  private static final double PATIENCE = 15; // times Lariat's seconds, beyond which a peer is not asked for more
  private static final double LEAST_PATIENCE = 3; // seconds
  private static final double USUAL_GAP = 3e-3; // glmnet's, where it is not asked
  private static final String COLD_FOLDS = "cold-folds"; // what the Java machine is started for that has fitted nothing

  private final LinearProblem problem;
  private final Observations data;
  private final Path folder;
  private final int rounds;
  private final PathOptions options;
  private final int first; // λs; 0 for glmnet's own path
  private final Map<Peer, Double> tooLoose = new HashMap<>(); // the strictest tolerance that left more than 1e-6
  private double[] lambdas;

  /** One library at one tolerance. */
  private record Contender(String name, double tolerance, double gap, Supplier<Seconds> seconds, List<Seconds> taken) {
    double wall() {
      return median(taken.stream().map(Seconds::wall).toList());
    }

    double cpu() {
      return median(taken.stream().map(Seconds::cpu).toList());
    }
  }

  private LinearBenchmark(LinearProblem problem, int first, Path folder, int rounds) throws IOException {
    this.problem = problem;
    this.first = first;
    this.folder = folder;
    this.rounds = rounds;
    options = PathOptions.DEFAULT.withThreads(Runtime.getRuntime().availableProcessors())
        .withStandardize(!problem.areWords());
    data = problem.make(Path.of("examples", "data"), folder);
  }

  /** Runs the benchmark in the repository's folder. */
  public static void main(String[] args) throws Exception {
    Locale.setDefault(Locale.ROOT);
    if (args.length == 4 && args[0].equals(COLD_FOLDS)) {
      coldFolds(LinearProblem.valueOf(args[1]), Path.of(args[2]), Double.parseDouble(args[3]));
      return;
    }
    if (args.length < 2) {
      throw new IllegalArgumentException("give RSCRIPT and PYTHON, each may be -");
    }
    int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 3;
    if (args.length < 4) {
      for (LinearProblem problem : LinearProblem.values()) {
        if (problem.areWords()) {
          continue; // those of bench/run text
        }
        freshJava(args[0], args[1], String.valueOf(rounds), problem.name());
      }
      return;
    }
    System.out.printf("Lariat: %s, Java %s, %s threads.%n%n", Kernels.best().name(), Runtime.version(),
        Runtime.getRuntime().availableProcessors());
    for (int i = 3; i < args.length; i++) {
      Path folder = Files.createTempDirectory("lariat-bench");
      try {
        String[] words = args[i].split("=", 2);
        String[] which = words[0].split(":", 2);
        var problem = LinearProblem.valueOf(which[0]);
        int first = which.length < 2 ? 0 : Integer.parseInt(which[1]);
        List<String> names = words.length < 2 ? problem.pythonPeers() : List.of(words[1].split(",", -1));
        new LinearBenchmark(problem, first, folder, rounds).measure(args[0], args[1], names);
      } finally {
        delete(folder);
      }
    }
  }

  /** Runs this benchmark with these arguments in a Java machine that has not compiled anything yet. */
  private static void freshJava(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(
        List.of(ProcessHandle.current().info().command().orElseThrow(), "--add-modules", "jdk.incubator.vector", "-cp",
            System.getProperty("java.class.path"), LinearBenchmark.class.getName()));
    command.addAll(List.of(arguments));
    try {
      new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static void coldFolds(LinearProblem problem, Path lambdas, double gap) throws IOException {
    Path folder = Files.createTempDirectory("lariat-bench");
    try {
      var benchmark = new LinearBenchmark(problem, 0, folder, 1);
      DoubleBuffer in = ByteBuffer.wrap(Files.readAllBytes(lambdas)).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer();
      benchmark.lambdas = new double[in.remaining()];
      in.get(benchmark.lambdas);
      Seconds cold = benchmark.folds(gap);
      System.out.printf("%n10 folds, the first work of a fresh Java machine: %.2f s, of the processor %.2f.%n%n",
          cold.wall(), cold.cpu());
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private void measure(String rscript, String python, List<String> names) throws IOException {
    List<Peer> peers = new ArrayList<>();
    try {
      double usual = USUAL_GAP;
      Peer glmnet = null;
      if (rscript.equals("-")) {
        lambdas = LinearTrainer.fit(data, LinearPenalty.lasso(), options.withTolerance(usual).withEarlyStop(false))
            .lambdas();
      } else {
        glmnet = new Peer("glmnet", List.of(rscript, "bench/peers/linear.R", folder.toString()));
        peers.add(glmnet);
        glmnet.number(first == 0 ? "path 1e-7" : "first 1e-7 " + first);
        List<LinearPath.Point> points = points(glmnet);
        lambdas = points.stream().mapToDouble(LinearPath.Point::lambda).toArray();
        usual = worst(points);
      }
      try (var channel = LinearProblem.open(folder.resolve("lambda.f64"))) {
        LinearProblem.write(channel, lambdas);
      }
      for (String name : python.equals("-") ? List.<String>of() : names) {
        try {
          peers.add(new Peer(name, List.of(python, "bench/peers/linear.py", name, folder.toString())));
        } catch (IOException e) {
          System.out.println("left out: " + e.getMessage());
        }
      }
      double loose = usual;
      Seconds cold = seconds(() -> fit(loose));
      System.out.printf(
          "### %s: lasso, %s%d λs%n%nFirst fit in a fresh Java machine: %.2f s, of the processor %.2f.%n%n",
          problem.title(), first == 0 ? "" : "the first ", lambdas.length, cold.wall(), cold.cpu());
      System.out.println("| gap | tool | its tolerance | gap reached | median s | × Lariat | of the processor | × |\n"
          + "|---|---|---|---|---|---|---|---|");
      compare(usual, peers);
      compare(1e-6, peers);
      if (problem == LinearProblem.TALL || problem == LinearProblem.WIDE) {
        crossValidate(usual, glmnet);
      }
      System.out.println();
    } finally {
      peers.forEach(Peer::close);
    }
  }

  private LinearPath fit(double tolerance) {
    return LinearTrainer.fit(data, LinearPenalty.lasso(), options.withLambdas(lambdas).withTolerance(tolerance));
  }

  private void compare(double gap, List<Peer> peers) throws IOException {
    List<Contender> contenders = new ArrayList<>();
    double reached = fit(gap).points().stream().mapToDouble(LinearPath.Point::gap).max().orElseThrow();
    contenders.add(new Contender("lariat", gap, reached, () -> seconds(() -> fit(gap)), new ArrayList<>()));
    double patience = Math.max(LEAST_PATIENCE, PATIENCE * contenders.getFirst().seconds.get().wall());
    for (Peer peer : peers) {
      boolean glmnet = peer.name.equals("glmnet");
      double first = tooLoose.containsKey(peer) ? tooLoose.get(peer) / 10 : glmnet ? 1e-7 : 1e-2;
      for (double tolerance = first; tolerance > 1e-15; tolerance /= 10) {
        String question = "lambdas " + tolerance;
        Seconds taken = peer.seconds(question);
        double left = worst(points(peer));
        if (left > 1e-6) {
          tooLoose.put(peer, tolerance); // for a smaller gap, which comes next
        }
        if (left <= gap * (1 + 1e-9)) {
          // what is far slower is not asked again
          Supplier<Seconds> again = taken.wall() > patience ? () -> taken : () -> peer.seconds(question);
          contenders.add(new Contender(peer.name + " " + peer.version, tolerance, left, again, new ArrayList<>()));
          break;
        }
        if (taken.wall() > patience) {
          System.out.printf("| %.1e | %s %s | %.0e | %.1e | %.2f: no further | | %.2f | |%n", gap, peer.name,
              peer.version, tolerance, left, taken.wall(), taken.cpu());
          break;
        }
      }
    }
    byTurns(contenders);
    print(String.format("%.1e", gap), contenders);
  }

  private void byTurns(List<Contender> contenders) {
    for (int round = 0; round < rounds; round++) {
      for (Contender one : contenders) {
        one.taken.add(one.seconds.get());
      }
    }
  }

  private static void print(String gap, List<Contender> contenders) {
    Contender own = contenders.getFirst();
    for (Contender one : contenders) {
      System.out.printf("| %s | %s | %.0e | %.1e | %.3f | %.1f | %.3f | %.1f |%n", gap, one.name, one.tolerance,
          one.gap, one.wall(), one.wall() / own.wall(), one.cpu(), one.cpu() / own.cpu());
    }
  }

  private Seconds folds(double gap) {
    int[] folds = problem.folds();
    PathOptions settings = options.withLambdas(lambdas).withTolerance(gap);
    return seconds(() -> LinearTrainer.crossValidate(data, LinearPenalty.lasso(), settings, folds, Measure.DEVIANCE));
  }

  private void crossValidate(double gap, Peer glmnet) throws IOException {
    System.out.flush();
    freshJava(COLD_FOLDS, problem.name(), folder.resolve("lambda.f64").toString(), String.valueOf(gap));
    List<Contender> contenders = new ArrayList<>();
    contenders.add(new Contender("lariat", gap, gap, () -> folds(gap), new ArrayList<>()));
    if (glmnet != null) {
      contenders.add(
          new Contender("glmnet " + glmnet.version, 1e-7, gap, () -> glmnet.seconds("cv 1e-7"), new ArrayList<>()));
    }
    byTurns(contenders);
    print("10 folds", contenders);
  }

  /** Of the processor with all that Java does beside the work. */
  private static Seconds seconds(Runnable work) {
    System.gc();
    var machine = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long worked = machine.getProcessCpuTime();
    long begin = System.nanoTime();
    work.run();
    return new Seconds((System.nanoTime() - begin) / 1e9, (machine.getProcessCpuTime() - worked) / 1e9);
  }

  static double median(List<Double> all) {
    return all.stream().sorted().skip(all.size() / 2).findFirst().orElseThrow();
  }

  private double worst(List<LinearPath.Point> points) {
    return Arrays.stream(LinearTrainer.gaps(data, LinearPenalty.lasso(), options, points)).max().orElseThrow();
  }

  /** What the peer's last path was. */
  private List<LinearPath.Point> points(Peer peer) {
    Path file = folder.resolve("answer.f64");
    peer.ask("write " + file);
    DoubleBuffer in;
    try {
      in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    double[] strengths = new double[(int) in.get()];
    in.get(strengths);
    List<LinearPath.Point> points = new ArrayList<>();
    double[] all = new double[problem.features];
    for (double lambda : strengths) {
      int predictors = problem.predictors();
      double[] intercepts = new double[predictors];
      int[][] index = new int[predictors][];
      double[][] value = new double[predictors][];
      for (int k = 0; k < predictors; k++) {
        intercepts[k] = in.get();
        in.get(all);
        index[k] = IntStream.range(0, all.length).filter(j -> all[j] != 0).toArray();
        value[k] = Arrays.stream(index[k]).mapToDouble(j -> all[j]).toArray();
      }
      points.add(new LinearPath.Point(lambda, Double.NaN, false, Double.NaN, intercepts, index, value));
    }
    return points;
  }
}
