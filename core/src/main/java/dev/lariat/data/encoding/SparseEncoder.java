package dev.lariat.data.encoding;

import dev.lariat.data.RowSelection;
import dev.lariat.data.SparseColumn;
import dev.lariat.data.TextColumn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Collects the inputs other than 0, column by column. */
final class SparseEncoder {
  /** So many texts are looked at to learn how many terms one has. */
  private static final int LOOKED = 256;

  private final int[] starts; // [width + 1]
  private final SparseEntries entries;
  private int count;
  private int column;

  private SparseEncoder(int width, SparseEntries entries) {
    starts = new int[width + 1];
    this.entries = entries;
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
    try (SparseEntries entries = bound.stream()
        .flatMap(column -> column.column() instanceof TextColumn text ? text.kept().stream() : Stream.empty())
        .findFirst()
        .map(SparseEntries::beside)
        .orElseGet(SparseEntries::inMemory)) {
      try {
        return new SparseEncoder(width, entries).encode(bound, selection, rows);
      } catch (InternalError e) {
        if (entries.takesMemory()) {
          throw e;
        }
        // So Java tells that a mapped page has no place: of a file system that copies what is overwritten.
        throw new UncheckedIOException(new IOException("the words of texts cannot be kept beside the run: "
            + e.getMessage() + "; the disk may be full: --out takes a folder on another disk", e));
      }
    }
  }

  private SparseMatrix encode(List<BoundColumn> bound, RowSelection selection, int[] rows) {
    for (BoundColumn column : bound) {
      if (column.column() == null) {
        for (int input = 0; input < column.encoding().width(); input++) {
          endColumn();
        }
      } else if (column.encoding() instanceof Encoding.OneHot hot) {
        oneHot(column, hot.width(), rows);
      } else if (column.encoding() instanceof Encoding.Text text) {
        text(column, text, rows);
      } else if (column.encoding() instanceof Encoding.Numeric numeric && column.column() instanceof SparseColumn sparse
          && numeric.scale().apply(0) == 0) {
        sparse(numeric, selection.of(sparse));
      } else {
        dense(column, rows);
      }
    }
    return entries.matrix(rows.length, starts);
  }

  private void add(int row, double value) {
    if (value == 0) {
      return;
    }
    entries.roomAfter(count);
    entries.set(count++, row, value);
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
      next[input + 1] = SparseEntries.sum(next[input], next[input + 1]);
      starts[column + input + 1] = SparseEntries.sum(count, next[input + 1]);
    }
    int end = count + next[next.length - 1];
    entries.room(end);
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
        entries.set(count + next[places[i]]++, i, 1);
      }
    }
    count = end;
    column += width;
  }

  private void text(BoundColumn bound, Encoding.Text text, int[] rows) {
    if (entries.takesMemory()) {
      textOnce(bound, text, rows);
    } else {
      textTwice(bound, text, rows);
    }
    column += text.width();
  }

  /** Every text once, its terms kept by row; then counted and sorted by term, which keeps the rows' order. */
  private void textOnce(BoundColumn bound, Encoding.Text text, int[] rows) {
    int[] ends = new int[rows.length];
    int[] terms = new int[Math.max(64, 8 * rows.length)];
    double[] weights = new double[terms.length];
    int[] next = new int[text.width() + 1];
    int found = 0;
    for (int i = 0; i < rows.length; i++) {
      int own = bound.terms(rows[i]);
      if (found + own > terms.length) {
        int larger = Math.max(found + own, Math.addExact(terms.length, terms.length >> 1));
        terms = Arrays.copyOf(terms, larger);
        weights = Arrays.copyOf(weights, larger);
      }
      for (int e = 0; e < own; e++) {
        terms[found] = bound.term(e);
        weights[found] = bound.termValue(e);
        next[terms[found++] + 1]++;
      }
      ends[i] = found;
    }
    countMissing(bound, text, rows, next);
    int end = makeRoom(next);
    for (int i = 0, e = 0; i < rows.length; i++) {
      for (; e < ends[i]; e++) {
        entries.set(count + next[terms[e]]++, i, weights[e]);
      }
    }
    setMissing(bound, text, rows, next);
    count = end;
  }

  /** Every text once to count its terms, and once more to put them where they belong. */
  private void textTwice(BoundColumn bound, Encoding.Text text, int[] rows) {
    int[] next = new int[text.width() + 1];
    for (int row : rows) {
      int own = bound.terms(row);
      for (int e = 0; e < own; e++) {
        next[bound.term(e) + 1]++;
      }
    }
    countMissing(bound, text, rows, next);
    int end = makeRoom(next);
    for (int i = 0; i < rows.length; i++) {
      int own = bound.terms(rows[i]);
      for (int e = 0; e < own; e++) {
        entries.set(count + next[bound.term(e)]++, i, bound.termValue(e));
      }
    }
    setMissing(bound, text, rows, next);
    count = end;
  }

  private static void countMissing(BoundColumn bound, Encoding.Text text, int[] rows, int[] next) {
    for (int i = 0; i < rows.length && text.indicator(); i++) {
      next[text.width()] += bound.column().isMissing(rows[i]) ? 1 : 0;
    }
  }

  private void setMissing(BoundColumn bound, Encoding.Text text, int[] rows, int[] next) {
    for (int i = 0; i < rows.length && text.indicator(); i++) {
      if (bound.column().isMissing(rows[i])) {
        entries.set(count + next[text.width() - 1]++, i, 1);
      }
    }
  }
}
