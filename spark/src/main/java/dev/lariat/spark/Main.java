package dev.lariat.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Where {@code spark-submit --class dev.lariat.spark.Main} starts: the commands of {@code lariat}; the cells of
 * {@code fit} and the rows of {@code linear} are computed on the cluster that spark-submit was told.
 */
public final class Main {
  private static final Set<String> ON_A_CLUSTER = Set.of("fit", "linear");

  private Main() {}

  /** Runs the command and exits with its code. */
  public static void main(String[] args) {
    dev.lariat.cli.Main.main(words(args, System.getProperty("spark.master")));
  }

  /** @param master null if this was not started by spark-submit */
  static String[] words(String[] args, String master) {
    var words = new ArrayList<String>(List.of(args));
    boolean told = words.stream().anyMatch(word -> word.equals("--on") || word.startsWith("--on="));
    if (master != null && !told && !words.isEmpty() && ON_A_CLUSTER.contains(words.getFirst())) {
      words.addAll(1, List.of("--on", master));
    }
    return words.toArray(String[]::new);
  }
}
