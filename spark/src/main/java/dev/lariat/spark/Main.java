package dev.lariat.spark;

import java.util.ArrayList;
import java.util.List;

/**
 * Where {@code spark-submit --class dev.lariat.spark.Main} starts: the commands of {@code lariat}, and the cells of
 * {@code fit} on the cluster that spark-submit was told.
 */
public final class Main {
  private Main() {}

  /** Runs the command and exits with its code. */
  public static void main(String[] args) {
    dev.lariat.cli.Main.main(words(args, System.getProperty("spark.master")));
  }

  /** @param master null if this was not started by spark-submit */
  static String[] words(String[] args, String master) {
    var words = new ArrayList<String>(List.of(args));
    boolean told = words.stream().anyMatch(word -> word.equals("--on") || word.startsWith("--on="));
    if (master != null && !told && words.indexOf("fit") == 0) {
      words.addAll(1, List.of("--on", master));
    }
    return words.toArray(String[]::new);
  }
}
