package dev.lariat.data.encoding;

import dev.lariat.data.DataException;
import dev.lariat.data.text.KeptTexts;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** Where entries of sparse columns are while they are collected: in memory, or beside texts that are not. */
abstract sealed class SparseEntries {
  private static final int FIRST = 64;

  /** Entries in memory. */
  static SparseEntries inMemory() {
    return new InMemory();
  }

  /** Entries beside texts. */
  static SparseEntries beside(KeptTexts texts) {
    return new Beside(texts);
  }

  /** Whether they take memory, so that texts are better parted once and their terms kept until they are sorted. */
  abstract boolean takesMemory();

  /** How many there is room for. */
  abstract int room();

  /** Makes room for so many; those that are there stay. */
  abstract void room(int entries);

  abstract void set(int at, int row, double value);

  /** The first entries as a matrix. */
  abstract SparseMatrix matrix(int rows, int[] starts);

  /** Makes room for one more entry than so many. */
  final void roomAfter(int count) {
    if (count == room()) {
      room(sum(count, Math.max(FIRST, count >> 1)));
    }
  }

  /** {@return how many entries these are together} */
  static int sum(int some, int more) {
    if ((long) some + more > Integer.MAX_VALUE - FIRST) {
      throw new DataException("the inputs of so many rows are more than 2^31 numbers other than 0; take fewer words"
          + " (--text-min-df, --text-max-features), or fewer rows");
    }
    return some + more;
  }

  private static final class InMemory extends SparseEntries {
    private int[] rows = new int[FIRST];
    private double[] values = new double[FIRST];

    @Override
    boolean takesMemory() {
      return true;
    }

    @Override
    int room() {
      return rows.length;
    }

    @Override
    void room(int entries) {
      if (entries > rows.length) {
        rows = Arrays.copyOf(rows, entries);
        values = Arrays.copyOf(values, entries);
      }
    }

    @Override
    void set(int at, int row, double value) {
      rows[at] = row;
      values[at] = value;
    }

    @Override
    SparseMatrix matrix(int count, int[] starts) {
      int entries = starts[starts.length - 1];
      return new SparseMatrix(count, starts, Arrays.copyOf(rows, entries), Arrays.copyOf(values, entries));
    }
  }

  private static final class Beside extends SparseEntries {
    private final KeptTexts texts;
    private MemorySegment rows;
    private MemorySegment values;
    private int room;

    Beside(KeptTexts texts) {
      this.texts = texts;
      room(FIRST);
    }

    @Override
    boolean takesMemory() {
      return false;
    }

    @Override
    int room() {
      return room;
    }

    @Override
    void room(int entries) {
      if (entries > room) {
        MemorySegment more = texts.room((long) Integer.BYTES * entries);
        MemorySegment larger = texts.room((long) Double.BYTES * entries);
        if (room > 0) {
          more.copyFrom(rows);
          larger.copyFrom(values);
        }
        rows = more;
        values = larger;
        room = entries;
      }
    }

    @Override
    void set(int at, int row, double value) {
      rows.setAtIndex(ValueLayout.JAVA_INT, at, row);
      values.setAtIndex(ValueLayout.JAVA_DOUBLE, at, value);
    }

    @Override
    SparseMatrix matrix(int count, int[] starts) {
      return new SparseMatrix(count, starts, rows, values);
    }
  }
}
