package dev.lariat.data.encoding;

import dev.lariat.data.RowSelection;
import dev.lariat.data.SparseColumn;
import java.util.Arrays;
import java.util.List;

/** Collects the inputs other than 0, column by column. */
final class SparseEncoder {
  /** So many texts are looked at to learn how many terms one has. */
  private static final int LOOKED = 256;

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
    if (bound.encoding() instanceof Encoding.Text) {
      return termsPerRow(bound);
    }
    int width = bound.encoding().width();
    return bound.encoding() instanceof Encoding.Numeric numeric && bound.column() instanceof SparseColumn sparse
        && numeric.scale().apply(0) == 0 ? (double) width * sparse.entries() / Math.max(1, sparse.rows()) : width;
  }

  /** Of some rows, evenly spread. */
  private static double termsPerRow(BoundColumn bound) {
    int all = bound.column().rows();
    int looked = Math.min(all, LOOKED);
    long terms = 0;
    for (int i = 0; i < looked; i++) {
      terms += bound.terms((int) ((long) i * all / looked));
    }
    return (double) terms / Math.max(1, looked);
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
      } else if (column.encoding() instanceof Encoding.Text text) {
        encoder.text(column, text, rows);
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

  /** All inputs of a row at once: a text is parted once for all of its words. */
  private void dense(BoundColumn bound, int[] rows) {
    double[][] inputs = new double[bound.encoding().width()][rows.length];
    bound.encode(rows, inputs, 0);
    for (double[] input : inputs) {
      for (int i = 0; i < rows.length; i++) {
        add(i, input[i]);
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

  /**
   * Makes room for the entries of several inputs.
   *
   * @param next [inputs + 1] from 1 on the number of entries of each; on return where each begins
   * @return where the last one ends
   */
  private int makeRoom(int[] next) {
    for (int input = 0; input + 1 < next.length; input++) {
      next[input + 1] += next[input];
      starts[column + input + 1] = count + next[input + 1];
    }
    int end = Math.addExact(count, next[next.length - 1]);
    if (end > indices.length) {
      indices = Arrays.copyOf(indices, end);
      values = Arrays.copyOf(values, end);
    }
    return end;
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
    int end = makeRoom(next);
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

  /** Every text once, its terms kept by row; then counted and sorted by term, which keeps the rows' order. */
  private void text(BoundColumn bound, Encoding.Text text, int[] rows) {
    int width = text.width();
    int[] ends = new int[rows.length];
    int[] terms = new int[Math.max(64, 8 * rows.length)];
    double[] weights = new double[terms.length];
    int[] next = new int[width + 1];
    int found = 0;
    for (int i = 0; i < rows.length; i++) {
      int entries = bound.terms(rows[i]);
      if (found + entries > terms.length) {
        int larger = Math.max(found + entries, Math.addExact(terms.length, terms.length >> 1));
        terms = Arrays.copyOf(terms, larger);
        weights = Arrays.copyOf(weights, larger);
      }
      for (int e = 0; e < entries; e++) {
        terms[found] = bound.term(e);
        weights[found] = bound.termValue(e);
        next[terms[found++] + 1]++;
      }
      ends[i] = found;
      if (text.indicator() && bound.column().isMissing(rows[i])) {
        next[width]++;
      }
    }
    int end = makeRoom(next);
    for (int i = 0, e = 0; i < rows.length; i++) {
      for (; e < ends[i]; e++) {
        int at = count + next[terms[e]]++;
        indices[at] = i;
        values[at] = weights[e];
      }
      if (text.indicator() && bound.column().isMissing(rows[i])) {
        int at = count + next[width - 1]++;
        indices[at] = i;
        values[at] = 1;
      }
    }
    count = end;
    column += width;
  }
}
