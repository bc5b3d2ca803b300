package dev.lariat.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What Spark says, as one line that says what to do. */
final class ClusterFailure {
  /** By a word of Spark's message. */
  private static final Map<String, String> KNOWN = known();

  private ClusterFailure() {}

  private static Map<String, String> known() {
    Map<String, String> known = new LinkedHashMap<>();
    known.put("UnsupportedClassVersionError",
        "its executors run a Java older than 25: give them one (docs/scale.md), such as spark.executorEnv.JAVA_HOME");
    known.put("InvalidClassException", "it runs another version of Spark than " + SparkCluster.version()
        + ", which is here: Lariat needs Spark 4.2 there, too, and of another 4.2 its own spark-submit");
    known.put("OutOfMemoryError",
        "a cell does not fit into an executor's memory: raise spark.executor.memory, or give an executor fewer cores");
    known.put("ClassNotFoundException: dev.lariat",
        "its executors did not get lariat's jars: use spark-submit with lariat-spark-…-all.jar");
    known.put("SparkContext was shut down", "it ended this application; its pages and logs say why");
    known.put("stopped SparkContext", "it ended this application; its pages and logs say why");
    return known;
  }

  static UncheckedIOException of(String address, Throwable failure) {
    String said = String.valueOf(failure.getMessage());
    String why = KNOWN.entrySet()
        .stream()
        .filter(entry -> said.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseGet(() -> said.lines().findFirst().orElse("") + " (" + failure.getClass().getSimpleName() + ")");
    return line("the cluster at " + address + ": " + why, failure);
  }

  static UncheckedIOException notThere(String address, String host, Throwable failure) {
    return line("no Spark master answers at " + address + " (" + host + ": " + failure.getMessage()
        + "): is it started, and is this its address?", failure);
  }

  static UncheckedIOException notAccepted(String address, Throwable failure) {
    return line("the Spark master at " + address + " did not take lariat's application: it runs another version than "
        + SparkCluster.version() + ", or wants a password; its log says which", failure);
  }

  static UncheckedIOException noExecutor(String address, Duration patience) {
    return line("the cluster at " + address + " gave no executor within " + patience.toSeconds()
        + " s: it has no free cores or memory (spark.executor.memory), or its executors cannot start or cannot reach this"
        + " machine; its pages and logs say which", null);
  }

  private static UncheckedIOException line(String text, Throwable cause) {
    return new UncheckedIOException(new IOException(text, cause));
  }
}
