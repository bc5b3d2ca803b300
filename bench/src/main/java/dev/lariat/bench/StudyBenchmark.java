package dev.lariat.bench;

import dev.lariat.data.Dataset;
import dev.lariat.data.Folds;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.data.encoding.PreprocessingOptions;
import dev.lariat.io.Tables;
import dev.lariat.kernel.Kernels;
import dev.lariat.study.Study;
import dev.lariat.study.StudyDescription;
import dev.lariat.study.StudyListener;
import dev.lariat.study.StudyResult;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.cell.CellResult;
import dev.lariat.study.verdict.CandidateSummary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The study of the digits network (128-64, ReLU, batch 32, Adam, 10 epochs, 8,000 rows; 8 regularizers × 8 strengths)
 * on two cores against what people write in other libraries ({@code bench/peers/study.py}), which train a few of the 64
 * trials; what is compared is the time of a trial. The pixels that are constant in the training rows are left out for
 * everyone. Lariat's time counts from a cold Java machine and includes the network without regularizer and the one of
 * twice the width; the peers' begins when they have compiled.
 *
 * <p>Arguments: the Python with {@code bench/peers/requirements.txt}, then parts: {@code lariat}, {@code halving},
 * {@code processes}, or peers; all unless given.
 */
public final class StudyBenchmark {
  private static final int EPOCHS = 10;
  private static final int TRIALS = 64;
  private static final Path DATA = Path.of("examples", "data", "mnist10k.csv.gz");
  private static final Map<String, double[]> GRIDS = grids();
  /** What a peer trains: how many regularizers, and for how many epochs; JAX trains many strengths at once. */
  private static final Map<String, int[]> PEERS = Map.of("torch", new int[]{8, EPOCHS}, "torch-loader",
      new int[]{8, EPOCHS}, "keras-tuner", new int[]{3, EPOCHS}, "jax-8", new int[]{4, 5}, "jax-8-2", new int[]{4, 5},
      "jax-32", new int[]{2, 2}, "jax-32-2", new int[]{2, 2});

  private StudyBenchmark() {}

  private static Map<String, double[]> grids() {
    double[] sparse = {3e-6, 1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2};
    var grids = new LinkedHashMap<String, double[]>();
    grids.put("dropout", new double[]{0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7});
    grids.put("l2", new double[]{1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2});
    grids.put("max-norm", new double[]{0.25, 0.35, 0.5, 0.7, 1, 1.4, 2, 2.8});
    grids.put("weight-decay", new double[]{0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10});
    grids.put("l1", sparse);
    grids.put("elastic-net", sparse);
    grids.put("group-lasso", sparse);
    grids.put("label-smoothing", new double[]{0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4});
    return grids;
  }

  /** Runs the benchmark in the repository's folder. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Locale.setDefault(Locale.ROOT);
    if (args.length == 2 && args[0].equals("alone")) {
      System.out.println(new Run(1, false, Long.parseLong(args[1])).seconds);
      return;
    }
    System.out.printf("%s, Java %s, %s processors%n", Kernels.best().name(), Runtime.version(),
        Runtime.getRuntime().availableProcessors());
    List<String> parts = args.length > 1
        ? List.of(args).subList(1, args.length)
        : List.of("lariat", "halving", "torch", "torch-loader", "jax-8", "jax-8-2", "jax-32", "jax-32-2", "keras-tuner",
            "lariat", "processes");
    Path folder = Files.createTempDirectory("lariat-bench");
    String shape = write(folder);
    var perTrial = new LinkedHashMap<String, List<Double>>();
    Run full = null;
    Run halved = null;
    for (String part : parts) {
      switch (part) {
        case "lariat" -> full = new Run(2, false, 0);
        case "halving" -> halved = new Run(2, true, 0);
        case "processes" ->
          System.out.printf("two processes, each the whole study on one thread: %.1f s%n", processes());
        default -> perTrial.computeIfAbsent(part, _ -> new ArrayList<>()).add(peer(args[0], part, folder, shape));
      }
      if (part.equals("lariat")) {
        System.out.printf("lariat, two threads: %.1f s; best %s%n", full.seconds, full.best());
        perTrial.computeIfAbsent(part, _ -> new ArrayList<>()).add(full.seconds / TRIALS);
      }
      if (part.equals("halving")) {
        System.out.printf("lariat with halving, two threads: %.1f s; best %s%n", halved.seconds, halved.best());
      }
    }
    System.out.printf("%n| | s a trial, 2 cores | ratio |%n|---|---|---|%n");
    double ours = full == null ? Double.NaN : least(perTrial.get("lariat"));
    perTrial.forEach((name, all) -> System.out.printf("| %s | %.3f | %.2f |%n", name, least(all), least(all) / ours));
  }

  private static double least(List<Double> seconds) {
    return seconds.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  /** A study, timed from its first cell to its last. */
  private static final class Run implements StudyListener {
    final double seconds;
    private final StudyResult result;
    private long first;
    private long last;

    Run(int threads, boolean halving, long seed) {
      Study study = Study.of(Tables.read(DATA).target("digit"))
          .models(ModelKind.NETWORK)
          .regularizers(GRIDS.keySet().toArray(String[]::new))
          .recipe(recipe -> recipe.withEpochs(EPOCHS))
          .halving(halving)
          .threads(threads)
          .seed(seed)
          .listener(this);
      for (var grid : GRIDS.entrySet()) {
        study = study.strengths(grid.getKey(), grid.getValue());
      }
      result = study.run();
      seconds = (last - first) * 1e-9;
    }

    String best() {
      CandidateSummary best = result.verdict().candidates().getFirst();
      return String.format("%s %s, loss %.4f ± %.4f", best.regularizer(), best.strength(), best.loss(),
          best.standardError());
    }

    @Override
    public void started(StudyDescription description) {
      first = System.nanoTime();
    }

    @Override
    public void cellFinished(CellResult finished, Progress progress) {
      last = System.nanoTime();
    }
  }

  /** The slower of two independent processes. */
  private static double processes() throws IOException, InterruptedException {
    var running = new ArrayList<Process>();
    for (String seed : List.of("0", "1")) {
      running.add(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "--add-modules", "jdk.incubator.vector", "-cp", System.getProperty("java.class.path"),
          StudyBenchmark.class.getName(), "alone", seed).redirectError(ProcessBuilder.Redirect.DISCARD).start());
    }
    double slowest = 0;
    for (Process process : running) {
      slowest = Math.max(slowest, Double.parseDouble(
          new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).strip()));
      process.waitFor();
    }
    return slowest;
  }

  /** Seconds a trial of {@link #EPOCHS} epochs. */
  private static double peer(String python, String name, Path folder, String shape) throws IOException {
    int[] size = PEERS.get(name);
    List<String> command = Stream.concat(
        Stream.of(python, Path.of("bench", "peers", "study.py").toString(), name, folder.toString(),
            shape + "," + size[1]),
        GRIDS.entrySet().stream().limit(size[0]).map(grid -> grid.getKey() + ":" + grid.getValue()[3])).toList();
    Process process = new ProcessBuilder(command).redirectError(folder.resolve(name + ".log").toFile()).start();
    double seconds = Double.NaN;
    String version = "";
    double lowest = Double.POSITIVE_INFINITY;
    for (String line : process.inputReader().lines().toList()) {
      String[] words = line.split(" ", 4);
      switch (words[0]) {
        case "trial" -> lowest = Math.min(lowest, Double.parseDouble(words[3]));
        case "seconds" -> seconds = Double.parseDouble(words[1]) / Integer.parseInt(words[2]) * EPOCHS / size[1];
        case "version" -> version = line.substring(8);
        default -> {
          // Chatter of a library.
        }
      }
    }
    if (version.isEmpty()) {
      System.out.println(name + " failed: " + folder.resolve(name + ".log"));
      return Double.NaN;
    }
    System.out.printf("%s %s: %.2f s a trial; lowest loss %.4f after %d epochs%n", name, version, seconds, lowest,
        size[1]);
    return seconds;
  }

  /** The rows as the study's networks see them, for the peers; returns inputs and training rows. */
  private static String write(Path folder) {
    Dataset data = Tables.read(DATA).target("digit");
    Folds split = Folds.split(data.target(), 0.2, 0);
    Preprocessing preprocessing = Preprocessing.fit(data, split.training(0), PreprocessingOptions.network());
    int[] labels = data.target().labels();
    ByteBuffer x = ByteBuffer.allocate(data.rows() * preprocessing.width() * 4).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer y = ByteBuffer.allocate(data.rows() * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (int[] rows : List.of(split.training(0), split.validation(0))) {
      x.asFloatBuffer().put(preprocessing.encode(data, rows));
      x.position(x.position() + rows.length * preprocessing.width() * 4);
      for (int row : rows) {
        y.putInt(labels[row]);
      }
    }
    try {
      Files.write(folder.resolve("x.f32"), x.array());
      Files.write(folder.resolve("y.i32"), y.array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return preprocessing.width() + "," + split.training(0).length;
  }
}
