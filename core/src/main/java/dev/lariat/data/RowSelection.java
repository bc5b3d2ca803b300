package dev.lariat.data;

import java.util.Arrays;

/** Selected rows as seen from the table's rows, so that sparse columns are selected in the time of their entries. */
public final class RowSelection {
  private final int size;
  private final int[] first; // [rows]: the first place of the row in the selection, −1 if it is not there
  private final int[] next; // [size]: the next place of the same row, −1 if there is none
  private final boolean ascending;

  /**
   * @param rows how many rows the table has
   * @param selected those that are selected, in their order; a row may come more than once
   */
  public RowSelection(int rows, int[] selected) {
    size = selected.length;
    first = new int[rows];
    next = new int[size];
    Arrays.fill(first, -1);
    boolean inOrder = true;
    for (int place = size - 1; place >= 0; place--) {
      int row = selected[place];
      next[place] = first[row];
      first[row] = place;
      inOrder &= place == 0 || selected[place - 1] <= row;
    }
    ascending = inOrder;
  }

  /** How often the row is selected. */
  public int times(int row) {
    int count = 0;
    for (int place = first[row]; place >= 0; place = next[place]) {
      count++;
    }
    return count;
  }

  /** {@return the selected rows of the column} */
  public SparseColumn of(SparseColumn column) {
    int count = 0;
    for (int i = 0; i < column.entries(); i++) {
      count += times(column.entryRow(i));
    }
    int[] places = new int[count];
    double[] values = new double[count];
    int at = 0;
    for (int i = 0; i < column.entries(); i++) {
      for (int place = first[column.entryRow(i)]; place >= 0; place = next[place]) {
        places[at] = place;
        values[at++] = column.entryValue(i);
      }
    }
    if (!ascending) {
      sortTogether(places, values);
    }
    return new SparseColumn(column.name(), size, places, values);
  }

  private static void sortTogether(int[] places, double[] values) {
    long[] keys = new long[places.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = (long) places[i] << 32 | i;
    }
    Arrays.sort(keys);
    double[] unsorted = values.clone();
    for (int i = 0; i < keys.length; i++) {
      places[i] = (int) (keys[i] >>> 32);
      values[i] = unsorted[(int) keys[i]];
    }
  }
}
