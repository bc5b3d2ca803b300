package dev.lariat.data.stream;

import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.data.Target;
import dev.lariat.data.Task;
import dev.lariat.kernel.SplitMix64;
import java.util.Arrays;
import java.util.List;

/**
 * Chooses the same share of the rows of each class while a table passes; of numbers the share of all rows. The rows of
 * a class are cut into runs of equal length, in their order, and of each run the seed draws one, so that each part of
 * the table has its share, too. Of each class the first row is in the sample, however rare the class is. One pass.
 */
public final class StratifiedSample {
  private final RowRoles roles;
  private final Task task;
  private final List<String> classes;
  private final long rows;
  private final long wanted;
  private final long seed;
  private final long[] count; // [classes] rows that came by
  private final long[] taken; // [classes] which row of the class is taken from its present run
  private long number;

  /**
   * A sample of a table.
   *
   * @param classes of the target; empty for numbers
   * @param rows of the table
   * @param wanted about how many rows the sample has
   */
  public StratifiedSample(RowRoles roles, Task task, List<String> classes, long rows, long wanted, long seed) {
    if (wanted < 1) {
      throw new IllegalArgumentException("a sample has at least 1 row, not " + wanted);
    }
    this.roles = roles;
    this.task = task;
    this.classes = List.copyOf(classes);
    this.rows = Math.max(1, rows);
    this.wanted = Math.min(wanted, this.rows);
    this.seed = seed;
    count = new long[Math.max(1, classes.size())];
    taken = new long[count.length];
  }

  /**
   * The rows of a part that are in the sample; parts come in their order. Rows without a target are not.
   *
   * @throws dev.lariat.data.DataException if a target or a weight is missing or cannot be used
   */
  public int[] chosen(Dataset part) {
    Column column = part.column(roles.target());
    Column weights = roles.weights().map(part::column).orElse(null);
    int[] labels = switch (task) {
      case CLASSIFICATION -> Target.known(column, task, classes).labels();
      case REGRESSION -> null;
    };
    int[] chosen = new int[part.rows()];
    int size = 0;
    for (int row = 0; row < part.rows(); row++, number++) {
      double value = labels == null ? roles.target(column, row, number) : roles.label(column, labels[row], row, number);
      RowRoles.weight(weights, row, number);
      if (!Double.isNaN(value) && isTaken(labels == null ? 0 : (int) value)) {
        chosen[size++] = row;
      }
    }
    return Arrays.copyOf(chosen, size);
  }

  private boolean isTaken(int stratum) {
    long place = count[stratum]++;
    long run = place * wanted / rows;
    long first = Math.ceilDiv(run * rows, wanted);
    if (place == first) {
      long length = Math.ceilDiv((run + 1) * rows, wanted) - first;
      long random = SplitMix64.at(seed, stratum, run);
      taken[stratum] = run == 0 ? 0 : first + Long.remainderUnsigned(random, length);
    }
    return place == taken[stratum];
  }
}
