package dev.lariat.io.table;

import dev.lariat.data.Dataset;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** A table read a chunk of rows at a time, so that it never is in memory as a whole. Close it. */
public final class TableStream implements Iterator<Dataset>, AutoCloseable {
  private final Chunks chunks;
  private Dataset next;
  private boolean looked;

  TableStream(Chunks chunks) {
    this.chunks = chunks;
  }

  /** Whether there are more rows. */
  @Override
  public boolean hasNext() {
    if (!looked) {
      next = chunks.next();
      looked = true;
    }
    return next != null;
  }

  /** The next rows. */
  @Override
  public Dataset next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    looked = false;
    return next;
  }

  @Override
  public void close() {
    chunks.close();
  }
}
