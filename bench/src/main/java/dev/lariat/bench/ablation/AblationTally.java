package dev.lariat.bench.ablation;

import dev.lariat.data.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** Log ratios by what was changed and table. */
final class AblationTally {
  private static final double WORSE = 0.05;

  /** A table, and what it is counted under. */
  record Table(String name, int rows, Task task) {
    boolean within(String group) {
      return switch (group) {
        case "classes" -> task == Task.CLASSIFICATION;
        case "numbers" -> task == Task.REGRESSION;
        case "to 249" -> rows < 250;
        case "to 849" -> rows >= 250 && rows < 850;
        case "from 850" -> rows >= 850;
        default -> true;
      };
    }
  }

  private static final List<String> GROUPS = List.of("all", "classes", "numbers", "to 249", "to 849", "from 850");

  private final Map<String, Map<Table, List<double[]>>> ratios = new LinkedHashMap<>();

  void add(String what, Table table, double ratio, double seconds) {
    ratios.computeIfAbsent(what, _ -> new LinkedHashMap<>())
        .computeIfAbsent(table, _ -> new ArrayList<>())
        .add(new double[]{Math.log(ratio), seconds});
  }

  void print() {
    System.out.printf(Locale.ROOT, "%n%-28s %-8s %9s %7s %7s %8s %8s%n", "change", "tables", "log ratio", "SE",
        "number", "worse 5%", "seconds");
    ratios.forEach((what, byTable) -> GROUPS.forEach(group -> {
      double[] means = means(byTable, group, r -> r[0]);
      double mean = DoubleStream.of(means).average().orElse(Double.NaN);
      double variance = DoubleStream.of(means).map(m -> (m - mean) * (m - mean)).sum() / Math.max(1, means.length - 1);
      System.out.printf(Locale.ROOT, "%-28s %-8s %9.4f %7.4f %7d %8d %8.2f%n", what, group, mean,
          Math.sqrt(variance / means.length), means.length, DoubleStream.of(means).filter(m -> m > WORSE).count(),
          DoubleStream.of(means(byTable, group, r -> r[1])).average().orElse(Double.NaN));
    }));
  }

  private static double[] means(Map<Table, List<double[]>> byTable, String group, ToDoubleFunction<double[]> of) {
    return byTable.entrySet()
        .stream()
        .filter(entry -> entry.getKey().within(group))
        .mapToDouble(entry -> entry.getValue().stream().mapToDouble(of).average().orElseThrow())
        .toArray();
  }
}
