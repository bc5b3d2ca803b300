package dev.lariat.io.table;

import dev.lariat.data.SparseColumn;
import dev.lariat.io.column.DecimalParser;
import dev.lariat.io.column.GrowingDoubles;
import dev.lariat.io.column.GrowingInts;
import dev.lariat.io.column.Missing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The entries of sparse rows, turned into columns when all rows are there. */
final class SvmlightEntries {
  /** A table of an entry per possible index is kept while columns are made. */
  private static final int LARGEST_INDEX = 100_000_000;

  private final GrowingInts indices = new GrowingInts(0);
  private final GrowingDoubles values = new GrowingDoubles(0);
  private final GrowingInts counts = new GrowingInts(0); // per row
  private int[] row = new int[64]; // indices of the current row
  private int count;
  private int rows;
  private int largest = -1;

  int rows() {
    return rows;
  }

  static boolean isFeature(String name) {
    return name.matches("f\\d+");
  }

  /** Takes an entry of the current row; returns what is wrong with it, null if nothing. */
  String add(String field) {
    int colon = field.indexOf(':');
    int index = colon <= 0 || colon > 9 ? -1 : index(field, colon);
    if (index < 0 || index > LARGEST_INDEX) {
      return colon > 0 && field.substring(0, colon).chars().allMatch(c -> c >= '0' && c <= '9')
          ? "has an index above " + LARGEST_INDEX
          : "is not index:value";
    }
    char[] text = field.substring(colon + 1).toCharArray();
    double value = DecimalParser.parse(text, 0, text.length, '.');
    if (Double.isNaN(value) && !Missing.is(text, 0, text.length)) {
      return "is not index:value";
    }
    if (Double.isNaN(value) && text.length == 0) {
      return "is not index:value";
    }
    if (Double.isInfinite(value)) {
      return "is infinite or too large";
    }
    if (count == row.length) {
      row = Arrays.copyOf(row, 2 * count);
    }
    row[count++] = index;
    indices.add(index);
    values.add(value);
    largest = Math.max(largest, index);
    return null;
  }

  private static int index(String field, int colon) {
    int index = 0;
    for (int i = 0; i < colon; i++) {
      char c = field.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      index = 10 * index + (c - '0');
    }
    return index;
  }

  /** Ends the row; false if an index came twice in it. */
  boolean endRow() {
    Arrays.sort(row, 0, count);
    for (int i = 1; i < count; i++) {
      if (row[i] == row[i - 1]) {
        return false;
      }
    }
    counts.add(count);
    rows++;
    count = 0;
    return true;
  }

  /** A column per index that came, in order; explicit zeros are dropped. */
  List<SparseColumn> columns() {
    int[] allIndices = indices.take();
    double[] allValues = values.take();
    int[] perRow = counts.take();
    int[] next = new int[largest + 2];
    boolean[] seen = new boolean[largest + 1];
    for (int e = 0; e < allIndices.length; e++) {
      seen[allIndices[e]] = true;
      next[allIndices[e] + 1] += allValues[e] == 0 ? 0 : 1;
    }
    for (int i = 0; i <= largest; i++) {
      next[i + 1] += next[i];
    }
    int[] starts = next.clone();
    int[] entryRows = new int[next[largest + 1]];
    double[] entryValues = new double[entryRows.length];
    int e = 0;
    for (int r = 0; r < perRow.length; r++) {
      for (int end = e + perRow[r]; e < end; e++) {
        if (allValues[e] != 0) {
          int at = next[allIndices[e]]++;
          entryRows[at] = r;
          entryValues[at] = allValues[e];
        }
      }
    }
    List<SparseColumn> columns = new ArrayList<>();
    for (int i = 0; i <= largest; i++) {
      if (seen[i]) {
        columns.add(new SparseColumn("f" + i, rows, Arrays.copyOfRange(entryRows, starts[i], starts[i + 1]),
            Arrays.copyOfRange(entryValues, starts[i], starts[i + 1])));
      }
    }
    return columns;
  }
}
