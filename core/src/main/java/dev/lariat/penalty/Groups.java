package dev.lariat.penalty;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The partition of a kernel's weights into groups. */
public final class Groups {
  private final int[] start; // [groups + 1] where a group's weights begin in members
  private final int[] members; // [inputs·units] positions of weights, group by group, ascending within
  private final boolean adjacent; // whether every group's weights lie one after the other

  private Groups(int[] groupOfWeight, int count) {
    start = new int[count + 1];
    for (int group : groupOfWeight) {
      start[group + 1]++;
    }
    for (int g = 0; g < count; g++) {
      start[g + 1] += start[g];
    }
    members = new int[groupOfWeight.length];
    int[] next = Arrays.copyOf(start, count);
    for (int i = 0; i < groupOfWeight.length; i++) {
      members[next[groupOfWeight[i]]++] = i;
    }
    adjacent = IntStream.range(0, count)
        .allMatch(g -> start[g] == start[g + 1]
            || members[start[g + 1] - 1] - members[start[g]] == start[g + 1] - 1 - start[g]);
  }

  /** The groups of a kernel; columns in ascending order of their number. */
  public static Groups of(WeightShape shape, GroupBy by) {
    int units = shape.units();
    int[] rowGroup = by == GroupBy.COLUMN ? renumbered(shape) : null;
    int[] group = new int[shape.size()];
    for (int i = 0; i < group.length; i++) {
      group[i] = switch (by) {
        case INPUT -> i / units;
        case COLUMN -> rowGroup[i / units];
        case UNIT -> i % units % (units / shape.gates());
      };
    }
    return new Groups(group, Arrays.stream(group).max().orElse(-1) + 1);
  }

  private static int[] renumbered(WeightShape shape) {
    if (shape.columnOfInput() == null) {
      int[] identity = new int[shape.inputs()];
      Arrays.setAll(identity, i -> i);
      return identity;
    }
    int[] sorted = Arrays.stream(shape.columnOfInput()).distinct().sorted().toArray();
    return Arrays.stream(shape.columnOfInput()).map(id -> Arrays.binarySearch(sorted, id)).toArray();
  }

  /** How many groups there are. */
  public int count() {
    return start.length - 1;
  }

  /** How many weights a group has. */
  public int size(int group) {
    return start[group + 1] - start[group];
  }

  /** The position of a group's k-th weight. */
  public int member(int group, int k) {
    return members[start[group] + k];
  }

  /**
   * Copies a group's values out.
   *
   * @param values of all weights
   * @param into the group's, from 0 on
   */
  public void gather(int group, float[] values, float[] into) {
    if (adjacent && size(group) > 0) {
      System.arraycopy(values, members[start[group]], into, 0, size(group));
      return;
    }
    for (int k = start[group]; k < start[group + 1]; k++) {
      into[k - start[group]] = values[members[k]];
    }
  }

  /**
   * Copies a group's values back.
   *
   * @param from the group's, from 0 on
   * @param values of all weights
   */
  public void scatter(int group, float[] from, float[] values) {
    if (adjacent && size(group) > 0) {
      System.arraycopy(from, 0, values, members[start[group]], size(group));
      return;
    }
    for (int k = start[group]; k < start[group + 1]; k++) {
      values[members[k]] = from[k - start[group]];
    }
  }

  /**
   * {@code ‖values_g‖₂}.
   *
   * @param values not modified
   */
  public double norm(int group, float[] values) {
    double sum = 0;
    for (int k = start[group]; k < start[group + 1]; k++) {
      double v = values[members[k]];
      sum += v * v;
    }
    return Math.sqrt(sum);
  }
}
