package dev.lariat.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code lariat fit --on} with a standalone master and two workers of one core each on 127.0.0.1, from the jars that
 * the launcher keeps in {@code target/spark}: the same study on this machine, with one executor and with two. Prints
 * the processor's seconds of each process (another load on the machine does not change them much), and fails where a
 * line of the log, without its seconds, differs. Ends the processes that it started.
 *
 * <p>Arguments: more words for {@code lariat fit}, in place of the digits with four regularizers.
 */
public final class SparkBenchmark {
  private static final List<String> STUDY = List.of("examples/data/mnist10k.csv.gz", "--target", "digit",
      "--regularizers", "l2,dropout,max-norm,weight-decay", "--models", "network", "--epochs", "10", "--quick",
      "--average", "1", "--no-temperature");
  private static final Duration STARTING = Duration.ofMinutes(5);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Path root = Path.of("").toAbsolutePath();
  private final Path spark = root.resolve(Path.of("target", "spark"));
  private final List<String> study;
  private final Path folder;
  private final List<Process> started = new ArrayList<>();

  private SparkBenchmark(List<String> study, Path folder) {
    this.study = study;
    this.folder = folder;
  }

  /** Measures. */
  public static void main(String[] words) throws Exception {
    Path folder = Files.createTempDirectory("lariat-spark");
    var benchmark = new SparkBenchmark(words.length > 0 ? List.of(words) : STUDY, folder);
    try {
      benchmark.measure();
    } finally {
      benchmark.stop();
    }
  }

  private void measure() throws Exception {
    fetch();
    int port = freePort();
    String address = "spark://127.0.0.1:" + port;
    service("master", "org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", Integer.toString(port),
        "--webui-port", "0");
    awaitPort(port);
    for (String worker : List.of("worker-1", "worker-2")) {
      service(worker, "org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1", "--cores", "1", "--memory", "3g",
          "--webui-port", "0", "--work-dir", folder.resolve(worker).toString(), address);
    }
    Path here = folder.resolve("here");
    run("here, one thread", here, 0, "--threads", "1");
    for (int executors = 1; executors <= 2; executors++) {
      Path there = folder.resolve("there-" + executors);
      run("on the cluster, executors: " + executors, there, executors, "--threads", "1", "--on", address);
      if (!lines(there).equals(lines(here))) {
        throw new IllegalStateException("the trials differ: " + here + " and " + there);
      }
    }
    System.out.printf(Locale.ROOT, "%d cells, the same lines in all runs%n", lines(here).size() - 1);
  }

  /** Nobody is there; but now Spark's jars are. */
  private void fetch() throws Exception {
    if (!Files.isDirectory(spark.resolve("jars"))) {
      lariat(folder.resolve("none"), 1, "--on", "spark://127.0.0.1:1").waitFor();
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void awaitPort(int port) throws Exception {
    long start = System.nanoTime();
    while (true) {
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
        return;
      } catch (IOException e) {
        if (System.nanoTime() - start > STARTING.toNanos()) {
          throw e;
        }
        Thread.sleep(100);
      }
    }
  }

  private void service(String name, String type, String... words) throws IOException {
    var command = new ArrayList<>(
        List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
            "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-cp", spark.resolve("jars") + "/*", type));
    command.addAll(List.of(words));
    var builder = new ProcessBuilder(command).redirectErrorStream(true)
        .redirectOutput(folder.resolve(name + ".log").toFile());
    environment(builder.environment());
    started.add(builder.start());
  }

  private void environment(Map<String, String> environment) {
    environment.put("SPARK_HOME", spark.toString());
    environment.put("SPARK_SCALA_VERSION", "2.13"); // what a distribution says by the names of its folders
    environment.put("SPARK_LOCAL_IP", "127.0.0.1");
  }

  private Process lariat(Path out, int cores, String... more) throws IOException {
    var command = new ArrayList<>(List.of(root.resolve("lariat").toString(), "fit"));
    command.addAll(study);
    command.addAll(List.of("--out", out.toString(), "-q"));
    command.addAll(List.of(more));
    Path settings = Files.createDirectories(folder.resolve("conf-" + cores));
    Files.writeString(settings.resolve("spark-defaults.conf"), "spark.cores.max " + Math.max(1, cores)
        + "\nspark.executor.memory 2g\nspark.driver.host 127.0.0.1\nspark.driver.bindAddress 127.0.0.1\n");
    var builder = new ProcessBuilder(command).inheritIO();
    environment(builder.environment());
    builder.environment().put("SPARK_CONF_DIR", settings.toString());
    return builder.start();
  }

  private void run(String name, Path out, int cores, String... more) throws Exception {
    long start = System.nanoTime();
    Process driver = lariat(out, cores, more);
    var seconds = new ConcurrentHashMap<Long, Double>(); // of executors, by process
    double own = 0;
    while (!driver.waitFor(100, TimeUnit.MILLISECONDS)) {
      own = Math.max(own, processor(driver.toHandle()));
      started.stream()
          .flatMap(Process::children)
          .forEach(executor -> seconds.merge(executor.pid(), processor(executor), Math::max));
    }
    if (driver.exitValue() != 0) {
      throw new IllegalStateException(name + " ended with " + driver.exitValue() + "; logs are in " + folder);
    }
    System.out.printf(Locale.ROOT, "%-32s %6.1f s; processor: driver %.1f s, executors %s%n", name,
        (System.nanoTime() - start) / 1e9, own,
        seconds.values().stream().map(value -> String.format(Locale.ROOT, "%.1f s", value)).toList());
  }

  private static double processor(ProcessHandle process) {
    return process.info().totalCpuDuration().map(Duration::toMillis).orElse(0L) / 1e3;
  }

  private static List<String> lines(Path run) throws IOException {
    try (Stream<String> lines = Files.lines(run.resolve("trials.jsonl"))) {
      return lines.map(line -> {
        ObjectNode trial = (ObjectNode) JSON.readTree(line);
        trial.remove("seconds");
        return trial.toString();
      }).sorted().toList();
    }
  }

  private void stop() throws InterruptedException {
    started.forEach(Process::destroy);
    for (Process process : started) {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }
}
