package dev.lariat.study.insight;

import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.data.Target;
import dev.lariat.kernel.SplitMix64;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows that are equal in every column that is learnt from, and differ in the target: no model of these columns can be
 * right on all of them.
 *
 * @param rows that have the same inputs as a row with another target
 * @param wrong how many of them any model must get wrong, at least; for numbers 0
 */
public record EqualInputs(int rows, int wrong) {
  /** Two hashes of 64 bits: that two different rows among a million have both in common has a chance below 1e-26. */
  private record Key(long first, long second) {}

  private static final long SECOND = 0xC2B2AE3D27D4EB4FL; // odd, with no relation to SplitMix64.GAMMA
  private static final long MISSING = 0x7FF8_0000_0000_0001L; // no number has these bits after parsing

  /** Looks for such rows in a table with a marked target. */
  public static EqualInputs in(Dataset data) {
    List<Column> columns = data.features().stream().filter(EqualInputs::isLearntFrom).toList();
    Target target = data.target();
    double[] values = target.values(); // of classes their labels; once, as it is a copy
    Map<Key, List<Integer>> groups = new HashMap<>();
    for (int row = 0; row < data.rows(); row++) {
      groups.computeIfAbsent(key(columns, row), _ -> new ArrayList<>()).add(row);
    }
    int rows = 0;
    int wrong = 0;
    for (List<Integer> group : groups.values()) {
      Map<Double, Integer> targets = targets(values, group);
      if (targets.size() > 1) {
        rows += group.size();
        wrong += switch (target.task()) {
          case CLASSIFICATION ->
            group.size() - targets.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
          case REGRESSION -> 0;
        };
      }
    }
    return new EqualInputs(rows, wrong);
  }

  private static boolean isLearntFrom(Column column) {
    return switch (column.kind()) {
      case NUMERIC, CATEGORY, BOOLEAN, DATE, TEXT -> true;
      case CONSTANT, IDENTIFIER -> false;
    };
  }

  private static Map<Double, Integer> targets(double[] values, List<Integer> rows) {
    var targets = new LinkedHashMap<Double, Integer>();
    for (int row : rows) {
      targets.merge(values[row], 1, Integer::sum);
    }
    return targets;
  }

  private static Key key(List<Column> columns, int row) {
    var hash = new Hash();
    for (Column column : columns) {
      double number = column.number(row);
      if (column.isMissing(row)) {
        hash.add(MISSING);
      } else if (Double.isNaN(number)) {
        hash.add(column.text(row));
      } else {
        hash.add(Double.doubleToLongBits(number));
      }
    }
    return new Key(hash.first, hash.second);
  }

  /** Both hashes of what was added, in this order. */
  private static final class Hash {
    private long first;
    private long second;

    void add(long bits) {
      first = SplitMix64.mix((first ^ bits) + SplitMix64.GAMMA);
      second = SplitMix64.mix((second ^ bits) + SECOND);
    }

    /** Every letter: a text's own hash of 32 bits would make some texts equal that are not. */
    void add(String text) {
      for (int i = 0; i < text.length(); i++) {
        add((long) text.charAt(i));
      }
      add((long) text.length()); // so that no two texts one after the other are the same as two others
    }
  }
}
