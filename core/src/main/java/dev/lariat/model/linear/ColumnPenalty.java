package dev.lariat.model.linear;

import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.encoding.Feature;
import dev.lariat.linear.LinearPenalty;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A penalty by column name, which holds for all features that a column is encoded as. Immutable.
 *
 * @param penalty without what is told by column
 * @param factors by column or feature; {@code "*"} for all others
 * @param lower limits, likewise
 * @param upper limits, likewise
 * @param groups columns whose features form one group
 */
public record ColumnPenalty(LinearPenalty penalty, Map<String, Double> factors, Map<String, Double> lower,
    Map<String, Double> upper, List<List<String>> groups) {
  /** Of all columns alike. */
  public static ColumnPenalty of(LinearPenalty penalty) {
    return new ColumnPenalty(penalty, Map.of(), Map.of(), Map.of(), List.of());
  }

  /** With a column's penalty factor. */
  public ColumnPenalty withFactor(String column, double value) {
    if (!(value >= 0)) {
      throw new IllegalArgumentException("the penalty factor of '" + column + "' must be at least 0, not " + value);
    }
    return new ColumnPenalty(penalty, with(factors, column, value), lower, upper, groups);
  }

  /** With a feature entering for all classes or targets at once. */
  public ColumnPenalty withGroupedClasses() {
    return new ColumnPenalty(penalty.withGroupedClasses(), factors, lower, upper, groups);
  }

  /**
   * With a group lasso in which these columns form one group, if there are any.
   *
   * @throws IllegalArgumentException if one is in a group already: groups do not overlap
   */
  public ColumnPenalty withGroup(List<String> columns) {
    var seen = new HashSet<String>();
    groups.forEach(seen::addAll);
    for (String column : columns) {
      if (!seen.add(column)) {
        throw new IllegalArgumentException(
            "column '" + column + "' is told twice to be in a group: groups do not" + " overlap, so leave it in one");
      }
    }
    var all = new ArrayList<>(groups);
    if (!columns.isEmpty()) {
      all.add(columns);
    }
    var grouped = new LinearPenalty(penalty.alpha(), penalty.factors(), new int[0], penalty.groupClasses(),
        penalty.lower(), penalty.upper(), penalty.sparseShare());
    return new ColumnPenalty(grouped, factors, lower, upper, List.copyOf(all));
  }

  /** With a share of the lasso within the groups; each column forms one where none was told. */
  public ColumnPenalty withSparseGroups(double share) {
    ColumnPenalty grouped = penalty.groups() == null ? withGroup(List.of()) : this;
    return new ColumnPenalty(grouped.penalty.withSparseGroups(share), factors, lower, upper, groups);
  }

  /** With a lower limit of a column's coefficients. */
  public ColumnPenalty withLower(String column, double value) {
    requireLimit("lower", column, value, value <= 0);
    return new ColumnPenalty(penalty, factors, with(lower, column, value), upper, groups);
  }

  /** With an upper limit of a column's coefficients. */
  public ColumnPenalty withUpper(String column, double value) {
    requireLimit("upper", column, value, value >= 0);
    return new ColumnPenalty(penalty, factors, lower, with(upper, column, value), groups);
  }

  private static void requireLimit(String what, String column, double value, boolean holdsZero) {
    if (!holdsZero) {
      throw new IllegalArgumentException(
          "the " + what + " limit of " + (column.equals("*") ? "all columns" : "'" + column + "'") + " is " + value
              + ": limits must include 0, where the path starts");
    }
  }

  private static Map<String, Double> with(Map<String, Double> map, String column, double value) {
    var copy = new LinkedHashMap<>(map);
    copy.put(column, value);
    return copy;
  }

  /** The penalty of a table's features. */
  public LinearPenalty of(Dataset data, List<Feature> features) {
    return new LinearPenalty(penalty.alpha(), factors.isEmpty() ? null : values(features, factors, 1),
        groups(data, features), penalty.groupClasses(),
        lower.isEmpty() ? null : values(features, lower, Double.NEGATIVE_INFINITY),
        upper.isEmpty() ? null : values(features, upper, Double.POSITIVE_INFINITY), penalty.sparseShare());
  }

  /** Refuses settings of columns that are no inputs. */
  public void requireKnown(Dataset data, List<Feature> features) {
    requireKnown(data, factors, features, "penalty factor");
    requireKnown(data, lower, features, "lower limit");
    requireKnown(data, upper, features, "upper limit");
  }

  /** A group a column, but for those that were put together: they take the number of their first column. */
  private int[] groups(Dataset data, List<Feature> features) {
    if (penalty.groups() == null) {
      return null;
    }
    int[] group = features.stream().mapToInt(Feature::source).toArray();
    for (List<String> together : groups) {
      int number = -1;
      for (String name : together) {
        data.column(name); // says what is near if it is missing
        for (int j = 0; j < group.length; j++) {
          if (features.get(j).column().equals(name)) {
            requireEqualFactors(together.getFirst(), name);
            number = number < 0 ? group[j] : number;
            group[j] = number;
          }
        }
      }
    }
    return group;
  }

  private void requireEqualFactors(String one, String other) {
    double first = factors.getOrDefault(one, factors.getOrDefault("*", 1.0));
    double second = factors.getOrDefault(other, factors.getOrDefault("*", 1.0));
    if (first != second) {
      throw new IllegalArgumentException("the columns of a group need one penalty factor, but that of '" + one + "' is "
          + first + " and that of '" + other + "' is " + second);
    }
  }

  private static void requireKnown(Dataset data, Map<String, Double> settings, List<Feature> features, String what) {
    for (String name : settings.keySet()) {
      if (!name.equals("*") && features.stream().noneMatch(f -> f.column().equals(name) || f.name().equals(name))) {
        data.column(name);
        throw new DataException(
            "the column '" + name + "' has a " + what + " but is no input: it is constant or left out");
      }
    }
  }

  private static double[] values(List<Feature> features, Map<String, Double> settings, double otherwise) {
    return features.stream().mapToDouble(f -> {
      Double own = settings.get(f.name());
      Double column = settings.get(f.column());
      return own != null ? own : column != null ? column : settings.getOrDefault("*", otherwise);
    }).toArray();
  }
}
