package dev.lariat.study.warning;

import dev.lariat.data.Suggestions;
import static dev.lariat.data.NumberText.percent;

import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.data.Target;
import dev.lariat.data.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Columns that give the target away: from such a column alone, whatever the form of the relation, nearly every row can
 * be predicted. Each row is predicted by the other rows with the same value, and where there is none by those whose
 * values are next to it: a regression of one neighbour on each side, each row left out of its own prediction.
 */
final class Leaks {
  /** A column that explains so much alone is hardly ever one that was known before. */
  private static final double EXPLAINED = 0.99;
  /** The same of classes: errors as a share of those of always predicting the most frequent class. */
  private static final double ERRORS = 0.02;
  /** Fewer rows follow many a column by chance. */
  private static final int FEWEST = 30;
  /** Of more rows every k-th is read: a leak shows in any sample. */
  private static final int MOST = 5_000;

  private final Target target;
  private final int[] rows;
  private final double[] values; // of the target, or their ranks; null for classes

  private Leaks(Target target, int[] rows, double[] values) {
    this.target = target;
    this.rows = rows;
    this.values = values;
  }

  static List<Warning> of(Dataset data) {
    int step = Math.max(1, data.rows() / MOST);
    int[] rows = IntStream.iterate(0, row -> row < data.rows(), row -> row + step).toArray();
    Target target = data.target();
    boolean numbers = target.task() == Task.REGRESSION;
    var leaks = new Leaks(target, rows, numbers ? target.values() : null);
    // A few large values would hide what the order of all says.
    Optional<Leaks> ofRanks = numbers ? Optional.of(new Leaks(target, rows, ranks(target.values()))) : Optional.empty();
    var warnings = new ArrayList<Warning>();
    for (Column column : data.features()) {
      double found = leaks.explained(column);
      double order = ofRanks.map(ranked -> ranked.explained(column)).orElse(Double.NaN);
      if (found >= leaks.threshold()) {
        warnings.add(Warning.of(Warning.Kind.TARGET_LEAK, column.name(), leaks.text(column.name(), found, "")));
      } else if (order >= leaks.threshold()) {
        warnings.add(
            Warning.of(Warning.Kind.TARGET_LEAK, column.name(), leaks.text(column.name(), order, "the order of ")));
      }
    }
    return warnings;
  }

  private static double[] ranks(double[] values) {
    int[] order = IntStream.range(0, values.length)
        .boxed()
        .sorted(Comparator.comparingDouble(row -> values[row]))
        .mapToInt(Integer::intValue)
        .toArray();
    double[] ranks = new double[values.length];
    for (int i = 0; i < order.length; i++) {
      ranks[order[i]] = i > 0 && values[order[i]] == values[order[i - 1]] ? ranks[order[i - 1]] : i;
    }
    return ranks;
  }

  private double threshold() {
    return switch (target.task()) {
      case REGRESSION -> EXPLAINED;
      case CLASSIFICATION -> 1 - ERRORS;
    };
  }

  private String text(String column, double found, String of) {
    String what = switch (target.task()) {
      case REGRESSION -> "'" + column + "' alone explains " + percent(found) + " of " + of + "'" + target.name() + "'";
      case CLASSIFICATION -> "'" + column + "' alone tells '" + target.name() + "' with " + percent(1 - found)
          + " of the errors of always predicting the most frequent class";
    };
    return what + ": is it known before the target is? " + Suggestions.listOption("--drop", column) + " leaves it out.";
  }

  /** {@return the share of the target that a column explains alone; NaN where that cannot be told} */
  private double explained(Column column) {
    int[] known = Arrays.stream(rows).filter(row -> !column.isMissing(row)).toArray();
    if (known.length < Math.max(FEWEST, rows.length / 2)) {
      return Double.NaN;
    }
    return switch (column.kind()) {
      case NUMERIC, DATE -> inOrder(column, known);
      case CATEGORY, BOOLEAN -> byLevel(column, known);
      case TEXT, CONSTANT, IDENTIFIER -> Double.NaN;
    };
  }

  private double inOrder(Column column, int[] known) {
    int[] sorted = Arrays.stream(known)
        .boxed()
        .sorted(Comparator.comparingDouble(column::number))
        .mapToInt(Integer::intValue)
        .toArray();
    var groups = new ArrayList<int[]>();
    for (int from = 0; from < sorted.length;) {
      int to = from;
      while (to < sorted.length && column.number(sorted[to]) == column.number(sorted[from])) {
        to++;
      }
      groups.add(Arrays.copyOfRange(sorted, from, Math.max(to, from + 1)));
      from = Math.max(to, from + 1);
    }
    return groups.size() < 2 ? Double.NaN : score(groups, true, known);
  }

  private double byLevel(Column column, int[] known) {
    Map<String, List<Integer>> levels = new HashMap<>();
    for (int row : known) {
      levels.computeIfAbsent(column.text(row), _ -> new ArrayList<>()).add(row);
    }
    var groups = levels.values().stream().map(rows -> rows.stream().mapToInt(Integer::intValue).toArray()).toList();
    return groups.size() < 2 ? Double.NaN : score(groups, false, known);
  }

  /** A row that is alone is predicted by the groups beside it where these are ordered, else by all rows. */
  private double score(List<int[]> groups, boolean ordered, int[] known) {
    return switch (target.task()) {
      case REGRESSION -> numbers(groups, ordered, known);
      case CLASSIFICATION -> classes(groups, ordered, known);
    };
  }

  private double numbers(List<int[]> groups, boolean ordered, int[] known) {
    double mean = Arrays.stream(known).mapToDouble(row -> values[row]).average().orElseThrow();
    double[] means = groups.stream()
        .mapToDouble(group -> Arrays.stream(group).mapToDouble(row -> values[row]).average().orElseThrow())
        .toArray();
    double missed = 0;
    double all = 0;
    for (int g = 0; g < groups.size(); g++) {
      int[] group = groups.get(g);
      for (int row : group) {
        double predicted = group.length > 1
            ? means[g] + (means[g] - values[row]) / (group.length - 1)
            : ordered ? beside(means, g) : mean;
        missed += (values[row] - predicted) * (values[row] - predicted);
        all += (values[row] - mean) * (values[row] - mean);
      }
    }
    return all > 0 ? 1 - missed / all : Double.NaN;
  }

  private static double beside(double[] means, int at) {
    return at == 0 ? means[1] : at == means.length - 1 ? means[at - 1] : 0.5 * (means[at - 1] + means[at + 1]);
  }

  private double classes(List<int[]> groups, boolean ordered, int[] known) {
    int[] labels = target.labels();
    int count = target.classes().size();
    int[] all = counts(known, labels, count);
    int[] frequent = groups.stream().mapToInt(group -> most(counts(group, labels, count))).toArray();
    int wrong = 0;
    for (int g = 0; g < groups.size(); g++) {
      int[] group = groups.get(g);
      int[] here = counts(group, labels, count);
      for (int row : group) {
        here[labels[row]]--;
        int predicted = group.length > 1 ? most(here) : ordered ? frequent[g == 0 ? 1 : g - 1] : most(all);
        here[labels[row]]++;
        wrong += predicted == labels[row] ? 0 : 1;
      }
    }
    int baseline = known.length - all[most(all)];
    return baseline >= FEWEST / 3 ? 1 - wrong / (double) baseline : Double.NaN;
  }

  private static int[] counts(int[] rows, int[] labels, int classes) {
    int[] counts = new int[classes];
    for (int row : rows) {
      counts[labels[row]]++;
    }
    return counts;
  }

  /** {@return the most frequent class; of equals the first} */
  static int most(int[] counts) {
    int most = 0;
    for (int c = 1; c < counts.length; c++) {
      most = counts[c] > counts[most] ? c : most;
    }
    return most;
  }
}
