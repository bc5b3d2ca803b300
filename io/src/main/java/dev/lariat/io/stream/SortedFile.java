package dev.lariat.io.stream;

import dev.lariat.data.stream.OrderedStore;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * Rows of numbers in a file beside the run, which goes when this is closed. Sorted are runs of rows, as many at once as
 * a share of the memory takes, of 64 MB at most; a pass merges the runs, so that each is read from its beginning to its
 * end.
 */
public final class SortedFile implements OrderedStore, AutoCloseable {
  /** Of the heap, for the rows of a run. */
  private static final double SHARE = 1.0 / 16;
  /** Numbers of a run, 64 MB: larger ones sort no faster. */
  private static final double MOST = 1 << 23;
  /** Numbers that a pass gives at once. */
  private static final int GIVEN = 1 << 18;
  private static final int MOST_GIVEN = 1 << 12; // rows
  private static final int BUFFER = 1 << 16; // numbers

  private final Path path;
  private final PassProgress progress;
  private final double runNumbers;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(Double.BYTES * BUFFER).order(ByteOrder.nativeOrder());
  private final List<Long> ends = new ArrayList<>(); // of the runs, in rows
  private CacheFile file; // null until rows are expected
  private MemorySegment numbers; // null until all are there
  private int width;
  private int keys;
  private double[] rows = new double[0]; // of the run at hand
  private int count;
  private int passes;

  private SortedFile(Path path, PassProgress progress, double runNumbers) {
    this.path = path;
    this.progress = progress;
    this.runNumbers = runNumbers;
  }

  /**
   * A store that makes a file once rows are expected; one that an interrupted run left is emptied.
   *
   * @param progress follows passes over the sorted rows
   */
  public static SortedFile at(Path path, PassProgress progress) {
    return at(path, progress, Math.min(MOST, SHARE * Runtime.getRuntime().maxMemory() / Double.BYTES));
  }

  /** @param runNumbers about how many numbers are sorted at once */
  static SortedFile at(Path path, PassProgress progress, double runNumbers) {
    return new SortedFile(path, progress, runNumbers);
  }

  @Override
  public void expect(long most, int numbersOfRow, int keysOfRow) {
    close();
    width = numbersOfRow;
    keys = keysOfRow;
    ends.clear();
    count = 0;
    file = CacheFile.open(path, "the encoded rows");
    file.expect(Double.BYTES * (double) most * width);
    int ofRun = (int) Math.max(1, Math.min((double) most, runNumbers / width));
    rows = new double[ofRun * width];
  }

  @Override
  public void add(double[] row) {
    System.arraycopy(row, 0, rows, count * width, width);
    count++;
    if ((count + 1) * width > rows.length) {
      endRun();
    }
  }

  /** Writes the rows at hand, sorted. */
  private void endRun() {
    if (count == 0) {
      return;
    }
    Integer[] order = new Integer[count];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> compare(rows, a * width, rows, b * width));
    buffer.clear();
    for (int row : order) {
      for (int from = 0; from < width; from += BUFFER) {
        int some = Math.min(BUFFER, width - from);
        if (buffer.remaining() < Double.BYTES * some) {
          flush();
        }
        for (int j = from; j < from + some; j++) {
          buffer.putDouble(rows[row * width + j]);
        }
      }
    }
    flush();
    ends.add((ends.isEmpty() ? 0 : ends.getLast()) + count);
    count = 0;
  }

  private void flush() {
    buffer.flip();
    file.add(buffer);
    buffer.clear();
  }

  private int compare(double[] one, int at, double[] other, int otherAt) {
    for (int k = 0; k < keys; k++) {
      if (one[at + k] != other[otherAt + k]) {
        return one[at + k] < other[otherAt + k] ? -1 : 1;
      }
    }
    return 0;
  }

  @Override
  public void pass(Visitor visitor) {
    if (numbers == null) {
      endRun();
      rows = new double[0];
      numbers = ends.isEmpty() ? MemorySegment.NULL : file.bytes();
    }
    passes++;
    long all = ends.isEmpty() ? 0 : ends.getLast();
    var runs = new Runs();
    int most = Math.clamp(GIVEN / width, 1, MOST_GIVEN);
    double[] given = new double[most * width];
    int size = 0;
    for (long read = 0; read < all; read++) {
      runs.take(given, size * width);
      size++;
      if (size == most || read == all - 1) {
        if (Thread.currentThread().isInterrupted()) {
          throw new CancellationException("interrupted");
        }
        visitor.take(given, size);
        size = 0;
        progress.read(passes, (read + 1) * width * Double.BYTES, all * width * Double.BYTES);
      }
    }
  }

  @Override
  public void close() {
    numbers = null;
    if (file != null) {
      file.close();
      file = null;
    }
  }

  /** The runs of a pass, in a heap by their next rows; of equal ones the earlier run comes first. */
  private final class Runs {
    private final long[] at = new long[ends.size()]; // the next row of each
    private final double[][] key = new double[ends.size()][keys];
    private final int[] heap = new int[ends.size()];
    private int left = ends.size();

    private Runs() {
      for (int run = 0; run < left; run++) {
        at[run] = run == 0 ? 0 : ends.get(run - 1);
        readKey(run);
        heap[run] = run;
      }
      for (int place = left / 2 - 1; place >= 0; place--) {
        sink(place);
      }
    }

    private void readKey(int run) {
      for (int k = 0; k < keys; k++) {
        key[run][k] = numbers.getAtIndex(ValueLayout.JAVA_DOUBLE, at[run] * width + k);
      }
    }

    private boolean before(int one, int other) {
      int order = compare(key[one], 0, key[other], 0);
      return order != 0 ? order < 0 : one < other;
    }

    private void sink(int from) {
      int place = from;
      while (2 * place + 1 < left) {
        int child = 2 * place + 1;
        if (child + 1 < left && before(heap[child + 1], heap[child])) {
          child++;
        }
        if (!before(heap[child], heap[place])) {
          return;
        }
        int swapped = heap[place];
        heap[place] = heap[child];
        heap[child] = swapped;
        place = child;
      }
    }

    /** Gives the next row. */
    private void take(double[] to, int place) {
      int run = heap[0];
      MemorySegment.copy(numbers, ValueLayout.JAVA_DOUBLE, at[run] * width * Double.BYTES, to, place, width);
      at[run]++;
      if (at[run] < ends.get(run)) {
        readKey(run);
      } else {
        left--;
        heap[0] = heap[left];
      }
      sink(0);
    }
  }
}
