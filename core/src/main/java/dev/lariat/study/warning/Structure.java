package dev.lariat.study.warning;

import dev.lariat.data.Suggestions;
import static dev.lariat.data.NumberText.count;
import static dev.lariat.data.NumberText.number;

import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Rows that are not independent of each other: columns that say when they were, or to whom they belong. */
final class Structure {
  /** Words of a name that says to whom a row belongs. */
  private static final Set<String> OWNERS = Set.of("id", "patient", "subject", "user", "customer", "client", "person",
      "participant", "household", "family", "session", "device", "sensor", "animal");
  /** Words of a name of numbers that say when. */
  private static final Set<String> TIMES = Set.of("year", "date", "time", "timestamp");
  private static final double FIRST_YEAR = 1800;
  private static final double LAST_YEAR = 2200;
  private static final int FEWEST_GROUPS = 10;
  private static final double ROWS_A_GROUP = 2;
  /** So many other columns that are the same within every group say that the group is a thing of its own. */
  private static final int FIXED = 2;
  /** A column with fewer values is the same within small groups by chance. */
  private static final int FEWEST_VALUES = 3;

  private Structure() {}

  /** Columns of dates, and of years, while rows are split at random. */
  static List<Warning> times(Dataset data) {
    return data.features()
        .stream()
        .filter(Structure::saysWhen)
        .map(column -> Warning.of(Warning.Kind.TIME, column.name(),
            "'" + column.name() + "' says when: split at random, rows are predicted with the help of later ones, which "
                + "nobody has who predicts the future. " + Suggestions.option("--time-column", column.name())
                + " splits in its order."))
        .toList();
  }

  private static boolean saysWhen(Column column) {
    return switch (column.kind()) {
      case DATE -> true;
      case NUMERIC -> words(column.name()).stream().anyMatch(TIMES::contains) && years(column);
      case CATEGORY, BOOLEAN, TEXT, CONSTANT, IDENTIFIER -> false;
    };
  }

  private static boolean years(Column column) {
    for (int row = 0; row < column.rows(); row++) {
      double value = column.number(row);
      if (!Double.isNaN(value) && !(value >= FIRST_YEAR && value <= LAST_YEAR && value == Math.rint(value))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Columns of which each value has several rows, and whose name or whose other columns say that they belong together.
   */
  static List<Warning> groups(Dataset data) {
    var warnings = new ArrayList<Warning>();
    for (Column column : data.features()) {
      Map<String, Integer> groups = groups(column);
      double rows = data.rows() / (double) Math.max(1, groups.size());
      if (groups.size() < FEWEST_GROUPS || rows < ROWS_A_GROUP) {
        continue;
      }
      boolean owner = words(column.name()).stream().anyMatch(OWNERS::contains);
      boolean one = isFixed(data.column(data.targetName().orElseThrow()), column, groups, 2);
      if (owner || one || fixed(data, column, groups) >= FIXED) {
        warnings.add(Warning.of(Warning.Kind.GROUP, column.name(),
            "'" + column.name() + "' has " + count(groups.size(), "value") + " in " + count(data.rows(), "row") + ", "
                + number(rows) + " rows each" + (one ? ", all of one '" + data.target().name() + "'" : "")
                + ": rows of one that are on both sides of a split flatter every model. "
                + Suggestions.option("--group-column", column.name()) + " keeps them together."));
      }
    }
    return warnings;
  }

  /** {@return the number of each value; empty where values say no group} */
  private static Map<String, Integer> groups(Column column) {
    boolean possible = switch (column.kind()) {
      case CATEGORY, IDENTIFIER -> true;
      case NUMERIC -> words(column.name()).stream().anyMatch(OWNERS::contains);
      case BOOLEAN, DATE, TEXT, CONSTANT -> false;
    };
    Map<String, Integer> groups = new HashMap<>();
    for (int row = 0; possible && row < column.rows(); row++) {
      if (!column.isMissing(row)) {
        groups.putIfAbsent(column.text(row), groups.size());
      }
    }
    return groups;
  }

  /** {@return how many other columns are the same in all rows of every group} */
  private static int fixed(Dataset data, Column by, Map<String, Integer> groups) {
    int fixed = 0;
    for (Column column : data.features()) {
      fixed += column != by && isFixed(column, by, groups, FEWEST_VALUES) ? 1 : 0;
    }
    return fixed;
  }

  /** {@return whether a column is the same in all rows of every group, and has so many values} */
  private static boolean isFixed(Column column, Column by, Map<String, Integer> groups, int fewest) {
    String[] first = new String[groups.size()];
    Set<String> values = new HashSet<>();
    for (int row = 0; row < column.rows(); row++) {
      if (!by.isMissing(row)) {
        int group = groups.get(by.text(row));
        String text = String.valueOf(column.text(row));
        values.add(text);
        if (first[group] != null && !first[group].equals(text)) {
          return false;
        }
        first[group] = text;
      }
    }
    return values.size() >= fewest;
  }

  /**
   * {@return the words of a name in small letters: {@code patient_id}, {@code PatientId} and
   * {@code patient id} have two}
   */
  private static List<String> words(String name) {
    return Arrays.stream(name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").split("[^A-Za-z]+", -1))
        .map(word -> word.toLowerCase(Locale.ROOT))
        .toList();
  }
}
