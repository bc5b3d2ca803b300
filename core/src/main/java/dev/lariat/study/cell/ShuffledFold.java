package dev.lariat.study.cell;

import java.util.List;

/** A fitted model and validation rows of its fold, of which the values of a column can be shuffled. */
public interface ShuffledFold {
  /** Predictions of rows that the importance of columns may cost, all columns and shuffles of a fold together. */
  long PREDICTIONS = 600_000;

  /** How many rows there are. */
  int rows();

  /** The table's columns that the model has an input for. */
  List<String> columns();

  /** Mean loss of the rows as they are. */
  double loss();

  /**
   * Mean loss of the rows where row i has the column's value of row {@code order[i]}.
   *
   * @param column its place in {@link #columns}
   * @param order a permutation of the rows, not modified
   */
  double loss(int column, int[] order);

  /** How many of {@code all} rows are looked at, so that all columns together cost a bounded number of predictions. */
  static int rows(int all, int columns) {
    return Math.clamp(PREDICTIONS / columns, Math.min(50, all), all);
  }

  /** {@return {@code count} of {@code all} row numbers, evenly spread: files are often sorted} */
  public static int[] spread(int all, int count) {
    int[] rows = new int[count];
    for (int i = 0; i < count; i++) {
      rows[i] = (int) ((long) i * all / count);
    }
    return rows;
  }

  static double mean(float[] losses) {
    double sum = 0;
    for (float loss : losses) {
      sum += loss;
    }
    return sum / losses.length;
  }
}
