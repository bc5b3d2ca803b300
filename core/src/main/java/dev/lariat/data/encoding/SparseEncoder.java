package dev.lariat.data.encoding;

import dev.lariat.data.RowSelection;
import dev.lariat.data.SparseColumn;
import java.util.Arrays;
import java.util.List;

/** Collects the inputs other than 0, column by column. */
final class SparseEncoder {
  private final int[] starts; // [width + 1]
  private int[] indices = new int[64];
  private double[] values = new double[64];
  private int count;
  private int column;

  private SparseEncoder(int width) {
    starts = new int[width + 1];
  }

  /** The most entries that a column makes in a row, on average. */
  static double entriesPerRow(BoundColumn bound) {
    if (bound.column() == null) {
      return 0;
    }
    if (bound.encoding() instanceof Encoding.OneHot) {
      return 1;
    }
    int width = bound.encoding().width();
    return bound.encoding() instanceof Encoding.Numeric numeric && bound.column() instanceof SparseColumn sparse
        && numeric.scale().apply(0) == 0 ? (double) width * sparse.entries() / Math.max(1, sparse.rows()) : width;
  }

  static SparseMatrix encode(List<BoundColumn> bound, int width, RowSelection selection, int[] rows) {
    SparseEncoder encoder = new SparseEncoder(width);
    for (BoundColumn column : bound) {
      if (column.column() == null) {
        for (int input = 0; input < column.encoding().width(); input++) {
          encoder.endColumn();
        }
      } else if (column.encoding() instanceof Encoding.OneHot hot) {
        encoder.oneHot(column, hot.width(), rows);
      } else if (column.encoding() instanceof Encoding.Numeric numeric && column.column() instanceof SparseColumn sparse
          && numeric.scale().apply(0) == 0) {
        encoder.sparse(numeric, selection.of(sparse));
      } else {
        encoder.dense(column, rows);
      }
    }
    return new SparseMatrix(rows.length, encoder.starts, Arrays.copyOf(encoder.indices, encoder.count),
        Arrays.copyOf(encoder.values, encoder.count));
  }

  private void add(int row, double value) {
    if (value == 0) {
      return;
    }
    if (count == indices.length) {
      int larger = Math.addExact(count, count >> 1);
      indices = Arrays.copyOf(indices, larger);
      values = Arrays.copyOf(values, larger);
    }
    indices[count] = row;
    values[count++] = value;
  }

  private void endColumn() {
    starts[++column] = count;
  }

  private void dense(BoundColumn bound, int[] rows) {
    for (int input = 0; input < bound.encoding().width(); input++) {
      for (int i = 0; i < rows.length; i++) {
        add(i, bound.value(rows[i], input));
      }
      endColumn();
    }
  }

  private void sparse(Encoding.Numeric numeric, SparseColumn selected) {
    for (int i = 0; i < selected.entries(); i++) {
      add(selected.entryRow(i), numeric.scale().apply(selected.entryValue(i)));
    }
    endColumn();
    if (numeric.indicator()) {
      for (int i = 0; i < selected.entries(); i++) {
        add(selected.entryRow(i), Double.isNaN(selected.entryValue(i)) ? 1 : 0);
      }
      endColumn();
    }
  }

  /** Two passes over the rows, counting first, whatever the number of levels. */
  private void oneHot(BoundColumn bound, int width, int[] rows) {
    int[] places = new int[rows.length];
    int[] next = new int[width + 1];
    for (int i = 0; i < rows.length; i++) {
      places[i] = bound.place(rows[i]);
      if (places[i] >= 0) {
        next[places[i] + 1]++;
      }
    }
    for (int input = 0; input < width; input++) {
      next[input + 1] += next[input];
      starts[column + input + 1] = count + next[input + 1];
    }
    int end = Math.addExact(count, next[width]);
    if (end > indices.length) {
      indices = Arrays.copyOf(indices, end);
      values = Arrays.copyOf(values, end);
    }
    for (int i = 0; i < rows.length; i++) {
      if (places[i] >= 0) {
        int at = count + next[places[i]]++;
        indices[at] = i;
        values[at] = 1;
      }
    }
    count = end;
    column += width;
  }
}
