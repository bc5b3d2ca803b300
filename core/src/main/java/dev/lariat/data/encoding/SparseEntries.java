package dev.lariat.data.encoding;

import dev.lariat.data.DataException;
import dev.lariat.data.text.KeptTexts;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** Where entries of sparse columns are while they are collected: in memory, or beside texts that are not. */
abstract sealed class SparseEntries implements AutoCloseable {
  private static final int FIRST = 64;
  private static final int LIMIT = Integer.MAX_VALUE - FIRST;

  /** Entries in memory. */
  static SparseEntries inMemory() {
    return new InMemory();
  }

  /** Entries beside texts. */
  static SparseEntries beside(KeptTexts texts) {
    return new Beside(texts.room());
  }

  /** Whether they take memory, so that texts are better parted once and their terms kept until they are sorted. */
  abstract boolean takesMemory();

  /** How many there is room for. */
  abstract int room();

  /** Makes room for so many, at least; those that are there stay. */
  abstract void room(int entries);

  abstract void set(int at, int row, double value);

  /** The first entries as a matrix, which stays when this is closed. Nothing is set afterwards. */
  abstract SparseMatrix matrix(int rows, int[] starts);

  @Override
  public abstract void close();

  /** Makes room for one more entry than so many. */
  final void roomAfter(int count) {
    if (count == room()) {
      room(Math.max(sum(count, 1), grown(count, takesMemory() ? 1 : 3))); // a file grows in place
    }
  }

  /** {@return so many entries, and 2<sup>−shift</sup> as many beyond them where there may be so many} */
  static int grown(int count, int shift) {
    return (int) Math.min(LIMIT, (long) count + Math.max(FIRST, count >> shift));
  }

  /** {@return how many entries these are together} */
  static int sum(int some, int more) {
    if ((long) some + more > LIMIT) {
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
        int larger = Math.max(entries, grown(rows.length, 1)); // column by column each would copy all before it
        rows = Arrays.copyOf(rows, larger);
        values = Arrays.copyOf(values, larger);
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

    @Override
    public void close() {
      // nothing to let go of
    }
  }

  private static final class Beside extends SparseEntries {
    private final KeptTexts.Room beside;
    private MemorySegment rows = MemorySegment.NULL;
    private MemorySegment values = MemorySegment.NULL;
    private int room;

    Beside(KeptTexts.Room beside) {
      this.beside = beside;
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
        beside.grow(entries);
        rows = beside.ints();
        values = beside.doubles();
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
      beside.end(starts[starts.length - 1]);
      return new SparseMatrix(count, starts, beside.ints(), beside.doubles());
    }

    @Override
    public void close() {
      beside.close();
    }
  }
}
