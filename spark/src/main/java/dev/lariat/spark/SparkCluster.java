package dev.lariat.spark;

import dev.lariat.io.cluster.Cluster;
import dev.lariat.io.cluster.ClusterCells;
import dev.lariat.io.cluster.RowPlace;
import dev.lariat.io.cluster.TravellingRows;
import dev.lariat.io.cluster.TravellingStudy;
import dev.lariat.study.Study;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;

/** Spark: the library of this machine, and a cluster of the same version. */
public final class SparkCluster implements Cluster {
  private static final Pattern HOSTS = Pattern.compile("spark://([^/:,]+:[0-9]+(?:,[^/:,]+:[0-9]+)*)");
  private static final Pattern ADDRESS = Pattern
      .compile(HOSTS.pattern() + "|local(\\[[^\\]]+\\])?|local-cluster\\[[^\\]]+\\]|yarn|k8s://.+");
  private static final Duration CONNECTING = Duration.ofSeconds(5);
  /** Containers may have to be fetched, and a busy machine takes minutes to start a Java. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  /** What our jars lie beside, and executors do not need or have already. */
  private static final Pattern NOT_SENT = Pattern
      .compile("(echarts|slf4j|zstd-jni|snappy-java|jline|progressbar)-.*\\.jar");

  /** For {@link java.util.ServiceLoader}. */
  public SparkCluster() {}

  @Override
  public void check(String address) {
    if (!ADDRESS.matcher(address).matches()) {
      throw new IllegalArgumentException("--on: '" + address
          + "' is no address of a cluster; it looks like spark://host:7077, yarn, k8s://https://host:443, or local[2]");
    }
    if (!version().startsWith("4.2.")) {
      throw new IllegalArgumentException(
          "--on needs Spark 4.2, and here is " + version() + ": set SPARK_HOME to another, or leave it unset");
    }
  }

  /** {@return the version of Spark on this machine's class path, without making anything of it} */
  static String version() {
    var properties = new Properties();
    try (InputStream file = SparkContext.class.getResourceAsStream("/spark-version-info.properties")) {
      if (file != null) {
        properties.load(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version", "unknown");
  }

  @Override
  public ClusterCells open(String address, TravellingStudy study, List<Path> files) {
    SparkJobs jobs = jobs(address, "lariat fit " + study.files().getFirst().name());
    try {
      files.forEach(file -> jobs.context().addFile(file.toAbsolutePath().toString()));
      var cells = new SparkCells(jobs, study.text());
      cells.greet(PATIENCE);
      return cells;
    } catch (RuntimeException e) {
      jobs.context().stop();
      throw e;
    }
  }

  @Override
  public RowPlace open(String address, TravellingRows table, String shown) {
    SparkJobs jobs = jobs(address, shown);
    try {
      var rows = new SparkRows(jobs, table.text());
      rows.greet(PATIENCE);
      return rows;
    } catch (RuntimeException e) {
      jobs.context().stop();
      throw e;
    }
  }

  private static SparkJobs jobs(String address, String shown) {
    requireMaster(address);
    try {
      return new SparkJobs(new JavaSparkContext(configuration(address, shown)), address);
    } catch (RuntimeException e) {
      throw address.startsWith("spark://") ? ClusterFailure.notAccepted(address, e) : ClusterFailure.of(address, e);
    }
  }

  /** Spark tries for a minute before it gives up: whether anybody is there can be known now. */
  private static void requireMaster(String address) {
    var hosts = HOSTS.matcher(address);
    if (!hosts.matches()) {
      return;
    }
    UncheckedIOException failure = null;
    for (String host : hosts.group(1).split(",", -1)) {
      int colon = host.lastIndexOf(':');
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress(host.substring(0, colon), Integer.parseInt(host.substring(colon + 1))),
            Math.toIntExact(CONNECTING.toMillis()));
        return;
      } catch (IOException | IllegalArgumentException e) {
        failure = ClusterFailure.notThere(address, host, e);
      }
    }
    throw Objects.requireNonNull(failure);
  }

  private static SparkConf configuration(String address, String shown) {
    var configuration = new SparkConf(); // with the system properties that begin with spark., spark-submit's among them
    defaults().forEach((key, value) -> configuration.setIfMissing(key.toString(), value.toString().strip()));
    configuration.setMaster(address).setIfMissing("spark.app.name", shown).setIfMissing("spark.ui.enabled", "false");
    String jars = jars();
    if (!jars.isEmpty() && !address.startsWith("local")) {
      configuration.setIfMissing("spark.jars", jars);
    }
    return configuration;
  }

  /** What spark-submit would read, too. */
  private static Properties defaults() {
    var properties = new Properties();
    String home = System.getenv("SPARK_HOME");
    String told = System.getenv("SPARK_CONF_DIR");
    Path file = Stream
        .of(told == null ? null : Path.of(told), home == null || home.isEmpty() ? null : Path.of(home, "conf"))
        .filter(Objects::nonNull)
        .map(folder -> folder.resolve("spark-defaults.conf"))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElse(null);
    if (file != null) {
      try (Reader reader = Files.newBufferedReader(file)) {
        properties.load(reader);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      properties.keySet().removeIf(Predicate.not(key -> key.toString().startsWith("spark.")));
    }
    return properties;
  }

  /** Our jars and those beside them, for executors; none where classes lie in folders. */
  private static String jars() {
    try {
      Path core = place(Study.class);
      Path own = place(SparkCluster.class);
      if (!Files.isRegularFile(core) || !Files.isRegularFile(own)) {
        return "";
      }
      Path folder = core.getParent();
      return Stream
          .concat(Stream.of(own),
              Arrays.stream(System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator), -1))
                  .map(Path::of)
                  .map(Path::toAbsolutePath)
                  .filter(jar -> folder.equals(jar.getParent())
                      && !NOT_SENT.matcher(jar.getFileName().toString()).matches()))
          .distinct()
          .map(Path::toString)
          .collect(Collectors.joining(","));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path place(Class<?> type) throws URISyntaxException {
    URI place = type.getProtectionDomain().getCodeSource().getLocation().toURI();
    return Path.of(place).toAbsolutePath();
  }
}
